"""Find the events of a report's clauses by lexicon and rules; the seam for other coders.

A coder proposes drafts; :class:`dragoman.events.stage.Events` compares them and makes records. A
trained coder takes this one's place, or stands beside it, by offering the same call.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from spacy.tokens import Token

from dragoman.actors.lookup import mention_of
from dragoman.document import Document
from dragoman.events import syntax
from dragoman.events.arguments import Predicate, is_official
from dragoman.events.conditions import holds
from dragoman.events.draft import Draft
from dragoman.events.lexicon import Entry, Lexicon, load_lexicon
from dragoman.events.reading import Reading
from dragoman.events.status import read_status
from dragoman.records import UNKNOWN_CODE, Actor

# Without somebody it is done to, these say nothing.
_NEED_RECIPIENT = frozenset({"AID", "COOPERATE", "SANCTION", "COERCE", "SUPPORT"})
HOSTILE = frozenset({"ASSAULT", "MOBILIZE", "COERCE", "SANCTION"})
# Acts of violence and force are told even where nobody knows who did them.
_ACTOR_MAY_BE_UNNAMED = frozenset({"ASSAULT", "COERCE", "PROTEST", "SANCTION"})
_UNNAMED_SECTORS = frozenset({"REB", "UAF", "CRM", "MIL", "COP", "CVL", "OPP", "LAB", "EDU", "SOC"})


class Coder(Protocol):
    """Proposes the events of a document; nothing is asked of it about other reports."""

    name: str

    def drafts(self, document: Document) -> Iterator[Draft]:
        """Drafts in the order of their triggers."""
        ...


class LexiconCoder:
    """Events by the lexicon's rows and the clause's syntax."""

    name = "lexicon"

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        """Use the given lexicon, or the package's."""
        self.lexicon = lexicon or load_lexicon()

    def drafts(self, document: Document) -> Iterator[Draft]:
        """Every predicate of the lexicon whose conditions hold and whose parties are found."""
        for token in document.doc:
            lemma = token.lemma_.lower()
            if token.pos_ in ("VERB", "AUX"):
                entries, verbal = self.lexicon.verbs.get(lemma, ()), True
            elif token.pos_ in ("NOUN", "PROPN"):
                entries, verbal = self.lexicon.nouns.get(lemma, ()), False
                if entries and _inside_name(document, token):
                    continue
            else:
                continue
            if not entries or _idiom(token, verbal, self.lexicon.words):
                continue
            draft = self._draft(Predicate(document, token, self.lexicon, verbal), entries)
            if draft is not None:
                yield from apart(draft)

    def _draft(self, predicate: Predicate, entries: tuple[Entry, ...]) -> Draft | None:
        """The first row that holds and whose recipient is found, else the first that holds."""
        spare: Draft | None = None
        for entry in entries:
            if not holds(predicate, entry):
                continue
            draft = self._fill(predicate, entry)
            if draft is None:
                continue
            if not draft.bare and (draft.recipients or not entry.recipient):
                return draft
            if spare is None or (spare.bare and not draft.bare):
                spare = draft
        return spare

    def _fill(self, predicate: Predicate, entry: Entry) -> Draft | None:
        reading = read_status(predicate.token, self.lexicon)
        if "possible" in entry.needs and reading.status in ("actual", "negated"):
            return None
        if not reading.told or _only_said(predicate, entry, reading):
            return None
        slots = entry.actor
        actors = predicate.first(slots)
        recipients = predicate.first(entry.recipient)
        if entry.symmetric:
            between = predicate.slot("between")
            if len(between) > 1:
                actors, recipients = between, ()
            elif len({a.code for a in actors}) > 1 and not recipients:
                actors, recipients = actors, ()
        recipients = tuple(r for r in recipients if not _self(r, actors))
        draft = Draft(predicate, entry, actors, recipients, reading, 0.0)
        if "possible" in entry.needs:
            draft.status = "actual"  # to speak of a possible blow is itself the threat
        if reading.purpose and reading.status == "possible":
            if draft.type != "CONSULT" or not predicate.verbal or not _on_the_way(predicate.token):
                return None  # what somebody is after ("to press for talks") is no event yet
            draft.status = "planned"  # "is planning a visit to meet X", "flew in to meet X"
        if not _worth(draft):
            threat = draft.type in HOSTILE and reading.conditional and bool(draft.actors)
            if not threat and (draft.type not in ("CONSULT", "MOBILIZE") or predicate.verbal):
                return None
            draft.bare = True
        draft.confidence = _confidence(draft)
        return draft


