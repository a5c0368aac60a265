"""References through somebody else: "his government", "its neighbour", "the visitor".

They come after the pronouns, whose antecedents they need.
"""

from __future__ import annotations

from dragoman.actors.rolementions import owned_role
from dragoman.actors.roles import RoleSpan, role_text
from dragoman.actors.work import Entity, Found, Work
from dragoman.records import UNKNOWN_CODE

_REACH = 2  # sentences in which the other one must have been named


def resolve_others(work: Work, roles: list[RoleSpan]) -> None:
    """Add or complete the mentions whose country a possessor tells."""
    owner_at = {
        found.first: found
        for found in work.found
        if found.kind == "pronoun" and work.tokens[found.first].tag_ == "PRP$"
    }
    at_head = {span.head: span for span in roles}
    role_at = {found.head: found for found in work.found if found.kind in ("role", "group")}
    listed = work.books.listed
    for i, token in enumerate(work.tokens):
        if token.pos_ not in ("NOUN", "PROPN") or i in work.name_at or i in work.traps:
            continue
        lemma = token.lemma_.lower()
        span = at_head.get(i)
        if span is not None and span.used:
            continue
        if lemma in listed("descriptions.visitors"):
            _visitor(work, i, role_at.get(i))
            continue
        others = lemma in listed("descriptions.others")
        states = lemma in listed("descriptions.states")
        if not (others or states or span is not None):
            continue
        first, owner = _owner(work, owner_at, i)
        state = _state(work, owner) if owner is not None else None
        if owner is None or state is None:
            continue
        known = role_at.get(i)
        if others:
            _other(work, i, first, owner, state, known, span)
        elif states and owner.first in owner_at and token.tag_ == "NN":
            _add(work, first, i, "state", state, f"of {owner.entities[0].name}")
        elif span is not None and known is None and lemma in ("people", "population"):
            entity = owned_role(work, span, state, lemma)  # "against his own people"
            _add(work, first, i, "role", entity, f"of {owner.entities[0].name}")
        elif span is not None and known is not None and owner.first in owner_at:
            hostile = {"REB", "CRM", "UNS"} & set(span.sectors)  # "his captors"
            open_case = known.entities[0].code == UNKNOWN_CODE and not hostile
            if open_case and known.entities[0].kind == "role":
                known.entities = [owned_role(work, span, state, lemma)]
                known.how = f"of {owner.entities[0].name}"


def _add(work: Work, first: int, i: int, kind: str, entity: Entity, how: str) -> None:
    if work.tokens[i].dep_ in ("compound", "poss") or work.word(i + 1) in ("'s", "'"):
        usage = "modifier"
    else:
        usage = "actor"
    assert kind in ("state", "role")
    found = Found(
        first, i + 1, "state" if kind == "state" else "role", "actor", [entity],
        how=how, core=(i, i + 1), head=i,
    )  # fmt: skip
    if usage == "modifier":
        found.usage = "modifier"
    work.add(found, names=False)


def _owner(work: Work, owner_at: dict[int, Found], i: int) -> tuple[int, Found | None]:
    """Where the noun phrase of ``i`` begins, and the mention that owns it."""
    for j in work.before(i):
        if i - j > 4:
            break
        found = owner_at.get(j)
        if found is not None:
            return j, found
        named = work.name_at.get(j - 1)
        if work.word(j) in ("'s", "'") and named is not None and named.last == j:
            return named.first, named
        if work.tokens[j].pos_ not in ("ADJ", "NOUN", "ADV", "NUM", "PROPN"):
            break
    return i, None


def _state(work: Work, owner: Found) -> Entity | None:
    """The one state of an owner: itself, or its official's or institution's."""
    countries = {entity.country for entity in owner.entities}
    if len(countries) != 1:
        return None
    country = countries.pop()
    return work.state(country) if country is not None and country in work.books.states else None


