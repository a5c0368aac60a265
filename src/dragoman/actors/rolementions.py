"""Role phrases that name no person: officials, institutions and groups, with their country."""

from __future__ import annotations

from dragoman.actors.names import pick_candidate
from dragoman.actors.roles import RoleSpan, first_code, role_text
from dragoman.actors.work import Entity, Found, Work
from dragoman.document import MentionKind, Usage
from dragoman.records import UNKNOWN_CODE


def add_roles(work: Work, roles: list[RoleSpan]) -> None:
    """Add a mention for each role phrase that is not part of a person's mention."""
    spare = [span for span in roles if not span.used]
    home = _home(work)
    seen: dict[str, Entity] = {}
    for span in sorted(spare, key=lambda span: span.head):
        if span.head in work.traps or span.head in work.name_at:
            continue
        if work.sentence[span.head] in work.headline and not span.owners:
            continue
        lemma = work.tokens[span.head].lemma_.lower()
        if _no_actor(work, span, lemma):
            continue
        _book_owner(work, span)
        _plural_owner(work, span)
        if lemma in ("member", "counterpart") and _stands_for(work, span, lemma):
            continue
        holder = _holder(work, span)
        if holder is not None:
            entities, how = [holder], f"office of {holder.name}"
        elif not span.owners and span.determiner in ("the", "this", "that") and lemma in seen:
            entities, how = [seen[lemma]], "description"
        elif span.owners and all(owner.kind == "state" for owner in span.owners):
            entities = [_owned(work, span, owner, lemma) for owner in _distinct(span.owners)]
            how = "role"
        elif not span.owners and (owner := _speakers_state(work, span)) is not None:
            span.owners = [owner]
            entities, how = [_owned(work, span, owner, lemma)], "speaker's state"
        elif home is not None and _domestic(work, span, home):
            span.owners = [home]
            entities, how = [_owned(work, span, home, lemma)], "report's country"
        else:
            entities, how = [_single(work, span, lemma)], "role"
        if span.owners and span.role.kind == "institution":
            seen[lemma] = entities[0]
        if not span.owners and lemma in work.books.listed("groups.owned"):
            continue
        usage: Usage = "modifier" if _compound(work, span) else "actor"
        if usage == "modifier" and (not span.owners or span.role.kind != "institution"):
            continue
        kind: MentionKind = "role" if span.role.kind in ("person", "institution") else "group"
        first, last = span.first, max(span.last, span.role_last)
        work.add(
            Found(
                first, last, kind, usage, entities, how=how,
                core=(span.role_first, span.phrase_last), head=span.head,
            ),
            names=False,
        )  # fmt: skip


def _holder(work: Work, span: RoleSpan) -> Entity | None:
    """ "the Russian president", where the report names one: that person."""
    if len(span.owners) != 1 or span.owners[0].kind != "state" or span.role.kind != "person":
        return None
    if span.determiner not in ("the", "") or work.tokens[span.head].tag_ in ("NNS", "NNPS"):
        return None
    phrase = role_text(work, span).lower()
    if phrase.startswith(("former ", "late ", "ex-", "new ", "next ", "first ")):
        return None
    country = span.owners[0].country
    found = [
        entity
        for entity in work.entities.values()
        if entity.kind == "person" and entity.country == country
        and any(title == phrase or title == span.role.phrase for title in entity.titles)
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


_STATE_SECTORS = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "SPY", "OPP", "ELI"))


def _home(work: Work) -> Entity | None:
    """The state that a report is about: seven of ten of its names of states are this one's."""
    counts: dict[str, int] = {}
    for found in work.found:
        if found.kind in ("state", "person"):
            for entity in found.entities:
                if entity.country:
                    counts[entity.country] = counts.get(entity.country, 0) + 1
    total = sum(counts.values())
    if total < 3:
        return None
    code = max(counts, key=lambda code: counts[code])
    return work.state(code) if counts[code] >= 0.7 * total else None


def _domestic(work: Work, span: RoleSpan, home: Entity) -> bool:
    """ "the army", "the government" soon after the report's own state was named."""
    if span.owners or span.owner_end >= 0 or not set(span.sectors) & _STATE_SECTORS:
        return False
    if span.head_word(work) == "administration" and home.code != "USA":
        return False  # the word of reports on Washington
    bare = span.determiner == "" and span.role.kind == "institution"
    if span.role.kind == "group" or not (span.determiner == "the" or bare):
        return False
    if work.word(span.phrase_last) == "of" or _compound(work, span):
        return False
    here = work.sentence[span.head]
    return any(
        0 <= here - work.sentence[found.first] <= 3 and home in found.entities
        for found in work.found
        if found.kind == "state" and found.first < span.head
    )


def _speakers_state(work: Work, span: RoleSpan) -> Entity | None:
    """ "Takaichi told parliament": the speaker's own state's parliament."""
    if span.determiner not in ("", "the") or "LEG" not in span.sectors:
        return None
    head = work.tokens[span.head]
    verb = head.head if head.dep_ in ("dobj", "dative", "pobj", "iobj") else None
    if verb is not None and verb.dep_ == "prep":
        verb = verb.head
    if verb is None or verb.lemma_ not in work.books.listed("speech.verbs"):
        return None
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            found = work.name_at.get(child.i)
            if found is not None and found.kind == "person":
                country = found.entities[0].country
                if country in work.books.states and country is not None:
                    return work.state(country)
    return None


