"""Which person a name means: full names, short names, titles, and the dated people book."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.actors.books import FAMILY_FIRST, Entry, office_words
from dragoman.actors.roles import RoleSpan, role_text
from dragoman.actors.work import Entity, Work
from dragoman.codebooks.gazetteer import plain

_FORMER = frozenset(("former", "ex", "late", "ousted", "deposed", "exiled", "then"))
# Offices whose holders news calls by the surname alone.
_TOP = (
    "president", "prime minister", "premier", "chancellor", "foreign minister", "defence minister",
    "secretary of state", "secretary of defense", "foreign secretary", "leader of the soviet union",
    "supreme leader", "secretary-general", "secretary general", "leader", "general secretary",
    "paramount leader", "chairman", "taoiseach", "external affairs minister", "shah", "emir",
    "president of the european commission", "foreign policy chief",
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Run:
    """A stretch of capitalised words that may name a person."""

    first: int
    last: int
    title: RoleSpan | None = None
    address: str = ""
    apposition: RoleSpan | None = None
    entity: Entity | None = None


def address_at(work: Work, i: int) -> str:
    """A form of address at ``i``: "m", "f", "x" (either), or "" for none."""
    word = work.words[i]
    for key, sign in (("address_male", "m"), ("address_female", "f"), ("address", "x")):
        if word in work.books.listed(f"names.{key}"):
            return sign
    return ""


def is_person(work: Work, run: Run) -> bool:
    """Whether several capitalised words name a person."""
    if run.last - run.first > 6:
        return False
    if run.title is not None or run.address or run.apposition is not None:
        return True
    tail = work.word(run.last - 1)
    if tail in work.books.heads or tail in work.books.listed("organisations.things"):
        return False
    if work.text(run.first, run.last) in work.books.people:
        return True
    labels = [work.tokens[i].ent_type_ for i in range(run.first, run.last)]
    person = labels.count("PERSON")
    if work.sentence[run.first] in work.headline:
        return False
    if person * 2 >= len(labels):
        return True
    others = {"GPE", "LOC", "FAC", "ORG", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT", "NORP", "DATE"}
    head = work.tokens[work.head(run.first, run.last)]
    speaks = head.dep_ == "nsubj" and head.head.lemma_ in work.books.listed("speech.verbs")
    lone = run.last - run.first in (2, 3) and not (set(labels) & (others - {"ORG"}))
    if _acts_as_person(work, run, labels):
        return True
    # "Wi Sung-lac said" with the label ORG: only an unfamiliar shape of name is taken for one.
    return speaks and lone and (person > 0 or "-" in work.text(run.first, run.last))


def _acts_as_person(work: Work, run: Run, labels: list[str]) -> bool:
    """ "Tigran Vardumyan and Elchin Rasulov talked", "Aissatou Bello, who studies borders"."""
    plain = all(
        word.isalpha() and word.istitle() and len(word) > 1
        for word in work.words[run.first : run.last]
    )
    size = run.last - run.first
    if size not in (2, 3) or not plain or set(labels) - {"", "ORG", "PERSON"}:
        return False
    if work.word(run.first - 1) == "the" or run.first in work.traps:
        return False
    if work.word(run.last) == "," and work.word(run.last + 1) in ("who", "whose"):
        return True
    head = work.tokens[work.head(run.first, run.last)]
    first = head.head if head.dep_ == "conj" else head
    acts = work.books.listed("names.acts")
    return first.dep_ == "nsubj" and first.head.lemma_ in acts and first.head.i > run.last - 1


def _key(name: str) -> tuple[str, ...]:
    """Words of a name, even in case and hyphens, without initials."""
    parts = name.replace("-", " ").replace(".", " ").lower().split()
    long = [part for part in parts if len(part) > 1]
    return tuple(long or parts)


def full_entity(work: Work, run: Run) -> Entity:
    """The person of a name in full; longer and shorter forms of one name are one person."""
    name = work.text(run.first, run.last)
    key = _key(name)
    for known, entity in work.entities.items():
        if known[0] != "person":
            continue
        other = known[1:]
        small, big = sorted((key, other), key=len)
        if small == big or (
            len(small) > 1 and (big[: len(small)] == small or big[-len(small) :] == small)
        ):
            if len(name) > len(entity.name):
                entity.name = name
            return entity
        if (
            len(small) > 1
            and small[0] == big[0]
            and small[-1] == big[-1]
            and set(small) <= set(big)
        ):
            return entity
    return work.entity("person", key, name)


def short_entity(work: Work, run: Run) -> Entity | None:
    """A short name ("Lee", "President Lee", "Takaichi"): the report's person of that name."""
    text = work.text(run.first, run.last)
    titled = run.title is not None or bool(run.address)
    if work.sentence[run.first] in work.headline and not titled:
        pass
    known = _known(work, _key(text), run)
    if known is not None:
        return known
    if run.last - run.first > 1:
        return None
    entry = _book_person(work, text, run)
    if entry is not None:
        return _book_entity(work, entry)
    token = work.tokens[run.first]
    if not titled and run.apposition is None:
        speaks = token.dep_ == "nsubj" and token.head.lemma_ in work.books.listed("speech.verbs")
        owner = work.name_at.get(run.first - 2) if work.word(run.first - 1) == "'s" else None
        owned = owner is not None and owner.kind == "state"
        if not (token.ent_type_ == "PERSON" and (speaks or owned) and not token.is_sent_start):
            return None
    if text.lower() in work.books.heads and not titled:
        return None
    return work.entity("person", _key(text), text)


