"""Stage: events. Actors, times and statements -> ``Document.events``."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.codebooks.places import coordinates
from dragoman.document import Document, Mention
from dragoman.events import promises, rules
from dragoman.events.arguments import place_mention
from dragoman.events.coder import Coder, apart
from dragoman.events.contexts import contexts_of
from dragoman.events.dates import ahead, date_for
from dragoman.events.draft import Draft
from dragoman.events.lexicon import load_lexicon
from dragoman.events.trained.coder import TrainedCoder
from dragoman.events.worth import confidence
from dragoman.ids import stable_id
from dragoman.records import UNKNOWN_CODE, Actor, Event, Evidence, EvidenceRole, Place, Source
from dragoman.statements import attribution_at


class Events:
    """Codes the events of one report.

    Example:
        >>> Events.name
        'events'
    """

    name = "events"
    reads = frozenset({"doc", "mentions", "times", "statements"})
    writes = frozenset({"events"})

    def __init__(self, coder: Coder | None = None, least: float | None = None) -> None:
        """Use the given coder, or the trained one; leave out events less sure than ``least``.

        A higher ``least`` gives fewer and surer events, a lower one more; None is the coder's own.
        """
        self._coder = coder or TrainedCoder()
        self._default = least is None
        self._least = self._coder.least if least is None else least
        self._lexicon = load_lexicon()

    @property
    def settings(self) -> dict[str, str]:
        """What of this stage makes records differ: the coder's name and its threshold."""
        return {"coder": self._coder.made_by, "least": f"{self._least:g}"}

    def __call__(self, document: Document) -> Document:
        """Fill ``document.events`` in the order of the text."""
        every = list(self._coder.drafts(document))
        triggers = frozenset(d.token.i for d in every)
        for draft in every:
            found = date_for(document, draft, triggers)
            if found is not None:
                draft.date, draft.time = found
                ahead(draft, document.report.published)
        every = promises.threats(every)
        drafts = [d for d in every if not d.bare]
        bare = [d for d in every if d.bare]
        drafts = [part for d in rules.unsaid_actors(document, drafts, bare) for part in apart(d)]
        bare = [d for d in bare if d.bare]
        drafts = promises.consumed(drafts)
        drafts = rules.told_again(drafts, bare)
        drafts += rules.completed(bare)
        for draft in drafts:
            if draft.confidence < 0:
                draft.confidence = confidence(draft)
        drafts = [d for d in rules.one_each(drafts) if self._shown(d)]
        document.events = list(self._records(document, drafts))
        return document

    def _shown(self, draft: Draft) -> bool:
        """Whether an event is sure enough; by default what a firm row tells may stand too."""
        return draft.confidence >= self._least or (self._default and draft.stands)

    def _records(self, document: Document, drafts: list[Draft]) -> Iterator[Event]:
        seen: set[str] = set()
        foes = _foes(drafts)
        for draft in drafts:
            event = self._record(document, draft, foes)
            if event.id not in seen:
                seen.add(event.id)
                yield event

    def _record(self, document: Document, draft: Draft, foes: set[frozenset[str]]) -> Event:
        token = draft.token
        score, quad = self._score(draft.type, draft.mode)
        attribution = attribution_at(document, token.idx, token.idx + len(token))
        mention = _where(draft)
        evidence = list(_evidence(draft, mention))
        start, end = token.idx, token.idx + len(token)
        return Event(
            id=stable_id(
                "ev", document.report.id, start, end, draft.type,
                *sorted(a.name for a in draft.recipients),
            ),
            report=document.report.id,
            type=draft.type,
            mode=draft.mode,
            contexts=contexts_of(token, draft.entry.contexts, draft.type),
            quad=quad,
            score=score,
            actors=draft.actors,
            recipients=draft.recipients,
            status=draft.status,  # type: ignore[arg-type]
            hedges=tuple(dict.fromkeys(document.text[t.idx : t.idx + len(t)]
                                       for t in sorted(draft.reading.hedges, key=lambda t: t.i))),
            alleged=draft.alleged or _interested(draft, attribution, foes),
            attribution=attribution,
            date=draft.date,
            place=_place(mention),
            evidence=tuple(evidence),
            confidence=draft.confidence,
            made_by="; ".join([draft.entry.rule, *draft.notes]),
        )  # fmt: skip

    def _score(self, type_: str, mode: str | None) -> tuple[float | None, int]:
        scores = self._lexicon.scores
        base = scores[(type_, "")]
        return scores.get((type_, mode or ""), base)


