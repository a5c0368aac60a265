"""Role phrases that name no person: officials, institutions and groups, with their country."""

from __future__ import annotations

from dragoman.actors.names import pick_candidate
from dragoman.actors.roles import RoleSpan, first_code, role_text
from dragoman.actors.scene import Scene
from dragoman.actors.work import Entity, Found, Work
from dragoman.document import MentionKind, Usage
from dragoman.records import UNKNOWN_CODE


def add_roles(work: Work, roles: list[RoleSpan], scene: Scene) -> None:
    """Add a mention for each role phrase that is not part of a person's mention."""
    spare = [span for span in roles if not span.used]
    seen: dict[str, Entity] = {}
    listed = work.books.listed
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
        elif _said_before(span) and (before := seen.get(_words_of(work, span, lemma))):
            entities, how = [before], "description"
        elif span.owners and all(owner.kind == "state" for owner in span.owners):
            entities = [owned_role(work, span, owner, lemma) for owner in _distinct(span.owners)]
            how = "role"
        elif not span.owners and (owner := _speakers_state(work, span)) is not None:
            span.owners = [owner]
            entities, how = [owned_role(work, span, owner, lemma)], "speaker's state"
        elif (local := _local(work, span, scene)) is not None:
            span.owners, how = [local[0]], local[1]
            entities = [owned_role(work, span, local[0], lemma)]
        else:
            entities, how = [_single(work, span, lemma)], "role"
        if span.owners and span.role.kind == "institution":
            seen[lemma] = seen[role_text(work, span).lower()] = entities[0]
        unknown = not span.owners and entities[0].code == UNKNOWN_CODE
        if unknown and (lemma in listed("groups.owned") or lemma in listed("groups.generic")):
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


def _said_before(span: RoleSpan) -> bool:
    """ "the government", with nothing that tells it from the one named before."""
    return span.owner_end < 0 and not span.owners and span.determiner in ("the", "this", "that")


def _words_of(work: Work, span: RoleSpan, lemma: str) -> str:
    """What the one named before must be called: "the ministry" any, "the Foreign Ministry" not."""
    return lemma if span.role_last - span.role_first == 1 else role_text(work, span).lower()


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
    for names, offices in work.books.words["descriptions"]["same_office"] if not found else ():
        if phrase in names.split("|"):
            found = [
                entity
                for entity in work.entities.values()
                if entity.kind == "person" and entity.country == country
                and set(offices.split("|")) & entity.titles
            ]  # fmt: skip
    return found[0] if len(found) == 1 else None


_STATE_SECTORS = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "SPY", "OPP", "ELI"))


# Who is of the ground they act on, where nothing else is said: not troops, envoys or reporters.
_OF_THE_GROUND = frozenset("COP OPP CVL LAB EDU REB REL UNS CRM".split())
_FROM_ELSEWHERE = frozenset(("diplomat", "expert", "media", "military"))


def _local(work: Work, span: RoleSpan, scene: Scene) -> tuple[Entity, str] | None:
    """The state of a bare "the army", "police", "protesters", and what showed it."""
    determiner = span.determiner
    if span.owners or span.owner_end >= 0 or determiner in _NOT_HERE or _compound(work, span):
        return None
    if work.word(span.phrase_last) == "of" or span.role.level == "diplomat":
        return None
    lemma = work.tokens[span.head].lemma_.lower()
    if lemma in work.books.listed("groups.owned"):
        return None
    if (keeper := _keeper(work, span)) is not None:
        return keeper, "state of those who hold them"
    sectors, plural = set(span.sectors), work.tokens[span.head].tag_ in ("NNS", "NNPS")
    institution = span.role.kind == "institution"
    forces = span.head_word(work) in ("forces", "force") and work.word(span.role_first) in (
        "government", "security", "regime", "loyalist",
    )  # fmt: skip
    civil = span.role.level not in _FROM_ELSEWHERE and bool(sectors & _OF_THE_GROUND)
    if (civil and (plural or institution or span.role.kind == "group")) or forces:
        anybody = lemma in work.books.listed("groups.generic")
        country = scene.ground(span.head, before=not anybody)
        # "Ukraine's president ... once separatists agreed to talks in Belarus": not of there
        here = scene.near(span.head, 0, acting=True)
        about = country in (scene.home, *scene.sides)
        if country is not None and (about or here <= {country}):
            return work.state(country), "place of the sentence"
    if span.head_word(work) == "administration":  # the word of reports on Washington
        us = "USA" in scene.named and determiner in ("", "the")
        return (work.state("USA"), "the state whose government is called so") if us else None
    if (office := _office_here(work, span, scene)) is not None:
        return office
    if span.head_word(work) == "regime":
        near = scene.near(span.head, 2) - work.books.listed("scene.no_regimes")
        return (work.state(near.pop()), "the one state near") if len(near) == 1 else None
    domestic = institution and determiner in ("", "the") and bool(sectors & _STATE_SECTORS)
    domestic = domestic and not plural
    fighters = civil and plural and bool(sectors & {"REB", "OPP", "COP", "LEG"})
    students = civil and plural and bool(sectors & {"EDU", "LAB"})
    if not (domestic or forces or fighters or students):
        return None
    quiet = "REB" in sectors and scene.home in work.books.listed("scene.no_regimes")
    if scene.home in scene.near(span.head, 3) and scene.home is not None and not quiet:
        return work.state(scene.home), "report's country"
    line = scene.dateline if scene.home in (None, scene.dateline) else None
    if line is not None and not (
        "REB" in sectors or scene.near(span.head, 0, acting=True) - {line}
    ):
        return work.state(line), "dateline"
    near = scene.near(span.head, 1, acting=True)
    if domestic and determiner == "the" and len(near) == 1:
        return work.state(near.pop()), "the one state near"
    return None


