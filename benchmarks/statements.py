"""How well statements of real news are found: whose words, and which.

    python benchmarks/statements.py LABELS --data DIR [--second FILE] [--rules] [--show N]
        [--confusions]

LABELS has one sentence a line (offsets into the research data under ``--data``, no words): the data
set, the report's id, where the sentence stands, and its statements, each an array of kind, speaker
[start, end], name (where the speaker is named in another sentence), cue, content (a list of spans),
code of the speaker's state, sort of speaker, through whom, to whom; null is untold.

A statement of ours is compared sentence by sentence, as the gold was marked. Two match, one to one,
where half of the words of their content are shared (of both together, a leading "that" left out);
likelier first. "with speaker" asks that the speaker's words overlap, too, or, where the sentence
does not name the speaker, that both names share a word or both stand for one state. Golds without a
speaker are left out, as are ours. Of the matches: kind, code of the speaker's state, and sort of
speaker, right; through whom and to whom, where the words of the sentence tell it (a word shared is
enough). ``--confusions`` prints which sorts and codes were taken for which.
``--second`` gives the figures for another annotation of the same sentences instead of ours.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measures import Score, share
from training.labels import digest, texts_of

from dragoman.actors import Actors
from dragoman.document import Document, Stage
from dragoman.language import Language
from dragoman.records import UNKNOWN_CODE, Report, Source, SourceKind, Statement
from dragoman.statements import Statements
from dragoman.times import Times

Span = tuple[int, int]
Place = tuple[str, str, int]
_WORD = re.compile(r"\w+")
_TITLES = frozenset("the of president minister prime foreign secretary mr mrs ms gen sen".split())
_SHARED = 0.5  # share of the words of two contents together that they have in common

SORTS: dict[SourceKind, str] = {
    "official": "official", "spokesperson": "spokesperson", "agency": "agency",
    "broadcaster": "broadcaster", "newspaper": "newspaper", "expert": "expert",
    "anonymous": "anonymous", "document": "document", "organisation": "group", "person": "other",
    "unknown": "other",
}  # fmt: skip
"""The labels' word for each kind of source of ours."""


@dataclass(frozen=True, slots=True)
class Told:
    """A statement within one sentence.

    Fields:
        content: where its words begin. speaker: where the words that name the speaker begin.
        names: the words of the speaker's name, lower case. here: whether the sentence names it.
        code, sort: of the speaker, in the labels' words. via, to: where the words begin that tell
        in this sentence through whom and to whom it was said.
    """

    kind: str
    content: frozenset[int]
    speaker: frozenset[int]
    names: frozenset[str]
    here: bool
    code: str
    sort: str
    via: frozenset[int]
    to: frozenset[int]


def words(text: str, spans: Iterable[Sequence[int]]) -> frozenset[int]:
    """Where the words of some spans begin, a leading "that" left out."""
    found: list[int] = []
    for number, (start, end) in enumerate(spans):
        for match in _WORD.finditer(text, start, end):
            if number == 0 and not found and match.group().lower() == "that":
                continue
            found.append(match.start())
    return frozenset(found)


def gold_of(row: dict[str, Any], text: str) -> list[Told]:
    """The statements of a line of labels whose speaker is told."""
    found = []
    for kind, speaker, name, _, content, code, sort, via, to in row["statements"]:
        place = speaker or name
        if place is not None:
            who, said = words(text, [place]), names(text[place[0] : place[1]])
            through, hearer = (words(text, [span] if span else []) for span in (via, to))
            found.append(Told(kind, words(text, content), who, said, speaker is not None, code,
                              sort, through, hearer))  # fmt: skip
    return found


def names(said: str) -> frozenset[str]:
    """The words of a name that tell one speaker from another."""
    return frozenset(w.lower() for w in _WORD.findall(said)) - _TITLES


