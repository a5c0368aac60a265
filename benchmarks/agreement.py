"""How far two annotations of the same sentences agree; what a coder can be measured up to.

    python benchmarks/agreement.py FIRST SECOND [--data ../shared/data] [--show N]

FIRST and SECOND are folders or files of annotated reports, or labels files (``.jsonl``). Compared
are the sentences that both hold: same report, same place, same words.

Two marks match where they stand in one sentence and have one type, one to one, likelier first.
A mark that one coder found optional and the other marked too is left out, as is an optional mark
that the other does not have; "optional counted" takes them as firm. F1 is the same from both sides.
Parties agree where the known codes of both sides are the same sets (in any order where all act
together). Status, alleged and dates are of the matched marks; a date agrees where one's interval is
the other's or lies in it, among those that both coders date.

Kappa (Cohen) is over sentences: whether there is an event at all, which set of types, and for each
type whether it is there; optional marks count where the other coder has the type, too.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measures import Score, annotated, by_type, interval, kappa, share
from training.annotations import TYPES, Annotated, Mark, Sentence
from training.scoring import codes


@dataclass(frozen=True, slots=True)
class Both:
    """A mark of each coder; one may be missing."""

    first: Mark | None
    second: Mark | None


def shared(
    first: Iterable[Annotated], second: Iterable[Annotated]
) -> Iterator[tuple[str, Sentence, Sentence]]:
    """The words of the sentences that both have, with each one's marks."""
    others = {
        (r.meta["id"], s.start, r.text[s.start : s.end]): s for r in second for s in r.sentences
    }
    for report in first:
        for sentence in report.sentences:
            words = report.text[sentence.start : sentence.end]
            other = others.get((report.meta["id"], sentence.start, words))
            if other is not None:
                yield words, sentence, other


def compare(first: Sequence[Mark], second: Sequence[Mark]) -> Iterator[Both]:
    """Matched marks of a sentence, and firm ones that the other does not have."""
    ways = sorted(
        (
            (a.optional + b.optional, -likeness(a, b), m, n)
            for m, a in enumerate(first)
            for n, b in enumerate(second)
            if a.type == b.type
        ),
    )
    here, there = set(range(len(first))), set(range(len(second)))
    for optional, _, m, n in ways:
        if m in here and n in there:
            here.remove(m)
            there.remove(n)
            if not optional:
                yield Both(first[m], second[n])
    yield from (Both(first[m], None) for m in sorted(here) if not first[m].optional)
    yield from (Both(None, second[n]) for n in sorted(there) if not second[n].optional)


def likeness(a: Mark, b: Mark) -> float:
    """Trigger words in common weigh most, then each side."""
    return (
        4.0 * (a.start < b.end and b.start < a.end)
        + (codes(a.actors) == codes(b.actors))
        + (codes(a.recipients) == codes(b.recipients))
        - abs(a.start - b.start) / 10_000
    )


def same_sides(a: Mark, b: Mark) -> bool:
    """Actors and recipients the same; in any order where one coder has all sides act together."""
    if codes(a.actors) == codes(b.actors) and codes(a.recipients) == codes(b.recipients):
        return True
    together = any(not m.recipients and len(codes(m.actors)) > 1 for m in (a, b))
    every = [codes(m.actors) | codes(m.recipients) for m in (a, b)]
    return together and every[0] == every[1]


def same_date(a: str, b: str) -> bool:
    """Whether one of two dates is, or lies in, the other."""
    (start, end), (other, last) = interval(a), interval(b)
    return (start <= other and last <= end) or (other <= start and end <= last)


def score(both: Iterable[Both], type_: str | None = None) -> Score:
    """Counts, the first coder as gold."""
    counts = Score()
    for one in both:
        mark = one.first or one.second
        if mark is not None and type_ in (None, mark.type):
            counts.gold += one.first is not None
            counts.found += one.second is not None
            counts.right += one.first is not None and one.second is not None
    return counts


def types(sentence: Sentence, other: Sentence) -> frozenset[str]:
    """The types of a sentence's marks, an optional one only where the other coder has it, too."""
    there = {m.type for m in other.marks}
    return frozenset(m.type for m in sentence.marks if not m.optional or m.type in there)


def table(sentences: Sequence[tuple[str, Sentence, Sentence]]) -> list[str]:
    """All figures, as lines."""
    both = [b for _, one, two in sentences for b in compare(one.marks, two.marks)]
    every = score(both)
    matched = [(b.first, b.second) for b in both if b.first is not None and b.second is not None]
    sides = {
        "actors": sum(codes(a.actors) == codes(b.actors) for a, b in matched),
        "recipients": sum(codes(a.recipients) == codes(b.recipients) for a, b in matched),
        "both": sum(same_sides(a, b) for a, b in matched),
    }
    lines = [f"{len(sentences)} sentences in common"]
    lines += by_type(every, sides, {t: score(both, t) for t in TYPES})
    firm = [b for _, one, two in sentences for b in compare(_firm(one), _firm(two))]
    lines.append(score(firm).line("optional counted"))
    lines += _details(matched)
    lines += _kappas([(types(one, two), types(two, one)) for _, one, two in sentences])
    return lines


def _firm(sentence: Sentence) -> list[Mark]:
    return [replace(m, optional=False) for m in sentence.marks]


def _details(matched: Sequence[tuple[Mark, Mark]]) -> list[str]:
    dated = [(a.date, b.date) for a, b in matched if a.date and b.date]
    spans = [(a.date_start is not None, b.date_start is not None) for a, b in matched]
    words = sum(a.start < b.end and b.start < a.end for a, b in matched)
    status, claims = (
        [(a.status, b.status) for a, b in matched],
        [(a.alleged, b.alleged) for a, b in matched],
    )
    return [
        f"same trigger     {share(words, len(matched))}",
        f"same status      {share(sum(a == b for a, b in status), len(status))}"
        f"  kappa {kappa(status):.3f}",
        f"same alleged     {share(sum(a == b for a, b in claims), len(claims))}"
        f"  kappa {kappa(claims):.3f}",
        f"both date or not {share(sum(a == b for a, b in spans), len(spans))}"
        f"  kappa {kappa(spans):.3f}",
        f"same date        {share(sum(same_date(a, b) for a, b in dated), len(dated))}",
    ]


def _kappas(sets: Sequence[tuple[frozenset[str], frozenset[str]]]) -> list[str]:
    lines = [f"kappa, any event {kappa([(bool(a), bool(b)) for a, b in sets]):.3f}"]
    lines.append(f"kappa, type set  {kappa(sets):.3f}")
    each = {t: kappa([(t in a, t in b) for a, b in sets]) for t in TYPES}
    lines.append("kappa, each type " + ", ".join(f"{t} {k:.2f}" for t, k in each.items()))
    return lines


def main() -> int:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--data", type=Path, help="the research data's folder, for labels files")
    parser.add_argument("--show", type=int, default=0, help="print sentences that differ")
    options = parser.parse_args()
    try:
        reports = [annotated(path, options.data) for path in (options.first, options.second)]
    except (OSError, ValueError) as error:
        parser.error(str(error))
    sentences = list(shared(*reports))
    if not sentences:
        print("The two annotations have no sentence in common.")
        return 1
    print(*table(sentences), sep="\n")
    for words, one, two in sentences:
        differing = [b for b in compare(one.marks, two.marks) if not (b.first and b.second)]
        if differing and options.show > 0:
            options.show -= 1
            print(f"\n{words}")
            for pair in differing:
                mark = pair.first or pair.second
                assert mark is not None
                print(f"  {'only first' if pair.first else 'only second'}: {mark.type}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
