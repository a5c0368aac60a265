"""What one clause alone does not tell: threats by condition, unsaid parties, events told again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import msgspec
from spacy.tokens import Token

from dragoman.actors.lookup import actors_of
from dragoman.codebooks import read_table
from dragoman.document import Document
from dragoman.events import syntax
from dragoman.events.arguments import is_official
from dragoman.events.coder import HOSTILE
from dragoman.events.draft import Draft
from dragoman.records import UNKNOWN_CODE, Actor

_MODE_OF_THREAT = {
    "ASSAULT": "violence", "MOBILIZE": "violence", "SANCTION": "relations", "COERCE": "restrict",
}  # fmt: skip
_MODE_OF_REQUEST = {"AID": "assist", "CONSULT": "meet", "SUPPORT": "assist", "COOPERATE": "assist",
                    "RETREAT": "yield", "CONCEDE": "yield"}  # fmt: skip
_REPORTING = frozenset(
    {"report", "detect", "say", "track", "monitor", "observe", "confirm", "note"}
)
_OWN_ACT = frozenset(
    {"claim", "announce", "confirm", "admit", "acknowledge", "declare", "hail", "say"}
)
_LOOK_BACK = 4  # sentences in which "the talks" may point back


def threats(drafts: list[Draft]) -> list[Draft]:
    """A hostile act that its own side says it could do is a threat, not the act.

    "Tokyo could deploy its forces if China were to attack" said by Tokyo's prime minister is
    THREATEN by Japan, to China; the deployment is not shown, the attack stays possible.
    """
    for draft in drafts:
        if draft.type not in HOSTILE or draft.status not in ("possible", "planned"):
            continue
        speaker = _speaker(draft)
        if speaker is None or not is_official(speaker):
            continue
        same_side = any(a.code == speaker.code != UNKNOWN_CODE for a in draft.actors) or (
            speaker.code == UNKNOWN_CODE and bool({"GOV", "MIL"} & set(speaker.sectors))
        )  # a minister whose state the report does not name speaks of his own state's acts
        conditional = draft.reading.conditional and not _is_condition(draft)
        modal = draft.reading.modal in ("could", "may", "might", "would", "can", "will")
        violent = draft.type in ("ASSAULT", "MOBILIZE")
        if not same_side or not (conditional or (modal and violent)):
            continue
        if _is_condition(draft):
            continue
        to = draft.recipients or _condition_actors(draft)
        draft.notes.append(f"threat of {draft.type}")
        draft.mode = _MODE_OF_THREAT[draft.type]
        draft.type = "THREATEN"
        draft.status = "actual"
        draft.bare = False
        own = {speaker.code, *(a.code for a in draft.actors)}
        draft.recipients = tuple(a for a in to if a.code not in own)
    return drafts


def _is_condition(draft: Draft) -> bool:
    """Whether the predicate itself stands in the "if" clause."""
    token = draft.token
    for _ in range(5):
        if any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in token.children):
            return True
        if token.head == token or token.dep_ == "ccomp":
            return False
        token = token.head
    return False


def _condition_actors(draft: Draft) -> tuple[Actor, ...]:
    document = draft.predicate.document
    for child in draft.token.children:
        if child.dep_ == "advcl" and any(m.lower_ in ("if", "unless") for m in child.children):
            found = [a for t in syntax.surface_subjects(child) for a in actors_of(document, t)]
            if found:
                return tuple(found)
    return ()


def _speaker(draft: Draft) -> Actor | None:
    at = draft.token.idx
    for statement in draft.predicate.document.statements:
        if any(span.start <= at < span.end for span in statement.content):
            return statement.speaker
    return None


def consumed(drafts: list[Draft]) -> list[Draft]:
    """Leave out what another event's complement tells: "agreed to send aid" is one event."""
    by_token: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_token.setdefault(draft.token.i, []).append(draft)
    dropped: set[int] = set()
    for draft in drafts:
        _promised_blow(draft)
        if draft.entry.complement == "keep" and draft.type != "THREATEN":
            continue
        for inner in _governed_tokens(draft):
            for other in by_token.get(inner.i, ()):
                if other is draft:
                    continue
                if draft.entry.complement == "alleged":
                    _alleged_act(draft, other)
                elif draft.entry.complement == "negated":
                    if other.type in ("ACCUSE", "REQUEST", "REJECT", "THREATEN"):
                        dropped.add(id(other))  # "denied the allegations": others made them
                    other.status = "negated"
                elif draft.type == other.type == "CONSULT":
                    continue
                elif _is_threat(draft, other):
                    _make_threat(draft, other.type)
                    draft.recipients = draft.recipients or other.recipients
                    dropped.add(id(other))
                else:
                    _mode_from(draft, other)
                    dropped.add(id(other))
    return [d for d in drafts if id(d) not in dropped]