def _distinct(owners: list[Entity]) -> list[Entity]:
    return list(dict.fromkeys(owners))


def _no_actor(work: Work, span: RoleSpan, lemma: str) -> bool:
    """Allies and rivals (of whom?), arms and vessels: nouns that denote no actor by themselves."""
    listed = work.books.listed
    if lemma in listed("groups.deeds") and span.role.phrase == lemma:
        return work.tokens[span.head].tag_ not in ("NNS", "NNPS")
    return lemma in listed("groups.relational") or lemma in listed("groups.equipment")


def _compound(work: Work, span: RoleSpan) -> bool:
    """ "military action", "specialist divers": the role noun only modifies the next noun."""
    at = span.phrase_last
    if at >= len(work.tokens) or not work.same_sentence(span.head, at):
        return False
    head, after = work.tokens[span.head], work.tokens[at]
    if head.tag_ in ("NNS", "NNPS") and head.dep_ != "compound":
        return False
    nominal = after.pos_ in ("NOUN", "PROPN") and not after.is_punct
    return nominal and (head.dep_ in ("compound", "amod", "nmod") or head.head.i == at)


def _plural_owner(work: Work, span: RoleSpan) -> None:
    """ "officials from both countries": the two that "both countries" means."""
    at = span.phrase_last
    if span.owners or work.word(at) not in ("from", "of", "in"):
        return
    for found in work.found:
        if found.kind == "plural" and at < found.first <= at + 2:
            span.owners = [work.state(e.country) for e in found.entities if e.country]
            span.last = max(span.last, found.last)


def _stands_for(work: Work, span: RoleSpan, lemma: str) -> bool:
    """ "members of the Taliban" are the Taliban; "her French counterpart" may be named."""
    entities: list[Entity] = []
    if lemma == "member":
        if len(span.owners) == 1 and span.owners[0].kind == "organisation":
            entities = span.owners
    elif span.owners:
        subject = next(
            (
                f
                for i in work.before(span.head)
                if (f := work.name_at.get(i)) and f.kind == "person"
            ),
            None,
        )
        office = subject.entities[0] if subject is not None else None
        if office is not None:
            span.sectors = office.sectors
            heads = {title.split()[-1] for title in office.titles}
            entities = [
                e for e in work.entities.values()
                if e.kind == "person" and e.country == span.owners[0].country
                and heads & {title.split()[-1] for title in e.titles}
            ][:1]  # fmt: skip
    if not entities:
        return False
    work.add(
        Found(
            span.first, max(span.last, span.role_last), "role", "actor", list(entities),
            how=lemma, core=(span.role_first, span.phrase_last), head=span.head,
        ),
        names=False,
    )  # fmt: skip
    return True


def _book_owner(work: Work, span: RoleSpan) -> None:
    """ "Congress", "the National Assembly": the country that the report or the book decides."""
    if span.owners or not work.capital(span.head):
        return
    candidates, default = work.books.ambiguous.get(
        work.text(span.role_first, span.phrase_last), ((), "")
    )
    states = tuple(code for code in candidates if code in work.books.states)
    if states:
        code = pick_candidate(work, states, default)
        if code in work.books.states and code is not None:
            span.owners = [work.state(code)]


def _owned(work: Work, span: RoleSpan, owner: Entity, lemma: str) -> Entity:
    """A state's institution, officials or group: one entity for a state, sector and head."""
    words = work.text(span.first, max(span.last, span.role_last))
    for determiner in ("the ", "a ", "an ", "some ", "these ", "those ", "that ", "this "):
        if words.lower().startswith(determiner):
            words = words[len(determiner) :]
    inside = any(
        owner in found.entities
        for i in range(span.first, span.last)
        if (found := work.name_at.get(i))
    )
    if not inside:
        name = f"{owner.name} {role_text(work, span)}"
    else:
        name = words if len(span.owners) == 1 else f"{owner.name} {role_text(work, span)}"
    key = (owner.code, lemma, "|".join(span.sectors), role_text(work, span).lower())
    entity = work.entity("role", key, name)
    entity.code, entity.country = owner.code, owner.country
    entity.sectors = span.sectors
    entity.role = role_text(work, span)
    entity.plural = work.tokens[span.head].tag_ in ("NNS", "NNPS")
    return entity


def _single(work: Work, span: RoleSpan, lemma: str) -> Entity:
    """A role without a state: its organisation's or person's country if there is one."""
    role = role_text(work, span)
    owner = span.owners[0] if span.owners else None
    code, country = first_code(span.owners)
    name = role
    if owner is not None:
        name = f"{owner.name} {role}" if owner.name.lower() not in role.lower() else role
    entity = work.entity("role", (code, lemma, role.lower(), owner.name if owner else ""), name)
    entity.code, entity.country = code if owner is not None else UNKNOWN_CODE, country
    entity.sectors = span.sectors
    if owner is not None and owner.sectors and owner.kind == "organisation":
        # "Hamas commander": of the armed group, not of an army
        entity.sectors = owner.sectors
    entity.role = role
    entity.plural = work.tokens[span.head].tag_ in ("NNS", "NNPS")
    return entity