def _known(work: Work, key: tuple[str, ...], run: Run) -> Entity | None:
    """The person named so far, or later in the report, whose name holds these words."""
    titled = run.title is not None or bool(run.address)
    fits: list[tuple[int, int, Entity]] = []
    for known, entity in work.entities.items():
        if known[0] != "person":
            continue
        name = known[1:]
        if len(key) >= len(name) and key != name:
            continue
        if key == name:
            score = 4
        elif name[-len(key) :] == key or (len(key) == 1 and _family(entity, name) == key[0]):
            score = 3
        elif name[: len(key)] == key:
            score = 2 if titled or _looks_family_first(name) else 1
        elif len(key) == 1 and key[0] in name:
            score = 1 if titled else 0
        else:
            continue
        if run.title is not None and entity.titles:
            heads = {title.split()[-1] for title in entity.titles}
            score += 2 if run.title.head_word(work) in heads else -1
        if score > 0:
            fits.append((score, entity.last, entity))
    if not fits:
        return None
    best = max(fits, key=lambda fit: (fit[0], fit[1]))
    if best[0] < 2 and not titled:
        # a first name alone: only where it can mean one person and nothing else
        return best[2] if len(fits) == 1 and len(key[0]) > 3 else None
    return best[2]


def _family(entity: Entity, name: tuple[str, ...]) -> str:
    if entity.country in FAMILY_FIRST or _looks_family_first(name):
        return name[0]
    return name[-1]


def _looks_family_first(name: tuple[str, ...]) -> bool:
    """Three short words ("lee jae myung", from "Lee Jae Myung" or "Park Seung-chan")."""
    return (len(name) == 3 and all(len(p) <= 6 for p in name)) or (
        len(name) == 2 and len(name[0]) <= 5 and len(name[1]) <= 6
    )


def _rows(work: Work, name: str) -> list[Entry]:
    """The rows of a name in people.tsv, which writes names without accents."""
    return work.books.people.get(name) or work.books.people.get(plain(name), [])


def _book_person(work: Work, text: str, run: Run | None) -> Entry | None:
    """The one holder of a name in people.tsv at the report's time, if it is certain."""
    titled = run is not None and (run.title is not None or bool(run.address))
    entries = in_time(_rows(work, text), work.document.report.published)
    if run is not None and run.title is not None:
        entries = titled_holders(work, text, run.title) or entries
    if not entries and run is not None and not titled:
        return _serving(work, text, run)
    if titled and len({entry.name for entry in entries}) > 1:
        # two kings of a name: the one whose state the report names, where it names only one
        entries = [entry for entry in entries if entry.country in _present(work)]
    if len({entry.name for entry in entries}) != 1:
        return None
    entry = entries[0]
    if " " in text or "-" in text:
        return entry
    token = work.tokens[run.first] if run is not None else None
    serving = serves(entry, work.document.report.published)
    if token is not None and not titled and token.ent_type_ not in ("PERSON", "ORG", "GPE", "NORP"):
        return entry if serving and token.pos_ == "PROPN" else None
    return entry if titled or serving or entry.country in _present(work) else None


def _serving(work: Work, text: str, run: Run) -> Entry | None:
    """A bare surname: the one who leads a state, or its diplomacy, on the report's day.

    Only where the report names that state, the parser sees a person, and nobody else of that name
    serves anywhere then.
    """
    if work.tokens[run.first].ent_type_ != "PERSON" or run.last - run.first != 1:
        return None
    published = work.document.report.published
    entries = [e for e in work.books.surnames.get(text, ()) if serves(e, published)]
    if len({entry.name for entry in entries}) != 1:
        return None
    entry = entries[0]
    return entry if _leading(entry) and entry.country in _present(work) else None


