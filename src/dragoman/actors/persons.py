"""Named persons: capitalised runs that name somebody, and their mentions."""

from __future__ import annotations

import re

from dragoman.actors.identity import (
    Run,
    address_at,
    from_book,
    full_entity,
    given_name,
    is_person,
    office_holders,
    short_entity,
)
from dragoman.actors.offices import (
    after_of_state,
    coordinated,
    give_role,
    link_roles,
    of_person,
    successions,
)
from dragoman.actors.roles import AIDES, RoleSpan, role_text
from dragoman.actors.work import Found, Work
from dragoman.records import UNKNOWN_CODE

_GLUED = re.compile(r"([A-Z][a-z]+)[A-Z][A-Za-z]")


def find_persons(work: Work, roles: list[RoleSpan]) -> None:
    """Add the persons of the text, linked through the report, with their roles and countries."""
    runs = _runs(work, roles)
    link_roles(work, runs, roles)
    full = [run for run in runs if run.last - run.first > 1 and is_person(work, run)]
    for run in full:
        run.entity = full_entity(work, run)
    for run in runs:
        if run.entity is None:
            run.entity = short_entity(work, run)
        if run.entity is not None:
            run.entity.last = max(run.entity.last, run.first)
            give_role(work, run)
    named = [run for run in runs if run.entity is not None]
    for entity in {id(run.entity): run.entity for run in named}.values():
        if entity is not None:
            from_book(work, entity)
            given_name(work, entity)
    for run in named:
        span = run.title or run.apposition
        if span is not None and run.entity is not None and not run.entity.sectors:
            run.entity.sectors = span.sectors
    coordinated(work, named)
    for run in named:
        work.add(_mention(work, run))
    for span in roles:
        owner = work.name_at.get(span.owner_end - 1)
        if owner is not None and owner.kind == "person" and owner.last <= span.owner_end:
            span.owners = span.owners or list(owner.entities)
            span.first = min(span.first, owner.first)
        if not span.owners and span.head_word(work) in ("administration", "government"):
            _office_by_name(work, span)
        joint = work.word(span.phrase_last)
        aide = joint in ("to", "for") and span.head_word(work) in AIDES
        if not span.owners and (joint == "of" or aide) and span.owner_end < 0:
            of = work.name_at.get(span.phrase_last + 1)
            if of is not None and of.kind == "person" and of.entities[0].country:
                span.owners = list(of.entities)  # "the government of President Noor"
                span.last = max(span.last, of.last)
                if aide:
                    span.role_last = span.phrase_last
    successions(work, runs, roles)
    for run in runs:
        of_person(work, run)


def _office_by_name(work: Work, span: RoleSpan) -> None:
    """ "the Carter administration", where the report has no Carter but the people book has."""
    first = span.role_first if span.role_first < span.head else span.owner_end - 1
    for head in ("president", "prime minister", "chancellor"):
        entries = office_holders(work, work.words[first], head) if first > 0 else []
        if len({entry.name for entry in entries}) == 1 and entries[0].country:
            span.owners = [work.state(entries[0].country)]
            return


def _runs(work: Work, roles: list[RoleSpan]) -> list[Run]:
    """Stretches of words that look like names and belong to nothing else."""
    in_role = {i for span in roles for i in range(span.role_first, span.phrase_last)}
    runs: list[Run] = []
    i, size = 0, len(work.words)
    while i < size:
        if not _namey(work, i, in_role):
            i += 1
            continue
        last = i + 1
        while last < size and work.same_sentence(last, i):
            step = _joins(work, last, in_role)
            if not step:
                break
            last += step
        first, address = i, ""
        while first < last - 1 and address_at(work, first):
            address = address_at(work, first)
            first += 1
        if (
            first > 1
            and work.word(first - 1) == "-"
            and work.word(first - 2) in ("al", "el", "as", "ash", "ar")
        ):
            first -= 2
            if work.words[first] == work.words[first].lower() and runs and runs[-1].last == first:
                first, address = runs[-1].first, runs[-1].address
                runs.pop()
        if last - first > 1 and _stray(work, first, last):
            first += 1
        last = _unglued(work, first, last)
        runs.append(Run(first, last, address=address))
        i = last
    return runs


