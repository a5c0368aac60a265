"""Builds Readings from short texts, without the coder: every span is found by its words.

    >>> draft = Draft("Kenya's leader met Sudan's envoy.", source="Daily")
    >>> kenya = draft.actor("Kenya", code="KEN")
    >>> met = draft.event("CONSULT", "met", actors=[kenya])
    >>> draft.reading().text[met.evidence[0].start : met.evidence[0].end]
    'met'

``visit_story()`` gives two reports of one story with all that stories, relations and briefs use.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from dragoman.ids import stable_id, text_hash
from dragoman.records import (
    UNKNOWN_CODE,
    Actor,
    Date,
    Event,
    Evidence,
    Place,
    Reading,
    Report,
    Source,
    Statement,
    Tie,
)

QUAD = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
SCORE = {"CONSULT": 2.5, "AGREE": 2.5, "ACCUSE": -3.0, "AID": 10.0, "THREATEN": -3.5}


class Draft:
    """One report under construction; words are looked up with ``nth`` counting from 0."""

    def __init__(
        self,
        text: str,
        *,
        source: str | None = None,
        published: str | None = None,
        title: str | None = None,
    ) -> None:
        self.text = text
        self.id = stable_id("rep", text_hash(text), source, published)
        self._report: dict[str, Any] = {"source": source, "published": published, "title": title}
        self._mentions: list[Actor] = []
        self._events: list[Event] = []
        self._statements: list[Statement] = []
        self._ties: list[Tie] = []
        self._origin: list[Source] = []

    def find(self, words: str, nth: int = 0, after: int = 0) -> tuple[int, int]:
        """Where the words are; ValueError if they are not in the text."""
        start = after - 1
        for _ in range(nth + 1):
            start = self.text.index(words, start + 1)
        return start, start + len(words)

    def span(self, words: str, role: str, nth: int = 0) -> Evidence:
        start, end = self.find(words, nth)
        return msgspec.convert({"start": start, "end": end, "role": role}, Evidence)

    def actor(
        self,
        words: str,
        name: str | None = None,
        code: str = UNKNOWN_CODE,
        sectors: Sequence[str] = (),
        role: str | None = None,
        how: str = "name",
        nth: int = 0,
    ) -> Actor:
        """An actor at these words, kept as a mention; a state's code is also its country."""
        start, end = self.find(words, nth)
        actor = Actor(
            text=words,
            start=start,
            end=end,
            name=name or words,
            code=code,
            country=code if len(code) == 3 and code != UNKNOWN_CODE else None,
            sectors=tuple(sectors),
            role=role,
            how=how,
        )
        self._mentions.append(actor)
        return actor

    def at(self, actor: Actor, words: str, nth: int = 0) -> Actor:
        """The same actor at other words of the text ("she", "the president")."""
        start, end = self.find(words, nth)
        other = msgspec.structs.replace(actor, text=words, start=start, end=end, how="coreference")
        self._mentions.append(other)
        return other

    def cite(
        self, words: str, name: str | None = None, kind: str = "agency", nth: int = 0, **more: Any
    ) -> Source:
        """A source that the report itself cites (goes to Report.origin)."""
        source = self.source(words, name, kind, nth, **more)
        self._origin.append(source)
        return source

    def source(
        self, words: str, name: str | None = None, kind: str = "unknown", nth: int = 0, **more: Any
    ) -> Source:
        """A link of an attribution chain."""
        start, end = self.find(words, nth)
        values = {"text": words, "start": start, "end": end, "name": name or words, "kind": kind}
        return msgspec.convert({**values, **more}, Source)

    def event(
        self,
        type: str,
        trigger: str,
        *,
        actors: Sequence[Actor] = (),
        recipients: Sequence[Actor] = (),
        status: str = "actual",
        date: str | Date | None = None,
        place: str | None = None,
        hedges: Sequence[str] = (),
        nth: int = 0,
        **more: Any,
    ) -> Event:
        """An event at its trigger words. ``date``: the words ("on Sunday"), or a resolved Date."""
        evidence = [self.span(trigger, "trigger", nth)]
        evidence += [Evidence(start=a.start, end=a.end, role="actor") for a in actors]
        evidence += [Evidence(start=a.start, end=a.end, role="recipient") for a in recipients]
        if isinstance(date, str):
            evidence.append(self.span(date, "date"))
            date = Date(raw=date)
        elif date is not None and date.raw in self.text:
            evidence.append(self.span(date.raw, "date"))
        if place is not None:
            evidence.append(self.span(place, "place"))
        evidence += [self.span(h, "hedge") for h in hedges]
        event = Event(
            id=stable_id("ev", self.id, evidence[0].start, type, *(a.name for a in recipients)),
            report=self.id,
            type=type,
            quad=QUAD[type],
            score=more.pop("score", SCORE.get(type)),
            actors=tuple(actors),
            recipients=tuple(recipients),
            status=status,  # type: ignore[arg-type]
            hedges=tuple(hedges),
            date=date,
            place=Place(name=place) if place else None,
            evidence=tuple(evidence),
            **more,
        )
        self._events.append(event)
        return event

    def statement(
        self,
        speaker: Actor,
        cue: str,
        content: str | Sequence[str],
        *,
        kind: str = "indirect",
        addressee: Actor | None = None,
        date: str | Date | None = None,
        nth: int = 0,
        **more: Any,
    ) -> Statement:
        """An act of speech; the content is one piece of words or several."""
        pieces = [content] if isinstance(content, str) else list(content)
        spans = tuple(self.span(piece, "content") for piece in pieces)
        cue_span = self.span(cue, "cue", nth)
        evidence = [Evidence(start=speaker.start, end=speaker.end, role="actor"), cue_span]
        if isinstance(date, str):
            evidence.append(self.span(date, "date"))
            date = Date(raw=date)
        statement = Statement(
            id=stable_id("st", self.id, cue_span.start, spans[0].start),
            report=self.id,
            speaker=speaker,
            addressee=addressee,
            cue=cue,
            kind=kind,  # type: ignore[arg-type]
            content=spans,
            date=date,
            evidence=(*evidence, *spans),
            **more,
        )
        self._statements.append(statement)
        return statement

    def tie(self, a: str, b: str, kind: str, says: str) -> Tie:
        """A standing relation of two codes, stated by these words."""
        span = self.span(says, "content")
        tie = Tie(
            id=stable_id("tie", self.id, span.start, kind),
            report=self.id, a=a, b=b, kind=kind, says=says, evidence=(span,),
        )  # fmt: skip
        self._ties.append(tie)
        return tie

    def reading(self) -> Reading:
        """The finished reading; each distinct actor is listed once, at its fullest mention."""
        fullest: dict[tuple[str, str], Actor] = {}
        for mention in sorted(self._mentions, key=lambda m: m.start):
            key = (mention.name, mention.code)
            if key not in fullest or len(mention.text) > len(fullest[key].text):
                fullest[key] = mention
        return Reading(
            report=Report(
                id=self.id, text_sha256=text_hash(self.text), language="en",
                origin=tuple(self._origin), **self._report,
            ),
            text=self.text,
            actors=tuple(fullest.values()),
            events=tuple(sorted(self._events, key=lambda e: (e.evidence[0].start, e.id))),
            statements=tuple(sorted(self._statements, key=lambda s: (s.content[0].start, s.id))),
            ties=tuple(self._ties),
            mentions=tuple(sorted(self._mentions, key=lambda m: (m.start, m.end))),
        )  # fmt: skip


