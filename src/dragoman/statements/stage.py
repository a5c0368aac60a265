"""The stage: who says what to whom, in which words, through whom."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace
from spacy.tokens import Token

from dragoman.document import Document
from dragoman.ids import stable_id
from dragoman.records import Actor, Evidence, Source, Statement
from dragoman.statements.addressee import addressee_of, outlet_of, relays_of
from dragoman.statements.attribution import chained, is_interested
from dragoman.statements.collect import collect
from dragoman.statements.found import Found
from dragoman.statements.hedged import hedges_of
from dragoman.statements.kind_of import source_of
from dragoman.statements.origin import origins
from dragoman.statements.pieces import assemble
from dragoman.statements.trained import mend
from dragoman.statements.trained.network import Network, load_network
from dragoman.statements.voices import Voices
from dragoman.statements.who import actors_at, unknown_speaker
from dragoman.times import date_of


class Statements:
    """Fills ``document.statements`` and ``document.origin``.

    Reads the parse, the mentions and the times. Words that nobody is said to have said make no
    statement; a complete quotation without a speaker is kept with the speaker "unknown".
    """

    name = "statements"
    reads = frozenset({"text", "doc", "mentions", "times"})
    writes = frozenset({"statements", "origin"})

    def __init__(
        self, *, trained: bool = True, network: Network | None = None, broad: bool = False
    ) -> None:
        """With the package's network, or the given one; by rules alone where not ``trained``.

        ``broad``: what somebody believes, wishes or plans counts as a statement, too, as PolNeAR's
        guide has it; else only what is said or written.
        """
        self._broad = broad
        self._network = (network or load_network()) if trained else None

    @property
    def settings(self) -> dict[str, str]:
        """What the statements rest on, for a run's record."""
        name = self._network.name if self._network is not None else "rules"
        return {"statements": f"{name}, broad" if self._broad else name}

    def __call__(self, document: Document) -> Document:
        """Read one report."""
        made: list[Statement] = []
        seen: set[str] = set()
        found_here = collect(document)
        if self._network is not None:
            found_here = mend(document, found_here, self._network, broad=self._broad)
        voices = Voices(document, found_here)
        for found in sorted(found_here, key=lambda f: f.start):
            for statement in _statements(document, found, voices):
                if statement.id not in seen:
                    seen.add(statement.id)
                    made.append(statement)
        made.sort(key=lambda s: (s.content[0].start, s.content[-1].end, s.id))
        document.statements = chained(document, made)
        document.origin = origins(document)
        return document


def _statements(document: Document, found: Found, voices: Voices) -> Iterable[Statement]:
    kind, spans = assemble(document.text, found)
    if not spans:
        return
    speakers = voices.heard(found, _speakers(document, found))
    hearer = addressee_of(found)
    outlet = hearer is not None and outlet_of(document, hearer) is not None
    addressee = None if outlet else _addressee(document, hearer)
    relays = relays_of(document, found, hearer)
    dated = date_of(document, found.token)
    content = tuple(Evidence(start=a, end=b, role="content") for a, b in spans)
    for speaker in speakers:
        source = source_of(document, speaker, found.speaker)
        doubts = found.cue.stance == "doubts"
        source = replace(
            source,
            interested=is_interested(document, source, doubts, spans),
            hedges=hedges_of(document, found, spans),
        )
        links: list[Source] = [source]
        links += [r for r in relays if r.name != source.name]
        evidence = [*content, Evidence(start=found.start, end=found.end, role="cue")]
        if speaker.end > speaker.start:
            evidence.append(Evidence(start=speaker.start, end=speaker.end, role="actor"))
        local = found.local
        if local is not None:
            evidence.append(Evidence(start=local.idx, end=local.idx + len(local), role="actor"))
        if dated is not None and dated[1].end > dated[1].start:
            evidence.append(Evidence(start=dated[1].start, end=dated[1].end, role="date"))
        yield Statement(
            id=stable_id("st", document.report.id, spans[0][0], spans[-1][1], speaker.name),
            report=document.report.id,
            speaker=speaker,
            addressee=addressee,
            cue=document.text[found.start : found.end] if not found.how else "",
            kind=kind,
            content=content,
            attribution=tuple(links),
            date=dated[0] if dated is not None else None,
            stance=found.cue.stance if found.cue.stance in ("supports", "opposes") else None,
            evidence=tuple(sorted(evidence, key=lambda e: (e.start, e.end, e.role))),
        )


def _speakers(document: Document, found: Found) -> tuple[Actor, ...]:
    if found.speaker is None:
        return (unknown_speaker(document, found),)
    actors = actors_at(document, found.speaker)[:3]
    if found.how:
        return tuple(replace(a, how=found.how) for a in actors)
    return actors


def _addressee(document: Document, hearer: Token | None) -> Actor | None:
    if hearer is None:
        return None
    actors = actors_at(document, hearer)
    return actors[0] if actors else None
