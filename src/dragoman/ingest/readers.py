"""One reader for each kind of file: from bytes to candidates for reports."""

from __future__ import annotations

import io
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

import msgspec
import yaml

from dragoman.codebooks.books import read_book
from dragoman.errors import DragomanError
from dragoman.ingest import feed, html, tables, warc
from dragoman.ingest.limits import Limits
from dragoman.ingest.metadata import Metadata, column, from_record, load_yaml, pick
from dragoman.ingest.place import Place
from dragoman.ingest.source import buffered, lines, opened, read_whole
from dragoman.ingest.text import clean, decode


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may become a report.

    Fields:
        item: where it comes from, for failure records ("news.jsonl:12").
        text: as given. said: what the file itself says of it.
        problems: what was wrong with single fields; the report is read all the same.
        error: why there is no text, if there is none.
        alone: the file holds just this report.
    """

    item: str
    text: str = ""
    said: Metadata = field(default_factory=Metadata)
    problems: tuple[DragomanError, ...] = ()
    error: DragomanError | None = None
    alone: bool = False


Reader = Callable[[io.BufferedReader, str, Limits], Iterator[Candidate]]


def read_text(stream: io.BufferedReader, item: str, limits: Limits) -> Iterator[Candidate]:
    """A text file: one report. The title is its first line where that is clearly a headline."""
    text = decode(read_whole(stream, limits))
    yield Candidate(item, text, Metadata(title=headline(text)), alone=True)


def read_markdown(stream: io.BufferedReader, item: str, limits: Limits) -> Iterator[Candidate]:
    """A Markdown file: one report. A YAML block at its head is metadata and no part of the text."""
    text = decode(read_whole(stream, limits))
    said, problems, text = _front_matter(text)
    yield Candidate(
        item, text, said.over(Metadata(title=headline(text))), tuple(problems), alone=True
    )


def read_html(stream: io.BufferedReader, item: str, limits: Limits) -> Iterator[Candidate]:
    """A web page: one report, its text what the extraction finds."""
    text, said, problems = html.read_page(html.decode_page(read_whole(stream, limits)))
    yield Candidate(item, text, said, tuple(problems), alone=True)


def read_feed(stream: io.BufferedReader, item: str, limits: Limits) -> Iterator[Candidate]:
    """A feed: a report for each entry."""
    for number, text, said, problems in feed.read_feed(read_whole(stream, limits)):
        yield Candidate(f"{item}[{number}]", text, said, tuple(problems))


def read_jsonl(stream: io.BufferedReader, item: str, limits: Limits) -> Iterator[Candidate]:
    """JSON Lines: a report for each line; a line that cannot be read is an error of its own."""
    for number, line in lines(stream, limits):
        where = f"{item}:{number}"
        if isinstance(line, DragomanError):
            yield Candidate(where, error=line)
        elif line.strip():
            try:
                value = parse_json(line, f"line {number}")
            except DragomanError as error:
                yield Candidate(where, error=error)
                continue
            held = _held(value)
            if held is None:
                yield from _objects([(where, value)])
            else:
                yield from _objects((f"{where}[{n}]", one) for n, one in enumerate(held, start=1))


def read_json(stream: io.BufferedReader, item: str, limits: Limits) -> Iterator[Candidate]:
    """JSON: one object, an array of them, or an object that holds such an array ("articles")."""
    data = read_whole(stream, limits)
    try:
        value = parse_json(data, "the file")
    except DragomanError:
        if not _first_line_is_object(data):
            raise
        yield from read_jsonl(buffered(io.BytesIO(data)), item, limits)
        return
    held = value if isinstance(value, list) else _held(value)
    if held is None:
        yield replace(from_object(value, item), alone=True)
    else:
        yield from _objects((f"{item}[{n}]", one) for n, one in enumerate(held, start=1))


def _held(value: Any) -> list[Any] | None:
    """The objects in an object that has no text itself ("articles"); None where it holds none."""
    if not isinstance(value, dict) or pick(value, "text") is not None:
        return None
    lists = (value.get(key) for key in read_book("ingest")["fields"]["lists"])
    return next((one for one in lists if isinstance(one, list)), None)


def _objects(values: Iterable[tuple[str, Any]]) -> Iterator[Candidate]:
    for where, value in values:
        try:
            if isinstance(value, DragomanError):
                raise value
            yield from_object(value, where)
        except DragomanError as error:
            yield Candidate(where, error=error)


def read_csv(stream: io.BufferedReader, item: str, limits: Limits) -> Iterator[Candidate]:
    """A table with a header: a report for each row."""
    yield from _rows(tables.read_csv(stream, limits, tabs=False), item, ":")


def read_tsv(stream: io.BufferedReader, item: str, limits: Limits) -> Iterator[Candidate]:
    """A table with tabs: a report for each row."""
    yield from _rows(tables.read_csv(stream, limits, tabs=True), item, ":")


def read_parquet(stream: io.BufferedReader, item: str, _: Limits) -> Iterator[Candidate]:
    """A Parquet table: a report for each row. It is read from its own file where it has one."""
    name = getattr(stream, "name", None)
    if isinstance(name, (str, Path)) and Path(name).is_file():
        yield from _rows(tables.read_parquet(Path(name)), item, "#")
        return
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        shutil.copyfileobj(stream, file)
        file.flush()
        yield from _rows(tables.read_parquet(Path(file.name)), item, "#")


def read_warc(stream: io.BufferedReader, item: str, limits: Limits) -> Iterator[Candidate]:
    """A WARC file, packed or not: a report for each page."""
    for page in warc.read_pages(stream, limits):
        where = f"{item}#{page.number}" + (f" ({page.url})" if page.url else "")
        yield Candidate(where, page.text, page.said, page.problems, page.error)


READERS: Mapping[str, Reader] = {
    ".txt": read_text, ".text": read_text, ".md": read_markdown, ".markdown": read_markdown,
    ".html": read_html, ".htm": read_html, ".xhtml": read_html,
    ".jsonl": read_jsonl, ".ndjson": read_jsonl, ".json": read_json,
    ".csv": read_csv, ".tsv": read_tsv, ".tab": read_tsv, ".parquet": read_parquet,
    ".xml": read_feed, ".rss": read_feed, ".atom": read_feed, ".warc": read_warc,
}  # fmt: skip
"""File ending -> reader; each may be followed by ".gz"."""


def reader_for(path: Path) -> Reader | None:
    """The reader for a file's name; None where its ending is not known."""
    name = path.name.lower().removesuffix(".gz")
    return READERS.get(Path(name).suffix)


