"""Names of states, capitals, organisations, media and cities: the books' names in the text.

The longest name wins; a name inside a longer name that is not in the books ("China Evergrande
Group", "Jack London") is kept from being read as a state.
"""

from __future__ import annotations

from dragoman.actors.books import Entry
from dragoman.actors.towns import other_town, seat, town_at, weights
from dragoman.actors.work import Entity, Found, Work
from dragoman.records import UNKNOWN_CODE

# Of several books that hold a name, the first of these is meant.
_ORDER = (
    "trap", "organisation", "media", "state", "demonym", "metonym", "capital", "historical",
    "city", "person",
)  # fmt: skip


# "Kingdom of ...", "Government of ...": the state itself follows.
_STATE_HEADS = frozenset(
    "republic kingdom state government commonwealth federation union emirate sultanate people city"
    " citizens islamic".split()
)


def find_names(work: Work) -> None:
    """Fill ``work.found`` with the names that the books know, and ``work.traps``."""
    words, size = work.words, len(work.words)
    skip_person = _person_spans(work)
    i = 0
    while i < size:
        match = work.books.names.longest(words, i) if work.tokens[i].text[:1].strip() else None
        if match is None and words[i].isupper() and len(words[i]) > 3:
            match = _shouted(work, i)
        if match is None:
            if _the_north(work, i):
                code = "PRK" if words[i] == "North" else "KOR"
                name = work.books.state(code)
                north = Entry(kind="state", name=name, code=code, country=code)
                work.add(name_found(work, i, i + 1, north))
            town = town_at(work, i)
            if town is not None:
                work.add(name_found(work, i, town[0], town[1]))
                i = town[0]
                continue
            _inside_word(work, i)
            i += 1
            continue
        end, entries = match
        chosen = _choose(work, i, end, entries)
        if chosen is None or chosen.kind == "person":
            i += 1
            continue
        entry = chosen
        if entry.kind in ("city", "capital"):
            entry = other_town(work, i, end, entry)
            if entry.kind == "city":
                entry = seat(work, i, end, entry)
        if entry.kind == "trap" or (entry.kind == "city" and not entry.country):
            work.traps.update(range(i, end))
        elif not _in_longer_name(work, i, end, entry, skip_person):
            found = name_found(work, i, end, entry)
            _other_state(work, found)
            work.add(found)
        i = end


def _shouted(work: Work, i: int) -> tuple[int, list[Entry]] | None:
    """ "LIMA, May 3 (Reuters) -": a place in capitals, as datelines have it."""
    end = i
    while end < len(work.words) and work.words[end].isupper() and work.words[end].isalpha():
        end += 1
    match = work.books.names.longest([word.capitalize() for word in work.words[i:end]], 0)
    if match is None or all(e.kind not in ("state", "capital", "city") for e in match[1]):
        return None
    return i + match[0], match[1]


def _the_north(work: Work, i: int) -> bool:
    """ "the North's missile", "the South said", in a report that names both Koreas' states."""
    word = work.words[i]
    if word not in ("North", "South") or work.word(i - 1) != "the" or work.capital(i + 1):
        return False
    after = work.word(i + 1)
    if after in ("of", "and", "-", "side", "end", "coast", "shore", "bank", "tower", "pole"):
        return False
    return "PRK" in states_named(work) or "North Korea" in work.document.text


def _other_state(work: Work, found: Found) -> None:
    """ "Canada's Department of Justice" is not the American one of that name."""
    entry = found.entry
    if entry is None or entry.kind != "organisation" or not entry.country:
        return
    at = found.first - (1 if work.word(found.first - 1) in ("'s", "'") else 0)
    left = work.name_at.get(at - 1)
    if left is None or left.kind != "state" or left.last != at:
        return
    country = left.entities[0].country
    if country and country != entry.country:
        name = f"{work.books.state(country)} {work.text(found.first, found.last)}"
        entity = work.entity("organisation", (name.lower(),), name)
        entity.give_country(country)
        entity.sectors = entry.sectors
        found.entities = [entity]


def name_found(work: Work, first: int, last: int, entry: Entry) -> Found:
    """A mention for a book entry, with its entity."""
    if entry.kind == "media" and any(word == "'s" for word in work.words[first:last]):
        return _described_medium(work, first, last, entry)
    entity = entity_of(work, entry)
    kind = entity.kind
    how = {"state": "name", "historical": "name"}.get(entry.kind, entry.kind)
    sectors: tuple[str, ...] | None = None
    if entry.kind in ("capital", "metonym"):
        sectors = entry.sectors
    return Found(
        first, last, kind, "actor", [entity], how=how, entry=entry, sectors=sectors
    )  # fmt: skip


