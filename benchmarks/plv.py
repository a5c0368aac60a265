"""What a sentence's source does to its target: PLOVER roots on sentences whose sides are marked.

    python benchmarks/plv.py FILE [--all] [--coder trained|lexicon] [--least L] [--nearest]

FILE is a table (tab-separated, columns named in its header) with ``sentence``, ``gold_root`` and
``marked_sentence`` ("<s>Kenya</s> warned <t>Oman</t>") or ``source`` and ``target``. The reader
reads the plain sentence and knows nothing of the marks. By default only the held-out fold counts:
sentences whose SHA-256, as a number, is divisible by 5; training reads only the others. ``--all``
counts every row, as is right for a file that no training read. A side that has neither marks nor
a column stands nowhere.

The answer is the type of the event between source and target. A party stands in a side's words
where its own words overlap them, or where it is somebody who is named there ("he"). The first of
these tiers that has an event answers (1 and 2 rank alike); of several events an actual one, then
the one whose trigger is nearest to both sides. The target's act upon the source answers in none:

1. an actor in the source's words and a recipient in the target's; for the mutual types (AGREE,
   CONSULT, COOPERATE) also the other way round, or both among the actors;
2. the actor in the source's words, and no recipient: "Oman condemned <t>the attacks</t>";
3. the recipient in the target's words, and no actor: "<t>Oman</t> was bombed";
4. the actor in the source's words, the recipient elsewhere: the data often marks a place or a
   thing ("killed 9 soldiers in <t>Oman</t>"), which is nobody;
5. the recipient in the target's words, the actor elsewhere;
6. with ``--nearest`` only: the event whose trigger is nearest to both sides, whichever way.

NONE where no tier answers: a refusal. The root YIELD is answered by CONCEDE and by RETREAT. This
order was chosen on the rows that training reads, not on the held-out fold.

Micro F1 takes a refusal as missed, not as wrong; macro F1 is the mean over the gold's roots. The
swap test exchanges source and target: the answer ought to change or be refused unless the act is
mutual (then it may stay). Marks promise an act between the sides, so the first figures are printed
for a low threshold, too.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measures import CODERS, Before, Score, macro, share
from training.scoring import trigger

from dragoman.document import Document
from dragoman.events import Events
from dragoman.ids import text_hash
from dragoman.records import Actor, Event, Report

NONE = "NONE"
MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
_NEAREST = 6
_LOW = 0.1
_ROOTS = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
_TAG = re.compile(r"<(/?)([st])>")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence with its sides' words and its root."""

    text: str
    source: tuple[Span, ...]
    target: tuple[Span, ...]
    root: str

    @property
    def swapped(self) -> Row:
        """The same with source and target exchanged."""
        return Row(self.text, self.target, self.source, self.root)


@dataclass(frozen=True, slots=True)
class Answer:
    """A root, or NONE, and which tier gave it (0 of NONE)."""

    root: str
    tier: int


def root(name: str) -> str:
    """The root of a type: CONCEDE and RETREAT are YIELD in this data."""
    return _ROOTS.get(name, name)


def unmark(marked: str) -> tuple[str, tuple[Span, ...], tuple[Span, ...]]:
    """The plain sentence, and where its source and target stand.

    Example:
        >>> unmark("<s>Peru</s> met <t>Chile</t>")
        ('Peru met Chile', ((0, 4),), ((9, 14),))
    """
    text, at = "", 0
    spans: dict[str, list[Span]] = {"s": [], "t": []}
    open_at: dict[str, int] = {}
    for tag in _TAG.finditer(marked):
        text += marked[at : tag.start()]
        at = tag.end()
        if not tag[1]:
            open_at[tag[2]] = len(text)
        elif tag[2] in open_at:
            spans[tag[2]].append((open_at.pop(tag[2]), len(text)))
    return text + marked[at:], tuple(spans["s"]), tuple(spans["t"])


