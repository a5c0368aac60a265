"""References back: "the president", "the two leaders", "both nations", "the island", he, its.

Precision first: where the text leaves it open, there is no mention.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from dragoman.actors.pronouns import resolve_pronouns
from dragoman.actors.roles import RoleSpan
from dragoman.actors.work import Entity, Found, Work
from dragoman.document import MentionKind

__all__ = ["resolve_descriptions", "resolve_pronouns"]

_REACH = 3  # sentences to look back
_CLEAR = 0.45  # by how much one state must be the likelier


def resolve_descriptions(work: Work, roles: list[RoleSpan]) -> None:
    """Add mentions for definite descriptions that the report resolves."""
    at_head = {span.head: span for span in roles}
    order = sorted(work.found, key=lambda found: found.first)
    for i, token in enumerate(work.tokens):
        lemma = token.lemma_.lower()
        if token.pos_ not in ("NOUN", "PROPN") or i in work.name_at or i in work.traps:
            continue
        span = at_head.get(i)
        if span is not None and span.used:
            continue
        first, determiner = _determiner(work, i)
        if determiner == "":
            continue
        plural = token.tag_ in ("NNS", "NNPS")
        entities: list[Entity] = []
        kind: MentionKind = "plural"
        if plural and lemma in work.books.listed("descriptions.pairs"):
            if span is not None and span.owners:
                continue
            entities = _pair(work, order, i, first, determiner, lemma)
        elif not plural and determiner == "the":
            entities, kind = _one(work, order, i, first, lemma, span)
        if not entities:
            continue
        if span is not None:
            span.used = True
        last = i + 1
        work.add(
            Found(first, last, kind, "actor", entities, how="description", core=(i, last), head=i)
        )
        if work.word(last) in ("'s", "'") or token.dep_ in ("compound", "poss"):
            work.found[-1].usage = "modifier"


def _determiner(work: Work, i: int) -> tuple[int, str]:
    """The first token of a definite noun phrase headed by ``i``, and how it begins."""
    j = i - 1
    while j >= 0 and i - j <= 4 and work.same_sentence(j, i):
        word = work.word(j)
        if word == "two" and work.word(j - 1) in ("'s", "'", "our", "your", "my", "these"):
            return i, ""
        if word in ("two", "both"):
            first = j - 1 if work.word(j - 1) in ("the", "these", "those", "their") else j
            return first, "two"
        if word in ("the", "these", "those"):
            return j, "the"
        if work.tokens[j].pos_ not in ("ADJ", "NOUN", "ADV") or j in work.name_at:
            return i, ""
        if j + 1 == i and work.word(j) in ("other", "same", "whole", "first", "second", "third"):
            return i, ""
        j -= 1
    return i, ""


def _pair(
    work: Work, order: list[Found], i: int, first: int, determiner: str, lemma: str
) -> list[Entity]:
    """The two that "the two leaders" or "both nations" means."""
    people = lemma in work.books.listed("descriptions.pair_people")
    comma, after = work.word(i + 1) == ",", work.name_at.get(i + 2)
    if comma and after is not None and work.word(after.last) == "and":
        return []  # "the two allies, Russia and Iran,": named at once
    if determiner != "two" and not (
        first + 1 == i and lemma in work.books.listed("descriptions.bare_pairs")
    ):
        return []
    doer = _doer(work, i)
    nearby = [
        found
        for found in reversed(order)
        if found.first < first
        and work.sentence[i] - work.sentence[found.first] <= _REACH
        # "France congratulated the two countries": not itself
        and not (doer is not None and found.first <= doer < found.last)
    ]
    chosen, sentences = _candidates(work, nearby, i, lemma, people=people)
    if people and len(chosen) < 2 and determiner == "two" and lemma != "man":
        return _told_of(work, order, first, doer)  # "both presidents", whom nobody has named
    if determiner != "two" and len(chosen) != 2:
        return []
    if not people and (sentences > 1 or len(chosen) > 2):
        joined = _joined_pair(work, nearby, chosen) if len(chosen) > 2 else []
        told = [] if joined else _told_of(work, order, first, doer)
        if told:
            return told
    if len(chosen) > 2:
        chosen = _joined_pair(work, nearby, chosen) or _salient(order, chosen)
    if len(chosen) != 2:
        return []
    return [
        e if people or e.country not in work.books.states else work.state(e.country or "")
        for e in reversed(chosen)
    ]


def _candidates(
    work: Work, nearby: list[Found], i: int, lemma: str, *, people: bool
) -> tuple[list[Entity], int]:
    """The parties of the nearest sentences that name two, and how many sentences it took."""
    seen: dict[str, Entity] = {}
    here, sentences = work.sentence[i], 0
    for found in nearby:
        if work.sentence[found.first] != here:
            if len(seen) >= 2:
                break
            here = work.sentence[found.first]
            sentences += bool(seen)
        if found.usage == "place" and found.entry is not None and found.entry.kind != "state":
            continue  # "dined in Buenos Aires": Argentina is no party
        for entity in found.entities:
            if people and not (entity.kind == "person" and _leads(entity)):
                continue
            key = entity.country or ""
            party = entity.kind == "organisation" and not entity.code.startswith("IGO")
            if lemma == "side" and party and found.usage != "source":
                key = entity.country or entity.code.strip("-")
            elif not people and entity.kind not in ("state", "person"):
                continue
            if key and key not in seen:
                seen[key] = entity
    return list(seen.values()), sentences + 1


def _told_of(work: Work, order: list[Found], first: int, doer: int | None) -> list[Entity]:
    """The two states that a report is about: last joined by "and", else named most by far."""
    before = [found for found in order if found.first < first]
    apart = [f for f in before if doer is not None and f.first <= doer < f.last]
    barred = {entity.country for found in apart for entity in found.entities}
    for found in reversed(before):
        other = work.name_at.get(found.last + 1)
        if found.kind != "state" or work.word(found.last) != "and" or other is None:
            continue
        pair = [found.entities[0].country, other.entities[0].country]
        plain = other.kind == "state" and "place" not in (found.usage, other.usage)
        listed = work.word(found.first - 1) == ","
        if plain and not listed and None not in pair and not barred & set(pair):
            return [work.state(code) for code in dict.fromkeys(pair) if code]
    named = {e.country for found in before for e in found.entities}
    if len(work.sides) == 2 and work.sides <= named and not work.sides & barred:
        return [work.state(code) for code in sorted(work.sides)]
    return []


def _leads(entity: Entity) -> bool:
    return not entity.sectors or bool({"GOV", "LEG", "ELI", "PTY", "MIL"} & set(entity.sectors))


def _joined_pair(work: Work, nearby: list[Found], chosen: list[Entity]) -> list[Entity]:
    """Two of them that the text joins: "China and Japan", "China-Japan"."""
    countries = {e.country: e for e in chosen}
    for found in nearby:
        join = work.word(found.last)
        after = work.name_at.get(found.last + 1)
        if join in ("and", "-", "–") and after is not None and found.entities and after.entities:
            a, b = found.entities[0].country, after.entities[0].country
            if a in countries and b in countries and a != b:
                return [countries[b], countries[a]]
    return []


def _salient(order: list[Found], chosen: list[Entity]) -> list[Entity]:
    """The two named most often in the report, if the third is clearly behind."""
    counts = {e.country: 0 for e in chosen}
    for found in order:
        for entity in found.entities:
            if entity.country in counts:
                counts[entity.country] += 1
    ranked = sorted(chosen, key=lambda e: -counts[e.country])
    if counts[ranked[1].country] < 1.5 * counts[ranked[2].country]:
        return []
    return ranked[:2]


def _one(
    work: Work, order: list[Found], i: int, first: int, lemma: str, span: RoleSpan | None
) -> tuple[list[Entity], MentionKind]:
    """The one that "the president", "the country" or "the island" means."""
    if lemma in work.books.listed("descriptions.states") and _bare(work, i):
        return _state(work, order, i, first), "state"
    if lemma == "island" and _bare(work, i):
        islands = work.books.listed("descriptions.islands")
        if work.word(i - 1) in ("governed", "ruled", "self-governed", "self-ruled", "-"):
            islands = frozenset(("TWN",))
        return _recent(order, work, i, lambda e: e.code in islands), "state"
    for noun, codes in work.books.words["descriptions"]["blocs"]:
        if lemma == noun and _bare(work, i):
            return _recent(order, work, i, _coded(codes.split("|"))), "organisation"
    if lemma in work.books.listed("descriptions.bodies") and _bare(work, i) and first + 1 == i:
        named = _recent(
            order, work, i,
            lambda e: e.kind == "organisation" and e.name.lower().split()[-1] == lemma, reach=8,
        )  # fmt: skip
        if named:
            return named, "organisation"
    if span is not None and span.role.kind == "person" and not span.owners:
        if span.role_last > span.phrase_last or span.determiner not in ("the",):
            return [], "role"
        head = span.head_word(work)
        phrase = work.text(span.role_first, span.phrase_last).lower()
        other = _clause_subject(work, i)
        exact = _recent(
            order,
            work,
            i,
            lambda e: (
                e.kind == "person"
                and e is not other
                and any(phrase == t or t.endswith(" " + phrase) for t in e.titles)
            ),
            reach=8,
        )
        if exact:
            return exact, "role"
        if span.role_last - span.role_first > 1:
            return [], "role"
        return _recent(
            order, work, i,
            lambda e: (
                e.kind == "person"
                and e is not other
                and any(t.split()[-1] == head for t in e.titles)
            ),
            reach=5,
        ), "role"  # fmt: skip
    return [], "role"


def _doer(work: Work, i: int) -> int | None:
    """The subject's token of the clause whose object holds ``i``."""
    return _subject_of_clause(work, i, reach=4)


