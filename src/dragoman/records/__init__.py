"""The frozen records that Dragoman reads, keeps and shows; other programs read them as JSON Lines.

All text positions are character offsets into the report's text as given, end exclusive, so that
``text[start:end]`` is verbatim. Each record that is written alone has a ``record`` key naming its
kind. "Unknown" is a value: ``None`` (JSON ``null``), an empty tuple, or the code ``---``.

Source of types, modes, sectors: PLOVER codebook 2021; of country codes: ISO 3166-1 alpha-3
(TWN, PSE, HKG and KOS in use).

Example:
    >>> span = Evidence(start=0, end=5, role="trigger")
    >>> "Talks open"[span.start:span.end]
    'Talks'
"""

from __future__ import annotations

import msgspec

from dragoman.records.agenda import AgendaItem, AgendaState, AgendaStep, StepKind
from dragoman.records.answers import (
    ActorCount,
    Answer,
    Beside,
    CorrectionState,
    EvidenceSentence,
    Hit,
    HitKind,
    IssueCount,
    Members,
    Overview,
    Replaced,
    ReportHead,
    Shown,
    Titled,
)
from dragoman.records.base import (
    AS_SHOWN,
    UNKNOWN_CODE,
    Actor,
    Change,
    ChangeKind,
    Date,
    Evidence,
    EvidenceRole,
    Failure,
    Form,
    Matter,
    OriginShown,
    Place,
    Precision,
    Record,
    Run,
    Source,
    SourceKind,
    StatementKind,
    Status,
    WordChangeKind,
    WordingKind,
)
from dragoman.records.corrections import Action, Anchor, Corrected, Correction
from dragoman.records.exports import Exported, Loss
from dragoman.records.issues import (
    IssuePeriod,
    IssueProposal,
    IssueThread,
    StanceOnDay,
    ThreadActor,
    ThreadEntry,
)
from dragoman.records.kinds import AnyRecord
from dragoman.records.ledger import (
    Direction,
    Edge,
    EntryKind,
    Grain,
    Ledger,
    LedgerEntry,
    Level,
    Measure,
    Network,
    Node,
    Period,
    PlaceCount,
    Places,
    Series,
)
from dragoman.records.reading import Event, Reading, Report, Statement, Tie, Version
from dragoman.records.relations import Dyad, Entry, Former, Issue, Position, Quotation
from dragoman.records.running import RunOutcome
from dragoman.records.story import (
    Difference,
    MergedEvent,
    Origin,
    Point,
    Story,
    Utterance,
    WordChange,
    Wording,
)
from dragoman.records.ties import StandingTie, TieState, TieStep, TieStepKind
from dragoman.records.watching import SourceLook, SourceState, WatchRound

__all__ = [
    "AS_SHOWN",
    "UNKNOWN_CODE",
    "Action",
    "Actor",
    "ActorCount",
    "AgendaItem",
    "AgendaState",
    "AgendaStep",
    "Anchor",
    "Answer",
    "AnyRecord",
    "Beside",
    "Change",
    "ChangeKind",
    "Corrected",
    "Correction",
    "CorrectionState",
    "Date",
    "Difference",
    "Direction",
    "Dyad",
    "Edge",
    "Entry",
    "EntryKind",
    "Event",
    "Evidence",
    "EvidenceRole",
    "EvidenceSentence",
    "Exported",
    "Failure",
    "Form",
    "Former",
    "Grain",
    "Hit",
    "HitKind",
    "Issue",
    "IssueCount",
    "IssuePeriod",
    "IssueProposal",
    "IssueThread",
    "Ledger",
    "LedgerEntry",
    "Level",
    "Loss",
    "Matter",
    "Measure",
    "Members",
    "MergedEvent",
    "Network",
    "Node",
    "Origin",
    "OriginShown",
    "Overview",
    "Period",
    "Place",
    "PlaceCount",
    "Places",
    "Point",
    "Position",
    "Precision",
    "Quotation",
    "Reading",
    "Record",
    "Replaced",
    "Report",
    "ReportHead",
    "Run",
    "RunOutcome",
    "Series",
    "Shown",
    "Source",
    "SourceKind",
    "SourceLook",
    "SourceState",
    "StanceOnDay",
    "StandingTie",
    "Statement",
    "StatementKind",
    "Status",
    "StepKind",
    "Story",
    "ThreadActor",
    "ThreadEntry",
    "Tie",
    "TieState",
    "TieStep",
    "TieStepKind",
    "Titled",
    "Utterance",
    "Version",
    "WatchRound",
    "WordChange",
    "WordChangeKind",
    "Wording",
    "WordingKind",
    "from_json",
    "to_json",
]


def to_json(record: Record) -> bytes:
    """One record as a line of JSON, without the newline.

    Example:
        >>> to_json(Evidence(start=0, end=5, role="cue"))
        b'{"start":0,"end":5,"role":"cue"}'
    """
    return msgspec.json.encode(record)


def from_json(line: bytes | str) -> AnyRecord:
    """A record from a line that :func:`to_json` wrote; raises msgspec.ValidationError."""
    return _DECODER.decode(line)


_DECODER: msgspec.json.Decoder[AnyRecord] = msgspec.json.Decoder(AnyRecord)