def _described_medium(work: Work, first: int, last: int, entry: Entry) -> Found:
    """ "North Korea's state news agency": its name only where the report has it elsewhere."""
    if entry.name in work.document.text:
        entity, how = entity_of(work, entry), "media"
    else:
        words = work.text(first, last)
        entity = work.entity("organisation", (words.lower(),), words)
        entity.code, entity.country, entity.sectors = entry.code, entry.country, entry.sectors
        entity.role, how = entry.role or "media", f"media: {entry.name}"
    return Found(first, last, "organisation", "actor", [entity], how=how, entry=entry)


def entity_of(work: Work, entry: Entry) -> Entity:
    """The report's entity for a book entry: states share one, however they are named."""
    if entry.kind in ("organisation", "media"):
        entity = work.entity("organisation", (entry.name,), entry.name)
        entity.code, entity.country, entity.sectors = entry.code, entry.country, entry.sectors
        if entry.kind == "media":
            entity.role = entry.role or "media"
        return entity
    if entry.kind == "historical" or entry.what == "historical":
        entity = work.entity("state", (entry.name,), entry.name)
        entity.code, entity.country = entry.code, entry.country
        return entity
    if entry.code in work.books.states:
        return work.state(entry.code)
    if entry.kind == "metonym" and entry.code in work.books.organisations:
        return entity_of(work, work.books.organisations[entry.code])
    entity = work.entity("state", (entry.name,), entry.name)
    entity.code = entry.code
    return entity


def _choose(work: Work, first: int, last: int, entries: list[Entry]) -> Entry | None:
    """The entry that is meant, after a look at the ambiguous names; None for none."""
    best = min(entries, key=lambda entry: _ORDER.index(entry.kind))
    text = " ".join(work.words[first:last])
    medium = next((e for e in entries if e.kind == "media"), None)
    if best.kind == "organisation" and medium is not None:
        best = best if best.country in states_named(work) else medium
    if best.kind in ("media", "organisation") and last - first == 1 and not text.isupper():
        left = work.tokens[first - 1] if first else None
        if (
            left is not None
            and left.pos_ == "PROPN"
            and left.dep_ == "compound"
            and left.head.i == first
            and first - 1 not in work.name_at
        ) and not work.books.roles.longest(work.lower, first - 1):
            return None  # "Chiang Rai" is not the broadcaster RAI
    if best.kind == "capital" and len(entries) > 1:
        same = {e.code for e in entries if e.kind == "state"}
        best = next((e for e in entries if e.kind == "state"), best) if same else best
    candidates, default = work.books.ambiguous.get(text, ((), ""))
    if not candidates:
        return best
    code = pick_candidate(work, candidates, default)
    town = next((e for e in entries if e.kind in ("city", "capital")), None)
    if code is None:
        return town if town is not None and town.kind == "city" else None
    if town is not None and code not in work.books.states and _in_place(work, first):
        return town  # "NATO ministers met in Brussels": the town, not the alliance
    for entry in sorted(entries, key=lambda entry: _ORDER.index(entry.kind)):
        if entry.code == code and entry.kind != "city":
            return entry
    if code in work.books.organisations:
        return work.books.organisations[code]
    if code in work.books.states and best.kind in ("state", "demonym", "capital"):
        kind = best.kind
        return Entry(kind=kind, name=work.books.state(code), code=code, country=code,
                     sectors=best.sectors)  # fmt: skip
    return best if best.kind != "trap" else None


def _in_place(work: Work, first: int) -> bool:
    return work.word(first - 1) in ("in", "at", "near", "outside", "around", "inside")


def pick_candidate(work: Work, candidates: tuple[str, ...], default: str) -> str | None:
    """The one candidate that the report names elsewhere, else the default, else None."""
    named = states_named(work)
    there = [code for code in candidates if code in named]
    told = [code for code in candidates if work.books.adjectives.get(code) in work.words]
    if len(told) == 1 and candidates[0] == told[0]:
        return told[0]  # "Georgian" is never of the American state
    if len(candidates) > 1 and candidates[0] in _capitals_named(work):
        # "in Tbilisi" tells Georgia, also where the report names the United States
        there = [code for code in there if code in _capitals_named(work)] or [candidates[0]]
    if len(there) == 1:
        return there[0]
    if not there and (home := _publishers_country(work)) in candidates:
        return home
    if not there:
        # no state is named, but towns and regions are: "Atlanta", "Texas"
        counts = weights(work)
        ranked = sorted((counts[code], code) for code in candidates if counts[code])
        if ranked and (len(ranked) == 1 or ranked[-1][0] > 2 * ranked[-2][0]):
            return ranked[-1][1]
    return default or None


