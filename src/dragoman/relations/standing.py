"""Standing ties: what the reports of an archive state about a relation over time, folded into one.

Only words and acts count: a tie is not taken to have changed because reports fell silent.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as day_
from functools import lru_cache
from typing import get_args

from dragoman.codebooks import read_table, split
from dragoman.errors import DragomanError
from dragoman.ids import stable_id
from dragoman.records import Quotation, StandingTie, Tie, TieState, TieStep, TieStepKind
from dragoman.ties.book import SAME_BOTH_WAYS

_AT_ONCE = 30  # days within which two reports that state opposite things are of the same time
_EFFECTS: Mapping[str, TieStepKind] = {
    "begins": "begun", "strengthens": "strengthened", "weakens": "weakened", "ends": "ended",
}  # fmt: skip
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ToldTie:
    """A tie as one report states it: the tie, the report's publication day, its story."""

    tie: Tie
    day: str | None
    story: str


@dataclass(frozen=True, slots=True)
class Act:
    """An act between two actors that happened: what is needed to see which ties it bears on.

    Fields:
        record: id of the merged event. day: its day, or that of its first report.
    """

    record: str
    report: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    actors: frozenset[str]
    recipients: frozenset[str]
    day: str | None
    says: str
    quotation: Quotation | None


def parts(kind: str) -> tuple[str, str]:
    """A kind and how it is stated: "" (it stands), "former" or "no".

    Example:
        >>> parts("former alliance"), parts("trade")
        (('alliance', 'former'), ('trade', ''))
    """
    for prefix in ("former", "no"):
        if kind.startswith(f"{prefix} "):
            return kind.removeprefix(f"{prefix} "), prefix
    return kind, ""


def key_of(tie: Tie) -> Key:
    """What a tie is kept under; kinds without a direction have their sides sorted."""
    kind, _ = parts(tie.kind)
    a, b = (tie.a, tie.b)
    if kind in SAME_BOTH_WAYS:
        a, b = sorted((a, b))
    return a, b, kind


def standing_ties(told: Iterable[ToldTie], acts: Iterable[Act]) -> list[StandingTie]:
    """Ties that reports state, each once, with their history; those of most reports first.

    Acts count only for ties that some report states.
    """
    by_key: dict[Key, list[ToldTie]] = defaultdict(list)
    for one in sorted(told, key=lambda t: (t.day or "9999", t.tie.report, t.tie.id)):
        by_key[key_of(one.tie)].append(one)
    acts_of = _acts_by_key(acts, set(by_key))
    found = [_standing(key, listed, acts_of.get(key, [])) for key, listed in by_key.items()]
    return sorted(found, key=lambda s: (-len(s.reports), s.a, s.b, s.kind))


def _standing(key: Key, told: list[ToldTie], acts: list[TieStep]) -> StandingTie:
    a, b, kind = key
    steps = [step for number, one in enumerate(told) for step in _steps(one, told[:number])]
    days = [one.day for one in told if one.day]
    return StandingTie(
        id=stable_id("standing", a, b, kind),
        a=a,
        b=b,
        kind=kind,
        state=_state(told),
        first=min(days, default=None),
        last=max(days, default=None),
        reports=tuple(dict.fromkeys(one.tie.report for one in told)),
        stories=tuple(dict.fromkeys(one.story for one in told if one.story)),
        ties=tuple(one.tie.id for one in told),
        history=tuple(sorted([*steps, *acts], key=lambda s: (s.day or "9999", s.shown == "act"))),
    )


def _steps(one: ToldTie, before: list[ToldTie]) -> list[TieStep]:
    """What one report's words add: the tie as it states it, a change, a contradiction."""
    _, how = parts(one.tie.kind)
    kinds: list[TieStepKind] = ["ended" if how else "stated"]
    if not how:
        kinds += [effect for words, effect in _words() if words.search(one.tie.says)][:1]
    if any(_opposite(one, other) for other in before):
        kinds.append("contradicted")
    span = next((e for e in one.tie.evidence if e.role == "content"), None)
    quotation = Quotation(
        report=one.tie.report, text=one.tie.says, evidence=(span,) if span else ()
    )
    return [
        TieStep(
            kind=kind, shown="words", day=one.day, report=one.tie.report, record=one.tie.id,
            says=one.tie.says, quotation=quotation,
        )
        for kind in dict.fromkeys(kinds)
    ]  # fmt: skip