def _leading(entry: Entry) -> bool:
    role = (entry.role or "").lower()
    return role.endswith(_TOP) and not role.startswith(("deputy", "vice"))


def serves(entry: Entry, published: str | None) -> bool:
    """Whether an office is surely held on a day; without a day nothing is sure."""
    day = (published or "")[:10]
    return bool(day and entry.since and entry.since <= day <= (entry.until or "9999") + "-99")


def titled_holders(work: Work, surname: str, title: RoleSpan) -> list[Entry]:
    """Who of that surname a title names: "President Carter" in 1979, "former President Carter".

    The office must fit, and the state, where the title tells it. With "former" the office must
    have ended; without it, it must be held on the report's day.
    """
    published = work.document.report.published
    surname = plain(surname)
    words = office_words(role_text(work, title))
    former = bool(words & _FORMER)
    words &= work.books.sets["people.offices"] - _FORMER  # not "metropolitan", "hard-line"
    if not words:
        return []
    countries = {owner.country for owner in title.owners if owner.country}
    found = []
    for entry in work.books.surnames.get(surname, ()):
        if not words <= office_words(entry.role or ""):
            continue
        if countries and entry.country not in countries:
            continue
        ended = bool(entry.until and published and entry.until < published[:10])
        if ended if former else serves(entry, published):
            found.append(entry)
    return found


def office_holders(work: Work, surname: str, head: str) -> list[Entry]:
    """Who of that surname held such an office on the report's day: "the Carter government"."""
    return [
        entry
        for entry in work.books.surnames.get(surname, ())
        if serves(entry, work.document.report.published)
        and (entry.role or "").lower().split(" of ")[0].endswith(head)
    ]


def _present(work: Work) -> set[str | None]:
    return {e.country for e in work.entities.values() if e.kind in ("state", "organisation")}


def in_time(entries: list[Entry], published: str | None) -> list[Entry]:
    """Entries that may be meant on a day: offices held then first, else held before."""
    if not published or not entries:
        return entries
    day = published[:10]
    started = [e for e in entries if not e.since or e.since <= day]
    now = [e for e in started if not e.until or day <= e.until + "-99"]
    return now or started


def _book_entity(work: Work, entry: Entry) -> Entity:
    known = _full(work, _key(entry.name))
    entity = known or work.entity("person", _key(entry.name), entry.name)
    if known is None:
        entity.how = "people.tsv"
    return entity


def _full(work: Work, key: tuple[str, ...]) -> Entity | None:
    return work.entities.get(("person", *key))


def from_book(work: Work, entity: Entity) -> None:
    """Fill what the report does not tell from people.tsv; the report's own words win."""
    entries = _rows(work, entity.name)
    words = entity.name.split()
    if not entries and len(words) == 3:  # "Uhuru Muigai Kenyatta"
        entries = work.books.people.get(f"{words[0]} {words[2]}", [])
    if not entries:
        for alias, found in work.books.people.items() if entity.how == "people.tsv" else ():
            if alias == entity.name:
                entries = found
    ever, entries = entries, in_time(entries, work.document.report.published)
    if not entries and len(words) > 1 and len({(e.name, e.country) for e in ever}) == 1:
        # Before the office they were to hold: of that state already, in no office of it.
        if not entity.country and not entity.titles and ever[0].country:
            entity.give_country(ever[0].country)
        return
    if len({entry.name for entry in entries}) != 1:
        return
    if entity.country and all(entry.country != entity.country for entry in entries):
        return
    entry = entries[0]
    if not entity.country and entry.country:
        entity.give_country(entry.country)
        entity.how = entity.how or "people.tsv"
    if not entity.sectors:
        entity.sectors = entry.sectors
    held = len({e.role for e in entries}) == 1
    published = work.document.report.published
    if entry.role and serves(entry, published):
        entity.titles.add(entry.role.lower())  # whom "the president" may mean
    if entity.role is None and entry.role and held and published:
        over = bool(entry.until) and entry.until < published[:10]
        entity.role = f"former {entry.role}" if over else entry.role
    if len(entry.name.split()) >= len(entity.name.split()) and entry.name != entity.name:
        entity.name = entry.name


def given_name(work: Work, entity: Entity) -> None:
    """Gender from the given name, where nothing else has told it."""
    first = entity.name.split()[0]
    if not entity.gender and " " in entity.name:
        if first in work.books.listed("names.male"):
            entity.gender = "m"
        elif first in work.books.listed("names.female"):
            entity.gender = "f"