def ours_of(document: Document, start: int, end: int) -> list[Told]:
    """What of our statements lies in a sentence; several speakers of one utterance count once."""
    unique: dict[tuple[Span, ...], list[Statement]] = {}
    for statement in document.statements:
        if statement.speaker.name != "unknown":
            spans = tuple((e.start, e.end) for e in statement.content)
            unique.setdefault(spans, []).append(statement)
    found = []
    for spans, group in unique.items():
        within = [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]
        content = words(document.text, within)
        if not content:
            continue
        places = [(e.start, e.end) for s in group for e in s.evidence if e.role == "actor"]
        places += [(s.attribution[0].start, s.attribution[0].end) for s in group if s.attribution]
        said = " ".join(f"{s.speaker.name} {s.speaker.text}" for s in group)
        here = any(start <= a < end for a, _ in places)
        links = [(x.start, x.end) for s in group for x in s.attribution[1:]]
        hearers = [(s.addressee.start, s.addressee.end) for s in group if s.addressee is not None]
        via, to = (
            words(document.text, [(a, b) for a, b in each if start <= a < end])
            for each in (links, hearers)
        )
        first = group[0]
        sort = sort_of(first.attribution[0]) if first.attribution else "other"
        found.append(Told(first.kind, content, words(document.text, places), names(said), here,
                          first.speaker.code, sort, via, to))  # fmt: skip
    return found


def sort_of(link: Source) -> str:
    """A source's kind in the labels' words; they count bodies of several states as official."""
    body = link.kind == "organisation" and link.code.startswith("IGO")
    return "official" if body else SORTS[link.kind]


def match(gold: Sequence[Told], ours: Sequence[Told]) -> list[tuple[Told, Told]]:
    """Pairs of statements, one to one, likelier first."""
    scored = sorted(
        (
            (len(g.content & o.content) / len(g.content | o.content), same_speaker(g, o), i, j)
            for i, g in enumerate(gold)
            for j, o in enumerate(ours)
            if g.content & o.content
        ),
        reverse=True,
    )
    left, right = set(range(len(gold))), set(range(len(ours)))
    found = []
    for shared, _, i, j in scored:
        if shared >= _SHARED and i in left and j in right:
            left.remove(i)
            right.remove(j)
            found.append((gold[i], ours[j]))
    return found


def same_speaker(gold: Told, ours: Told) -> bool:
    """Whether both give the words to one speaker."""
    if gold.speaker & ours.speaker or gold.names & ours.names:
        return True
    known = gold.code == ours.code != UNKNOWN_CODE
    return known and not (gold.here and ours.here)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("labels", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="the research data's folder")
    parser.add_argument("--second", type=Path, help="labels to compare instead of our statements")
    parser.add_argument("--rules", action="store_true", help="without the network")
    parser.add_argument("--confusions", action="store_true", help="print what was taken for what")
    parser.add_argument("--show", type=int, default=0, help="print so many misses and inventions")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.labels.read_text("utf-8").splitlines()]
    items = dict(texts_of(options.data, {_key(r) for r in rows}))
    others = _others(options.second)
    stages = [Actors(), Times(), Statements(trained=not options.rules)]
    documents: dict[tuple[str, str], Document] = {}
    every, spoken = Score(), Score()
    kinds: dict[str, Score] = {}
    right = {"kind": 0, "code": 0, "sort": 0}
    ways = {"via": Score(), "to": Score()}
    taken: dict[str, Counter[tuple[str, str]]] = {"sort": Counter(), "code": Counter()}
    pairs, left = 0, options.show
    for row in rows:
        key = _key(row)
        text, start, end = items[key]["text"], row["start"], row["end"]
        if digest(text[start:end]) != row["sha"]:
            raise SystemExit(f"{key}: the sentence at {start} is not the one that was labelled")
        gold = gold_of(row, text)
        if options.second is not None:
            if (*key, start) not in others:
                continue
            ours = gold_of(others[*key, start], text)
        else:
            if key not in documents:
                last = max(r["end"] for r in rows if _key(r) == key)
                documents[key] = read(key, items[key], last, stages)
            ours = ours_of(documents[key], start, end)
        found = match(gold, ours)
        good = [(g, o) for g, o in found if same_speaker(g, o)]
        pairs += len(found)
        every.add(len(gold), len(ours), len(found))
        spoken.add(len(gold), len(ours), len(good))
        for kind in ("direct", "mixed", "indirect"):
            kinds.setdefault(kind, Score()).add(sum(g.kind == kind for g in gold),
                   sum(_kind(o, found) == kind for o in ours),
                   sum(g.kind == kind for g, _ in good))  # fmt: skip
        right["kind"] += sum(g.kind == o.kind for g, o in good)
        for g, o in good:
            right["code"] += g.code == o.code
            right["sort"] += g.sort == o.sort
            taken["sort"][g.sort, o.sort] += 1
            taken["code"][g.code, o.code] += 1
            ways["via"].add(bool(g.via), bool(o.via), bool(g.via & o.via))
            ways["to"].add(bool(g.to), bool(o.to), bool(g.to & o.to))
        if left > 0:
            left -= _show(text, start, end, gold, ours, good)
    print(every.line("content"))
    print(spoken.line("with speaker"))
    for kind, score in kinds.items():
        print(score.line(f"  {kind}"))
    for name, count in right.items():
        print(f"{name} right: {share(count, spoken.right)}")
    for name, score in ways.items():
        print(score.line(f"  {name}"))
    if options.confusions:
        _confusions(taken)


