"""WARC files of web crawls (CC-News and others): the pages in them, each with what is known of it.

A record that is damaged, too large or cut off is an error of its own, and the rest is read on.
Needs warcio: ``pip install 'dragoman[warc]'``.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from dragoman.errors import DragomanError, MissingExtra
from dragoman.ingest.html import decode_page, looks_html, read_page
from dragoman.ingest.limits import Limits, too_large
from dragoman.ingest.members import MAGIC, MARK, Damaged, Packed, Plain
from dragoman.ingest.metadata import Metadata, published_text
from dragoman.ingest.text import clean, decode_as_told

_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.I | re.M)
_TYPE = re.compile(rb"^warc-type:[ \t]*(\w+)", re.I | re.M)
_ADDRESS = re.compile(rb"^warc-target-uri:[ \t]*<?([^\s>]+)", re.I | re.M)
_HEAD = 64_000  # bytes that the head of a record, or of a page's answer, may have
_PAGE_TYPES = ("text/html", "application/xhtml+xml")
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a WARC file, or why there is none.

    Fields:
        number: of its record in the file, from 1. url: its address, where known.
        text, said, problems: as :func:`dragoman.ingest.html.read_page` gives them.
        error: why there is no text, if there is none.
    """

    number: int
    url: str | None = None
    text: str = ""
    said: Metadata = field(default_factory=Metadata)
    problems: tuple[DragomanError, ...] = ()
    error: DragomanError | None = None


def read_pages(raw: IO[bytes], limits: Limits) -> Iterator[Page]:
    """The pages of a WARC file, plain or packed (.gz), in its order.

    Pages are answers of status 200 (and resources) whose type is HTML; all other records are
    passed over. ``published`` is what the page says, never the day of the crawl, which is
    ``retrieved``.
    Raises DragomanError "missing-extra" without warcio, "bad-warc" for what is no WARC file.
    """
    loader = _loader()
    for number, record in _records(raw, limits):
        if isinstance(record, DragomanError):
            yield Page(number, error=record)
            continue
        head, block = record
        named = _ADDRESS.search(head)
        url = clean(named.group(1).decode("utf-8", "replace")) if named else None
        try:
            page = _page(loader, head, block, limits)
        except DragomanError as error:
            yield Page(number, url, error=error)
            continue
        if page is not None:
            text, said, problems = page
            yield Page(number, url, text, Metadata(url=url).over(said), tuple(problems))


def _loader() -> Any:
    try:
        from warcio.recordloader import ArcWarcRecordLoader
    except ImportError as error:
        raise MissingExtra(
            "WARC files need the package warcio. Install it: pip install 'dragoman[warc]'.",
            error="missing-extra",
        ) from error
    return ArcWarcRecordLoader()


def _records(
    raw: IO[bytes], limits: Limits
) -> Iterator[tuple[int, tuple[bytes, bytes] | DragomanError]]:
    """The head and the block of each record that may be a page, numbered; errors in between."""
    first = raw.read(len(MARK))
    if first and not first.startswith((MAGIC, MARK)):
        raise DragomanError(
            "This is no WARC file. Check its name, or get it again.", error="bad-warc"
        )
    source = (Packed if first.startswith(MAGIC) else Plain)(raw, first)
    number = 0
    while True:
        try:
            head = _head(source)
            if head is None:
                return
            number += 1
            block = _block(source, head, limits)
        except (Damaged, DragomanError) as error:
            number += isinstance(error, Damaged) and error.args[1:] == ("head",)
            yield number, _told(error)
            if isinstance(error, Damaged) and not source.recover(error):
                return
            continue
        if block is not None:
            yield number, (head, block)


def _head(source: Plain) -> bytes | None:
    """The head of the next record; None at the end of the file."""
    try:
        line = source.line(_HEAD)
        while line and not line.strip():
            line = source.line(_HEAD)
        if not line:
            return None
        if not line.startswith(MARK):
            raise Damaged("no record begins where one should")
        lines = [line]
        while lines[-1].strip():
            lines.append(source.line(_HEAD))
            if not lines[-1] or sum(map(len, lines)) > _HEAD:
                raise Damaged("its head does not end")
    except Damaged as error:
        raise type(error)(error.args[0], "head") from error
    return b"".join(lines)


def _block(source: Plain, head: bytes, limits: Limits) -> bytes | None:
    """What follows the head; None where it is no page.

    Raises Damaged, and DragomanError "too-large" where the record was passed over.
    """
    found, kind = _LENGTH.search(head), _TYPE.search(head)
    if found is None or kind is None:
        raise Damaged("its head lacks a length or a type")
    size = int(found.group(1))
    wanted = kind.group(1).lower() in (b"response", b"resource")
    if size > limits.file:
        begin = source.read(min(_HEAD, size))
        left = size - len(begin)
        while left > 0 and (piece := source.read(min(left, _PIECE))):
            left -= len(piece)
        if left > 0:
            raise Damaged("the file ends early")
        if wanted and any(t.encode() in (head + begin).lower() for t in _PAGE_TYPES):
            raise too_large("The record", limits.file, "It is left out.")
        return None
    block = source.read(size)
    if len(block) < size:
        source.give_back(block)  # a wrong length may have taken in the records that follow
        raise Damaged("the file ends early, or the length it gives is wrong")
    source.settle()
    between = source.read(4)
    source.give_back(between)
    if between and not between.startswith((b"\r\n", b"\n", MARK[:4])):
        source.give_back(block)
        raise Damaged("the length it gives is wrong")
    return block if wanted else None


def _told(error: Exception) -> DragomanError:
    if isinstance(error, DragomanError):
        return error
    return DragomanError(
        f"This record of the WARC file cannot be read ({error.args[0]}). It is left out, and "
        "reading goes on with the next one that can be found; get the file again.",
        error="damaged-file",
    )


def _page(
    loader: Any, head: bytes, block: bytes, limits: Limits
) -> tuple[str, Metadata, list[DragomanError]] | None:
    try:
        record = loader.parse_record_stream(io.BytesIO(head + block), known_format="warc")
        http = record.http_headers
        if http is not None and http.get_statuscode() != "200":
            return None
        kind = (http or record.rec_headers).get_header("Content-Type") or ""
        if kind and not kind.lower().startswith(_PAGE_TYPES):
            return None
        data: bytes = record.content_stream().read(limits.file + 1)
        crawled = record.rec_headers.get_header("WARC-Date")
        cut = record.rec_headers.get_header("WARC-Truncated")
    except Exception as error:  # any bytes may come, and the library promises no list of errors
        raise DragomanError(
            f"This record of the WARC file cannot be read ({type(error).__name__}: {error}). It is "
            "left out.",
            error="damaged-file",
        ) from error
    if len(data) > limits.file:
        raise too_large("The page", limits.file, "It is left out.")
    source = _decoded(data, kind)
    if not kind and not looks_html(source):
        return None
    text, said, problems = read_page(source)
    try:
        said = Metadata(retrieved=published_text(crawled)).over(said)
    except DragomanError as error:
        problems.append(error)
    if cut:
        problems.append(
            DragomanError(
                f"The crawler kept only the beginning of this page ({clean(cut)[:40]}). What is "
                "there was read.",
                error="cut-page",
            )
        )
    return text, said, problems


def _decoded(data: bytes, kind: str) -> str:
    """The page in the encoding that its host names, where it reads in it."""
    said = decode_as_told(data, kind)
    return said if said is not None else decode_page(data)
