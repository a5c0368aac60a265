"""What is fuzzed: each target takes any bytes and raises where a property does not hold.

A property is no more than the library promises: only a DragomanError or a recorded Failure comes
out, what is kept is valid and verbatim, and what is written reads back the same.
"""

from __future__ import annotations

import gzip
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
from archives import ROOM, archive, corrections

from dragoman.ids import text_hash
from dragoman.ingest import Limits, read_reports
from dragoman.ingest.metadata import published_text
from dragoman.ingest.readers import READERS
from dragoman.language.clean import same_length, segments
from dragoman.language.sentences import sentences
from dragoman.records import Failure, from_json, to_json
from dragoman.statements.quotes import find_quotations, is_complete, is_title
from dragoman.times.lexer import lex
from dragoman.times.meaning import resolve
from dragoman.times.patterns import find as find_times
from dragoman.times.symbol import read, write

LIMITS = Limits(text=20_000, line=40_000, file=60_000, unpacked=100_000)
ENDINGS = tuple(sorted(READERS))
GOOD = b"Norway and Kenya signed a fishing treaty in Oslo on Friday, officials of both said."
DAY = date(2026, 1, 5)
PACKED, RAW_PACKED, SIDECAR, STREAM = 1, 2, 3, 4
"""How ``ingest`` takes its bytes: packed by us, as packed bytes, as a sidecar, without a name."""


def ingest(data: bytes) -> None:
    """Bytes as a file of each format: the first byte says which, the second how it comes."""
    if len(data) < 2:
        return
    ending, how, content = ENDINGS[data[0] % len(ENDINGS)], data[1] % 8, data[2:]
    folder = Path(tempfile.mkdtemp(dir=ROOM))
    try:
        path = folder / f"report{ending}"
        if how == SIDECAR:
            path = folder / "report.txt"
            path.write_bytes(GOOD)
            kind = "json" if data[0] % 2 else "yaml"
            (folder / f"report.meta.{kind}").write_bytes(content)
        elif how in (PACKED, RAW_PACKED):
            path = folder / f"report{ending}.gz"
            path.write_bytes(gzip.compress(content, 1) if how == PACKED else content)
        else:
            path.write_bytes(content)
        failures: list[Failure] = []
        if how == STREAM:
            with path.open("rb") as stream:
                found = list(
                    read_reports("-", stdin=stream, on_error=failures.append, limits=LIMITS)
                )
        else:
            found = list(read_reports(path, on_error=failures.append, limits=LIMITS))
    finally:
        shutil.rmtree(folder)
    for report, text in found:
        assert text.strip(), "an empty report"
        assert len(text) <= LIMITS.text, "a text over the limit"
        assert report.text_sha256 == text_hash(text)
        assert msgspec.json.decode(msgspec.json.encode(report), type=type(report)) == report
        for moment in (report.published, report.retrieved):
            assert published_text(moment) == moment, "a day that does not read back"
    for failure in failures:
        assert failure.error != "error", "an error without a name"
        assert from_json(to_json(failure)) == failure
    if how == SIDECAR:
        assert len(found) == 1, "a report lost by its sidecar"


def times(data: bytes) -> None:
    """A text: its time expressions, and the text itself as a symbol (docs/dates.md)."""
    text = data.decode("utf-8", "replace")
    even = same_length(text)
    lexemes = lex(even)
    for lexeme in lexemes:
        assert 0 <= lexeme.start < lexeme.end <= len(even)
        assert lexeme.kind in "|_" or even[lexeme.start : lexeme.end] == lexeme.text
    last = 0
    for draft in find_times(lexemes):
        assert last <= draft.first < draft.last <= len(lexemes), "expressions overlap"
        last = draft.last
        if draft.meaning is not None:
            symbol = write(draft.meaning)
            again = read(symbol)
            assert again is not None, f"{symbol!r} does not read back"
            assert write(again) == symbol
            resolve(draft.meaning, DAY)
    meaning = read(text)
    if meaning is not None:
        assert read(write(meaning)) == meaning, "a symbol that does not read back"
        span = resolve(meaning, DAY)
        assert span is None or span.start <= span.end


def quotes(data: bytes) -> None:
    """A text: its quotations, sentences and segments."""
    text = data.decode("utf-8", "replace")
    even = same_length(text)
    assert len(even) == len(text), "a character was moved"
    last = 0
    for one in find_quotations(text, even):
        assert last <= one.start < one.inner_start < one.inner_end <= one.end <= len(text)
        last = one.end
        words = text[one.inner_start : one.inner_end]
        assert words.strip(), "a quotation without words"
        is_complete(words)
        is_title(words, text[: one.start])
    last = 0
    for sentence in sentences(text):
        assert last <= sentence.start < sentence.end <= len(text)
        last = sentence.end
    cuts = segments(even)
    assert "".join(even[a:b] for a, b in cuts) == even, "segments leave something out"


TARGETS: dict[str, Callable[[bytes], None]] = {
    "ingest": ingest,
    "times": times,
    "quotes": quotes,
    "corrections": corrections,
    "archive": archive,
}