def _publishers_country(work: Work) -> str | None:
    """ "Korea" in a dispatch of KCNA is not South Korea."""
    source = work.document.report.source or ""
    match = work.books.names.longest(source.split(), 0)
    if match is None:
        return None
    return next((e.country for e in match[1] if e.kind == "media"), None)


def states_named(work: Work) -> set[str]:
    """Codes of the states that the report names outright anywhere (unambiguous names)."""
    key = "dragoman.states_named"
    data = work.document.doc.user_data
    if key not in data:
        codes: set[str] = set()
        i = 0
        while i < len(work.words):
            match = work.books.names.longest(work.words, i)
            if match is None:
                i += 1
                continue
            text = " ".join(work.words[i : match[0]])
            if text not in work.books.ambiguous:
                codes |= {
                    e.code
                    for e in match[1]
                    if e.kind in ("state", "demonym", "organisation", "capital")
                }
            i = match[0]
        data[key] = codes
    found: set[str] = data[key]
    return found


def _capitals_named(work: Work) -> set[str]:
    """Codes of the states whose capitals the report names anywhere."""
    key = "dragoman.capitals_named"
    data = work.document.doc.user_data
    if key not in data:
        codes: set[str] = set()
        for i in range(len(work.words)):
            if work.capital(i) and (match := work.books.names.longest(work.words, i)):
                text = " ".join(work.words[i : match[0]])
                if text not in work.books.ambiguous:
                    codes |= {e.code for e in match[1] if e.kind == "capital"}
        data[key] = codes
    found: set[str] = data[key]
    return found


def _person_spans(work: Work) -> dict[int, tuple[int, int]]:
    """Token -> the recogniser's person of two capitalised words or more that covers it."""
    spans: dict[int, tuple[int, int]] = {}
    for ent in work.document.doc.ents:
        if ent.label_ == "PERSON" and len([t for t in ent if t.text[:1].isupper()]) > 1:
            for i in range(ent.start, ent.end):
                spans[i] = (ent.start, ent.end)
    return spans


def _in_longer_name(
    work: Work, first: int, last: int, entry: Entry, persons: dict[int, tuple[int, int]]
) -> bool:
    """Whether the words are part of a longer name that is not in the books."""
    if entry.kind in ("organisation", "media") or work.sentence[first] in work.headline:
        return False
    if entry.kind != "demonym" and last - first == 1 and first in persons:
        a, b = persons[first]
        others = [i for i in range(a, b) if i != first and work.capital(i)]
        known = any(work.books.names.longest(work.words, i) for i in others)
        if others and not known and not (b > last and work.word(last) in ("'s", "'")):
            return True
    if entry.kind == "demonym":
        return False
    heads, things = work.books.heads, work.books.listed("organisations.things")
    run = last
    while (
        run < len(work.words)
        and work.capital(run)
        and work.sentence[run] == work.sentence[first]
        and work.tokens[run].pos_ in ("PROPN", "NOUN", "ADJ")
    ):
        run += 1
    if run == last or work.books.roles.longest(work.lower, last):
        return _after_of(work, first, heads)
    tail = work.word(run - 1)
    if tail in things:
        work.traps.update(range(first, run))
        return True
    return tail in heads  # an organisation of its own: found by the organisations' rules


def _after_of(work: Work, first: int, heads: dict[str, str]) -> bool:
    """ "Bank of England", "University of Tokyo": an organisation's name goes on with "of"."""
    at = first - 1
    if work.word(at) == "the":
        at -= 1
    if work.word(at) != "of" or not work.capital(at - 1):
        return False
    head = work.word(at - 1)
    if work.books.roles.longest(work.lower, at - 1) is None and head not in _STATE_HEADS:
        opens = bool(work.tokens[at - 1].is_sent_start)
        return head in heads if opens else not work.capital(at - 2)
    return head in heads and heads[head] in ("BUS", "EDU", "JRN", "REL", "CVL", "REB")


def _inside_word(work: Work, i: int) -> None:
    """ "anti-China", "non-US", "ex-Soviet": a state inside one token is a modifier."""
    token = work.tokens[i]
    if "-" not in token.text or len(token.text) < 5:
        return
    start = token.idx
    for part in token.text.split("-"):
        match = work.books.names.longest([part], 0) if part[:1].isupper() else None
        entry = None
        if match:
            entry = next((e for e in match[1] if e.kind in ("state", "demonym", "capital")), None)
        if entry is not None and entry.code != UNKNOWN_CODE:
            found = name_found(work, i, i + 1, entry)
            found.usage, found.start, found.end = "modifier", start, start + len(part)
            found.how = "part of a word"
            work.add(found, names=False)
        start += len(part) + 1
