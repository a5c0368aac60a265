"""Standing ties over all reports of an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dragoman.archive.agenda import Agenda
from dragoman.archive.damaged import tells_damage
from dragoman.archive.days import checked_day
from dragoman.archive.queries import pair_of
from dragoman.records import UNKNOWN_CODE, Event, Evidence, MergedEvent, Quotation, StandingTie, Tie

if TYPE_CHECKING:
    from dragoman.relations.standing import Act


class Standing(Agenda):
    """What can be asked of an archive about relations that stand."""

    @tells_damage
    def standing_ties(
        self,
        *,
        between: str | tuple[str, str] | None = None,
        kind: str | None = None,
        at: str | None = None,
    ) -> list[StandingTie]:
        """Ties that reports state, each once, with first and last report and what changed.

        Those of most reports come first. Acts that bear on a tie (``codebooks/tie_events.tsv``)
        stand in its history as shown by an act; they never change its state.

        Args:
            between: two codes in either order: "KOR-USA".
            kind: a kind of tie ("alliance").
            at: the day as of which to tell it (ISO): later reports and acts do not count.

        Raises:
            DragomanError: a day that is none ("bad-date"), a pair that is none ("bad-query").
        """
        from dragoman.relations.standing import ToldTie, standing_ties

        checked_day(at)
        pair = set(pair_of(between)) if between is not None else None
        story = dict(self.rows("SELECT report, story FROM story_reports"))
        rows = self.rows(
            "SELECT t.json, r.published_day::VARCHAR FROM ties t JOIN reports r ON r.id = t.report "
            "WHERE $1 IS NULL OR (t.a IN (SELECT unnest($1::VARCHAR[])) "
            "AND t.b IN (SELECT unnest($1::VARCHAR[]))) ORDER BY t.report, t.seq",
            [sorted(pair) if pair is not None else None],
        )
        told = []
        for text, day in rows:
            tie = msgspec.json.decode(text, type=Tie)
            if pair is not None and {tie.a, tie.b} != pair:
                continue
            if at is None or (day is not None and day <= at):
                told.append(ToldTie(tie=tie, day=day, story=story.get(tie.report, "")))
        pairs = {frozenset((one.tie.a, one.tie.b)) for one in told}
        found = standing_ties(told, self._acts(pairs, at))
        return [one for one in found if kind is None or one.kind == kind.lower()]

    def _acts(self, pairs: set[frozenset[str]], at: str | None) -> list[Act]:
        """What happened between two actors of these pairs, by merged event."""
        from dragoman.relations.phrases import headline
        from dragoman.relations.standing import Act, tie_events

        types = sorted({row["type"] for row in tie_events()})
        found = []
        for text, day, end in self.rows(
            "SELECT json, day::VARCHAR, coalesce(date_end, day)::VARCHAR FROM merged_events "
            "WHERE status = 'actual' "
            "AND type IN (SELECT unnest($1::VARCHAR[])) AND id IN (SELECT event FROM "
            "merged_parties WHERE code IN (SELECT unnest($2::VARCHAR[])) GROUP BY event "
            "HAVING count(DISTINCT code) > 1) ORDER BY id",
            [types, sorted({code for pair in pairs for code in pair})],
        ):
            merged = msgspec.json.decode(text, type=MergedEvent)
            actors = {a.code for a in merged.actors} - {UNKNOWN_CODE}
            recipients = {a.code for a in merged.recipients} - {UNKNOWN_CODE}
            # "the two agreed": both stand on one side
            recipients = recipients or actors
            if merged.alleged or not any(
                frozenset((a, b)) in pairs for a in actors for b in recipients
            ):
                continue
            found.append((merged, day, end, frozenset(actors), frozenset(recipients)))
        told = self._first_told([merged.members[0] for merged, *_ in found])
        earliest = str(self.rows("SELECT min(published_day)::VARCHAR FROM reports")[0][0] or "")
        acts = []
        for merged, day, end, actors_, recipients_ in found:
            event, published, sentence = told[merged.members[0]]
            if at is not None and (not published or published > at):
                continue
            if end and earliest and end < earliest:
                continue  # a look back at history: the reports tell nothing of what held then
            acts.append(
                Act(
                    record=merged.id,
                    report=event.report,
                    type=merged.type,
                    mode=merged.mode,
                    contexts=event.contexts,
                    actors=actors_,
                    recipients=recipients_,
                    day=day,
                    says=headline(merged, plain=True),
                    quotation=sentence,
                )
            )
        return acts

    def _first_told(self, ids: list[str]) -> dict[str, tuple[Event, str, Quotation | None]]:
        """Event id -> the event, the publication day of its report, its sentence."""
        from dragoman.language.sentences import sentences

        rows = self.rows(
            "SELECT e.json, coalesce(r.published_day::VARCHAR, ''), t.text FROM events e "
            "JOIN reports r ON r.id = e.report JOIN texts t ON t.report = e.report "
            "WHERE e.id IN (SELECT unnest($1::VARCHAR[]))",
            [ids],
        )
        spans: dict[str, tuple[tuple[int, int], ...]] = {}
        found = {}
        for text, day, words in rows:
            event = msgspec.json.decode(text, type=Event)
            if event.report not in spans:
                spans[event.report] = tuple((s.start, s.end) for s in sentences(words))
            at = next((e.start for e in event.evidence if e.role == "trigger"), 0)
            span = next(((s, e) for s, e in spans[event.report] if s <= at < e), None)
            quotation = None
            if span is not None:
                quotation = Quotation(
                    report=event.report,
                    text=words[slice(*span)],
                    evidence=(Evidence(start=span[0], end=span[1], role="content"),),
                )
            found[event.id] = (event, day, quotation)
        return found
