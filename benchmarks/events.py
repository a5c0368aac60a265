"""How well events are found: annotated reports against what the whole reader makes of them.

    python benchmarks/events.py corpus/test benchmarks/labels/news_test.jsonl --data ../shared/data
        [--coder trained|lexicon|both] [--second] [--least L] [--show N]

A PATH is a folder or file of annotated reports (``corpus/GUIDELINE.md``), or a labels file
(``.jsonl``: offsets into the research data under ``--data``). ``--second`` measures against the
second coder's annotation instead, which lies beside it (``second/``, ``NAME_second.jsonl``).

Matching: an event and a gold mark match where they stand in the same sentence and have the same
type, one to one: each mark takes the likeliest event left. Optional marks are neither missed nor
surplus. "with actors" and "with recipients" ask that the known codes of that side are the same
sets, too ("---" and nobody are both unknown); where all sides act together their order is free.
Macro is the mean F1 of the types that the gold has.

Of the matches: status and ``alleged`` as the gold has them; dates, of those that the text dates to
a value: right where the event's interval is the gold's, or, for a gold month, year or range, lies
within it.

Confidence: the reader is run a second time with a threshold of 0. The reliability table has for
each band the mean confidence, the share of events that matched, and their number; the rows below
it what a user gets who moves the threshold. The speed is of the whole reader, of the first run.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measures import (
    CODERS,
    Before,
    Score,
    annotated,
    by_type,
    interval,
    report_of,
    second,
    share,
    tenths,
)
from training.annotations import STATUSES, TYPES, Annotated, Mark
from training.calibrate import reliability
from training.scoring import Pair, codes, pairs, same_parties, same_side

from dragoman.events import Events
from dragoman.events.coder import Coder
from dragoman.records import Date, Event


@dataclass(slots=True)
class Measured:
    """What one run over some reports gave.

    Fields:
        pairs: at the threshold. wide: each report's events at threshold 0. texts: event id -> text.
        sentences: that were read. seconds: that all stages took. coding: that the events took.
    """

    pairs: list[Pair] = field(default_factory=list)
    wide: list[tuple[Annotated, list[Event]]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    sentences: int = 0
    seconds: float = 0.0
    coding: float = 0.0


def measure(reports: Iterable[Annotated], coder: Coder, least: float | None = None) -> Measured:
    """Read the reports with the coder and pair the events with the marks."""
    before, stage, wide = Before(), Events(coder, least), Events(coder, 0.0)
    done = Measured()
    for item in reports:
        began = time.perf_counter()
        document = before.read(report_of(item), item.text)
        mid = time.perf_counter()
        document = stage(document)
        done.coding += time.perf_counter() - mid
        for later in before.after:
            document = later(document)
        done.seconds += time.perf_counter() - began
        done.sentences += sum(1 for _ in document.doc.sents)
        done.pairs += pairs(item, document.events)
        done.texts |= {e.id: item.text for e in document.events}
        done.wide.append((item, wide(document).events))
    return done


def score(found: Iterable[Pair], type_: str | None = None) -> Score:
    """Counts of all pairs, or of one type's."""
    counts = Score()
    for pair in found:
        if type_ is None or type_ in (pair.mark and pair.mark.type, pair.event and pair.event.type):
            counts.gold += pair.mark is not None
            counts.found += pair.event is not None
            counts.right += pair.mark is not None and pair.event is not None
    return counts


def matches(found: Iterable[Pair]) -> list[tuple[Mark, Event]]:
    """The pairs of which both are there."""
    return [(p.mark, p.event) for p in found if p.mark is not None and p.event is not None]


def date_right(gold: str, found: Date | None) -> bool:
    """Whether the event's interval is the gold's, or lies within a gold that is no single day.

    Example:
        >>> date_right("2016-09", Date(raw="on Monday", start="2016-09-05", end="2016-09-05"))
        True
    """
    if found is None or found.start is None or found.end is None:
        return False
    start, end = interval(gold)
    if start == end:
        return (found.start, found.end) == (start, end)
    return start <= found.start and found.end <= end


def main_table(found: Sequence[Pair]) -> list[str]:
    """Precision, recall and F1: micro, with parties, macro, and of each type."""
    both = matches(found)
    sides = {
        "actors": sum(same_side(m.actors, e.actors) for m, e in both),
        "recipients": sum(same_side(m.recipients, e.recipients) for m, e in both),
        "both": sum(same_parties(m, e) for m, e in both),
    }
    return by_type(score(found), sides, {t: score(found, t) for t in TYPES})


