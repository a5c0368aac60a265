"""Named persons: full names, short names, titles, and the roles the report gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.actors.books import Entry
from dragoman.actors.roles import RoleSpan, first_code, role_text
from dragoman.actors.work import Entity, Found, Work
from dragoman.records import UNKNOWN_CODE

# Persons of the same country as the one they belong to.
_RELATIVES = frozenset("predecessor successor deputy spokesman spokeswoman aide".split())
# Where the family name comes first.
_FAMILY_FIRST = frozenset(("CHN", "KOR", "PRK", "TWN", "HKG", "MAC", "VNM", "KHM", "HUN"))


# "Sen. John McCain, R-Ariz.", "Marco Rubio (R-Fla.)"
_US_SEAT = re.compile(r"\s?[,(]\s?\(?[RDI]-[A-Z]")


@dataclass(slots=True, eq=False)
class Run:
    """A stretch of capitalised words that may name a person."""

    first: int
    last: int
    title: RoleSpan | None = None
    address: str = ""
    apposition: RoleSpan | None = None
    entity: Entity | None = None


def find_persons(work: Work, roles: list[RoleSpan]) -> None:
    """Add the persons of the text, linked through the report, with their roles and countries."""
    runs = _runs(work, roles)
    _link_roles(work, runs, roles)
    full = [run for run in runs if run.last - run.first > 1 and _is_person(work, run)]
    for run in full:
        run.entity = _full_entity(work, run)
    for run in runs:
        if run.entity is None:
            run.entity = _short_entity(work, run)
        if run.entity is not None:
            run.entity.last = max(run.entity.last, run.first)
            _give_role(work, run)
    _coordinated(work, [run for run in runs if run.entity is not None])
    for run in runs:
        if run.entity is not None:
            _from_book(work, run.entity)
            _given_name(work, run.entity)
            work.add(_mention(work, run))
    for span in roles:
        owner = work.name_at.get(span.owner_end - 1)
        if owner is not None and owner.kind == "person" and owner.last <= span.owner_end:
            span.owners = span.owners or list(owner.entities)
            span.first = min(span.first, owner.first)
    _successions(work, runs, roles)
    for run in runs:
        _of_person(work, run)


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
        while first < last - 1 and _address(work, first):
            address = _address(work, first)
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
        runs.append(Run(first, last, address=address))
        i = last
    return runs


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
    if i in in_role and not _address(work, i):
        return False
    if token.is_sent_start and token.pos_ not in ("PROPN", "NOUN") and token.ent_type_ != "PERSON":
        return False
    return not (len(word) == 1 and work.word(i + 1) != ".")


def _joins(work: Work, i: int, in_role: set[int]) -> int:
    """How many tokens from ``i`` go on with a name: 1 for a word, 2-3 for "bin Salman", "-Din"."""
    before = work.tokens[i - 1]
    if work.word(i - 1) in (",", ".", "'s"):
        return 0
    if _namey(work, i, in_role):
        return 1
    word = work.words[i]
    if word == "-" and not before.whitespace_ and not work.tokens[i].whitespace_:
        if i + 1 < len(work.words) and _namey(work, i + 1, in_role):
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


def _address(work: Work, i: int) -> str:
    """A form of address at ``i``: "m", "f", "x" (either), or "" for none."""
    word = work.words[i]
    for key, sign in (("address_male", "m"), ("address_female", "f"), ("address", "x")):
        if word in work.books.listed(f"names.{key}"):
            return sign
    return ""


def _link_roles(work: Work, runs: list[Run], roles: list[RoleSpan]) -> None:
    """Join role phrases to the names that they stand beside."""
    ending: dict[int, RoleSpan] = {}
    starting: dict[int, RoleSpan] = {}
    for span in roles:
        if span.role.kind == "person":
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
            span = starting.get(at)
            if span is not None and not span.used and _closes(work, span) and _single(work, span):
                run.apposition, span.used = span, True
        elif work.word(at) == "(" and (span := starting.get(at + 1)) and not span.used:
            if work.word(span.last) == ")":
                run.apposition, span.used = span, True


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
    owned = bool(span.owners) or span.role_last > span.phrase_last or span.determiner != ""
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
        return work.word(at) not in ("told", "said") or not span.determiner == "the"
    return token.is_space or token.tag_ in ("VBN", "VBG")


def _is_person(work: Work, run: Run) -> bool:
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
    # "Wi Sung-lac said" with the label ORG: only an unfamiliar shape of name is taken for one.
    return speaks and lone and (person > 0 or "-" in work.text(run.first, run.last))


def _key(name: str) -> tuple[str, ...]:
    """Words of a name, even in case and hyphens, without initials."""
    parts = name.replace("-", " ").replace(".", " ").lower().split()
    long = [part for part in parts if len(part) > 1]
    return tuple(long or parts)


def _full_entity(work: Work, run: Run) -> Entity:
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


def _short_entity(work: Work, run: Run) -> Entity | None:
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
    if entity.country in _FAMILY_FIRST or _looks_family_first(name):
        return name[0]
    return name[-1]


def _looks_family_first(name: tuple[str, ...]) -> bool:
    """Three short words ("lee jae myung", from "Lee Jae Myung" or "Park Seung-chan")."""
    return (len(name) == 3 and all(len(p) <= 6 for p in name)) or (
        len(name) == 2 and len(name[0]) <= 5 and len(name[1]) <= 6
    )


def _book_person(work: Work, text: str, run: Run | None) -> Entry | None:
    """The one holder of a name in people.tsv at the report's time, if it is certain."""
    entries = in_time(work.books.people.get(text, []), work.document.report.published)
    names = {entry.name for entry in entries}
    if len(names) != 1:
        return None
    entry = entries[0]
    if " " in text or "-" in text:
        return entry
    token = work.tokens[run.first] if run is not None else None
    titled = run is not None and (run.title is not None or bool(run.address))
    if token is not None and not titled and token.ent_type_ not in ("PERSON", "ORG", "GPE", "NORP"):
        return None
    return entry if titled or entry.country in _present(work) else None