VISIT_A = """\
Kenya's President Amina Otieno is meeting Ethiopian Prime Minister Tesfaye Bekele in Addis Ababa \
in an effort to mend ties with its northern neighbour. Otieno landed in Addis Ababa on Tuesday. \
She was to be received with a guard of honour at the Jubilee Palace, as reported by state \
broadcaster EBC. She will also meet speaker Hana Girma before a planned visit to Djibouti.
Speaking to Kenyan traders on Tuesday, Otieno said the trip would "open a new page in our \
relations and bring down the cost of power for both peoples."
Daniel Mwangi, a lecturer at Moi University, told Radio Nile that Ethiopia wants Kenya to keep \
away from Egypt. Ethiopia's energy adviser, Sara Alemu, said on Monday that Addis Ababa \
"respects the Nile accord". Ethiopia supplies Kenya with electricity.
Ethiopia's tariffs on Kenyan tea remain in place. Seven herders were killed in a raid at Moyale \
last month, and Nairobi condemned the raid. Sudan's army fired rockets across the border on the \
same day."""

VISIT_B = """\
Kenyan President Amina Otieno meets Ethiopia's Prime Minister Tesfaye Bekele for talks scheduled \
for Wednesday. According to state broadcaster EBC, Tesfaye is expected to welcome Otieno at the \
Jubilee Palace. Otieno arrived in Addis Ababa on Tuesday and told traders that the trip would \
mark "a new page". She is due to meet parliament's speaker Hana Girma before going on to Djibouti.
Daniel Mwangi told Radio Nile that Addis Ababa hopes Nairobi will distance itself from Cairo. \
Ethiopia's energy minister Sara Alemu said on Monday that the country continues to respect the \
Nile accord. Nine herders were killed in the raid at Moyale last month, officials said. \
Electricity from Ethiopia lights much of Kenya's north."""


