"""Whether what a sentence tells happened: the status that is read for each event word.

    python benchmarks/factuality.py FILE... [--fit TRAIN...] [--show N]

A FILE (JSON Lines) has one sentence a line: ``text``, its tokens parted by blanks, and ``targets``,
each with ``span1`` (token numbers) and ``label``: factuality from -3 (certainly not) to +3
(certainly). The tokens are joined as a newspaper prints them, and the reader's stages before the
events read the sentence. These readings of each target's word are measured:

- rules: ``events.status.read_status``, what the words around say;
- network: the status head of the released network, as probabilities;
- joined: as the coder has it, the network's status where it is sure, else that of the rules;
- mean: of the rules' and the network's numbers, no status.

A number stands for each status (VALUES; of the network, their mean by its probabilities): the
median label of the words for which the rules gave that status, on the train parts of UW and
MEANTIME. ``--fit`` takes it from other train files. Nothing is fitted on what is measured.

MAE and Pearson's r are over all targets. Three ways, a label is the nearest of +3 (certainly), 0
(uncertain) and -3 (not); actual is certainly, negated is not, planned and possible are uncertain.
"Always +3" is what a reader gets that says "it happened" of every word.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measures import Before, share
from training.annotations import STATUSES

from dragoman.document import Document
from dragoman.events.coder import LexiconCoder
from dragoman.events.status import read_status
from dragoman.events.trained.features import features
from dragoman.events.trained.network import Thought, load_network
from dragoman.ids import text_hash
from dragoman.records import Report

VALUES = {"actual": 3.0, "planned": 2.4, "possible": 1.6, "negated": -1.2}
READINGS = ("rules", "network", "joined")
WAYS = {"actual": "certainly", "planned": "uncertain", "possible": "uncertain", "negated": "not"}
_SURE = 0.5  # the coder's: from here the network's status counts
_BEFORE_NONE = frozenset(", . ; : ? ! % ) '' 's 'S 're 'll 've 'm 'd n't ... -".split())
_AFTER_NONE = frozenset("( `` $ # -".split())
_WRITTEN = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}


@dataclass(frozen=True, slots=True)
class Case:
    """An event word: its sentence, its number in it, how factual it is, and what was read."""

    words: str
    label: float
    rules: str
    network: tuple[float, ...]

    @property
    def joined(self) -> str:
        """The coder's status."""
        best = max(range(len(STATUSES)), key=lambda n: self.network[n])
        return STATUSES[best] if self.network[best] >= _SURE else self.rules


def join(tokens: Sequence[str]) -> tuple[str, list[int]]:
    """Tokens as a newspaper prints them, and where each begins.

    Example:
        >>> join("`` It 's over , '' he said .".split())
        ('"It\\'s over," he said.', [0, 1, 3, 6, 10, 11, 13, 16, 20])
    """
    text, starts, glued = "", [], True
    for token in tokens:
        if not glued and token not in _BEFORE_NONE:
            text += " "
        starts.append(len(text))
        text += _WRITTEN.get(token, token)
        glued = token in _AFTER_NONE
    return text, starts


class Statuses:
    """Reads the status of words."""

    def __init__(self) -> None:
        """Load the stages before the events, the lexicon and the network."""
        self._before, self._coder, self._network = Before(), LexiconCoder(), load_network()

    def cases(self, line: Mapping[str, object]) -> Iterator[Case]:
        """The targets of one sentence."""
        text, starts = join(str(line["text"]).split(" "))
        report = Report(id=str(line.get("idx", "")), text_sha256=text_hash(text))
        document = self._before.read(report, text)
        thoughts: dict[int, Thought] = {}
        targets = line["targets"]
        assert isinstance(targets, list)
        for target in targets:
            first, last = target["span1"]
            end = starts[last] if last < len(starts) else len(text)
            span = document.doc.char_span(starts[first], end, alignment_mode="expand")
            if span is None or not len(span):
                continue
            token = span.root if len(text[starts[first] : end].split()) > 1 else span[0]
            sentence = token.sent
            if sentence.start not in thoughts:
                thoughts[sentence.start] = self._think(document, sentence.start, sentence.end)
            network = thoughts[sentence.start].status[token.i - sentence.start]
            rules = read_status(token, self._coder.lexicon).status
            yield Case(f"{token.text}: {text}", float(target["label"]), rules,
                       tuple(float(p) for p in network))  # fmt: skip

    def _think(self, document: Document, first: int, last: int) -> Thought:
        sentence = document.doc[first:last]
        drafts = [d for d in self._coder.drafts(document) if first <= d.token.i < last]
        table = features(document, sentence, drafts, self._coder.lexicon)
        return self._network.read([([t.text for t in sentence], table)])[0]


