"""What one clause alone does not tell: unsaid parties, events told again, twins in a sentence."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.actors.lookup import actors_of
from dragoman.document import Document
from dragoman.events import syntax
from dragoman.events.draft import Draft
from dragoman.events.frame import partner
from dragoman.events.phrases import state_of
from dragoman.language.borders import borders
from dragoman.records import UNKNOWN_CODE, Actor

_REPORTING = frozenset(
    {"report", "detect", "say", "track", "monitor", "observe", "confirm", "note"}
)
_OWN_ACT = frozenset(
    {"claim", "announce", "confirm", "admit", "acknowledge", "declare", "hail", "say"}
)
_LOOK_BACK = 4  # sentences in which "the talks" may point back


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
        elif draft.type == "SANCTION" and draft.actors:
            _shared_recipient(draft, drafts)
        elif draft.type == "CONSULT" and draft.mode != "visit" and draft.predicate.slot("with"):
            actors, note = _traveller(draft, drafts)
            if not actors:
                actors, note = partner(document, draft, drafts)
        if actors:
            codes = {a.code for a in actors}
            if draft.type == "CONSULT" and codes & {r.code for r in draft.recipients}:
                continue
            draft.actors, draft.bare = actors, False
            draft.notes.append(note)
            found.append(draft)
    kept = {id(d) for d in found}
    found += [d for d in bare if not d.bare and id(d) not in kept]
    return sorted(found, key=lambda d: d.token.i)


def completed(bare: list[Draft]) -> list[Draft]:
    """Bare drafts that no other clause completed, with the sides that their coder saw; each is
    taken out of the list."""
    found = []
    for draft in [d for d in bare if d.offered is not None and d.confidence >= _SEEN]:
        assert draft.offered is not None
        actors, recipients = draft.offered
        draft.actors, draft.recipients = draft.actors or actors, draft.recipients or recipients
        draft.bare = False
        bare.remove(draft)
        found.append(draft)
    return found


_SEEN = 0.5  # confidence from which an event is told though little is said of its sides


def _shared_recipient(draft: Draft, drafts: list[Draft]) -> None:
    """ "Expelled the Indian envoy and cut trade ties": the first verb tells with whom."""
    for other in drafts:
        same = {a.name for a in other.actors} == {a.name for a in draft.actors}
        first = other.token == draft.token.head and other.type == draft.type
        if first and same and other.recipients:
            draft.recipients, draft.bare = other.recipients, False
            draft.notes.append("recipient of the verb before")


def _own_side(document: Document, draft: Draft) -> tuple[tuple[Actor, ...], str]:
    verb = syntax.carrying_verb(draft.token)
    if verb is None:
        return (), ""
    tellers = [a for t in syntax.deep_subjects(verb) for a in actors_of(document, t)]
    tellers = [a for a in tellers if a.code != UNKNOWN_CODE]
    if verb.lemma_ in _OWN_ACT and tellers:
        return tuple(state_of(a) for a in tellers[:1]), "own act of the side that tells it"
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
    number: int = starts[borders(token)[0]]
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
            draft.offered = None  # told: it is the earlier event again
            earlier.status = "planned"
            earlier.reading.hedges += draft.reading.hedges
            earlier.extra_triggers.append(draft.token)
            if earlier.date is None and draft.date is not None:
                earlier.date, earlier.time = draft.date, draft.time
        elif earlier.date is None and draft.date is not None and draft.status == earlier.status:
            draft.offered = None
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


def _light(drafts: list[Draft]) -> set[int]:
    """Ids of verbs that only carry a noun of another kind: "launched a strike" is the strike."""
    by_token = {d.token.i: d for d in drafts}
    found: set[int] = set()
    for draft in drafts:
        if not draft.predicate.verbal:
            continue
        governor = draft.predicate.lexicon.governors.get((draft.entry.lemma, "verb"))
        if governor is None or governor.status != "actual" or governor.carries != "yes":
            continue
        for obj in draft.predicate.objects():
            noun = by_token.get(obj.i)
            if noun is not None and not noun.predicate.verbal and noun.type != draft.type:
                found.add(id(draft))
                told = {a.name for a in noun.recipients}
                noun.actors = noun.actors or tuple(a for a in draft.actors if a.name not in told)
    return found


def one_each(drafts: list[Draft]) -> list[Draft]:
    """Within a sentence, one event for the same act between the same parties."""
    kept: list[Draft] = []
    light = _light(drafts)
    drafts = [d for d in drafts if id(d) not in light]
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
    if a.type != b.type or borders(a.token) != borders(b.token):
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
