"""Read the annotated reports of ``corpus/`` (their form is told in ``corpus/GUIDELINE.md``).

Example:
    >>> mark = "RETREAT/release | freed | actual | Lima = PER | him = --- | -"
    >>> text = f"@ id: x-1\\nLima freed him.\\n  {mark}"
    >>> [report] = parse(text)
    >>> report.sentences[0].marks[0].type
    'RETREAT'
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

TYPES = tuple(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST "
    "SANCTION MOBILIZE COERCE ASSAULT".split()
)
STATUSES = ("actual", "planned", "possible", "negated")
_SECTORS = frozenset(
    "GOV MIL REB OPP PTY COP JUD LEG SPY MED EDU BUS CVL IGO NGO CRM JRN LAB REL REF UAF UNS AGR "
    "ELI SOC PRM PRE".split()
)
_CODE = re.compile(r"---|[A-Z]{3}|IGO[A-Z]{2,6}|NGO")
_VALUE = re.compile(r"\d{4}(-\d\d){0,2}(/\d{4}(-\d\d){0,2})?")
_FIELDS = 6


class BadAnnotation(ValueError):
    """A line that does not follow the guideline; the message tells where and why."""


@dataclass(frozen=True, slots=True)
class Party:
    """A side of an event: where its words stand (None outside the sentence), and who it is."""

    start: int | None
    end: int | None
    code: str
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """One annotated event; positions are offsets into the report's text."""

    type: str
    mode: str
    start: int
    end: int
    status: str
    alleged: bool
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    date: str
    date_start: int | None
    date_end: int | None
    optional: bool


@dataclass(slots=True)
class Sentence:
    """A sentence of a report and its events."""

    start: int
    end: int
    headline: bool
    marks: list[Mark] = field(default_factory=list)


@dataclass(slots=True)
class Annotated:
    """A report: its metadata, its text, its sentences."""

    meta: dict[str, str]
    text: str = ""
    sentences: list[Sentence] = field(default_factory=list)


def parse(text: str, name: str = "") -> list[Annotated]:
    """All reports of an annotation file; raises :class:`BadAnnotation` at the first wrong line."""
    problems: list[str] = []
    reports = list(_read(text, name, problems))
    if problems:
        raise BadAnnotation(problems[0])
    return reports


def load(*paths: Path) -> list[Annotated]:
    """The reports of files and folders, in the order of their names."""
    found: list[Annotated] = []
    for path in paths:
        for file in sorted(path.rglob("*.txt")) if path.is_dir() else [path]:
            found += parse(file.read_text("utf-8"), file.name)
    return found


def _read(text: str, name: str, problems: list[str]) -> Iterator[Annotated]:
    report: Annotated | None = None
    gap = ""
    for number, line in enumerate(text.splitlines(), 1):
        where = f"{name}:{number}"
        if line.startswith("@"):
            key, _, value = line[1:].partition(":")
            if key.strip() == "id":
                if report is not None:
                    yield report
                report, gap = Annotated({}), ""
            if report is None:
                problems.append(f"{where}: metadata before '@ id:'")
                continue
            report.meta[key.strip()] = value.strip()
        elif not line.strip():
            gap = "\n\n" if report is not None and report.text else ""
        elif report is None:
            problems.append(f"{where}: text before '@ id:'")
        elif line.startswith((" ", "\t")):
            if not report.sentences:
                problems.append(f"{where}: a mark without a sentence")
                continue
            sentence = report.sentences[-1]
            try:
                words = report.text[sentence.start : sentence.end]
                sentence.marks.append(_mark(line.strip(), words, sentence.start))
            except BadAnnotation as error:
                problems.append(f"{where}: {error}")
        else:
            headline = line.startswith("#")
            words = line.lstrip("# ").strip()
            joint = gap or (" " if report.text and not report.sentences[-1].headline else "")
            if report.sentences and report.sentences[-1].headline:
                joint = "\n\n"
            report.text += joint + words
            end = len(report.text)
            report.sentences.append(Sentence(end - len(words), end, headline))
            gap = ""
    if report is not None:
        yield report