def _subject_of_clause(work: Work, i: int, reach: int) -> int | None:
    """The subject before ``i`` of the nearest verb over it, at most ``reach`` steps up."""
    token = work.tokens[i]
    for _ in range(reach):
        if token.dep_ in ("nsubj", "nsubjpass") or token.head.i == token.i:
            return None
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            subject = next((c for c in token.children if c.dep_ == "nsubj" and c.i < i), None)
            return subject.i if subject is not None else None
    return None


def _clause_subject(work: Work, i: int) -> Entity | None:
    """The person whose act the description stands in: "Moon echoed the president's warning"."""
    subject = _subject_of_clause(work, i, reach=6)
    found = work.name_at.get(subject) if subject is not None else None
    return found.entities[0] if found is not None and found.kind == "person" else None


def _coded(codes: list[str]) -> Callable[[Entity], bool]:
    return lambda entity: entity.code in codes


def _bare(work: Work, i: int) -> bool:
    return work.word(i + 1) not in ("of", "-") and work.tokens[i].dep_ != "compound"


def _recent(
    order: list[Found], work: Work, i: int, fits: Callable[[Entity], bool], reach: int = _REACH
) -> list[Entity]:
    """The last entity before ``i`` that fits, within reach; of several, the far more named."""
    seen: dict[int, Entity] = {}
    for found in reversed(order):
        if found.first >= i:
            continue
        if work.sentence[i] - work.sentence[found.first] > reach:
            break
        for entity in found.entities:
            if fits(entity):
                seen.setdefault(id(entity), entity)
    if len(seen) < 2:
        return list(seen.values())
    counts = {key: sum(entity in found.entities for found in order) for key, entity in seen.items()}
    nearest = next(iter(seen))
    most = max(counts, key=lambda key: counts[key])
    return [seen[most if counts[most] >= 3 * counts[nearest] else nearest]]