def _is_threat(draft: Draft, act: Draft) -> bool:
    """A blow that somebody promises is a threat: "vowed to attack", "promising to destroy"."""
    words = draft.predicate.lexicon.words
    return (
        draft.type == "AGREE"
        and draft.entry.lemma in words["promising"]
        and act.type in _MODE_OF_THREAT
        and act.status != "negated"
    )


def _make_threat(draft: Draft, act: str) -> None:
    draft.type, draft.mode = "THREATEN", _MODE_OF_THREAT[act]
    draft.notes.append(f"promise of {act}")


def _promised_blow(draft: Draft) -> None:
    """ "Promised to destroy the North", where the blow made no event of its own."""
    lexicon = draft.predicate.lexicon
    if draft.type != "AGREE" or draft.entry.lemma not in lexicon.words["promising"]:
        return
    for clause in syntax.complements(draft.token):
        kinds = {e.type for e in lexicon.verbs.get(clause.lemma_.lower(), ())}
        against = [a for t in syntax.deep_objects(clause)
                   for a in actors_of(draft.predicate.document, t)]  # fmt: skip
        if kinds == {"ASSAULT"} and against and not any(c.dep_ == "neg" for c in clause.children):
            _make_threat(draft, "ASSAULT")
            draft.recipients = draft.recipients or tuple(against)
            return


def _alleged_act(draft: Draft, act: Draft) -> None:
    """ "Accused X of masterminding attacks": the act is claimed, and X is said to have done it."""
    act.alleged = True
    if act.status == "possible":
        act.status = "actual"
    told = {a.name for a in act.recipients}
    accused = tuple(a for a in draft.recipients if a.name not in told)
    if not act.actors and accused:
        act.actors, act.bare = accused, False
        act.notes.append("act that the accused is said to have done")