def _foes(drafts: list[Draft]) -> set[frozenset[str]]:
    """The pairs of codes of which the report tells blows, whoever dealt them."""
    return {
        frozenset((a.code, r.code))
        for draft in drafts
        if draft.type in ("ASSAULT", "COERCE")
        for a in draft.actors
        for r in draft.recipients
        if a.code != r.code and UNKNOWN_CODE not in (a.code, r.code)
    }


def _interested(draft: Draft, attribution: tuple[Source, ...], foes: set[frozenset[str]]) -> bool:
    """Whether only a party to the act tells it. What a state says of its own words is no claim.

    A party is who tells of its own side's act, and who lays a blow at a foe's door.
    """
    blow = draft.type == "ASSAULT" or (draft.type == "COERCE" and draft.mode == "seize")
    if blow and draft.predicate.verbal and attribution and draft.status == "actual":
        teller = attribution[0].code
        if any(frozenset((teller, a.code)) in foes for a in draft.actors):
            return True
    if draft.type in ("CONSULT", "AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"):
        return False
    return bool(attribution) and attribution[0].interested


def _where(draft: Draft) -> Mention | None:
    """The place, unless its words name a party: "sent weapons to Ukraine", "a warning to Iran"."""
    mention = place_mention(draft.predicate)
    if mention is None or draft.type in ("ASSAULT", "MOBILIZE"):
        return mention
    if draft.mode == "visit":  # told at home, of a journey abroad
        hosts = {a.country for a in draft.parties}
        return mention if mention.actors[0].country in hosts else None
    spans = {(a.start, a.end) for a in draft.parties}
    return None if (mention.start, mention.end) in spans else mention


def _place(mention: Mention | None) -> Place | None:
    if mention is None:
        return None
    actor = mention.actors[0]
    town = actor.how.split(";")[0] in ("capital", "city")
    name = actor.text if town else actor.name
    at = coordinates(name, actor.country) if town else None
    return Place(
        name=name,
        country=actor.country,
        latitude=at[0] if at else None,
        longitude=at[1] if at else None,
    )


def _span(token: Token) -> tuple[int, int]:
    return token.idx, token.idx + len(token)


def _evidence(draft: Draft, place: Mention | None) -> Iterator[Evidence]:
    token = draft.token
    start, end = _span(token)
    if draft.predicate.verbal:
        for child in token.children:
            if child.dep_ == "prt" and child.i == token.i + 1:
                end = child.idx + len(child)
    yield Evidence(start=start, end=end, role="trigger")
    for extra in draft.extra_triggers:
        a, b = _span(extra)
        yield Evidence(start=a, end=b, role="trigger")
    parties: list[tuple[tuple[Actor, ...], EvidenceRole]] = [
        (draft.actors, "actor"), (draft.recipients, "recipient"),
    ]  # fmt: skip
    for actors, role in parties:
        for actor in actors:
            if actor.end > actor.start:
                yield Evidence(start=actor.start, end=actor.end, role=role)
    if draft.time is not None:
        yield Evidence(start=draft.time.start, end=draft.time.end, role="date")
    if place is not None:
        yield Evidence(start=place.start, end=place.end, role="place")
    for hedge in draft.reading.hedges:
        a, b = _span(hedge)
        yield Evidence(start=a, end=b, role="hedge")
