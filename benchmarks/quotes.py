"""How well statements are found: source and content against PolNeAR.

    python benchmarks/quotes.py FILE.jsonl.gz [--broad] [--limit N] [--show N] [--json]

FILE has one article a line with the keys ``text`` and ``attributions`` (each with ``source``,
``cue``, ``content``: lists of [start, end] characters, and ``type``). Gold attributions without a
source are left out of every count, as we invent no speaker. PolNeAR marks what sources believe,
wish and plan, too: ``--broad`` asks our stage for that.

Measures. Statements are paired with gold attributions one to one, by how many characters of
content they share. Overlap counts words, quotation marks and a leading "that" apart:
  content   a pair scores the share of its words in common (precision: of ours; recall: of gold's)
  both      the same, but a pair counts only where the source's words overlap too
  hit       pairs with source overlap and at least half of the gold words, counted whole
Precision of "direct" is over our direct statements that touch a gold of any type: a mixed gold
answered by a direct statement is no false alarm.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from dragoman.actors import Actors
from dragoman.document import Document
from dragoman.language import Language
from dragoman.records import Report, Statement
from dragoman.statements import Statements

Span = tuple[int, int]
_WORD = re.compile(r"\w+")


def words(text: str, spans: Iterable[Iterable[int]]) -> set[int]:
    """Positions of the words in these spans, a leading "that" left out."""
    found: set[int] = set()
    for number, (start, end) in enumerate(spans):
        for match in _WORD.finditer(text, start, end):
            if number == 0 and not found and match.group().lower() == "that":
                continue
            found.add(match.start())
    return found


def articles(path: Path, limit: int | None) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            yield json.loads(line)


class Tally:
    """Sums for precision, recall and F1."""

    def __init__(self) -> None:
        self.right_of_ours = self.right_of_gold = 0.0
        self.ours = self.gold = 0

    def line(self, name: str) -> dict[str, Any]:
        p = self.right_of_ours / self.ours if self.ours else 0.0
        r = self.right_of_gold / self.gold if self.gold else 0.0
        f = 2 * p * r / (p + r) if p + r else 0.0
        return {"measure": name, "P": round(p, 3), "R": round(r, 3), "F1": round(f, 3),
                "ours": self.ours, "gold": self.gold}  # fmt: skip


def source_words(document: Document, statement: Statement) -> set[int]:
    """Words of the speaker at this statement: as named there, else where the name was resolved."""
    spans = [(e.start, e.end) for e in statement.evidence if e.role == "actor"]
    spans += [(s.start, s.end) for s in statement.attribution[:1]]
    return words(document.text, spans)


def pair(gold: list[set[int]], ours: list[set[int]]) -> list[tuple[int, int]]:
    """Greedy one-to-one pairs by words shared, relative to the larger."""
    scores = sorted(
        (
            (len(g & o) / max(len(g), len(o)), i, j)
            for i, g in enumerate(gold)
            for j, o in enumerate(ours)
            if g & o
        ),
        reverse=True,
    )
    used_gold: set[int] = set()
    used_ours: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for _, i, j in scores:
        if i not in used_gold and j not in used_ours:
            used_gold.add(i)
            used_ours.add(j)
            pairs.append((i, j))
    return pairs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--show", type=int, default=0, help="print what was missed and invented")
    parser.add_argument("--only", default="", help="with --show: only golds of this type")
    parser.add_argument("--broad", action="store_true", help="beliefs, wishes and plans, too")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    language, stages = Language(), _stages(broad=args.broad)
    names = ("content", "both", "hit")
    tallies = {(kind, n): Tally() for kind in ("all", "direct", "mixed", "indirect") for n in names}
    spent = 0.0
    count = 0
    shown = args.show
    for article in articles(args.file, args.limit):
        document = language.parse(Report(id=article["id"], text_sha256=""), article["text"])
        for stage in stages[:-1]:
            document = stage(document)
        began = perf_counter()
        document = stages[-1](document)
        spent += perf_counter() - began
        count += 1
        shown = _article(article, document, tallies, shown, args.only)
    lines = [t.line(f"{kind} {name}") for (kind, name), t in tallies.items()]
    speed = {"articles": count, "statements_ms_per_article": round(1000 * spent / max(count, 1), 1)}
    if args.json:
        print(json.dumps({"figures": lines, **speed}))
        return
    for line in lines:
        print(f"{line['measure']:18} P {line['P']:.3f}  R {line['R']:.3f}  F1 {line['F1']:.3f}"
              f"   ours {line['ours']:6} gold {line['gold']:6}")  # fmt: skip
    print(speed)


def _stages(*, broad: bool) -> list[Any]:
    return [Actors(), Statements(broad=broad)]


def _article(
    article: dict[str, Any],
    document: Document,
    tallies: dict[tuple[str, str], Tally],
    shown: int,
    only: str,
) -> int:
    text = article["text"]
    gold = [a for a in article["attributions"] if a["source"] and a["content"]]
    unique: dict[tuple[Span, ...], Statement] = {}
    for statement in document.statements:  # several speakers of one utterance count once
        unique.setdefault(tuple((e.start, e.end) for e in statement.content), statement)
    ours = [s for s in unique.values() if s.speaker.name != "unknown"]
    gold_words = [words(text, a["content"]) for a in gold]
    our_words = [words(text, [(e.start, e.end) for e in s.content]) for s in ours]
    pairs = dict(pair(gold_words, our_words))
    matched = {j: i for i, j in pairs.items()}
    for i, a in enumerate(gold):
        kinds = ("all", a["type"])
        j = pairs.get(i)
        same = 0.0
        agree = False
        if j is not None:
            same = len(gold_words[i] & our_words[j]) / max(1, len(gold_words[i]))
            agree = bool(words(text, a["source"]) & source_words(document, ours[j]))
        for kind in kinds:
            _add(tallies, kind, "gold", same, agree)
        if shown and (j is None or not agree) and only in ("", a["type"]):
            shown -= 1
            _print("MISS" if j is None else "SRC ", text, a)
            if j is not None:
                print("      ours:", ours[j].speaker.text, "|", ours[j].cue)
    for j, s in enumerate(ours):
        own: int | None = matched.get(j)
        same = 0.0
        agree = False
        kinds = ("all", s.kind)
        if own is not None:
            same = len(gold_words[own] & our_words[j]) / max(1, len(our_words[j]))
            agree = bool(words(text, gold[own]["source"]) & source_words(document, s))
            kinds = ("all", gold[own]["type"])
        for kind in kinds:
            _add(tallies, kind, "ours", same, agree)
        if shown and own is None and only in ("", s.kind):
            shown -= 1
            said = " | ".join(text[e.start : e.end] for e in s.content)
            print(f"OURS {s.kind:8} {s.speaker.text!r} -{s.cue}-> {said[:200]!r}")
    return shown


def _add(
    tallies: dict[tuple[str, str], Tally], kind: str, side: str, same: float, agree: bool
) -> None:
    values = {"content": same, "both": same if agree else 0.0, "hit": float(agree and same >= 0.5)}
    for name, value in values.items():
        tally = tallies[kind, name]
        if side == "gold":
            tally.gold += 1
            tally.right_of_gold += value
        else:
            tally.ours += 1
            tally.right_of_ours += value


def _print(label: str, text: str, attribution: dict[str, Any]) -> None:
    def cut(key: str) -> str:
        return " | ".join(text[a:b] for a, b in attribution[key])

    said = cut("content")[:200]
    print(f"{label} {attribution['type']:8} {cut('source')!r} -{cut('cue')}-> {said!r}")


if __name__ == "__main__":
    main()
