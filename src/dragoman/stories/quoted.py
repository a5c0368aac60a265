"""Quotations that several reports share, and which of them show one origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dragoman.records import (
    UNKNOWN_CODE,
    Actor,
    Origin,
    Reading,
    SourceKind,
    Statement,
    Utterance,
    Version,
)
from dragoman.source_kinds import MEDIA
from dragoman.stories.actors import is_medium, is_person
from dragoman.stories.speech import longest_run
from dragoman.stories.telling import Told
from dragoman.stories.wording import posts, quotations
from dragoman.stories.words import word_set

_AROUND = 2  # sentences before and after a quotation that may tell its occasion


def shared_quotes(
    readings: Sequence[Reading], told: Mapping[str, Told], utterances: Sequence[Utterance]
) -> tuple[list[Origin], list[Origin]]:
    """Quotations of six words or more that reports share: all of them, and those that join.

    A speech that all can hear joins nothing; nor does a quotation that came through a medium,
    which is an origin already.
    """
    statements = {s.id: s for r in readings for s in r.statements}
    all_found: dict[str, Origin] = {}
    joining: list[Origin] = []
    for utterance in utterances:
        if len(utterance.reports) < 2 or utterance.speaker.name == "unknown":
            continue
        members = [statements[m] for m in utterance.members if m in statements]
        quoted = {m.id: _quoted(m, told[m.report]) for m in members}
        sharers = [
            m for m in members
            if any(
                n.report != m.report and len(longest_run(quoted[m.id], quoted[n.id])) >= 6
                for n in members
            )
        ]  # fmt: skip
        if len({m.report for m in sharers}) < 2:
            continue
        if any(s.kind in MEDIA for m in sharers for s in m.attribution):
            continue
        origin = Origin(
            name=f"words of {utterance.speaker.name}",
            kind=_kind(utterance.speaker),
            shows="quotation",
            reports=tuple(dict.fromkeys(m.report for m in sharers)),
            shown_by=tuple(
                Version(
                    value=told[m.report].text[m.content[0].start : m.content[0].end],
                    report=m.report,
                    evidence=m.content[:1],
                )
                for m in sharers
            ),
            shared=True,
        )
        if not any(_public(m, told[m.report]) for m in sharers):
            joining.append(origin)
        all_found.setdefault(origin.name, origin)
    return list(all_found.values()), joining


def _quoted(statement: Statement, told: Told) -> list[str]:
    """The words of a statement that stand in quotation marks."""
    marks = quotations(told.text)
    return [
        word.form
        for span in statement.content
        for word in told.between(span.start, span.end)
        if any(a < word.start < b for a, b in marks)
    ]


def _kind(speaker: Actor) -> SourceKind:
    if is_person(speaker):
        return "person"
    return "organisation" if speaker.code != UNKNOWN_CODE else "unknown"


def _public(statement: Statement, told: Told) -> bool:
    """Whether the report states an occasion on which several reporters can hear the words.

    The occasion is often told a sentence or two before or after; a post and a body's statement
    are there for all to read.
    """
    if statement.addressee is not None and not is_medium(statement.addressee):
        return True
    start, end = statement.content[0].start, statement.content[-1].end
    if not is_person(statement.speaker) or any(a < end and start < b for a, b in posts(told.text)):
        return True
    low, high = told.sentence(start)
    for _ in range(_AROUND):
        low = told.sentence(max(0, low - 1))[0]
        high = told.sentence(min(high, len(told.text) - 1))[1]
    return any(w.form in word_set("occasions", "public") for w in told.between(low, high))