def _mark(line: str, sentence: str, at: int) -> Mark:
    optional = line.startswith("?")
    parts = [part.strip() for part in line.lstrip("? ").split("|")]
    if len(parts) != _FIELDS:
        raise BadAnnotation(f"{len(parts)} fields, {_FIELDS} expected: {line!r}")
    kind, _, mode = parts[0].partition("/")
    if kind not in TYPES:
        raise BadAnnotation(f"no PLOVER type: {kind!r}")
    start, end = _find(parts[1], sentence, at)
    status, *more = parts[2].split()
    if status not in STATUSES or more not in ([], ["alleged"]):
        raise BadAnnotation(f"no status: {parts[2]!r}")
    date, date_start, date_end = "", None, None
    if parts[5] != "-":
        words, _, date = (part.strip() for part in parts[5].rpartition("="))
        date = "" if date in ("-", "?") else date
        if not words or (date and not _VALUE.fullmatch(date)):
            raise BadAnnotation(f"a date is 'words = 2016-09-05', or 'words = ?': {parts[5]!r}")
        date_start, date_end = _find(words, sentence, at)
    return Mark(
        kind, mode, start, end, status, bool(more), _parties(parts[3], sentence, at),
        _parties(parts[4], sentence, at), date, date_start, date_end, optional,
    )  # fmt: skip


def _parties(part: str, sentence: str, at: int) -> tuple[Party, ...]:
    if part == "-":
        return ()
    found = []
    for entry in part.split(";"):
        words, _, code = (piece.strip() for piece in entry.rpartition("="))
        start, end = (None, None) if words in ("*", "") else _find(words, sentence, at)
        for one in code.split(","):
            first, *sectors = one.split() or [""]
            if not words or not _CODE.fullmatch(first) or not set(sectors) <= _SECTORS:
                raise BadAnnotation(f"a side is 'words = KEN GOV': {entry.strip()!r}")
            found.append(Party(start, end, first, tuple(sectors)))
    return tuple(found)


def _find(words: str, sentence: str, at: int) -> tuple[int, int]:
    """Where the words stand as whole words; ``word~2`` is the second occurrence."""
    plain, mark, number = words.rpartition("~")
    wanted, nth = (plain, int(number)) if mark and number.isdigit() else (words, 1)
    pattern = rf"(?<!\w){re.escape(wanted)}(?!\w)"
    hits = [m.start() for m in re.finditer(pattern, sentence)]
    if len(hits) < nth:
        raise BadAnnotation(f"{words!r} does not stand in {sentence[:60]!r}...")
    return at + hits[nth - 1], at + hits[nth - 1] + len(wanted)


def main(paths: list[str]) -> int:
    """Check files and print what they hold; 1 where a line is wrong."""
    problems: list[str] = []
    reports = [r for p in paths for r in _read(Path(p).read_text("utf-8"), Path(p).name, problems)]
    sentences = [s for r in reports for s in r.sentences]
    marks = [m for s in sentences for m in s.marks]
    print("\n".join(problems))
    silent = sum(not s.marks for s in sentences)
    print(f"{len(reports)} reports, {len(sentences)} sentences ({silent} without event), "
          f"{len(marks)} events, {len(problems)} problems")  # fmt: skip
    for title, counts in (
        ("types", Counter(m.type for m in marks)),
        ("status", Counter(m.status for m in marks)),
        ("alleged, optional, dated", Counter(
            n for m in marks for n, on in (("alleged", m.alleged), ("optional", m.optional),
                                           ("dated", bool(m.date))) if on)),
    ):  # fmt: skip
        print(f"{title}:", ", ".join(f"{k} {v}" for k, v in counts.most_common()))
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