def _governed_tokens(draft: Draft) -> Iterable[Token]:
    """All words of the complements and objects that the trigger governs, not of what follows."""
    token = draft.token
    roots = list(syntax.complements(token))
    if draft.predicate.verbal:
        roots += syntax.deep_objects(token)
        for child in token.children:
            if child.dep_ in ("prep", "dative") and child.lower_ in (
                "for", "of", "against", "to", "on", "into", "with", "by",
            ):  # fmt: skip
                roots += [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
    else:
        for word in ("of", "for", "on", "to", "against"):
            roots += syntax.prepositions(token, word)
    for root in roots:
        for inner in root.subtree:
            if inner.i != token.i and not _in_aside(inner, root):
                yield inner


def _in_aside(inner: Token, root: Token) -> bool:
    """Relative clauses, appositions and time clauses tell their own events ("..., who met Xi")."""
    token = inner
    while token != root and token.head != token:
        if token.dep_ in ("relcl", "appos") or (
            token.dep_ == "advcl"
            and any(m.lower_ in ("after", "since", "when", "as", "while") for m in token.children)
        ):
            return True
        token = token.head
    return False


def _mode_from(draft: Draft, inner: Draft) -> None:
    if draft.type == "THREATEN" and not draft.mode:
        draft.mode = _MODE_OF_THREAT.get(inner.type)
    elif draft.type == "REQUEST" and draft.mode in (None, "change"):
        draft.mode = _MODE_OF_REQUEST.get(inner.type, draft.mode)
    elif draft.type == "REJECT" and not draft.mode:
        draft.mode = {"CONSULT": "meet", "AID": "assist", "RETREAT": "yield"}.get(inner.type)


def unsaid_actors(document: Document, drafts: list[Draft], bare: list[Draft]) -> list[Draft]:
    """Events whose actor the clause leaves out but the report's frame gives.

    Claimed own acts ("the state agency claimed the test-firing": the state's), launches told by
    another side, and meetings on a traveller's itinerary.
    """
    found = list(drafts)
    for draft in bare:
        actors: tuple[Actor, ...] = ()
        note = ""
        if draft.type == "MOBILIZE":
            actors, note = _own_side(document, draft)
        elif draft.type == "CONSULT" and draft.mode != "visit" and draft.predicate.slot("with"):
            actors, note = _traveller(draft, drafts)
        if actors:
            codes = {a.code for a in actors}
            if draft.type == "CONSULT" and codes & {r.code for r in draft.recipients}:
                continue
            draft.actors, draft.bare = actors, False
            draft.notes.append(note)
            draft.confidence = 0.45
            found.append(draft)
    return sorted(found, key=lambda d: d.token.i)


def _own_side(document: Document, draft: Draft) -> tuple[tuple[Actor, ...], str]:
    verb = syntax.carrying_verb(draft.token)
    if verb is None:
        return (), ""
    tellers = [a for t in syntax.deep_subjects(verb) for a in actors_of(document, t)]
    tellers = [a for a in tellers if a.code != UNKNOWN_CODE]
    if verb.lemma_ in _OWN_ACT and tellers:
        return tuple(_state_of(a) for a in tellers[:1]), "own act of the side that tells it"
    if verb.lemma_ in _REPORTING:
        away = {a.code for a in tellers}
        before = [
            m
            for m in document.mentions
            if m.first >= draft.token.sent.start and m.last <= draft.token.i
            and m.kind in ("state", "person", "organisation")
        ]  # fmt: skip
        for mention in reversed(before):
            if mention.kind != "state" or mention.usage == "modifier":
                continue
            others = [a for a in mention.actors if a.code not in away and a.code != UNKNOWN_CODE]
            if others:
                return tuple(others[:1]), "the other side named in the sentence"
    return (), ""


def _state_of(actor: Actor) -> Actor:
    """The state that an agency speaks for; officials act themselves. The words stay."""
    name = _state_names().get(actor.code)
    if name is None or "JRN" not in actor.sectors:
        return actor
    return msgspec.structs.replace(
        actor, name=name, sectors=(), role=None, how=f"state of {actor.name}"
    )


@lru_cache(maxsize=1)
def _state_names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in read_table("countries")}


def _traveller(draft: Draft, drafts: list[Draft]) -> tuple[tuple[Actor, ...], str]:
    """Who is on the way: the actor of the nearest visit told shortly before or after."""
    sentence = _sentence_number(draft.token)
    best: tuple[int, Draft] | None = None
    for other in drafts:
        if other.mode != "visit" or len(other.actors) != 1 or other.token.i == draft.token.i:
            continue
        distance = abs(_sentence_number(other.token) - sentence)
        if distance <= 1 and (best is None or distance < best[0]):
            best = (distance, other)
    if best is None:
        return (), ""
    return best[1].actors, "on the itinerary of the visitor"


def _sentence_number(token: Token) -> int:
    key = "dragoman_sentences"
    starts = token.doc.user_data.get(key)
    if starts is None:
        starts = {s.start: n for n, s in enumerate(token.doc.sents)}
        token.doc.user_data[key] = starts
    number: int = starts[token.sent.start]
    return number