def visit_drafts(published: str | None = None) -> tuple[Draft, Draft]:
    """Two reports of an invented visit, with all their records, still open for more."""
    a = Draft(VISIT_A, source="Daily A", published=published)
    otieno = a.actor("Amina Otieno", code="KEN", sectors=["GOV"], role="President")
    bekele = a.actor("Tesfaye Bekele", code="ETH", sectors=["GOV"], role="Prime Minister")
    ethiopia = a.actor("Ethiopia", code="ETH", nth=1)
    kenya = a.actor("Kenya", code="KEN")
    sudan = a.actor("Sudan's army", "Sudan's military", code="SDN", sectors=["MIL"])
    girma = a.actor("Hana Girma", code="ETH", sectors=["LEG"], role="speaker")
    mwangi = a.actor("Daniel Mwangi", sectors=["EDU"], role="a lecturer at Moi University")
    alemu = a.actor("Sara Alemu", code="ETH", sectors=["GOV"], role="energy adviser")
    ebc = a.cite("EBC", kind="broadcaster", code="ETH")
    nile = a.cite("Radio Nile", kind="broadcaster")
    a.event(
        "CONSULT",
        "meeting",
        actors=[otieno],
        recipients=[bekele],
        mode="visit",
        place="Addis Ababa",
        status="planned",
    )
    landed = a.at(otieno, "Otieno", nth=1)
    a.event(
        "CONSULT",
        "landed",
        actors=[landed],
        recipients=[ethiopia],
        mode="visit",
        place="Addis Ababa",
        date="on Tuesday",
    )
    she = a.at(otieno, "She")
    a.event(
        "CONSULT",
        "received",
        actors=[ethiopia],
        recipients=[she],
        mode="visit",
        status="planned",
        hedges=["was to be"],
        attribution=(ebc,),
        place="Jubilee Palace",
    )
    a.event(
        "CONSULT",
        "meet",
        actors=[a.at(otieno, "She", nth=1)],
        recipients=[girma],
        mode="visit",
        status="planned",
        hedges=["will"],
        nth=1,
    )
    djibouti = a.actor("Djibouti", code="DJI")
    a.event(
        "CONSULT",
        "visit",
        actors=[a.at(otieno, "She", nth=1)],
        recipients=[djibouti],
        mode="visit",
        place="Djibouti",
        status="planned",
        hedges=["planned"],
    )
    a.event(
        "COERCE",
        "tariffs",
        actors=[ethiopia],
        recipients=[kenya],
        mode="restrict",
        issues=("trade",),
    )
    a.event(
        "ACCUSE",
        "condemned",
        actors=[a.actor("Nairobi", "Kenya", "KEN", how="capital")],
        mode="disapprove",
    )
    a.event("ASSAULT", "killed", actors=[], place="Moyale", date="last month")
    a.event("ASSAULT", "fired rockets", actors=[sudan], recipients=[ethiopia])
    a.statement(
        a.at(otieno, "Otieno", nth=2),
        "said",
        "open a new page in our relations and bring down the cost of power for both peoples.",
        kind="mixed",
        date="on Tuesday",
        addressee=a.actor("Kenyan traders", code="KEN", sectors=["BUS"]),
    )
    a.statement(
        mwangi,
        "told",
        "Ethiopia wants Kenya to keep away from Egypt",
        addressee=a.actor("Radio Nile"),
        attribution=(a.source("Daniel Mwangi", kind="expert"), nile),
    )
    a.statement(
        alemu,
        "said",
        "respects the Nile accord",
        kind="mixed",
        date="on Monday",
        nth=1,
        issues=("water",),
    )
    a.tie("ETH", "KEN", "energy", "Ethiopia supplies Kenya with electricity")

    b = Draft(VISIT_B, source="Daily B", published=published)
    otieno = b.actor("Amina Otieno", code="KEN", sectors=["GOV"], role="President")
    bekele = b.actor("Tesfaye Bekele", code="ETH", sectors=["GOV"], role="Prime Minister")
    ethiopia = b.actor("Ethiopia", code="ETH")
    girma = b.actor("Hana Girma", code="ETH", sectors=["LEG"], role="parliament's speaker")
    mwangi = b.actor("Daniel Mwangi")
    alemu = b.actor("Sara Alemu", code="ETH", sectors=["GOV"], role="energy minister")
    ebc = b.cite("EBC", kind="broadcaster", code="ETH")
    nile = b.cite("Radio Nile", kind="broadcaster")
    b.event(
        "CONSULT",
        "meets",
        actors=[otieno],
        recipients=[bekele],
        mode="visit",
        status="planned",
        date="Wednesday",
        hedges=["scheduled"],
    )
    b.event(
        "CONSULT",
        "welcome",
        actors=[b.at(bekele, "Tesfaye", nth=1)],
        recipients=[b.at(otieno, "Otieno", nth=1)],
        mode="visit",
        status="planned",
        hedges=["is expected to"],
        attribution=(ebc,),
        place="Jubilee Palace",
    )
    b.event(
        "CONSULT",
        "arrived",
        actors=[b.at(otieno, "Otieno", nth=2)],
        recipients=[ethiopia],
        mode="visit",
        place="Addis Ababa",
        date="on Tuesday",
    )
    b.event(
        "CONSULT",
        "meet",
        actors=[b.at(otieno, "She")],
        recipients=[girma],
        mode="visit",
        status="planned",
        hedges=["is due to"],
        nth=1,
    )
    b.event(
        "CONSULT",
        "going on to Djibouti",
        actors=[b.at(otieno, "She")],
        recipients=[b.actor("Djibouti", code="DJI")],
        mode="visit",
        status="planned",
        place="Djibouti",
    )
    b.event(
        "ASSAULT",
        "killed",
        place="Moyale",
        date="last month",
        attribution=(b.source("officials", kind="anonymous"),),
    )
    b.statement(
        b.at(otieno, "Otieno", nth=2),
        "told",
        "a new page",
        kind="mixed",
        date="on Tuesday",
        addressee=b.actor("traders", sectors=["BUS"]),
    )
    b.statement(
        mwangi,
        "told",
        "Addis Ababa hopes Nairobi will distance itself from Cairo",
        nth=1,
        addressee=b.actor("Radio Nile"),
        attribution=(b.source("Daniel Mwangi", kind="expert"), nile),
    )
    b.statement(
        alemu,
        "said",
        "the country continues to respect the Nile accord",
        date="on Monday",
        issues=("water",),
    )
    b.tie("ETH", "KEN", "energy", "Electricity from Ethiopia lights much of Kenya's north")
    return a, b


def visit_story(published: str | None = None) -> tuple[Reading, Reading]:
    """Two reports of one invented visit, as Readings."""
    a, b = visit_drafts(published)
    return a.reading(), b.reading()
