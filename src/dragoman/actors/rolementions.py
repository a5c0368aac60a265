"""Role phrases that name no person: officials, institutions and groups, with their country."""

from __future__ import annotations

from dragoman.actors.names import pick_candidate
from dragoman.actors.roles import RoleSpan, first_code, role_text
from dragoman.actors.work import Entity, Found, Work
from dragoman.document import MentionKind
from dragoman.records import UNKNOWN_CODE


def add_roles(work: Work, roles: list[RoleSpan]) -> None:
    """Add a mention for each role phrase that is not part of a person's mention."""
    spare = [span for span in roles if not span.used]
    seen: dict[str, Entity] = {}
    for span in sorted(spare, key=lambda span: span.head):
        if span.head in work.traps or span.head in work.name_at:
            continue
        if work.sentence[span.head] in work.headline and not span.owners:
            continue
        lemma = work.tokens[span.head].lemma_.lower()
        _book_owner(work, span)
        if not span.owners and span.determiner in ("the", "this", "that") and lemma in seen:
            entities, how = [seen[lemma]], "description"
        elif span.owners and all(owner.kind == "state" for owner in span.owners):
            entities = [_owned(work, span, owner, lemma) for owner in _distinct(span.owners)]
            how = "role"
        else:
            entities, how = [_single(work, span, lemma)], "role"
        if span.owners and span.role.kind == "institution":
            seen[lemma] = entities[0]
        kind: MentionKind = "role" if span.role.kind in ("person", "institution") else "group"
        first, last = span.first, max(span.last, span.role_last)
        work.add(
            Found(
                first, last, kind, "actor", entities, how=how,
                core=(span.role_first, span.phrase_last), head=span.head,
            ),
            names=False,
        )  # fmt: skip


def _distinct(owners: list[Entity]) -> list[Entity]:
    return list(dict.fromkeys(owners))


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
    entity.sectors = span.sectors or (owner.sectors if owner is not None else ())
    entity.role = role
    entity.plural = work.tokens[span.head].tag_ in ("NNS", "NNPS")
    return entity