def _office_here(work: Work, span: RoleSpan, scene: Scene) -> tuple[Entity, str] | None:
    """ "The president", where nobody of that office is named: the report's country's.

    Members of one state's party, and holders of an office that mostly one state has where it is
    near, are that state's (see ``state_words.tsv``).
    """
    head, plural = work.tokens[span.head], work.tokens[span.head].tag_ in ("NNS", "NNPS")
    bare = span.role_last - span.role_first == 1
    unique = span.head_word(work) in work.books.listed("scene.unique")
    if unique and bare and span.determiner == "the" and not plural and scene.home is not None:
        return work.state(scene.home), "report's country"
    words = {work.words[i] for i in range(span.role_first, span.phrase_last)}
    politics = work.books.politics
    told = [politics[word] for word in sorted(words) if word in politics]
    for word in told:
        if word.row == "party" and word.code in scene.named:
            return work.state(word.code), "party"
    office = politics.get(head.lemma_.lower())
    if office is not None and office.row == "title":
        here = office.code in scene.near(span.head, 3) or scene.home == office.code
        return (work.state(office.code), "the state near") if here else None
    if plural and "LEG" in span.sectors and head.lemma_.lower() in ("lawmaker", "legislator", "mp"):
        houses = {e.country for e in work.entities.values() if "LEG" in e.sectors and e.country}
        if len(houses) == 1 and (house := houses.pop()) in work.books.states:
            return work.state(house), "the one parliament named"
    return None


def _keeper(work: Work, span: RoleSpan) -> Entity | None:
    """ "Cuban authorities detained 20 dissidents": a state holds its own opponents, mostly."""
    if not {"OPP", "LAB", "EDU"} & set(span.sectors) or span.role.level in _FROM_ELSEWHERE:
        return None
    head = work.tokens[span.head]
    verb = head.head
    if head.dep_ not in ("dobj", "npadvmod") or verb.lemma_ not in work.books.listed("scene.holds"):
        return None
    for child in verb.children:
        found = work.name_at.get(child.left_edge.i) if child.dep_ == "nsubj" else None
        inner = found is not None and found.kind == "state" and found.last <= child.i + 1
        if inner and found is not None and found.entities[0].country in work.books.states:
            return work.state(found.entities[0].code)
    return None


_NOT_HERE = frozenset("his her its their our my your another other".split())


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
    if lemma in listed("groups.followers") and any(o.kind == "person" for o in span.owners):
        return False  # "supporters of Morsi"
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


def owned_role(work: Work, span: RoleSpan, owner: Entity, lemma: str) -> Entity:
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
        name = _lowered(work, span)
        adjective = work.books.adjective(owner.code)
        if not _named_after(work, span) and adjective not in name:
            name = f"{adjective} {name}"
    else:
        name = words
        if len(span.owners) > 1:
            name = f"{work.books.adjective(owner.code)} {_lowered(work, span)}"
    key = (owner.code, lemma, "|".join(span.sectors), role_text(work, span).lower())
    entity = work.entity("role", key, name)
    entity.code, entity.country = owner.code, owner.country
    entity.sectors = span.sectors
    entity.role = role_text(work, span)
    entity.plural = work.tokens[span.head].tag_ in ("NNS", "NNPS")
    entity.human = span.role.kind == "person" and not entity.plural
    return entity


def _named_after(work: Work, span: RoleSpan) -> bool:
    """ "the Duval administration": it goes by a person's name and needs no state before it."""
    return span.role_first < span.head and work.tokens[span.role_first].ent_type_ == "PERSON"


def _lowered(work: Work, span: RoleSpan) -> str:
    """The role's words as they stand inside a sentence: "Police" that opens one is "police"."""
    text = role_text(work, span)
    opens = bool(work.tokens[span.role_first].is_sent_start) and not span.prefix
    return text[:1].lower() + text[1:] if opens and not text[1:2].isupper() else text


def _single(work: Work, span: RoleSpan, lemma: str) -> Entity:
    """A role without a state: its organisation's or person's country if there is one."""
    role = role_text(work, span)
    owner = span.owners[0] if span.owners else None
    code, country = first_code(span.owners)
    name = role
    if owner is not None:
        name = f"{owner.name} {role}" if owner.name.lower() not in role.lower() else role
        if owner.kind == "person" and work.word(span.phrase_last) in ("of", "for", "to"):
            name = work.text(span.role_first, max(span.last, span.role_last))
    entity = work.entity("role", (code, lemma, role.lower(), owner.name if owner else ""), name)
    entity.code, entity.country = code if owner is not None else UNKNOWN_CODE, country
    entity.sectors = span.sectors
    if owner is not None and owner.sectors and owner.kind == "organisation":
        # "Hamas commander": of the armed group, not of an army
        entity.sectors = owner.sectors
    entity.role = role
    entity.plural = work.tokens[span.head].tag_ in ("NNS", "NNPS")
    entity.human = span.role.kind == "person" and not entity.plural
    return entity
