"""Offices: role phrases beside a name, and the country, sectors and role they give."""

from __future__ import annotations

import re
from itertools import pairwise

from dragoman.actors.identity import Run
from dragoman.actors.roles import GENERIC, RoleSpan, first_code, role_text
from dragoman.actors.work import Found, Work

# Persons of the same country as the one they belong to.
_RELATIVES = frozenset("predecessor successor deputy spokesman spokeswoman aide".split())
# "Sen. John McCain, R-Ariz.", "Marco Rubio (R-Fla.)"
_US_SEAT = re.compile(r"\s?[,(]\s?\(?[RDI]-[A-Z]")


def link_roles(work: Work, runs: list[Run], roles: list[RoleSpan]) -> None:
    """Join role phrases to the names that they stand beside."""
    ending: dict[int, RoleSpan] = {}
    starting: dict[int, RoleSpan] = {}
    for span in roles:
        civil = span.role.level == "civilian" and work.capital(span.role_first)
        if span.role.kind == "person" and not civil:
            ending[span.phrase_last] = ending[span.last] = ending[span.role_last] = span
            starting[span.first] = span
    for run in runs:
        before = run.first - (1 if run.address else 0)
        title = ending.get(run.first) or ending.get(before)
        if title is None and work.word(before - 1) == ",":
            title = _before_comma(work, run, ending.get(before - 1))
        if title is not None and not title.used and work.same_sentence(title.head, run.first):
            run.title, title.used = title, True
    for run in runs:
        if run.title is not None and run.title.role_last > run.title.phrase_last:
            continue
        at = run.last
        if work.word(at) == "," and at + 1 < len(work.words):
            at += 1
            if work.tokens[at].like_num and work.word(at + 1) == ",":
                at += 2
            after = starting.get(at)
            if after and not after.used and _closes(work, after) and _single(work, after):
                run.apposition, after.used = after, True
        elif work.word(at) == "(":
            after = starting.get(at + 1)
            if after and not after.used and work.word(after.last) == ")":
                run.apposition, after.used = after, True


def _before_comma(work: Work, run: Run, span: RoleSpan | None) -> RoleSpan | None:
    """ "South Korea's national security advisor, Wi Sung-lac, said": the comma must close too."""
    if span is None or run.last - run.first < 2:
        return None
    after = work.word(run.last)
    closed = after in (",", ".", ";", ")", "", "\n") or after in (
        "and",
        "before",
        "after",
        "on",
        "in",
    )
    possessive = work.word(span.role_first - 1) in ("'s", "'")  # "the group's leader, X,"
    owned = (
        bool(span.owners)
        or possessive
        or span.role_last > span.phrase_last
        or span.determiner != ""
    )
    return span if closed and owned and _single(work, span) else None


def _single(work: Work, span: RoleSpan) -> bool:
    return work.tokens[span.head].tag_ not in ("NNS", "NNPS")


def _closes(work: Work, span: RoleSpan) -> bool:
    """Whether an apposition ends as one ("..., ROLE," and not "..., the minister said")."""
    at = max(span.last, span.role_last)
    if at >= len(work.words):
        return True
    token = work.tokens[at]
    if work.word(at) in (
        ",",
        ".",
        ";",
        ")",
        '"',
        "-",
        "--",
        "who",
        "and",
        "in",
        "on",
        "at",
        "for",
        "with",
        "since",
        "of",
        "from",
        "to",
        "during",
        "under",
        "told",
        "said",
    ):
        return work.word(at) not in ("told", "said") or span.determiner != "the"
    return token.is_space or token.tag_ in ("VBN", "VBG")


def give_role(work: Work, run: Run) -> None:
    """Role, sectors and country from the phrases beside a name; the fullest role is kept."""
    entity = run.entity
    assert entity is not None
    before = work.name_at.get(run.first - 2) if run.first > 1 else None
    if before is not None and before.kind == "state" and work.word(run.first - 1) in ("'s", "'"):
        entity.give_country(before.entities[0].country)  # "China's Xi Jinping"
    after = after_of_state(work, run)
    if after is not None and (run.title is not None or run.address):
        entity.give_country(after.entities[0].country)
    if _US_SEAT.match(
        work.document.text, work.tokens[run.last - 1].idx + len(work.tokens[run.last - 1])
    ):
        entity.give_country("USA")
        entity.sectors = entity.sectors or ("LEG",)
    if run.address == "x":
        _by_address(work, run)
    if run.address in ("m", "f") and not entity.gender:
        entity.gender = run.address
    for span in (run.title, run.apposition):
        if span is None:
            continue
        text = role_text(work, span)
        entity.titles.add(text.lower())
        code, country = first_code(span.owners)
        if span.owners and span.owners[0].kind == "person":
            country = country if span.head_word(work) in ("predecessor", "successor") else None
        entity.give_country(
            country,
            code if code in work.books.states or code.startswith(("IGO", "ISI", "NGO")) else None,
        )
        bare = not span.owners and span.role_last - span.role_first == 1
        weak = bare and span.head_word(work) in GENERIC  # "the leader": of what?
        if span.sectors and not (entity.sectors and entity.role) and not weak:
            entity.sectors = span.sectors
        if entity.role is None or (
            len(text) > len(entity.role) and entity.role.lower() in text.lower()
        ):
            entity.role = text
            if not weak:
                entity.sectors = span.sectors or entity.sectors


