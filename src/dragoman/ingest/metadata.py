"""What is known about a report beside its text, from arguments, sidecars, columns and pages."""

from __future__ import annotations

import email.utils
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from dateutil import parser as dateparser

from dragoman.codebooks.books import read_book
from dragoman.errors import DragomanError
from dragoman.ingest.text import clean, decode

SIDECARS = (".meta.json", ".meta.yaml", ".meta.yml")
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.I)
_ISO = re.compile(
    r"\d{4}-\d\d-\d\d"
    r"(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d(?::\d\d)?|UTC|GMT)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?Z?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_EPOCH = re.compile(r"\d{9,10}|\d{13}")
_LONGEST_DATE = 100
_UNKNOWN = frozenset({"", "none", "null", "nan", "nat", "n/a", "unknown"})


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields of a report that do not come from its words; None where nothing is said."""

    id: str | None = None
    source: str | None = None
    published: str | None = None
    retrieved: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """These fields, and the other's where these say nothing."""
        given = {f.name: getattr(self, f.name) for f in fields(self)}
        return replace(other, **{k: v for k, v in given.items() if v is not None})


def published_text(value: object) -> str | None:
    """A publication date as ISO text, date or date and time; None for an empty value.

    Read are ISO dates and times, ``20260105``, ``2026/1/5``, seconds since 1970, feed dates and
    dates with the month in words. A time of exactly midnight without a zone is dropped. Dates
    such as 01/05/2026 can mean two days and are refused.

    Raises DragomanError "bad-date".

    Example:
        >>> published_text("2026-01-05"), published_text("Mon, 05 Jan 2026 08:30:00 GMT")
        ('2026-01-05', '2026-01-05T08:30:00+00:00')
    """
    if value is None or str(value).strip().lower() in _UNKNOWN:
        return None
    try:
        moment = _moment(value)
    except (ValueError, OverflowError, TypeError, AttributeError):
        moment = None
    if moment is None or not 1800 <= moment.year <= 2200:
        shown = str(value)[:60]
        raise DragomanError(
            f"{shown!r} is no date that can only mean one day. Write it as 2026-01-05 or "
            "2026-01-05T08:30:00Z.",
            error="bad-date",
        )
    if not isinstance(moment, datetime):
        return moment.isoformat()
    if moment.tzinfo is None and (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.date().isoformat()
    return moment.replace(microsecond=0).isoformat()


def _moment(value: object) -> date | datetime | None:
    if isinstance(value, date):  # datetime too
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    if len(text) > _LONGEST_DATE:  # the date library is slow on what is no date
        return None
    if _ISO.fullmatch(text):
        text = re.sub(r"\s?(?:UTC|GMT)$", "Z", text.replace(",", "."))
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    if match := _COMPACT.fullmatch(text):
        year, month, day, *clock = match.groups()
        if clock[0] is None:
            return date(int(year), int(month), int(day))
        hour, minute, seconds = (int(c or 0) for c in clock)
        return datetime(int(year), int(month), int(day), hour, minute, seconds)
    if match := _YEAR_FIRST.fullmatch(text):
        return date(*map(int, match.groups()))
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]) if len(text) == 13 else int(text), UTC)
    if not _MONTH.search(text):
        return None
    if re.match(r"[A-Za-z]{3}, ", text):
        return email.utils.parsedate_to_datetime(text)
    # Two defaults: what the text does not fix (no day, no year) comes out differently.
    first = dateparser.parse(text, default=datetime(2001, 1, 1))
    second = dateparser.parse(text, default=datetime(2004, 2, 2))
    return first if first == second else None


def pick(record: Mapping[str, Any], field: str) -> object:
    """The value of a field in a record that may use any of the known keys; None if none has one."""
    keyed = {_plain(key): value for key, value in record.items() if isinstance(key, str)}
    for key in _aliases()[field]:
        value = keyed.get(key)
        if isinstance(value, Mapping):  # {"source": {"name": ...}}
            value = value.get("name") or value.get("title")
        if value is not None and value != "":
            return value
    return None