def told_again(drafts: list[Draft], bare: list[Draft]) -> list[Draft]:
    """ "The talks, scheduled for Monday": words that point back give the earlier event its date.

    Bare mentions make no event of their own.
    """
    drafts = [d for d in drafts if not _restates(d, drafts)]
    for draft in bare:
        if draft.type != "CONSULT" or (draft.actors and draft.recipients):
            continue
        if not _points_back(draft.token):
            continue
        earlier = _earlier(draft, drafts)
        if earlier is None:
            continue
        if draft.status == "planned" and (
            earlier.reading.progressive or earlier.status == "planned"
        ):
            earlier.status = "planned"
            earlier.reading.hedges += draft.reading.hedges
            earlier.extra_triggers.append(draft.token)
            if earlier.date is None and draft.date is not None:
                earlier.date, earlier.time = draft.date, draft.time
        elif earlier.date is None and draft.date is not None and draft.status == earlier.status:
            earlier.date, earlier.time = draft.date, draft.time
            earlier.extra_triggers.append(draft.token)
    return drafts


def _restates(draft: Draft, drafts: list[Draft]) -> bool:
    """ "It would be his first trip to China": says more of a visit that was just told."""
    noun = syntax.top_noun(draft.token)
    verb = noun.head
    if draft.predicate.verbal or noun.dep_ != "attr" or verb.lemma_ != "be":
        return False
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.lower_ not in ("it", "this", "that", "they", "these"):
        return False
    number = _sentence_number(draft.token)
    codes = {a.code for a in draft.parties}
    for other in drafts:
        near = 0 <= number - _sentence_number(other.token) <= _LOOK_BACK
        earlier = other.token.i < draft.token.i and other.type == draft.type
        if near and earlier and codes <= {a.code for a in other.parties}:
            other.extra_triggers.append(draft.token)
            return True
    return False


def _points_back(noun: Token) -> bool:
    return any(
        c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "these", "their", "his", "her")
        for c in noun.children
    )


def _earlier(draft: Draft, drafts: list[Draft]) -> Draft | None:
    number = _sentence_number(draft.token)
    visit = draft.mode == "visit"
    best: Draft | None = None
    for other in drafts:
        if other.type != "CONSULT" or other.token.i >= draft.token.i:
            continue
        if (other.mode == "visit") != visit or number - _sentence_number(other.token) > _LOOK_BACK:
            continue
        if draft.actors and {a.name for a in draft.actors}.isdisjoint(
            a.name for a in other.parties
        ):
            continue
        best = other
    return best


def one_each(drafts: list[Draft]) -> list[Draft]:
    """Within a sentence, one event for the same act between the same parties."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (-d.confidence, d.token.i)):
        twin = next((k for k in kept if _same(k, draft)), None)
        if twin is None:
            kept.append(draft)
        else:
            twin.extra_triggers.append(draft.token)
            twin.mode = twin.mode or draft.mode
            if not twin.actors:
                twin.actors = draft.actors
            if not twin.recipients and draft.token.i != twin.token.i:
                twin.recipients = draft.recipients
            if twin.date is None:
                twin.date, twin.time = draft.date, draft.time
    return sorted(kept, key=lambda d: (d.token.i, [r.name for r in d.recipients]))


def _killed_in(verb: Draft, noun: Draft) -> bool:
    """ "Killed in an attack on the consulate": one act, told by its victims and its name."""
    if not verb.predicate.verbal or noun.predicate.verbal:
        return False
    return any(
        noun.token == t or (noun.token in t.subtree and noun.token.head.head == t)
        for word in ("in", "during", "by", "after", "with")
        for t in syntax.prepositions(verb.token, word)
    )


def _same(a: Draft, b: Draft) -> bool:
    if a.type != b.type or a.token.sent.start != b.token.sent.start:
        return False
    if a.type == "ASSAULT" and (_killed_in(a, b) or _killed_in(b, a)):
        return True
    if a.token.i == b.token.i:
        return {r.name for r in a.recipients} == {r.name for r in b.recipients}
    if {x.code for x in a.actors} != {x.code for x in b.actors} or a.status != b.status:
        return False
    if a.type == "CONSULT" and a.mode != b.mode:
        return False
    to_a, to_b = {x.name for x in a.recipients}, {x.name for x in b.recipients}
    if to_a and to_b and to_a != to_b:
        return False
    linked = syntax.carrying_verb(a.token) == b.token or syntax.carrying_verb(b.token) == a.token
    dates = a.date is not None and b.date is not None and a.date.raw != b.date.raw
    return linked or (not dates and a.type not in ("CONSULT",))
