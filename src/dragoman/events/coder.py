"""Find the events of a report's clauses by lexicon and rules; the seam for other coders.

A coder proposes drafts; :class:`dragoman.events.stage.Events` compares them and makes records. A
trained coder takes this one's place, or stands beside it, by offering the same call.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from spacy.tokens import Token

from dragoman.actors.lookup import actors_of
from dragoman.document import Document
from dragoman.events import syntax
from dragoman.events.arguments import Predicate, named_place
from dragoman.events.conditions import holds
from dragoman.events.draft import Draft
from dragoman.events.lexicon import Entry, Lexicon, load_lexicon
from dragoman.events.reading import Reading
from dragoman.events.senses import furniture, idiom, inside_name, other_sense
from dragoman.events.status import read_status
from dragoman.events.worth import attacks_in_words, worth
from dragoman.records import UNKNOWN_CODE, Actor

# A name before these nouns tells where or against whom, not who.
_AT_PLACES = frozenset({"ASSAULT", "SANCTION", "COERCE", "RETREAT"})
HOSTILE = frozenset({"ASSAULT", "MOBILIZE", "COERCE", "SANCTION"})


class Coder(Protocol):
    """Proposes the events of a document; nothing is asked of it about other reports.

    Fields:
        name: what it is called. made_by: with its version, for a run's settings.
        least: confidence from which its events are shown by default.
    """

    name: str
    made_by: str
    least: float

    def drafts(self, document: Document) -> Iterator[Draft]:
        """Drafts in the order of their triggers."""
        ...


class LexiconCoder:
    """Events by the lexicon's rows and the clause's syntax."""

    name = "lexicon"
    made_by = "lexicon"
    least = 0.5
    """Of 180 events read against their sentences, those below it were wrong three times in four."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        """Use the given lexicon, or the package's."""
        self.lexicon = lexicon or load_lexicon()

    def drafts(self, document: Document) -> Iterator[Draft]:
        """Every predicate of the lexicon whose conditions hold and whose parties are found."""
        skip = furniture(document, self.lexicon)
        for token in document.doc:
            if token.i in skip:
                continue
            lemma = token.lemma_.lower()
            if token.pos_ in ("VERB", "AUX"):
                entries, verbal = self.lexicon.verbs.get(lemma, ()), True
            elif token.pos_ in ("NOUN", "PROPN"):
                entries, verbal = self.lexicon.nouns.get(lemma, ()), False
                if entries and inside_name(document, token):
                    continue
            else:
                continue
            if not entries or idiom(token, verbal, self.lexicon.words):
                continue
            draft = self._draft(Predicate(document, token, self.lexicon, verbal), entries)
            if draft is not None:
                yield from apart(draft)

    def _draft(self, predicate: Predicate, entries: tuple[Entry, ...]) -> Draft | None:
        """The first row that holds and whose recipient is found, else the first that holds."""
        spare: Draft | None = None
        reading: Reading | None = None
        for entry in entries:
            if not holds(predicate, entry):
                continue
            reading = reading or self._status(predicate)  # the word's, whichever row it is
            draft = self._fill(predicate, entry, reading)
            if draft is None:
                continue
            if not draft.bare and (draft.recipients or not entry.recipient):
                return draft
            if spare is None or (spare.bare and not draft.bare):
                spare = draft
        return spare

    def _status(self, predicate: Predicate) -> Reading:
        above = syntax.headline_subject(predicate.token) if predicate.verbal else None
        if above is not None and actors_of(predicate.document, above):
            return Reading(found=["planned"])  # "Kenya's president to meet Ethiopia's leader"
        return read_status(predicate.token, self.lexicon)

    def _fill(self, predicate: Predicate, entry: Entry, reading: Reading) -> Draft | None:
        if "possible" in entry.needs and reading.status in ("actual", "negated"):
            return None
        goes_on = _goes_on(predicate, entry)
        if not (reading.told or goes_on) or other_sense(predicate, entry, reading):
            return None
        actors = predicate.first(entry.actor)
        recipients = predicate.first(entry.recipient)
        place = named_place(predicate) if entry.type in _AT_PLACES else ()
        if place and actors == place:  # "the Paris attacks", "Russia sanctions"
            actors, recipients = (), recipients or place
        if entry.symmetric:
            between = predicate.slot("between")
            if len(between) > 1:
                actors, recipients = between, ()
            elif len({a.code for a in actors}) > 1 and not recipients:
                actors, recipients = actors, ()
        if not recipients and not predicate.verbal:
            recipients = _handed_to(predicate)
        if entry.type == "SUPPORT" and _received(predicate, entry):
            actors, recipients = recipients, predicate.slot("subj")
        recipients = tuple(r for r in recipients if not is_self(r, actors))
        if entry.type == "PROTEST" and all(r.code == UNKNOWN_CODE for r in recipients):
            recipients = predicate.slot("place") or recipients  # "against the government in Lima"
        draft = Draft(predicate, entry, actors, recipients, reading)
        if attacks_in_words(draft):
            if not recipients:
                return None
            draft.type, draft.mode = "ACCUSE", "disapprove"
        if "possible" in entry.needs:
            if entry.lemma in self.lexicon.words["foreseen"] and not _own_words(draft):
                return None
            draft.status = "actual"  # to speak of a possible blow is itself the threat
        if goes_on or "neg" in entry.needs:
            draft.status = "actual"  # "will not tolerate" is said
        elif reading.purpose and reading.status == "possible":
            if (
                draft.type != "CONSULT"
                or not predicate.verbal
                or not _on_the_way(predicate.token, self.lexicon)
            ):
                return None  # what somebody is after ("to press for talks") is no event yet
            draft.status = "planned"  # "is planning a visit to meet X", "flew in to meet X"
        if not worth(draft):
            threat = draft.type in HOSTILE and reading.conditional and bool(draft.actors)
            shares = predicate.verbal and draft.type == "SANCTION" and _second_verb(predicate.token)
            waits = draft.type in ("CONSULT", "MOBILIZE") and not predicate.verbal
            if not threat and not waits and not shares:
                return None
            draft.bare = True
        return draft


