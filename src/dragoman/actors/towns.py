"""Towns that only the gazetteer holds, and towns that share their name with a better-known one.

"in Pandi, Bulacan", "Paris, Texas", "the town of Santa Rosa": a sign in the text makes the name a
place; what stands after the comma, or the states that the report names, tell which.
"""

from __future__ import annotations

import re
from collections import Counter

from dragoman.actors.books import Entry
from dragoman.actors.work import Work
from dragoman.codebooks.gazetteer import Gazetteer, Town, largest, load_gazetteer, meant

_AFTER = re.compile(r",\s+|\s+\(")
_PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
_BEFORE = frozenset(
    "in near from to outside around inside at into toward towards across via through"
    " between".split()
)
_KINDS = frozenset(
    "city town village province region district state county parish prefecture governorate oblast"
    " municipality township suburb port island department hamlet settlement".split()
)
_COUNTED = frozenset(("state", "demonym", "capital", "organisation", "city"))


def weights(work: Work) -> Counter[str]:
    """How often a report names each state, its people, capital, bodies and towns."""
    key = "dragoman.weights"
    data = work.document.doc.user_data
    if key not in data:
        counts: Counter[str] = Counter()
        book = load_gazetteer()
        i = 0
        while i < len(work.words):
            match = work.books.names.longest(work.words, i) if work.capital(i) else None
            if match is None:
                i += 1
                continue
            text = " ".join(work.words[i : match[0]])
            countries = {e.country for e in match[1] if e.kind in _COUNTED and e.country}
            cities = all(e.kind == "city" for e in match[1])
            rivals = cities and _rivals(book.named(text), countries)
            unsure = text in work.books.ambiguous or rivals
            if len(countries) == 1 and not unsure:
                counts[countries.pop()] += 1
            i = match[0]
        for entry in senses(work).values():
            if entry.country:
                counts[entry.country] += 1
        data[key] = counts
    found: Counter[str] = data[key]
    return found


def _rivals(towns: list[Town], countries: set[str]) -> bool:
    """Whether places of the name in other states are not small beside the one of the tables."""
    own = max((town.size for town in towns if town.country in countries), default=0)
    return any(10 * town.size > own for town in towns if town.country not in countries)


def senses(work: Work) -> dict[str, Entry]:
    """Names that the report itself places: "Paris, Texas" makes each Paris of it that one."""
    key = "dragoman.senses"
    data = work.document.doc.user_data
    if key not in data:
        found: dict[str, Entry] = {}
        book = load_gazetteer()
        for i in range(len(work.words)):
            match = book.longest(work.words, i) if work.capital(i) else None
            if match is None:
                continue
            town = _placed(work, match[0], match[1], book)
            if town is not None:
                found.setdefault(" ".join(work.words[i : match[0]]), _entry(town))
        data[key] = found
    kept: dict[str, Entry] = data[key]
    return kept


def _entry(town: Town) -> Entry:
    return Entry(kind="city", name=town.name, code=town.country, country=town.country)


def _placed(work: Work, end: int, towns: list[Town], book: Gazetteer) -> Town | None:
    """The place that the words after a comma or in brackets tell: ", La.", ", Bulacan"."""
    last = work.tokens[end - 1]
    text = work.document.text
    match = _AFTER.match(text, last.idx + len(last))
    if match is None:
        return None
    rest = " ".join(text[match.end() : match.end() + 60].split())
    for size in (4, 3, 2, 1):
        words = rest.split(" ")[:size]
        if len(words) < size:
            continue
        region = " ".join(words)
        if not region[:1].isupper():
            return None
        stripped = region.rstrip(",;:)\"'")
        for form in (stripped, stripped.rstrip(".")):
            wanted = book.regions.get(form, set()) | _states(work, form)
            fits = [
                town
                for town in towns
                for country, code in wanted
                if town.country == country and (not code or code == town.region)
                and town.name != form
            ]  # fmt: skip
            if fits:
                return largest(fits)
    return None


def _told_elsewhere(work: Work, end: int, towns: list[Town]) -> bool:
    """Whether a state after the comma is none of those that have a town of the name."""
    if work.word(end) != "," or end + 1 >= len(work.words):
        return False
    match = work.books.names.longest(work.words, end + 1)
    states = {e.country for e in match[1] if e.kind == "state"} if match is not None else set()
    return bool(states) and not states & {town.country for town in towns}