def _other(
    work: Work, i: int, first: int, owner: Found, state: Entity, known: Found | None,
    span: RoleSpan | None,
) -> None:  # fmt: skip
    """ "its neighbour", "his counterpart": the one other state near, unless it is named here."""
    after = i + 1 + (work.word(i + 1) == ",")
    after += work.word(after) in ("the", "and")
    if after in work.name_at or work.tokens[i].tag_ in ("NNS", "NNPS"):
        return
    if known is not None and known.entities[0].code not in (UNKNOWN_CODE, state.code):
        return  # "his counterpart in Khartoum", "her French counterpart"
    if span is not None and span.owners and span.owners[0].country != state.code:
        return
    here = work.sentence[i]
    counts: dict[str, float] = {}
    for found in work.found:
        back = here - work.sentence[found.first]
        if not 0 <= back <= _REACH or found.first >= first or found.usage == "source":
            continue
        for entity in found.entities:
            country = entity.country
            if country and country != state.code and country in work.books.states:
                counts[country] = counts.get(country, 0.0) + (2.0 if back < 2 else 1.0)
    ranked = sorted(counts, key=lambda country: -counts[country])
    if not ranked or (len(ranked) > 1 and counts[ranked[0]] < 2 * counts[ranked[1]]):
        return
    other = work.state(ranked[0])
    how = f"{work.lower[i]} of {owner.entities[0].name}"
    lemma = work.tokens[i].lemma_.lower()
    if lemma not in ("counterpart", "host"):
        if known is not None:
            known.entities, known.how = [other], how
        else:
            _add(work, first, i, "state", other, how)
        return
    if lemma == "host":
        person: Entity | None = _host(work, other, i)
    else:
        person = _same_office(work, owner, other)
        if person is None and span is not None:
            person = _counterpart(work, owner, other, span)
    if person is not None and known is not None:
        known.entities, known.how = [person], how
    elif person is not None:
        _add(work, first, i, "role", person, how)


def _same_office(work: Work, owner: Found, other: Entity) -> Entity | None:
    """The other state's named holder of the office that the owner holds."""
    heads = {title.split()[-1] for title in owner.entities[0].titles if title}
    found = [
        entity
        for entity in work.entities.values()
        if entity.kind == "person" and entity.country == other.code
        and heads & {title.split()[-1] for title in entity.titles if title}
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _host(work: Work, other: Entity, i: int) -> Entity:
    """The person of the other state named last, else the state."""
    for found in sorted(work.found, key=lambda found: -found.first):
        entity = found.entities[0]
        if found.first < i and entity.kind == "person" and entity.country == other.code:
            return entity
    return other


def _counterpart(work: Work, owner: Found, other: Entity, span: RoleSpan) -> Entity:
    """An official of the other state whom the report does not name: "Sudan foreign minister"."""
    office = owner.entities[0].role or role_text(work, span)
    entity = work.entity("role", (other.code, "counterpart", office), f"{other.name} {office}")
    entity.code, entity.country = other.code, other.country
    entity.sectors = owner.entities[0].sectors or ("GOV",)
    entity.role = office
    return entity


def _visitor(work: Work, i: int, known: Found | None) -> None:
    """ "the visitor": the one person who visits or arrives in the sentences before."""
    if work.word(i - 1) != "the" or work.tokens[i].tag_ != "NN":
        return
    visits = work.books.listed("descriptions.visits")
    guests: list[Entity] = []
    for found in work.found:
        if found.kind not in ("person", "pronoun") or found.first >= i:
            continue
        if work.sentence[i] - work.sentence[found.first] > 8 or len(found.entities) != 1:
            continue
        entity = found.entities[0]
        head = work.tokens[found.head if found.head >= 0 else work.head(*found.core)]
        moves = head.dep_ in ("nsubj", "nsubjpass", "poss") and head.head.lemma_ in visits
        if entity.kind == "person" and moves and entity not in guests:
            guests.append(entity)
    if len(guests) != 1:
        return
    if known is not None:
        known.entities, known.how = guests, "description"
    else:
        _add(work, i - 1, i, "role", guests[0], "description")