def read(statuses: Statuses, files: Iterable[Path]) -> list[Case]:
    """All targets of some files."""
    return [
        case
        for file in files
        for line in file.read_text("utf-8").splitlines()
        for case in statuses.cases(json.loads(line))
    ]


def number(case: Case, reading: str, values: Mapping[str, float]) -> float:
    """What a reading says, from -3 to +3."""
    if reading == "mean":
        return (number(case, "rules", values) + number(case, "network", values)) / 2
    if reading == "network":
        return sum(p * values[s] for p, s in zip(case.network, STATUSES, strict=True))
    return values[getattr(case, reading)]


def way(case: Case, reading: str) -> str:
    """What a reading says, three ways."""
    if reading == "network":
        best = max(range(len(STATUSES)), key=lambda n: case.network[n])
        return WAYS[STATUSES[best]]
    return WAYS[getattr(case, reading)]


def gold_way(label: float) -> str:
    """A label, three ways."""
    return "certainly" if label >= 1.5 else "not" if label <= -1.5 else "uncertain"


def fit(cases: Sequence[Case]) -> dict[str, float]:
    """The median label of each status of the rules; VALUES where a status was never read."""
    fitted = dict(VALUES)
    for status in STATUSES:
        labels = [c.label for c in cases if c.rules == status]
        if labels:
            fitted[status] = round(median(labels), 2)
    return fitted


def pearson(pairs: Sequence[tuple[float, float]]) -> float:
    """Correlation; 0 where one side never varies.

    Example:
        >>> round(pearson([(1, 2), (2, 4), (3, 6)]), 6)
        1.0
    """
    size = len(pairs)
    mean, other = sum(a for a, _ in pairs) / size, sum(b for _, b in pairs) / size
    both = sum((a - mean) * (b - other) for a, b in pairs)
    spread = sum((a - mean) ** 2 for a, _ in pairs) * sum((b - other) ** 2 for _, b in pairs)
    return both / math.sqrt(spread) if spread else 0.0


def table(cases: Sequence[Case], values: Mapping[str, float]) -> list[str]:
    """All figures of a file."""
    lines = []
    always = sum(abs(c.label - 3) for c in cases) / len(cases)
    sure = sum(gold_way(c.label) == "certainly" for c in cases)
    lines.append(f"always +3   MAE {always:.3f}  r 0.000  three ways {share(sure, len(cases))}")
    for reading in READINGS:
        right = [way(c, reading) == gold_way(c.label) for c in cases]
        lines.append(f"{_off(cases, reading, values)}  three ways {share(sum(right), len(right))}")
        for name in ("certainly", "uncertain", "not"):
            gold = [c for c in cases if gold_way(c.label) == name]
            found = sum(way(c, reading) == name for c in cases)
            hit = sum(way(c, reading) == name for c in gold)
            lines.append(f"    {name:10} P {share(hit, found)}  R {share(hit, len(gold))}")
    return [*lines, _off(cases, "mean", values)]


def _off(cases: Sequence[Case], reading: str, values: Mapping[str, float]) -> str:
    pairs = [(number(c, reading, values), c.label) for c in cases]
    off = sum(abs(a - b) for a, b in pairs) / len(pairs)
    return f"{reading:10}  MAE {off:.3f}  r {pearson(pairs):.3f}"


def main() -> int:
    """Read, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--fit", type=Path, nargs="+", default=[], metavar="TRAIN")
    parser.add_argument("--show", type=int, default=0, help="print what the rules read wrongly")
    options = parser.parse_args()
    for file in (*options.files, *options.fit):
        if not file.is_file():
            parser.error(f"no file {file}")
    statuses = Statuses()
    values = fit(read(statuses, options.fit)) if options.fit else VALUES
    print(f"numbers: {values}")
    for file in options.files:
        began = time.perf_counter()
        cases = read(statuses, [file])
        seconds = time.perf_counter() - began
        print(f"\n== {file.name}: {len(cases)} event words, {len(cases) / seconds:.0f} a second")
        print(*table(cases, values), sep="\n")
        wrong = [c for c in cases if way(c, "joined") != gold_way(c.label)]
        for case in wrong[: options.show]:
            print(f"  {case.label:+.1f} rules {case.rules}, joined {case.joined}: {case.words}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
