"""Search: reports by their words, stories by title, actors and issues by name."""

from __future__ import annotations

import re
from typing import Annotated, get_args

import msgspec

from dragoman.archive import Archive
from dragoman.errors import DragomanError
from dragoman.questions.answering import answer
from dragoman.questions.base import Page, Since, Text, Until, question
from dragoman.questions.evidence import PER_RECORD, Opener
from dragoman.questions.topics import Actors, Issues, actors, issues
from dragoman.records import Answer, Evidence, Hit, HitKind

_NAMES = 10  # stories, actors and issues at most; a reader who wants all asks for these


class Search(Page, frozen=True, kw_only=True):
    """What to search."""

    words: Annotated[
        str,
        msgspec.Meta(
            min_length=2, max_length=200,
            description='All of these words; "quoted words" stand together.',
        ),
    ]  # fmt: skip
    kind: Annotated[
        tuple[
            Annotated[Text, msgspec.Meta(extra_json_schema={"enum": list(get_args(HitKind))})], ...
        ],
        msgspec.Meta(max_length=20, description="What to look for; all kinds unless given."),
    ] = ()
    since: Since | None = None
    until: Until | None = None


@question("search", Hit)
def search(archive: Archive, asked: Search) -> Answer[Hit]:
    """Search the archive: actors and issues by name, stories by title, reports by their words.

    ``limit`` and ``offset`` count reports; names come on the first page only.
    """
    if strange := set(asked.kind).difference(get_args(HitKind)):
        raise DragomanError(
            f"There is nothing of kind {', '.join(sorted(strange))}. Known: "
            f"{', '.join(get_args(HitKind))}.",
            error="bad-query",
        )
    phrases = phrases_of(asked.words)
    if not phrases:
        raise DragomanError("Give a word of two letters or more.", error="bad-query")
    kinds = set(asked.kind or get_args(HitKind))
    found: list[Hit] = []
    if asked.offset == 0:
        found += _names(archive, " ".join(phrases), kinds)
        if "story" in kinds:
            found += _stories(archive, phrases, asked)
    reports = _reports(archive, phrases, asked) if "report" in kinds else []
    found += reports[: asked.limit]
    told = answer(archive, "search", asked, found, more=len(reports) > asked.limit, opens=False)
    return msgspec.structs.replace(
        told, told_by=Opener(archive).heads(hit.id for hit in found if hit.kind == "report")
    )


def phrases_of(words: str) -> list[str]:
    """The words to find, those in quotation marks together.

    Example:
        >>> phrases_of('sanctions "North Korea"')
        ['sanctions', 'North Korea']
    """
    parts = re.findall(r'"([^"]+)"|([^\s"]+)', words)
    found = [" ".join((quoted or plain).split()) for quoted, plain in parts]
    return [phrase for phrase in dict.fromkeys(found) if len(phrase) > 1]


def _names(archive: Archive, words: str, kinds: set[str]) -> list[Hit]:
    found = []
    if "actor" in kinds:
        told = actors(archive, Actors(words=words, limit=_NAMES))
        found += [Hit(kind="actor", id=one.code, title=one.name) for one in told.found]
    if "issue" in kinds:
        topics = issues(archive, Issues(words=words, limit=_NAMES))
        found += [
            Hit(kind="issue", id=one.id, title=one.name, day=one.last) for one in topics.found
        ]
    return found


def _stories(archive: Archive, phrases: list[str], asked: Search) -> list[Hit]:
    rows = archive.rows(
        "SELECT id, title, last::VARCHAR FROM stories s WHERE "
        "list_bool_and([contains(lower(s.title), p) FOR p IN $1::VARCHAR[]]) "
        "AND ($2 IS NULL OR last >= $2::DATE) AND ($3 IS NULL OR first <= $3::DATE) "
        "ORDER BY last DESC NULLS LAST, id LIMIT $4",
        [[p.lower() for p in phrases], asked.since, asked.until, _NAMES],
    )
    return [Hit(kind="story", id=one, title=title, day=day) for one, title, day in rows]


def _reports(archive: Archive, phrases: list[str], asked: Search) -> list[Hit]:
    """Reports with all phrases, those that have one in the title first, then the latest."""
    rows = archive.rows(
        "SELECT r.id, r.title, r.published_day::VARCHAR, r.source, t.text "
        "FROM reports r JOIN texts t ON t.report = r.id WHERE "
        "list_bool_and([contains(lower(coalesce(r.title, '') || ' ' || t.text), p) "
        " FOR p IN $1::VARCHAR[]]) "
        "AND ($2 IS NULL OR r.published_day >= $2::DATE) "
        "AND ($3 IS NULL OR r.published_day <= $3::DATE) "
        "ORDER BY list_bool_or([contains(lower(coalesce(r.title, '')), p) "
        " FOR p IN $1::VARCHAR[]]) DESC, r.published_day DESC NULLS LAST, r.id "
        "LIMIT $4 OFFSET $5",
        [[p.lower() for p in phrases], asked.since, asked.until, asked.limit + 1, asked.offset],
    )
    opener = Opener(archive)
    found = []
    for one, title, day, source, text in rows[: asked.limit + 1]:
        marks = [
            Evidence(start=m.start(), end=m.end(), role="content")
            for phrase in phrases
            for m in re.finditer(re.escape(phrase), text, re.I)
        ]
        shown = tuple(opener.sentences(one, marks)[:PER_RECORD])
        found.append(
            Hit(kind="report", id=one, title=title or "", day=day, source=source, sentences=shown)
        )
    return found
