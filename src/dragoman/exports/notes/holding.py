"""What a folder of notes holds: which notes there are, how they are named, and what each tells."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dragoman.briefs.model import EventLine, SpeechLine, StoryBrief, TieLine
from dragoman.exports.filenames import file_names
from dragoman.issues.book import issue_book
from dragoman.records import UNKNOWN_CODE, Dyad, MergedEvent, Report, Story
from dragoman.relations import code_name
from dragoman.relations.dyads import pairs_of

Kind = Literal["stories", "reports", "actors", "dyads", "issues"]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a story, to be shown in the notes of those whom it concerns.

    Fields:
        day: ISO day by which it is ordered, "" where none is known; published: whether that is only
            the day on which the first report of it came out.
    """

    story: str
    line: EventLine | SpeechLine
    day: str
    published: bool


@dataclass(slots=True)
class Relation:
    """What is told of two actors."""

    happened: Counter[int] = field(default_factory=Counter)
    ahead: Counter[int] = field(default_factory=Counter)
    apart: Counter[str] = field(default_factory=Counter)  # negated and alleged ones: not counted
    scores: list[float] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    ties: list[tuple[str, TieLine]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many events there are, whatever their status."""
        return sum(map(sum, (self.happened.values(), self.ahead.values(), self.apart.values())))


@dataclass(slots=True)
class Party:
    """What is told of one actor code."""

    acts: int = 0
    receives: int = 0
    names: Counter[str] = field(default_factory=Counter)
    did: list[Told] = field(default_factory=list)
    said: list[Told] = field(default_factory=list)


@dataclass(slots=True)
class Matter:
    """What is told of one issue."""

    told: list[Told] = field(default_factory=list)
    actors: Counter[str] = field(default_factory=Counter)


class Holding:
    """All that the notes tell, gathered story by story.

    Names of notes are fixed at the start, so that any note can link to any other.
    """

    def __init__(
        self,
        reports: Iterable[Report],
        stories: Iterable[Story],
        events: Iterable[MergedEvent],
    ) -> None:
        """Name the notes of these reports and stories, and of all who take part in the events."""
        self.reports = {report.id: report for report in reports}
        self.stories = {story.id: story for story in stories}
        codes: set[str] = set()
        pairs: set[Pair] = set()
        issues: set[str] = set()
        for event in events:
            codes.update(a.code for a in (*event.actors, *event.recipients))
            pairs.update(pair for pair in pairs_of(event) if pair[0] != pair[1])
            issues.update(event.issues)
        codes.discard(UNKNOWN_CODE)
        self.paths: dict[tuple[Kind, str], str] = {}
        self._name("stories", {s.id: f"{s.first or ''} {s.title}" for s in self.stories.values()})
        self._name("reports", {r.id: _report_words(r) for r in self.reports.values()})
        self._name("actors", {code: actor_title(code) for code in codes})
        self._name("dyads", {f"{a}-{b}": f"{code_name(a)} {code_name(b)}" for a, b in pairs})
        self._name("issues", {issue: issue_title(issue) for issue in issues})
        self.actors: dict[str, Party] = defaultdict(Party)
        self.dyads: dict[Pair, Relation] = defaultdict(Relation)
        self.issues: dict[str, Matter] = defaultdict(Matter)
        self.named: dict[str, set[int]] = defaultdict(set)
        """Report -> numbers of its sentences that other notes link to."""

    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of which there are notes."""
        return tuple(dict.fromkeys(kind for kind, _ in self.paths))

    def path(self, kind: Kind, one: str) -> str | None:
        """The path of a note from the folder's root; None where there is none."""
        return self.paths.get((kind, one))

    def gather(
        self,
        story: Story,
        brief: StoryBrief,
        events: Sequence[MergedEvent],
        dyads: Iterable[Dyad],
    ) -> None:
        """Add what one story tells of these of its events, and all its speech and ties."""
        lines = {record: line for line in brief.events() for record in line.records}
        for event in events:
            told, start = lines[event.id], event.date.start if event.date else None
            self._event(event, Told(story.id, told, start or self._first(told), not start))
        spoken: dict[str, list[Pair]] = defaultdict(list)
        for dyad in dyads:
            for one in dyad.statements:
                spoken[one].append((dyad.a, dyad.b))
        for line in brief.speech:
            self._speech(Told(story.id, line, self._first(line), True), spoken)
        for shown in brief.relations:
            pair = (shown.a.code, shown.b.code)
            if self.path("dyads", "-".join(pair)):
                self.dyads[pair].ties += [(story.id, tie) for tie in shown.ties]

    def _first(self, line: EventLine | SpeechLine) -> str:
        """The day on which the first report that tells a line came out; "" where none is known."""
        days = (self.reports[passage.report].published for passage in line.passages)
        return min((day for day in days if day), default="")[:10]

    def _event(self, event: MergedEvent, told: Told) -> None:
        sides = (event.actors, event.recipients)
        acts, receives = ({a.code for a in side} - {UNKNOWN_CODE} for side in sides)
        for code in sorted(acts | receives):
            party = self.actors[code]
            party.acts += code in acts
            party.receives += code in receives
            party.did.append(told)
            party.names.update({a.name for s in sides for a in s if a.code == code})
        for pair in pairs_of(event):
            if pair[0] != pair[1]:
                self._relate(self.dyads[pair], event, told)
        for issue in event.issues:
            self.issues[issue].told.append(told)
            self.issues[issue].actors.update(acts)

    def _relate(self, relation: Relation, event: MergedEvent, told: Told) -> None:
        relation.told.append(told)
        if event.alleged or event.status == "negated":
            relation.apart["alleged" if event.alleged else "negated"] += 1
        elif event.status == "actual":
            relation.happened[event.quad] += 1
            relation.scores += [event.score] if event.score is not None else []
        else:
            relation.ahead[event.quad] += 1

    def _speech(self, told: Told, spoken: dict[str, list[Pair]]) -> None:
        line = told.line
        assert isinstance(line, SpeechLine)
        if self.path("actors", line.speaker.code):
            self.actors[line.speaker.code].said.append(told)
        for pair in {pair for record in line.records for pair in spoken.get(record, ())}:
            if self.path("dyads", "-".join(pair)):
                self.dyads[pair].told.append(told)
        for issue in line.issues:
            if self.path("issues", issue):
                self.issues[issue].told.append(told)
                if line.speaker.code != UNKNOWN_CODE:
                    self.issues[issue].actors[line.speaker.code] += 1

    def _name(self, kind: Kind, words: dict[str, str]) -> None:
        for one, name in file_names(words.items()).items():
            self.paths[(kind, one)] = f"{kind}/{name}.md"


def actor_title(code: str) -> str:
    """The name of a code, with the code."""
    name = code_name(code)
    return name if name == code else f"{name} ({code})"


def issue_title(issue: str) -> str:
    """The name of an issue; of one that no book has, its words."""
    known = issue_book().entries.get(issue)
    return known.name if known else issue.removeprefix("new:").replace("-", " ").capitalize()


def report_title(report: Report) -> str:
    """What a report is called in lists: its headline, else its publisher, else its id."""
    return report.title or report.source or f"Report {report.id}"


def _report_words(report: Report) -> str:
    day = (report.published or "")[:10]
    return " ".join(part for part in (day, report.source, report.title) if part) or report.id