def _self(recipient: Actor, actors: tuple[Actor, ...]) -> bool:
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
    return is_official(actor) and not set(actor.sectors) & {"REB", "UAF", "OPP"}


def _inside_name(document: Document, token: Token) -> bool:
    """Whether the noun is part of a longer name ("Six Day War", "Paris Agreement")."""
    mention = mention_of(document, token)
    if (
        mention is not None
        and mention.kind in ("person", "organisation")
        and mention.last > token.i
    ):
        return mention.first < token.i or mention.last > token.i + 1
    if token.pos_ == "PROPN" and token.text[:1].isupper():
        names = ("ORG", "LAW", "WORK_OF_ART", "PRODUCT")
        return any(e.start <= token.i < e.end and e.label_ in names for e in token.sent.ents)
    return False


def _only_said(predicate: Predicate, entry: Entry, reading: Reading) -> bool:
    """Uses of the row's word that tell another thing than the row."""
    token, words = predicate.token, predicate.lexicon.words
    if entry.type == "REJECT" and reading.status == "negated":
        return True  # "did not rule out" leaves everything open
    if not predicate.verbal:  # "a trade clash"
        hard = entry.type in ("ASSAULT", "THREATEN")
        return hard and any(w.lower_ in words["bloodless"] for w in syntax.words_before(token))
    clauses = syntax.complements(token)
    if entry.lemma == "agree":  # "agree that an attack took place" is an opinion
        return any(c.dep_ == "ccomp" and _indicative(c) for c in clauses)
    if entry.lemma == "threaten":
        return any(c.lemma_.lower() in words["upheaval"] for c in clauses) and (
            token.dep_ in ("advcl", "acl", "relcl") and token.tag_ == "VBG"
        )
    return False


def _indicative(verb: Token) -> bool:
    """Whether a clause tells what is or was, not what shall be."""
    if any(c.dep_ == "aux" and (c.tag_ in ("MD", "TO")) for c in verb.children):
        return False
    return verb.tag_ in ("VBD", "VBZ", "VBP") or any(
        c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ", "VBP") for c in verb.children
    )


def _idiom(token: Token, verbal: bool, words: dict[str, frozenset[str]]) -> bool:
    """Uses that are no event: "meet demands", "under attack", "in retaliation", "attack dog"."""
    if verbal:
        helps = token.dep_ == "aux" and token.head != token and token.head.pos_ == "VERB"
        return helps or token.dep_ in ("amod", "compound")
    if token.dep_ in ("compound", "nmod", "npadvmod") and token.head.pos_ in ("NOUN", "PROPN"):
        return True  # "visit schedule", "attack helicopter": the head is the thing
    previous = token.nbor(-1).lower_ if token.i > 0 else ""
    if previous == "in" and token.lemma_ in words["idle_after_in"]:
        return True
    return previous == "under" and token.lemma_ in ("attack", "investigation", "threat")


def _worth(draft: Draft) -> bool:
    """Whether enough is known of who and whom for the draft to be an event."""
    kind, actors, recipients = draft.type, draft.actors, draft.recipients
    known = [a for a in actors if a.code != UNKNOWN_CODE]
    if _among_themselves(draft):
        return False
    if "both" in draft.entry.needs and len(draft.parties) < 2:
        return False
    speech = ("AGREE", "REQUEST", "THREATEN", "REJECT", "ACCUSE", "SUPPORT", "RETREAT")
    if not draft.predicate.verbal and kind in speech and not _told_as_event(draft):
        return False
    if kind == "CONSULT":
        if draft.mode == "visit":
            return _foreign_visit(draft)
        if not draft.predicate.verbal and not _told_as_event(draft):
            return False
        parties = {a.name for a in draft.parties}
        officials = [a for a in draft.parties if is_official(a)]
        return bool(known) and len(parties) > 1 and len(officials) > 1
    bare_threat = draft.entry.lemma == "threaten" and not recipients
    if bare_threat and not _threatens_something(draft):
        return False
    if kind == "SANCTION" and draft.mode == "withdraw" and known:
        return True  # "recalled its ambassador": from whom may stand elsewhere
    if kind in _NEED_RECIPIENT and not recipients and "?" not in draft.entry.recipient:
        return kind in ("SANCTION", "COERCE") and bool(known) and draft.mode in (
            "seize", "arrest", "restrict", "convict",
        ) and _foreign_object(draft)  # fmt: skip
    if not actors:
        return (
            kind in _ACTOR_MAY_BE_UNNAMED
            and any(r.code != UNKNOWN_CODE for r in recipients)
            and (kind == "ASSAULT" or draft.predicate.verbal)
        )
    if not known:
        named = any(set(a.sectors) & _UNNAMED_SECTORS for a in actors)
        return kind in _ACTOR_MAY_BE_UNNAMED and named
    if kind in ("ACCUSE", "REJECT", "THREATEN", "REQUEST", "SUPPORT", "AGREE", "CONCEDE"):
        if not any(is_official(a) or "PTY" in a.sectors or "OPP" in a.sectors for a in actors):
            return False
        if kind == "AGREE":
            return bool(recipients) or len({a.code for a in actors}) > 1 or draft.predicate.verbal
    return True