def _confusions(taken: dict[str, Counter[tuple[str, str]]]) -> None:
    """Print which sort the labels give and which we do, and the codes most often mistaken."""
    sorts = list(dict.fromkeys(SORTS.values()))
    print(f"{'labels / ours':14s}" + "".join(f"{sort[:6]:>7s}" for sort in sorts))
    for gold in sorts:
        print(f"{gold:14s}" + "".join(f"{taken['sort'][gold, ours]:7d}" for ours in sorts))
    wrong = Counter({pair: n for pair, n in taken["code"].items() if pair[0] != pair[1]})
    print("codes: " + ", ".join(f"{a} as {b} {n}" for (a, b), n in wrong.most_common(12)))


def _key(row: dict[str, Any]) -> tuple[str, str]:
    return row["set"], row["id"]


def _others(file: Path | None) -> dict[Place, dict[str, Any]]:
    """Another annotation's lines, by where their sentences stand."""
    lines = file.read_text("utf-8").splitlines() if file is not None else []
    return {(*_key(row), row["start"]): row for row in map(json.loads, lines)}


def read(
    key: tuple[str, str], item: dict[str, Any], last: int, stages: Sequence[Stage]
) -> Document:
    """A report, as far as it was labelled, up to its statements."""
    day = str(item.get("date") or "")[:10] or None
    report = Report(id=":".join(key), published=day, source=item.get("publisher"), text_sha256="")
    document = _language().parse(report, item["text"][:last])
    for stage in stages:
        document = stage(document)
    return document


_LOADED: list[Language] = []


def _language() -> Language:
    """The parser, loaded once."""
    if not _LOADED:
        _LOADED.append(Language())
    return _LOADED[0]


def _kind(ours: Told, found: Sequence[tuple[Told, Told]]) -> str:
    """The kind that one of ours counts for: the gold's, where it matches one."""
    return next((g.kind for g, o in found if o is ours), ours.kind)


def _show(
    text: str, start: int, end: int, gold: Sequence[Told], ours: Sequence[Told],
    good: Sequence[tuple[Told, Told]],
) -> int:  # fmt: skip
    """Print what differs in a sentence; how many lines of differences that were."""
    missed = [g for g in gold if all(g is not m for m, _ in good)]
    surplus = [o for o in ours if all(o is not m for _, m in good)]
    if missed or surplus:
        print(" ".join(text[start:end].split()))
    for label, each in (("  missed ", missed), ("  surplus", surplus)):
        for told in each:
            said = " ".join(m.group() for m in _WORD.finditer(text, start, end)
                            if m.start() in told.content)  # fmt: skip
            print(f"{label} {told.kind} {'/'.join(sorted(told.names))}: {said[:160]}")
    return len(missed) + len(surplus)


if __name__ == "__main__":
    main()