def rows(path: Path, every: bool) -> Iterator[Row]:
    """The rows of a file, or those of its held-out fold; without a side's marks, its column."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if not every and not held_out(row["sentence"]):
                continue
            text, source, target = unmark(row.get("marked_sentence") or row["sentence"])
            yield Row(
                text,
                source or _found(text, row.get("source")),
                target or _found(text, row.get("target")),
                root(row["gold_root"]),
            )


def held_out(sentence: str) -> bool:
    """Whether training leaves the sentence alone."""
    return int(hashlib.sha256(sentence.encode()).hexdigest(), 16) % 5 == 0


def _found(text: str, words: str | None) -> tuple[Span, ...]:
    at = text.find(words) if words else -1
    return ((at, at + len(words)),) if words and at >= 0 else ()


class Sides:
    """Who of a document stands in the source's words and who in the target's."""

    def __init__(self, document: Document, row: Row) -> None:
        """Take the names of the mentions within each side's words."""
        self._row = row
        self._source = _names(document, row.source)
        self._target = _names(document, row.target)

    def source(self, actors: Sequence[Actor]) -> bool:
        """Whether one of them stands in the source's words."""
        return any(_over(a, self._row.source) or a.name in self._source for a in actors)

    def target(self, actors: Sequence[Actor]) -> bool:
        """Whether one of them stands in the target's words."""
        return any(_over(a, self._row.target) or a.name in self._target for a in actors)

    def tier(self, event: Event) -> int:
        """Which tier the event answers in; 0 where it does not."""
        if self.source(event.actors) and self.target(event.recipients):
            return 1
        if event.type in MUTUAL:
            every = event.actors + event.recipients
            if self.source(every) and self.target(every):
                return 1
        acts = self.source(event.actors) and not self.target(event.actors)
        takes = self.target(event.recipients) and not self.source(event.recipients)
        if acts and not self.source(event.recipients):
            return 4 if event.recipients else 2
        if takes and not self.target(event.actors):
            return 5 if event.actors else 3
        return 0

    def distance(self, event: Event) -> int:
        """How far the event's trigger is from both sides, in characters."""
        at = trigger(event)
        return sum(
            min((max(start - at, at - end, 0) for start, end in spans), default=0)
            for spans in (self._row.source, self._row.target)
        )


def _over(actor: Actor, spans: Sequence[Span]) -> bool:
    return any(actor.start < end and start < actor.end for start, end in spans)


def _names(document: Document, spans: Sequence[Span]) -> set[str]:
    return {a.name for m in document.mentions for a in m.actors if _over(a, spans)}


def answer(document: Document, row: Row, nearest: bool = False) -> Answer:
    """What the document's events say that the source does to the target."""
    sides = Sides(document, row)
    ranked = []
    for event in document.events:
        tier = sides.tier(event) or (_NEAREST if nearest else 0)
        if tier:
            rank = (
                max(tier, 2),
                event.status != "actual",
                sides.distance(event),
                -event.confidence,
            )
            ranked.append((rank, tier, root(event.type)))
    _, tier, name = min(ranked, default=((), 0, NONE))
    return Answer(name, tier)


def classes_of(read: Sequence[tuple[Row, Answer, Answer]]) -> dict[str, Score]:
    """Counts of each root that the gold has; an answer that it never has is in none."""
    classes = {r: Score() for r in sorted({row.root for row, _, _ in read})}
    for row, given, _ in read:
        classes[row.root].gold += 1
        classes[row.root].right += given.root == row.root
        if given.root in classes:
            classes[given.root].found += 1
    return classes


def head(read: Sequence[tuple[Row, Answer, Answer]]) -> list[str]:
    """Macro and micro F1, accuracy, share refused."""
    right = sum(row.root == given.root for row, given, _ in read)
    answered = sum(given.root != NONE for _, given, _ in read)
    every = Score(right, len(read), answered)
    mean, asked = macro(classes_of(read).values())
    return [
        f"macro F1  {mean:.3f} over {asked} roots",
        f"micro F1  {every.f1:.3f} (P {every.precision:.3f}, R {every.recall:.3f})",
        f"accuracy  {share(right, len(read))}",
        f"refused   {share(len(read) - answered, len(read))}",
    ]


