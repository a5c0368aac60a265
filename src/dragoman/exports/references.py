"""What a reference manager needs of a report: a key, the parts of a day, an address."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from dragoman.archive import Archive
from dragoman.briefs.words import plain
from dragoman.codebooks import read_table
from dragoman.exports.losses import Losses
from dragoman.exports.rows import rows
from dragoman.exports.selection import Selection
from dragoman.records import Report

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?$")
_COMMON = 300  # reports per thousand from which a word tells nothing of a title
_LEAST, _LONGEST = 4, 20
_MARK = 4  # hexadecimal digits of the report's mark in a key


def citation_keys(reports: Iterable[Report]) -> dict[str, str]:
    """Report id -> the key to cite it by: source, year, a telling word of the title, and a mark.

    The mark comes from the report's id, so that a key does not change when other reports come: a
    paper that cites it goes on to find it. Keys are lower-case ASCII, distinct in any case of
    letters.

    Example:
        >>> report = Report(id="r1", text_sha256="", source="El Faro", published="2025-03-12",
        ...                 title="Lima awaits the envoy")
        >>> citation_keys([report])
        {'r1': 'elfaro2025lima-8c97'}
    """
    found: dict[str, list[Report]] = {}
    for report in reports:
        found.setdefault(_key(report, _MARK), []).append(report)
    return {
        report.id: key if len(same) == 1 else _key(report, 32)
        for key, same in found.items()
        for report in same
    }


def day_parts(value: str | None) -> tuple[int, ...]:
    """Year, month and day of an ISO day or time, as far as it goes; () where it is none.

    Example:
        >>> day_parts("2025-03-12T08:00:00+01:00"), day_parts("2025-03"), day_parts("in spring")
        ((2025, 3, 12), (2025, 3), ())
    """
    match = _DAY.match((value or "").strip())
    if match is None:
        return ()
    parts = tuple(int(part) for part in match.groups() if part is not None)
    try:
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        return ()
    return parts


def web_address(url: str | None) -> str | None:
    """An http address, or None: a reader's program may open it, so no other scheme passes.

    Example:
        >>> web_address("javascript:alert(1)") is None
        True
    """
    shown = plain(url) if url else ""
    return shown if re.match(r"https?://[^\s/]", shown, re.IGNORECASE) else None


def selected_reports(archive: Archive, selection: Selection) -> list[Report]:
    """The reports that tell the selected events, by date and id; all where nothing is selected.

    A story alone is selected with all its reports.
    """
    reports = archive.reports()
    if selection == Selection(tellings=selection.tellings):
        return reports
    if selection == Selection(story=selection.story, tellings=selection.tellings):
        told = {
            r for story in archive.stories() if story.id == selection.story for r in story.reports
        }
    else:
        told = {report for row in rows(archive, selection) for report in row.reports}
    return [report for report in reports if report.id in told]


def lose(losses: Losses, report: Report) -> None:
    """Count what a reference cannot hold of a report."""
    losses.add("origin", "a reference has no cited sources", when=report.origin)
    losses.add("text_sha256", "a reference has no hash of the text", when=report.text_sha256)
    losses.add("failures", "a reference does not say what was wrong", when=report.failures)
    losses.add(
        "published",
        "no ISO day: given as its own words",
        when=report.published and not day_parts(report.published),
    )
    losses.add(
        "url", "no http address: left out", when=report.url and web_address(report.url) is None
    )


def _key(report: Report, digits: int) -> str:
    parts = day_parts(report.published)
    year = f"{parts[0]:04d}" if parts else "nd"
    mark = hashlib.blake2b(report.id.encode(), digest_size=16).hexdigest()[:digits]
    source = _ascii(report.source or "")[:_LONGEST] or "unknown"
    return f"{source}{year}{_telling(report.title or '')}-{mark}"


def _telling(title: str) -> str:
    """The first word of a title that not every report has."""
    common = _common()
    found = (_ascii(word) for word in re.findall(r"[^\W\d_]+", title))
    return next((w for w in found if len(w) >= _LEAST and w not in common), "")[:_LONGEST]


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(
        row["word"] for row in read_table("news_words") if float(row["per_thousand"]) >= _COMMON
    )


def _ascii(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", bare)
