"""Organisations that are in no book: names that end in an organisation's head word."""

from __future__ import annotations

import re

from dragoman.actors.work import Found, Work

_ACRONYM = re.compile(r"[A-Z][A-Za-z]{1,6}")


def find_organisations(work: Work) -> None:
    """Add organisations by head word ("Yongin University", "Bank of England", "Green Front")."""
    size = len(work.words)
    i = 0
    while i < size:
        last = _span(work, i)
        if last is None:
            i += 1
            continue
        _add(work, i, last)
        i = last
    _acronyms(work)


def _span(work: Work, i: int) -> int | None:
    """The end of an organisation's name that begins at ``i``, or None."""
    word = work.words[i]
    if not _part(work, i) or word in work.books.listed("names.not_names"):
        return None
    if work.sentence[i] in work.headline:
        return None
    last = i + 1
    while last < len(work.words) and work.same_sentence(last, i):
        if _part(work, last):
            last += 1
        elif work.word(last) in ("of", "for", "and", "&") and last + 1 < len(work.words):
            step = 2 if work.word(last + 1) == "the" else 1
            if not (work.capital(last + step) and _of_part(work, last + step)):
                break
            if work.word(last) == "and" and work.word(last - 1) in work.books.heads:
                break
            if work.word(last) == "of" and work.word(last - 1) not in work.books.heads:
                break
            last += step + 1
        else:
            break
    while last > i and work.word(last - 1) not in work.books.heads:
        if "of" in work.lower[i:last] and work.lower[i] in work.books.heads and last - i > 2:
            break
        last -= 1
    if last - i < 2 or work.word(last - 1) in work.books.listed("groups.named_after"):
        return None
    match = work.books.roles.longest(work.lower, i)
    if match is not None and match[0] >= last:
        return None
    if all(j in work.name_at for j in range(i, last)):
        return None
    if i in work.name_at:
        # "Chinese Foreign Ministry" and "US Congress" are roles with an owner.
        owner = work.name_at[i]
        match = work.books.roles.longest(work.lower, owner.last)
        city = owner.entry is not None and owner.entry.kind == "city"
        if match is not None and match[0] >= last and not city:
            return None
        if owner.entry is not None and owner.entry.kind in ("organisation", "media"):
            return None
    return last


def _part(work: Work, i: int) -> bool:
    token = work.tokens[i]
    if i in work.traps or not work.capital(i) or token.is_punct:
        return False
    if token.is_sent_start and token.pos_ not in ("PROPN", "NOUN", "ADJ"):
        return False
    found = work.name_at.get(i)
    return found is None or found.kind == "state"


def _of_part(work: Work, i: int) -> bool:
    return i not in work.traps and work.words[i] not in work.books.listed("names.not_names")


def _add(work: Work, first: int, last: int) -> None:
    name = work.text(first, last)
    entity = work.entity("organisation", (name.lower(),), name)
    head = work.word(last - 1)
    if head not in work.books.heads:
        head = work.word(first)
    sector = work.books.heads.get(head, "")
    entity.sectors = (sector,) if sector else ()
    for i in range(first, last):
        country = _country(work, i, last)
        if country is not None:
            entity.give_country(country)
    before = work.name_at.get(first - 1) if first else None
    if before is not None and before.entry is not None and before.entry.kind == "demonym":
        entity.give_country(before.entities[0].country)
    for i in range(first, last):
        old = work.name_at.pop(i, None)
        if old is not None and old in work.found:
            work.found.remove(old)
    work.add(Found(first, last, "organisation", "actor", [entity], how="name"))


def _country(work: Work, i: int, last: int) -> str | None:
    """What a word inside the name shows: a state, a nationality, a city."""
    match = work.books.names.longest(work.words, i)
    if match is None or match[0] > last:
        return None
    countries = {e.country for e in match[1] if e.kind in ("state", "demonym", "capital", "city")}
    return countries.pop() if len(countries) == 1 else None


def _acronyms(work: Work) -> None:
    """ "the Asian Infrastructure Investment Bank (AIIB)": later AIIB is the same."""
    short: dict[str, Found] = {}
    for found in list(work.found):
        if found.kind == "organisation" and work.word(found.last) == "(":
            at = found.last + 1
            if work.word(at + 1) == ")" and _ACRONYM.fullmatch(work.words[at]):
                short[work.words[at]] = found
    if not short:
        return
    for i, word in enumerate(work.words):
        known = short.get(word)
        if known is not None and i not in work.name_at and i not in work.traps:
            how = f"short for {known.entities[0].name}"
            work.add(Found(i, i + 1, "organisation", "actor", list(known.entities), how=how))