def _goes_on(predicate: Predicate, entry: Entry) -> bool:
    """ "To halt the fighting between A and B": what is to be ended is there."""
    if predicate.verbal or entry.type != "ASSAULT" or not entry.symmetric:
        return False
    noun = syntax.top_noun(predicate.token)
    definite = any(c.dep_ == "det" and c.lower_ == "the" for c in noun.children)
    verb = syntax.carrying_verb(predicate.token)
    ended = verb is not None and verb.lemma_ in predicate.lexicon.words["ending_verbs"]
    asked = verb is not None and any(c.tag_ == "WRB" for c in verb.children)
    return definite and ended and not asked


def _received(predicate: Predicate, entry: Entry) -> bool:
    """ "Has the support of Rome": who stands after "of" gives it."""
    verb = syntax.carrying_verb(predicate.token)
    words = predicate.lexicon.words["receiving_verbs"]
    of = bool(predicate.slot("of")) and "of" in entry.recipient
    return of and not predicate.verbal and verb is not None and verb.lemma_ in words


def _own_words(draft: Draft) -> bool:
    """Whether the side that would strike speaks of it itself; others only foresee it."""
    codes = {a.code for a in draft.actors}
    if draft.entry.actor == ("speaker",):
        return True
    if any(a.code in codes for a in draft.predicate.slot("speaker")):
        return True
    said = draft.predicate.lexicon.words["speaking_verbs"]
    for verb in draft.token.ancestors:
        if syntax.is_verb(verb) and verb.lemma_ in said:
            subjects = [a for t in syntax.deep_subjects(verb)
                        for a in actors_of(draft.predicate.document, t)]  # fmt: skip
            if any(a.code in codes for a in subjects):
                return True
    return any(t.lower_ in ("we", "i") for t in syntax.surface_subjects(draft.token))


def _second_verb(token: Token) -> bool:
    return token.dep_ == "conj" and syntax.is_verb(token.head)


def _handed_to(predicate: Predicate) -> tuple[Actor, ...]:
    """ "Gave Russia an ultimatum": whom the verb hands the noun to."""
    verb = syntax.carrying_verb(predicate.token)
    if verb is None or predicate.token.dep_ != "dobj":
        return ()
    found = [actors_of(predicate.document, t) for t in syntax.indirect_objects(verb)]
    return tuple(a for actors in found for a in actors)


def is_self(recipient: Actor, actors: tuple[Actor, ...]) -> bool:
    """Whether the recipient is the actor again, or the bare state of every actor.

    "Washington called for a review of U.S. aid" asks nobody else; "the army attacked Syrians"
    and "the president urged the parliament" do name another party.
    """
    if any(a.name == recipient.name for a in actors):
        return True
    bare = not recipient.sectors and recipient.role is None
    inside = actors and all(a.code == recipient.code for a in actors)
    return bool(inside) and bare and recipient.code != UNKNOWN_CODE and all(map(_rules, actors))


def _rules(actor: Actor) -> bool:
    return not set(actor.sectors) & load_lexicon().words["not_the_state"]


def _on_the_way(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a purpose ("to meet X") is that of a journey or a plan."""
    head = verb.head
    if syntax.is_noun(head):
        return head.lemma_ in lexicon.words["journey_nouns"]
    return head.lemma_ in lexicon.words["on_the_way"]


def apart(draft: Draft) -> Iterator[Draft]:
    """One draft for each meeting: who meets two others of different offices meets twice."""
    recipients = draft.recipients
    offices = {r.role for r in recipients if r.role}
    if (
        draft.type == "CONSULT"
        and len(recipients) > 1
        and len(draft.actors) == 1
        and len(offices) == len(recipients)
    ):
        for recipient in recipients:
            # lists of its own: what is added to one meeting is not said of the other
            yield replace(
                draft,
                recipients=(recipient,),
                reading=replace(
                    draft.reading, found=[*draft.reading.found], hedges=[*draft.reading.hedges]
                ),
                extra_triggers=[*draft.extra_triggers],
                notes=[*draft.notes],
            )
        return
    yield draft