def _opposite(one: ToldTie, other: ToldTie) -> bool:
    """Whether two reports of the same time state that it stands, and that it does not."""
    if bool(parts(one.tie.kind)[1]) == bool(parts(other.tie.kind)[1]):
        return False
    if one.day is None or other.day is None:
        return False
    days = (day_.fromisoformat(one.day) - day_.fromisoformat(other.day)).days
    return abs(days) <= _AT_ONCE


def _state(told: list[ToldTie]) -> TieState:
    """What the latest report states, unless one of the same time states the opposite."""
    dated = [one for one in told if one.day] or told
    if not dated:
        return "unknown"
    if dated[0].day is None and len({parts(one.tie.kind)[1] for one in dated}) > 1:
        return "unknown"  # nobody knows which of them is the latest
    last = dated[-1]
    if any(_opposite(last, other) for other in dated[:-1]):
        return "contradicted"
    how = parts(last.tie.kind)[1]
    return "stands" if not how else "ended" if how == "former" else "denied"


def _acts_by_key(acts: Iterable[Act], keys: set[Key]) -> dict[Key, list[TieStep]]:
    found: dict[Key, list[TieStep]] = defaultdict(list)
    for act in sorted(acts, key=lambda one: (one.day or "9999", one.record)):
        for row in _rows(act):
            for kind in split(row["kind"]):
                for a in sorted(act.actors):
                    for b in sorted(act.recipients):
                        for key in _ways(a, b, kind, row["way"]):
                            if key in keys:
                                found[key].append(_act_step(act, _EFFECTS[row["effect"]]))
    return {key: list(dict.fromkeys(steps)) for key, steps in found.items()}


def _ways(a: str, b: str, kind: str, way: str) -> list[Key]:
    """The ties of a kind that an act from one to the other may be for."""
    if kind in SAME_BOTH_WAYS:
        one, other = sorted((a, b))
        return [(one, other, kind)]
    ways = {"forth": [(a, b, kind)], "back": [(b, a, kind)]}
    return ways.get(way, [(a, b, kind), (b, a, kind)])


def _act_step(act: Act, kind: TieStepKind) -> TieStep:
    return TieStep(
        kind=kind, shown="act", day=act.day, report=act.report, record=act.record, says=act.says,
        quotation=act.quotation,
    )  # fmt: skip


def _rows(act: Act) -> list[dict[str, str]]:
    """The rows of an act; one of its mode or context comes before the type's plain row."""
    rows = [row for row in tie_events() if row["type"] == act.type]
    fit = [
        row
        for row in rows
        if (row["mode"] or row["context"])
        and row["mode"] in ("", act.mode or "")
        and (not row["context"] or row["context"] in act.contexts)
    ]
    return fit or [row for row in rows if not row["mode"] and not row["context"]]


@lru_cache(maxsize=1)
def tie_events() -> tuple[dict[str, str], ...]:
    """The book of acts that bear on ties; raises DragomanError "bad-codebook"."""
    rows = read_table("tie_events")
    for row in rows:
        if row["effect"] not in _EFFECTS or row["way"] not in ("", "forth", "back"):
            raise DragomanError(
                f"tie_events.tsv, {row['act']}: effect must be one of {', '.join(_EFFECTS)}, and "
                "way forth, back or empty.",
                error="bad-codebook",
            )
    return tuple(rows)


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[re.Pattern[str], TieStepKind], ...]:
    found: list[tuple[re.Pattern[str], TieStepKind]] = []
    for row in read_table("tie_words"):
        if row["effect"] not in get_args(TieStepKind):
            raise DragomanError(
                f"tie_words.tsv, {row['words']}: effect must be one of "
                f"{', '.join(get_args(TieStepKind))}.",
                error="bad-codebook",
            )
        words = re.escape(row["words"]).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
        found.append((re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE), row["effect"]))  # type: ignore[arg-type]
    return tuple(found)
