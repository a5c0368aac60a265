"""Symbols of dates: written, read back and anchored; and what must hold for any text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.language import Language
from dragoman.records import Report
from dragoman.times import Times, anchor
from dragoman.times.calendar import Interval, unit_around
from dragoman.times.meaning import (
    Bound,
    Event,
    Length,
    Meaning,
    Named,
    Part,
    Range,
    Shift,
    Span,
    fixed,
    resolve,
)
from dragoman.times.symbol import read, write

UNITS = st.sampled_from(["day", "week", "month", "year", "decade", "century"])
DAYS = st.dates(date(1000, 1, 1), date(2199, 12, 31))
NAMES = st.sampled_from(
    ["Monday", "Sunday", "weekend", "November", "January 5", "February 29", "5th", "31st",
     "summer", "winter", "quarter 3", "half 1", "christmas", "new year's day", "easter"]
)  # fmt: skip
RELATIONS = st.sampled_from(["before", "on or before", "of", "on or after", "after"])
FIXED = st.one_of(
    st.builds(lambda u, d: fixed(unit_around(u, d)), UNITS, DAYS),
    st.builds(lambda a, b: fixed(Interval(min(a, b), max(a, b), "day")), DAYS, DAYS),
)
_PARTS = ["start", "early", "mid", "late", "end", "rest", "earlier"]
NUMBERS = st.integers(-400, 400)


def _grow(inner: st.SearchStrategy[Meaning]) -> st.SearchStrategy[Meaning]:
    return st.one_of(
        st.builds(Shift, UNITS, NUMBERS, inner),
        st.builds(Shift, UNITS, NUMBERS, st.builds(Event, inner)),
        st.builds(Named, NAMES, RELATIONS, inner),
        st.builds(Part, st.sampled_from(_PARTS), inner),
    )


POINTS: st.SearchStrategy[Meaning] = st.recursive(
    st.one_of(FIXED, st.builds(Shift, UNITS, NUMBERS), st.builds(Named, NAMES, RELATIONS)),
    _grow,
    max_leaves=3,
)
MEANINGS = st.one_of(
    POINTS,
    st.builds(Bound, st.sampled_from(["since", "until", "by", "before", "after"]), POINTS),
    st.builds(Span, st.one_of(st.none(), st.integers(1, 99)), UNITS, st.booleans()),
    st.builds(Range, POINTS, POINTS),
    st.builds(Length, st.one_of(st.none(), st.integers(1, 99)), UNITS),
)


@given(MEANINGS)
def test_symbols_say_all_of_a_meaning(meaning: Meaning) -> None:
    assert read(write(meaning)) == meaning


@given(MEANINGS, DAYS)
def test_meanings_resolve_to_whole_intervals_or_not_at_all(meaning: Meaning, day: date) -> None:
    found = resolve(meaning, day)
    assert found is None or found.start <= found.end


@given(st.text(max_size=60))
def test_any_words_may_be_read_as_a_symbol(words: str) -> None:
    read(words)


@pytest.mark.parametrize(
    ("symbol", "start", "end"),
    [
        ("the Monday of the report", "2026-01-05", "2026-01-05"),
        ("the Monday after the report", "2026-01-12", "2026-01-12"),
        ("the Friday before the report", "2026-01-02", "2026-01-02"),
        ("the day of the report", "2026-01-05", "2026-01-05"),
        ("the month of the report", "2026-01-01", "2026-01-31"),
        ("the November before the report", "2025-11-01", "2025-11-30"),
        ("the Monday of the week after the report", "2026-01-12", "2026-01-12"),
        ("2 weeks before the report", "2025-12-22", "2025-12-28"),
        ("since 2019", "2019-01-01", "2026-01-05"),
        ("by 2030", "2030-01-01", "2030-12-31"),
        ("the end of 2025", "2025-12-01", "2025-12-31"),
        ("the start of 2025-11", "2025-11-01", "2025-11-03"),
        ("the Tuesday on or before the day after the report", "2026-01-06", "2026-01-06"),
        ("1999", "1999-01-01", "1999-12-31"),
    ],
)
def test_symbols_a_person_may_write(symbol: str, start: str, end: str) -> None:
    meaning = read(symbol)
    assert meaning is not None
    found = resolve(meaning, date(2026, 1, 5))
    assert found is not None
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)


WORDS = st.sampled_from(
    "on Monday last next week month year the of in May 2019 January 5 31 February since until by "
    "from to between and 5th 1990s century three days later ago earlier this same day will met "
    "said talks Sunday summer 's , . ; ( ) - / 2026-01-05 05/01/2026 half quarter Christmas 9/11 "
    "overnight end early late mid few two a second yesterday tomorrow \n when Xi visited".split(" ")
)
TEXTS = st.one_of(
    st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join), st.lists(WORDS).map("".join)
)
MODEL = Language()
DAY = "2026-01-05"


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_is_read_soundly(text: str) -> None:
    later = MODEL.parse(Report(id="r", text_sha256=""), text)
    at_once = MODEL.parse(Report(id="r", text_sha256="", published=DAY), text)
    Times()(later)
    Times()(at_once)
    for symbolic, known in zip(later.times, at_once.times, strict=True):
        assert text[known.start : known.end] == known.date.raw
        assert known.first <= known.token < known.last
        assert (known.date.start is None) == (known.date.end is None)
        if known.date.start and known.date.end:
            assert known.date.start <= known.date.end
            assert known.date.precision != "unknown"
        else:
            assert known.date.anchor is None
        if symbolic.date.symbol:
            assert read(symbolic.date.symbol) is not None
        assert anchor(symbolic.date, DAY) == known.date
        assert anchor(known.date, DAY) == known.date