def _present(work: Work) -> set[str | None]:
    return {e.country for e in work.entities.values() if e.kind in ("state", "organisation")}


def in_time(entries: list[Entry], published: str | None) -> list[Entry]:
    """Entries that may be meant on a day: offices held then first, else held before."""
    if not published or not entries:
        return entries
    day = published[:10]
    started = [e for e in entries if not e.since or e.since <= day]
    now = [e for e in started if not e.until or day <= e.until]
    return now or started


def _book_entity(work: Work, entry: Entry) -> Entity:
    known = _full(work, _key(entry.name))
    entity = known or work.entity("person", _key(entry.name), entry.name)
    if known is None:
        entity.how = "people.tsv"
    return entity


def _full(work: Work, key: tuple[str, ...]) -> Entity | None:
    return work.entities.get(("person", *key))


def _give_role(work: Work, run: Run) -> None:
    """Role, sectors and country from the phrases beside a name; the fullest role is kept."""
    entity = run.entity
    assert entity is not None
    before = work.name_at.get(run.first - 2) if run.first > 1 else None
    if before is not None and before.kind == "state" and work.word(run.first - 1) in ("'s", "'"):
        entity.give_country(before.entities[0].country)  # "China's Xi Jinping"
    after = _after_of_state(work, run)
    if after is not None and (run.title is not None or run.address):
        entity.give_country(after.entities[0].country)
    if _US_SEAT.match(
        work.document.text, work.tokens[run.last - 1].idx + len(work.tokens[run.last - 1])
    ):
        entity.give_country("USA")
        entity.sectors = entity.sectors or ("LEG",)
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
        if span.sectors and not (entity.sectors and entity.role):
            entity.sectors = span.sectors
        if entity.role is None or (
            len(text) > len(entity.role) and entity.role.lower() in text.lower()
        ):
            entity.role = text
            entity.sectors = span.sectors or entity.sectors


def _of_person(work: Work, run: Run) -> None:
    """ "Putin's spokesman, Dmitry Peskov": the country of the one he speaks for."""
    for span in (run.title, run.apposition):
        if run.entity is not None and span is not None and span.owners:
            owner = span.owners[0]
            if owner.kind == "person" and span.head_word(work) in _RELATIVES:
                run.entity.give_country(owner.country)


def _successions(work: Work, runs: list[Run], roles: list[RoleSpan]) -> None:
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


def _after_of_state(work: Work, run: Run) -> Found | None:
    """ "President Xi Jinping of China": the state after the name."""
    if work.word(run.last) != "of":
        return None
    at = run.last + 1 + (work.word(run.last + 1) == "the")
    found = work.name_at.get(at)
    return found if found is not None and found.first == at and found.kind == "state" else None


def _coordinated(work: Work, runs: list[Run]) -> None:
    """ "Chinese Premier Li Qiang and parliament chairman Zhao Leji": one nationality for both."""
    for left, right in zip(runs, runs[1:], strict=False):
        a, b = left.entity, right.entity
        if a is None or b is None or a is b or b.country or not a.country or right.title is None:
            continue
        title = right.title
        if title.owners or left.title is None or not left.title.owners:
            continue
        between = work.lower[left.last : title.first]
        if between in (["and"], [","], [",", "and"], ["as", "well", "as"], ["&"], ["or"]):
            if {"GOV", "LEG", "MIL", "JUD", "COP", "SPY", "PTY"} & set(b.sectors):
                b.give_country(a.country)


def _from_book(work: Work, entity: Entity) -> None:
    """Fill what the report does not tell from people.tsv; the report's own words win."""
    entries = work.books.people.get(entity.name, [])
    if not entries:
        for alias, found in work.books.people.items() if entity.how == "people.tsv" else ():
            if alias == entity.name:
                entries = found
    entries = in_time(entries, work.document.report.published)
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
    if entity.role is None and entry.role and held and work.document.report.published:
        entity.role = entry.role
    if len(entry.name.split()) >= len(entity.name.split()) and entry.name != entity.name:
        entity.name = entry.name


def _given_name(work: Work, entity: Entity) -> None:
    first = entity.name.split()[0]
    if not entity.gender and " " in entity.name:
        if first in work.books.listed("names.male"):
            entity.gender = "m"
        elif first in work.books.listed("names.female"):
            entity.gender = "f"


def _mention(work: Work, run: Run) -> Found:
    """The mention of a person, with the role phrases that belong to it."""
    entity = run.entity
    assert entity is not None
    first, last = run.first, run.last
    if run.address and first > 0 and _address(work, first - 1):
        first -= 1
    if run.title is not None:
        first = min(first, run.title.first)
    text = work.text(run.first, run.last)
    how = "name" if text == entity.name else f"short for {entity.name}"
    if entity.how == "people.tsv" and text != entity.name:
        how = "people.tsv"
    elif entity.country is None and entity.code == UNKNOWN_CODE:
        how = "name" if text == entity.name else how
    core = (run.first, run.last)
    found = Found(first, last, "person", "actor", [entity], how=how, core=core)
    span = run.title or run.apposition
    found.role = role_text(work, span) if span is not None else None
    of_state = _after_of_state(work, run)
    if of_state is not None and (run.title is not None or run.address):
        found.last = of_state.last
    if run.apposition is not None:
        found.last = max(last, run.apposition.last, run.apposition.role_last)
    return found