def _state(work: Work, order: list[Found], i: int, first: int) -> list[Entity]:
    """The state that "the country" means: the topic, never the one it stands in apposition to."""
    barred: set[int] = set()
    if work.word(first - 1) == ",":
        left = work.name_at.get(first - 2)
        if left is not None and left.last == first - 1:
            barred = {id(e) for e in left.entities}
    scores: dict[str, tuple[float, Entity]] = {}
    for found in reversed(order):
        if found.first >= first:
            continue
        back = work.sentence[i] - work.sentence[found.first]
        if back > 2:
            break
        for entity in found.entities:
            if not entity.country or entity.country not in work.books.states:
                continue
            state = work.state(entity.country)
            if id(state) in barred or entity.kind not in ("state", "person", "role"):
                continue
            head = work.tokens[work.head(*found.core)]
            subject = head.dep_ in ("nsubj", "nsubjpass", "poss")
            score = 2.0 if subject else 1.0
            if head.head.dep_ == "relcl":
                score = 1.0  # "the bomb that America dropped": beside the topic
            if found.kind == "state" and found.usage == "place":
                score += 0.5
            elif _faces_subject(work, found, head):
                score = 1.6  # "Russia attacked Ukraine. The country ...": either
            if subject and head.conjuncts:
                other = work.name_at.get(head.conjuncts[0].i)
                score -= 0.5 * (other is not None and entity not in other.entities)
            score -= 0.9 * back
            if score > scores.get(state.code, (0.0, state))[0]:
                scores[state.code] = (score, state)
    ranked = sorted(scores.values(), key=lambda pair: -pair[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _CLEAR):
        return []
    return [ranked[0][1]]


def _faces_subject(work: Work, found: Found, head: Token) -> bool:
    """A state at which another's act is aimed: "the country" may be either."""
    if found.kind != "state" or head.dep_ not in ("dobj", "conj"):
        return False
    subject = next((c for c in head.head.children if c.dep_ == "nsubj"), None)
    actor = work.name_at.get(subject.i) if subject is not None else None
    return head.dep_ == "conj" or (actor is not None and actor.entities != found.entities)