def details(found: Sequence[Pair]) -> list[str]:
    """Status, alleged and dates of the matches."""
    both = matches(found)
    lines = [f"status right     {share(sum(m.status == e.status for m, e in both), len(both))}"]
    for status in STATUSES:
        gold = [e for m, e in both if m.status == status]
        lines.append(f"  {status:14} {share(sum(e.status == status for e in gold), len(gold))}")
    claims = Score(
        sum(m.alleged and e.alleged for m, e in both),
        sum(m.alleged for m, _ in both),
        sum(e.alleged for _, e in both),
    )
    right = sum(m.alleged == e.alleged for m, e in both)
    lines.append(f"alleged right    {share(right, len(both))}"
                 f"  P {claims.precision:.3f} R {claims.recall:.3f}")  # fmt: skip
    dated = [(m, e) for m, e in both if m.date]
    lines.append(
        f"dates right      {share(sum(date_right(m.date, e.date) for m, e in dated), len(dated))}"
    )
    given = sum(e.date is not None and e.date.start is not None for _, e in dated)
    lines.append(f"  given a date at all: {share(given, len(dated))}")
    silent = [e for m, e in both if m.date_start is None]
    invented = sum(e.date is not None and e.date.start is not None for e in silent)
    lines.append(f"  dated though the sentence does not: {share(invented, len(silent))}")
    return lines


def above(wide: Iterable[tuple[Annotated, list[Event]]], least: float) -> list[Pair]:
    """The pairs that remain without the events that are less sure."""
    return [
        pair
        for item, events in wide
        for pair in pairs(item, [e for e in events if e.confidence >= least])
    ]


def confidence_table(wide: Sequence[tuple[Annotated, list[Event]]]) -> list[str]:
    """Reliability, and what each threshold gives."""
    every = above(wide, 0.0)
    scored = [(p.event.confidence, p.mark is not None) for p in every if p.event is not None]
    lines = ["confidence   mean  right      n"]
    for mean, right, number in reliability(scored):
        low = min(int(mean * 10), 9) / 10
        lines.append(f"  {low:.1f}-{low + 0.1:.1f}   {mean:.3f}  {right:.3f}  {number:5}")
    lines += [score(above(wide, least)).line(f"threshold {least:.1f}") for least in tenths()]
    return lines


def sides(found: Iterable[Pair], limit: int) -> list[str]:
    """How the sides of the matches differ from the gold's, the most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    for mark, event in matches(found):
        for name in ("actors", "recipients"):
            gold, own = codes(getattr(mark, name)), codes(getattr(event, name))
            if gold != own:
                counts[name, _amiss(gold, own, bool(getattr(event, name)))] += 1
    return [f"  {name} {kind}: {n}" for (name, kind), n in counts.most_common(limit)]


def _amiss(gold: frozenset[str], own: frozenset[str], somebody: bool) -> str:
    if not own:
        return "found, but not whose they are" if somebody else "not found"
    return "one too many" if gold < own else "one too few" if own < gold else "others"


def show(done: Measured, limit: int) -> list[str]:
    """The types that are missed and surplus most, how sides differ, and surplus triggers."""
    missed = Counter(p.mark.type for p in done.pairs if p.mark and p.event is None)
    surplus = Counter(p.event.type for p in done.pairs if p.event and p.mark is None)
    lines = [f"missed {dict(missed.most_common())}", f"surplus {dict(surplus.most_common())}"]
    lines += ["sides of the matches:", *sides(done.pairs, limit)]
    limit += len(lines)
    for pair in done.pairs:
        if len(lines) >= limit:
            break
        if pair.event is not None and pair.mark is None:
            span = pair.event.evidence[0]
            words = done.texts[pair.event.id][max(0, span.start - 60) : span.end + 40]
            lines.append(
                f"  {pair.event.type} {pair.event.confidence} ... {' '.join(words.split())}"
            )
    return lines


def main() -> int:
    """Read, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    parser.add_argument("--data", type=Path, help="the research data's folder, for labels files")
    parser.add_argument("--coder", choices=[*CODERS, "both"], default="both")
    parser.add_argument("--second", action="store_true", help="against the second coder")
    parser.add_argument("--least", type=float, help="threshold; the coder's own without it")
    parser.add_argument("--show", type=int, default=0, help="print missed types, surplus events")
    options = parser.parse_args()
    for path in options.paths:
        path = second(path) if options.second else path
        try:
            reports = annotated(path, options.data)
        except (OSError, ValueError) as error:
            parser.error(str(error))
        for name in CODERS if options.coder == "both" else [options.coder]:
            coder = CODERS[name]()
            done = measure(reports, coder, options.least)
            least = coder.least if options.least is None else options.least
            print(f"\n== {path}, {name} coder, threshold {least}: {len(reports)} reports, "
                  f"{sum(len(r.sentences) for r in reports)} annotated sentences")  # fmt: skip
            print(*main_table(done.pairs), *details(done.pairs), sep="\n")
            print(*confidence_table(done.wide), sep="\n")
            print(f"speed: {done.sentences / done.seconds:.0f} sentences a second, whole reader; "
                  f"{done.sentences / done.coding:.0f} the events stage alone")  # fmt: skip
            if options.show:
                print(*show(done, options.show), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