def column(names: list[str], field: str) -> str | None:
    """Which of these column names stands for a field, if any."""
    keyed = {_plain(name): name for name in reversed(names)}
    return next((keyed[key] for key in _aliases()[field] if key in keyed), None)


def from_record(record: Mapping[str, Any]) -> tuple[Metadata, list[DragomanError]]:
    """The metadata in an object or a row, and what was wrong with single fields."""
    problems: list[DragomanError] = []
    found: dict[str, str | None] = {}
    for field in fields(Metadata):
        value = pick(record, field.name)
        if field.name in ("published", "retrieved"):
            try:
                found[field.name] = published_text(value)
            except DragomanError as error:
                problems.append(error)
        else:
            found[field.name] = plain_value(value)
    return Metadata(**found), problems


def plain_value(value: object) -> str | None:
    """A value as text; whole floats without their point (ids that went through a table)."""
    if value is None or isinstance(value, (list, dict)):
        return None
    if isinstance(value, float):
        if value != value:
            return None
        value = int(value) if value.is_integer() else value
    text = clean(str(value)).strip()
    return None if text.lower() in _UNKNOWN else text


class _Plain(yaml.SafeLoader):
    """YAML without aliases: a few lines of them can stand for more than any memory holds."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse an alias; all else as ever."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not read: write the value itself")
        return super().compose_node(parent, index)


_LONGEST_YAML = 200_000


def load_yaml(text: str) -> Any:
    """The value of a YAML text. Raises yaml.YAMLError, ValueError or RecursionError."""
    if len(text) > _LONGEST_YAML:
        raise ValueError(f"it has over {_LONGEST_YAML} characters")
    return yaml.load(text, Loader=_Plain)


def is_sidecar(path: Path) -> bool:
    """Whether a file only holds the metadata of another."""
    return path.name.lower().endswith(SIDECARS)


def sidecar_of(path: Path) -> Path | None:
    """The sidecar of a file: ``NAME.meta.json``, NAME with the file's ending or without it.

    The one with the ending goes first, since several files may share the other.
    """
    stem = path.name
    names = [stem]
    while "." in stem.strip("."):
        stem = stem.rsplit(".", 1)[0]
        names.append(stem)
    for name in names[:3]:  # report.txt.gz, report.txt, report
        for ending in SIDECARS:
            candidate = path.with_name(name + ending)
            if candidate.is_file():
                return candidate
    return None


def read_sidecar(path: Path) -> tuple[Metadata, list[DragomanError]]:
    """The metadata of a sidecar. Raises DragomanError "bad-sidecar" where it cannot be used."""
    try:
        if path.stat().st_size > 1_000_000:
            raise ValueError("it is over 1 MB")
        text = decode(path.read_bytes())
        value = json.loads(text) if path.suffix.lower() == ".json" else load_yaml(text)
    except (OSError, ValueError, RecursionError, yaml.YAMLError, DragomanError) as error:
        why = " ".join(str(error).split())
        raise DragomanError(
            f"The sidecar {path.name} cannot be read ({why}). Mend or remove it.",
            error="bad-sidecar",
        ) from error
    if not isinstance(value, dict):
        raise DragomanError(
            f"The sidecar {path.name} holds no keys. Write an object such as "
            '{"source": "BBC News", "published": "2026-01-05"}.',
            error="bad-sidecar",
        )
    metadata, problems = from_record(value)
    if value and metadata == Metadata() and not problems:
        problems.append(
            DragomanError(
                f"The sidecar {path.name} has none of the keys id, source, published, title, url, "
                f"language (found: {', '.join(map(str, value))[:200]}).",
                error="bad-sidecar",
            )
        )
    return metadata, problems


def _plain(key: str) -> str:
    return re.sub(r"[\s._-]+", "", key).lower()


@lru_cache(maxsize=1)
def _aliases() -> dict[str, tuple[str, ...]]:
    book = read_book("ingest")["fields"]
    return {field: tuple(map(_plain, keys)) for field, keys in book.items()}