def _states(work: Work, form: str) -> set[tuple[str, str]]:
    match = work.books.names.longest(form.split(), 0)
    if match is None or match[0] != len(form.split()):
        return set()
    kinds = ("state", "city", "historical")
    return {(e.country, "") for e in match[1] if e.kind in kinds and e.country}


def other_town(work: Work, first: int, end: int, entry: Entry) -> Entry:
    """The entry itself, or the place of the same name that this report means."""
    text = " ".join(work.words[first:end])
    told = senses(work).get(text)
    if told is not None and told.country != entry.country:
        return told
    if entry.kind != "city" or told is not None or not entry.country:
        return entry
    named = weights(work)
    towns = load_gazetteer().named(text)
    own = work.document.text.count(text)  # a name is no sign for itself
    if named[entry.country] > own or not towns or " region" in entry.name:
        return entry
    # news of one state far from the better-known town: its own town of that name
    others = Counter({code: n for code, n in named.items() if code != entry.country})
    top = others.most_common(1)
    if not top or top[0][1] < 2 or top[0][1] < 0.6 * others.total():
        return entry
    there = [town for town in towns if town.country == top[0][0]]
    return _entry(largest(there)) if there else entry


def seat(work: Work, first: int, end: int, entry: Entry) -> Entry:
    """The entry itself, or the government that the town stood for on the report's day."""
    day = (work.document.report.published or "")[:10]
    for seat_of in work.books.seats.get(" ".join(work.words[first:end]), ()):
        other = seat_of.country != entry.country
        if other and not weights(work)[seat_of.country or ""]:
            continue
        if seat_of.until and not (day and seat_of.since <= day <= seat_of.until + "-99"):
            continue
        return seat_of
    return entry


def town_at(work: Work, i: int) -> tuple[int, Entry] | None:
    """The town of the gazetteer that begins at ``i``, where the text shows that it is one."""
    if not work.capital(i) or work.tokens[i].pos_ not in ("PROPN", "NOUN", "ADJ"):
        return None
    book = load_gazetteer()
    match = book.longest(work.words, i)
    if match is None:
        return None
    end, towns = match
    text = " ".join(work.words[i:end])
    told = senses(work).get(text)
    sign = _sign(work, i, end)
    if not sign:
        return None
    if told is not None:
        return end, told
    if _told_elsewhere(work, end, towns):
        return None  # "Subang, Malaysia", where the gazetteer knows only the Indonesian one
    town = meant(towns, dict(weights(work)), sure=True)
    return (end, _entry(town)) if town is not None else None


def _sign(work: Work, i: int, end: int) -> bool:
    """Whether words or the recogniser make the name a place, and nothing makes it a person."""
    if any(j in work.name_at or j in work.traps for j in range(i, end)):
        return False
    words, tokens = work.words, work.tokens
    follows = work.word(end) in _KINDS
    more = end < len(words) and work.same_sentence(i, end) and work.capital(end) and not follows
    if more and tokens[end].pos_ == "PROPN" and tokens[end].dep_ != "appos":
        return False  # "Lancaster University", "Austin Hall"
    if i and work.same_sentence(i, i - 1) and work.capital(i - 1):
        before = tokens[i - 1]
        if before.pos_ == "PROPN" and i - 1 not in work.name_at:
            return False  # "Jane Lancaster"
    text = " ".join(words[i:end])
    told = text in senses(work)
    if work.sentence[i] in work.headline:
        return told
    of = work.word(i - 1) == "of" and work.word(i - 2) in _KINDS
    if of or follows or words[end - 1] in ("County", "Parish"):
        return True
    labels = {tokens[j].ent_type_ for j in range(i, end)}
    left = work.name_at.get(i - 2) if work.word(i - 1) == "," else None
    if left is not None and left.entry is not None and left.entry.kind == "city":
        return "PERSON" not in labels  # "in Pandi, Bulacan"
    if labels <= _PLACE_LABELS:
        return True
    if told:
        return "PERSON" not in labels or work.word(i - 1) in _BEFORE
    return labels <= {"", *_PLACE_LABELS} and work.word(i - 1) in _BEFORE - {"at", "to"}
