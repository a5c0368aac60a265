"""Issues over an archive: an issue's thread over time, and issues proposed from what was read."""

from __future__ import annotations

from dragoman.records.base import Record
from dragoman.records.ledger import Grain
from dragoman.records.relations import Entry, Quotation


class ThreadEntry(Record, frozen=True, kw_only=True):
    """One act, or words, about an issue, once for all who take part.

    Fields:
        entry: the act or words, with the quotation that shows it.
        actors: codes, or names where there is no code, of those whose act or words it is.
        story: id of the story that tells it.
    """

    entry: Entry
    actors: tuple[str, ...] = ()
    story: str


class IssuePeriod(Record, frozen=True, kw_only=True):
    """What was done and said about an issue in one day, week or month.

    Fields:
        start: ISO day, inclusive.
        end: ISO day, inclusive.
        acts: how many merged events there are.
        statements: how many utterances there are.
        reports: how many reports published in the period tell acts or words about the issue.
        read: how many reports of the archive were published in the period, whatever they tell; 0
            means that nothing was read of it, so that a count of 0 tells nothing.
        peak: more of the reports read in the period are about the issue than chance gives.
    """

    start: str
    end: str
    acts: int = 0
    statements: int = 0
    reports: int = 0
    read: int = 0
    peak: bool = False


class StanceOnDay(Record, frozen=True, kw_only=True):
    """A stance that words or an act show on a day.

    Fields:
        day: ISO day, or null where nothing tells one.
        stance: "supports" or "opposes".
        towards: codes of those whom it is addressed to.
        record: id of the merged event or utterance.
        differs: an earlier entry of the same position took the other stance.
    """

    day: str | None = None
    stance: str
    towards: tuple[str, ...] = ()
    record: str
    differs: bool = False


class ThreadActor(Record, frozen=True, kw_only=True):
    """One actor in the thread of an issue.

    Fields:
        actor: its code.
        acts: how many acts are its own.
        statements: how many utterances.
        stances: those that words or acts show, by day, undated ones last.
    """

    actor: str
    name: str
    acts: int = 0
    statements: int = 0
    stances: tuple[StanceOnDay, ...] = ()


class IssueThread(Record, frozen=True, kw_only=True, tag_field="record", tag="issue_thread"):
    """An issue over time, in all stories of an archive.

    Fields:
        issue: its id.
        name: what readers are shown.
        actor: a code or name, where only its acts and words are told; else null.
        since: ISO day, inclusive, or null.
        until: ISO day, inclusive, or null.
        grain: how long a period is; weeks begin on Monday.
        periods: one after the other from the first to the last, also those with nothing.
        entries: by day, the earliest first, undated ones last.
        actors: those of most entries first.
        reports: ids of the reports that tell the entries, by publication, undated ones last; so
            the first and the last are the issue's first and last report.
        stories: ids of the stories, by their first entry.
        undated: how many entries have no day and so are in no period.
    """

    issue: str
    name: str
    actor: str | None = None
    since: str | None = None
    until: str | None = None
    grain: Grain = "month"
    periods: tuple[IssuePeriod, ...] = ()
    entries: tuple[ThreadEntry, ...] = ()
    actors: tuple[ThreadActor, ...] = ()
    reports: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    undated: int = 0


class IssueProposal(Record, frozen=True, kw_only=True, tag_field="record", tag="issue_proposal"):
    """A topic that recurs in an archive and that no issue of the book marks.

    Fields:
        id: the id that it would have in the book, made of its name.
        name: the phrase that most reports have.
        words: phrases that go together, the name first: the `words` of a row of issues.tsv.
        reports: ids of the reports with events or statements about it, by publication.
        stories: how many stories those reports belong to; 0 where none has been told yet.
        first: ISO day of the earliest of these reports, or null.
        last: ISO day of the latest, or null.
        actors: code -> in how many of the reports it acts, speaks or is addressed about it.
        events: how many events stand in sentences with these words.
        statements: how many statements do.
        unmarked: share of these records without an issue of the book (0 to 1).
        weight: what proposals are ordered by: how telling the words are, times reports.
        examples: sentences that show it, from different reports.
    """

    id: str
    name: str
    words: tuple[str, ...]
    reports: tuple[str, ...] = ()
    stories: int = 0
    first: str | None = None
    last: str | None = None
    actors: dict[str, int]
    events: int = 0
    statements: int = 0
    unmarked: float = 1.0
    weight: float = 0.0
    examples: tuple[Quotation, ...] = ()