def _by_address(work: Work, run: Run) -> None:
    """ "Republican Sen. X", "Gen. Y": the office that a form of address tells, and the party."""
    entity = run.entity
    assert entity is not None
    at = run.first - (2 if work.word(run.first - 1) == "." else 1)
    word = work.word(at).rstrip(".")
    office, sector = work.books.words["names"]["offices_by_address"].get(word, ("", ""))
    if not office:
        return
    if not entity.titles and not entity.sectors:
        entity.sectors = (sector,)
    entity.titles.add(office)
    if work.words[at - 1] in ("Republican", "Democratic", "Democrat", "Independent"):
        at -= 1  # "Florida Republican Rep. X"
    party = work.name_at.get(at - 1)
    if party is not None and party.kind in ("organisation", "state") and party.last == at:
        entity.give_country(party.entities[0].country)


def of_person(work: Work, run: Run) -> None:
    """ "Putin's spokesman, Dmitry Peskov": the country of the one he speaks for."""
    for span in (run.title, run.apposition):
        if run.entity is not None and span is not None and span.owners:
            owner = span.owners[0]
            if owner.kind == "person" and span.head_word(work) in _RELATIVES:
                run.entity.give_country(owner.country)


def successions(work: Work, runs: list[Run], roles: list[RoleSpan]) -> None:
    """ "Lee's predecessor, former President Yoon": one person, of Lee's country."""
    starts = {
        run.title.first if run.title is not None else run.first: run for run in runs if run.entity
    }
    for span in roles:
        if span.used or work.word(span.last) != "," or not _single(work, span):
            continue
        run = starts.get(span.last + 1)
        if run is None or run.entity is None or not (span.owners or span.determiner):
            continue
        closed = work.word(run.last) in (",", ".", ")", ";", "")
        relative = span.head_word(work) in _RELATIVES
        if not (closed and (span.owners or relative)):
            continue
        span.used = True
        code, country = first_code(span.owners)
        if span.owners and (relative or span.owners[0].kind != "person"):
            run.entity.give_country(country, code if code in work.books.states else None)
        if run.entity.role is None:
            run.entity.role = role_text(work, span)
            run.entity.sectors = run.entity.sectors or span.sectors


def after_of_state(work: Work, run: Run) -> Found | None:
    """ "President Xi Jinping of China": the state after the name."""
    if work.word(run.last) != "of":
        return None
    at = run.last + 1 + (work.word(run.last + 1) == "the")
    found = work.name_at.get(at)
    return found if found is not None and found.first == at and found.kind == "state" else None


def coordinated(work: Work, runs: list[Run]) -> None:
    """ "Chinese Premier Li Qiang and parliament chairman Zhao Leji": one nationality for both."""
    for left, right in pairwise(runs):
        a, b = left.entity, right.entity
        if a is None or b is None or a is b or b.country or not a.country:
            continue
        before = left.first - (2 if work.word(left.first - 1) == "." else 1)
        if work.word(before).rstrip(".") in ("sens", "reps", "govs", "gens", "senators"):
            if work.lower[left.last : right.first] in (["and"], [","], [",", "and"]):
                b.give_country(a.country)
                b.sectors = b.sectors or a.sectors
            continue
        if right.title is None:
            continue
        title = right.title
        if title.owners or left.title is None or not left.title.owners:
            continue
        between = work.lower[left.last : title.first]
        joined = between in (["and"], [",", "and"], ["as", "well", "as"], ["&"], ["or"])
        joined = joined or (between == [","] and "and" in work.lower[right.last : right.last + 8])
        if joined and {"GOV", "LEG", "MIL", "JUD", "COP", "SPY", "PTY"} & set(b.sectors):
            b.give_country(a.country)