def read_file(
    path: Path, reader: Reader, limits: Limits, place: Place | None = None
) -> Iterator[Candidate]:
    """The candidates in a file; raises DragomanError where the file as a whole cannot be read."""
    # a WARC file is unpacked record by record, so that damage costs one record alone
    with opened(path, limits, place, unpack=reader is not read_warc) as stream:
        yield from reader(stream, str(path), limits)


def read_stream(stream: IO[bytes], item: str, limits: Limits) -> Iterator[Candidate]:
    """The candidates in a stream without a name: JSON, JSON Lines, a page, a feed or plain text."""
    source = buffered(_Raw(stream))
    head = source.peek(4096)[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        line = head.split(b"\n", 1)[0].rstrip()
        reader: Reader = read_jsonl
        if b"\n" in head and not line.endswith(b"}"):
            reader = read_json  # an object over many lines
    elif re.match(rb"\[\s*[{\]]", head):
        reader = read_json
    elif re.search(rb"<(?:rss|feed|rdf:RDF)\b", head):
        reader = read_feed
    elif html.looks_html(head.decode("ascii", errors="ignore")):
        reader = read_html
    else:
        reader = read_text
    yield from reader(source, item, limits)


class _Raw(io.RawIOBase):
    """Any binary stream as a raw one; closing it leaves the stream open."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        read = getattr(self._stream, "read1", self._stream.read)  # read1: what a pipe has now
        data: bytes = read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def parse_json(data: bytes, what: str) -> Any:
    """A JSON value. Raises DragomanError "bad-json" that says where it goes wrong."""
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass  # half characters, NaN, other encodings: the standard library takes them
    try:
        return json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise DragomanError(
            f"There is no valid JSON in {what}: {error}. Write one object with the keys id, "
            "source, published, title, url, text.",
            error="bad-json",
        ) from error


def from_object(value: Any, item: str) -> Candidate:
    """A candidate from a JSON object or a row. Raises "bad-json" or "missing-column"."""
    if not isinstance(value, Mapping):
        raise DragomanError(
            f"This is no JSON object but {type(value).__name__}. Write one object a report, with "
            "the keys id, source, published, title, url, text.",
            error="bad-json",
        )
    text = pick(value, "text")
    if isinstance(text, (list, tuple)) and all(isinstance(piece, str) for piece in text):
        text = "\n".join(text)  # paragraphs
    if not isinstance(text, str):
        names = [str(key) for key in value]
        if text is None:
            found = column(names, "text")
            if found is None:
                tables.require_text(names)
            text = ""
        else:
            raise DragomanError(
                f"The text is no string but {type(text).__name__}. Give the text as a string.",
                error="bad-json",
            )
    said, problems = from_record(value)
    return Candidate(item, clean(text), said, tuple(problems))


_STOP = re.compile(r"[.,;:…—–-][\"'”’)]*$")
_BYLINE = re.compile(r"(?:by|from|published|updated|posted)\b", re.I)
_DATELINE = re.compile(r"^[A-Z][A-Za-z .'/-]+,? .*(?:\(\w+\)|--|[–—] )|^\S+ \([A-Za-z ]+\)$")
_DATE_ONLY = re.compile(r"\W*(?:\w{3,9},? )?(?:\d{1,2}|[A-Z][a-z]{2,8})[ ./-]+\w+[ ,./-]+\d{2,4}\b")


def headline(text: str) -> str | None:
    """The first line where it is clearly a headline: short, no stop, a blank line after it.

    It stays in the text as well.

    Example:
        >>> headline("Ministers agree on treaty\\n\\nThe two ministers met in Oslo on Friday.")
        'Ministers agree on treaty'
        >>> headline("The two ministers met.\\n\\nThey agreed.")
    """
    match = re.match(r"\s*+([^\r\n]++)(\r?\n)([^\S\r\n]*\r?\n)?\s*(\S.*)", text, re.S)
    if not match:
        return None
    line, marked = match.group(1).strip(), False
    if line.startswith("# "):
        line, marked = line[2:].strip(" #"), True
    words = line.split()
    if not (marked or match.group(3)) or not 2 <= len(words) <= 20 or not 12 <= len(line) <= 140:
        return None
    if _STOP.search(line) or _BYLINE.match(line) or _DATELINE.match(line) or _DATE_ONLY.match(line):
        return None
    if len(match.group(4)) < len(line) or (
        not line[0].isupper() and line[0] not in "‘’“\"'0123456789"
    ):
        return None
    return line


_FRONT = re.compile(r"---[ \t]*\r?\n(.*?\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.S)


def _front_matter(text: str) -> tuple[Metadata, list[DragomanError], str]:
    match = _FRONT.match(text)
    if not match:
        return Metadata(), [], text
    try:
        value = load_yaml(match.group(1))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        why = " ".join(str(error).split())
        problem = DragomanError(
            f"The YAML block at the head of the file cannot be read ({why}).", error="bad-metadata"
        )
        return Metadata(), [problem], text[match.end() :]
    if not isinstance(value, dict):
        return Metadata(), [], text  # a rule, not metadata
    said, problems = from_record(value)
    return said, problems, text[match.end() :]


def _first_line_is_object(data: bytes) -> bool:
    line = data.lstrip().split(b"\n", 1)[0]
    try:
        return isinstance(parse_json(line, "the first line"), dict)
    except DragomanError:
        return False


def _rows(rows: Iterator[tables.Row], item: str, mark: str) -> Iterator[Candidate]:
    yield from _objects((f"{item}{mark}{number}", row) for number, row in rows)