def table(read: Sequence[tuple[Row, Answer, Answer]]) -> list[str]:
    """All figures: rows with their answer and that of their sides exchanged."""
    lines = head(read)
    lines += [counts.line(f"  {name}") for name, counts in classes_of(read).items()]
    for tier in range(1, _NEAREST + 1):
        here = [row.root == given.root for row, given, _ in read if given.tier == tier]
        if here:
            lines.append(f"tier {tier} right {share(sum(here), len(here))}")
    return lines + swap(read)


def swap(read: Sequence[tuple[Row, Answer, Answer]]) -> list[str]:
    """The swap test: of the answered sentences, what the exchanged sides give."""
    lines = ["swap test, of answered sentences"]
    answered = [one for one in read if one[1].root != NONE]
    for name, part in (
        ("ought to change", [one for one in answered if one[0].root not in MUTUAL]),
        ("may stay", [one for one in answered if one[0].root in MUTUAL]),
    ):
        refused = sum(after.root == NONE for _, _, after in part)
        changed = sum(after.root not in (NONE, given.root) for _, given, after in part)
        lines.append(f"  {name:16} changed or refused {share(refused + changed, len(part))},"
                     f" of these refused {refused}")  # fmt: skip
    return lines


def explain(document: Document, row: Row, given: Answer) -> list[str]:
    """A row that was answered wrongly, with its sides and the events that were read."""
    sides = [[row.text[a:b] for a, b in spans] for spans in (row.source, row.target)]
    told = [
        (e.type, *([a.text for a in side] for side in (e.actors, e.recipients)))
        for e in document.events
    ]
    return [f"{row.root} answered {given.root}: {row.text}", str(sides), str(told)]


def main() -> int:
    """Read, answer, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--all", action="store_true", help="every row, not only the held-out fold")
    parser.add_argument("--coder", choices=list(CODERS), default="trained")
    parser.add_argument("--least", type=float, help="threshold; the coder's own without it")
    parser.add_argument("--nearest", action="store_true", help="do not refuse where events are")
    parser.add_argument("--show", type=int, default=0, help="print answers that are wrong")
    options = parser.parse_args()
    if not options.file.is_file():
        parser.error(f"no file {options.file}")
    before, coder = Before(), CODERS[options.coder]()
    stage, low = Events(coder, options.least), Events(coder, _LOW)
    read, lower = [], []
    seconds = 0.0
    for n, row in enumerate(rows(options.file, options.all)):
        report = Report(id=f"plv:{n}", text_sha256=text_hash(row.text))
        began = time.perf_counter()
        document = stage(before.read(report, row.text))
        seconds += time.perf_counter() - began
        given, after = (answer(document, r, options.nearest) for r in (row, row.swapped))
        read.append((row, given, after))
        if given.root != row.root and options.show > 0:
            options.show -= 1
            print(*explain(document, row, given), sep="\n  ")
        lower.append((row, answer(low(document), row, options.nearest), Answer(NONE, 0)))
    if not read:
        parser.error("no sentence of the held-out fold is in this file; --all reads every row")
    fold = "all rows" if options.all else "held-out fold"
    print(f"{options.file.name}, {fold}, {options.coder} coder: {len(read)} sentences, "
          f"{len(read) / seconds:.0f} a second")  # fmt: skip
    print(*table(read), sep="\n")
    print(f"at a threshold of {_LOW}: " + ", ".join(" ".join(x.split()) for x in head(lower)))
    confused = Counter((row.root, given.root) for row, given, _ in read if given.root != row.root)
    print("taken for", ", ".join(f"{a} -> {b} {n}" for (a, b), n in confused.most_common(12)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