_MOTION = frozenset(
    "travel fly arrive go come head visit plan schedule expect set slate invite return land due "
    "leave depart undertake".split()
)


def _on_the_way(verb: Token) -> bool:
    """Whether a purpose ("to meet X") is that of a journey or a plan."""
    head = verb.head
    if head.pos_ in ("NOUN", "PROPN"):
        return head.lemma_ in ("visit", "trip", "plan", "mission", "tour", "journey")
    return head.lemma_ in _MOTION


def _among_themselves(draft: Draft) -> bool:
    """Whether officials of one state meet, ask or order each other: no event between parties."""
    codes = {a.code for a in draft.parties}
    words = draft.predicate.lexicon.words
    if draft.type not in ("CONSULT", "REQUEST") or len(codes) != 1 or UNKNOWN_CODE in codes:
        return False
    if len(draft.parties) < 2 or next(iter(codes)).startswith("IGO"):
        return False
    apart = words["inner_talks" if draft.type == "CONSULT" else "inner_parties"]
    return not any(set(a.sectors) & apart for a in draft.parties)


def _told_as_event(draft: Draft) -> bool:
    """Whether a noun of speech or agreement is told as something that took place.

    "The roadblocks to an accord" and "its demands" only mention one; "reached an accord", "the
    2015 accord" and "demands that Seoul stop" tell one.
    """
    token = syntax.top_noun(draft.token)
    verb = syntax.carrying_verb(draft.token)
    if verb is not None:
        return True
    if token.dep_ == "pobj":
        above = token.head.head
        if above.pos_ in ("NOUN", "PROPN") and token.head.lower_ in (
            "to", "for", "on", "toward", "towards", "about", "over",
        ):  # fmt: skip
            return False
    return bool(draft.recipients) or len(draft.actors) > 1


def _threatens_something(draft: Draft) -> bool:
    """ "Threatened to leave", "threatened retaliation", not "would threaten the lives of"."""
    classes = draft.predicate.lexicon.classes
    blows = classes["hard_words"] | classes["penalty"] | classes["response"]
    objects = draft.predicate.objects()
    return bool(syntax.complements(draft.token)) or any(o.lemma_.lower() in blows for o in objects)


def _foreign_object(draft: Draft) -> bool:
    return any(o for o in draft.predicate.objects())


def _foreign_visit(draft: Draft) -> bool:
    """A visit is an event only where an official goes abroad or a host receives one."""
    home = {a.code for a in draft.actors} - {UNKNOWN_CODE}
    if not any(is_official(a) for a in draft.actors):
        return False
    away = {r.code for r in draft.recipients} - {UNKNOWN_CODE}
    return bool(home) and bool(away - home)


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
            yield replace(draft, recipients=(recipient,))
        return
    yield draft


def _confidence(draft: Draft) -> float:
    """How sure the rules are, 0 to 1: by how much of the row's frame was found in the clause."""
    score = 0.62 if draft.predicate.verbal else 0.55
    score += 0.06 * min(2, len(draft.entry.needs))
    score += 0.12 if draft.actors and all(map(_sure, draft.actors)) else 0.0
    score += 0.12 if draft.recipients and all(map(_sure, draft.recipients)) else 0.0
    if not draft.actors:
        score -= 0.2
    if draft.reading.status == "possible":
        score -= 0.05
    return round(max(0.05, min(0.95, score)), 2)


def _sure(actor: Actor) -> bool:
    return actor.code != UNKNOWN_CODE and not actor.how.startswith("pronoun")