def _unglued(work: Work, first: int, last: int) -> int:
    """Where a name ends before words that a page has glued on ("Petrov Ivan PetrovCourt ...")."""
    for i in range(first + 1, last):
        match = _GLUED.match(work.words[i])
        if match is not None and match[1] not in work.books.listed("names.inner_capitals"):
            own = work.words[first:i]
            return first + own.index(match[1]) + 1 if match[1] in own else i
    return last


def _stray(work: Work, first: int, last: int) -> bool:
    """ "Discussions Obama had": an ordinary word that opens a sentence before a name."""
    token = work.tokens[first]
    if not token.is_sent_start and work.word(first - 1) not in ('"', ":"):
        return False
    if token.tag_ in ("NNS", "VBG", "VBN", "VBD", "IN", "RB", "JJ", "CC", "WRB"):
        return True
    tail = work.books.people.get(work.text(first + 1, last), [])
    word = work.words[first]
    return bool(tail) and all(word not in entry.name for entry in tail)


def _namey(work: Work, i: int, in_role: set[int]) -> bool:
    token, word = work.tokens[i], work.words[i]
    if not word[:1].isupper() or not word[:1].isalpha() or i in work.name_at or i in work.traps:
        return False
    if word in work.books.listed("names.not_names"):
        return False
    says = word.lower().removesuffix("s") if word.endswith("s") else ""
    if says in work.books.listed("speech.verbs") or word in ("Said", "Told"):
        return False  # "Trump Says"
    if i in in_role and not address_at(work, i):
        return False
    if token.is_sent_start and token.pos_ not in ("PROPN", "NOUN") and token.ent_type_ != "PERSON":
        return False
    return not (len(word) == 1 and work.word(i + 1) != ".")


def _joins(work: Work, i: int, in_role: set[int]) -> int:
    """How many tokens from ``i`` go on with a name: 1 for a word, 2-3 for "bin Salman", "-Din"."""
    before = work.tokens[i - 1]
    if work.word(i - 1) in (",", ".", "'s"):
        return 0
    if len(work.words[i]) > 2 and work.words[i].isupper() and not work.words[i - 1].isupper():
        return 0
    if _namey(work, i, in_role):
        return 1
    word = work.words[i]
    tight = not before.whitespace_ and not work.tokens[i].whitespace_
    if word == "-" and tight and i + 1 < len(work.words) and _namey(work, i + 1, in_role):
        return 2
    connectors = work.books.listed("names.connectors")
    if word.lower() in connectors and i + 1 < len(work.words):
        if work.words[i + 1] == "-" and i + 2 < len(work.words) and _namey(work, i + 2, in_role):
            return 3
        if _namey(work, i + 1, in_role):
            return 2
        if (
            work.word(i + 1) in connectors
            and i + 2 < len(work.words)
            and _namey(work, i + 2, in_role)
        ):
            return 3
    return 0


def _mention(work: Work, run: Run) -> Found:
    """The mention of a person, with the role phrases that belong to it."""
    entity = run.entity
    assert entity is not None
    first, last = run.first, run.last
    if run.address and first > 0 and address_at(work, first - 1):
        first -= 1
    if run.title is not None:
        first = min(first, run.title.first)
    text = work.text(run.first, run.last)
    how = "name" if text == entity.name else f"short for {entity.name}"
    if entity.how == "people.tsv":
        how = "people.tsv"
    elif entity.country is None and entity.code == UNKNOWN_CODE:
        how = "name" if text == entity.name else how
    core = (run.first, run.last)
    found = Found(first, last, "person", "actor", [entity], how=how, core=core)
    span = run.title or run.apposition
    found.role = role_text(work, span) if span is not None else None
    of_state = after_of_state(work, run)
    if of_state is not None and (run.title is not None or run.address):
        found.last = of_state.last
    if run.apposition is not None:
        found.last = max(last, run.apposition.last, run.apposition.role_last)
    return found
