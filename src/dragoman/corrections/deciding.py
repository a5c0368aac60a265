"""Which corrections hold now, as pairs of ids that the stories stage understands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, product

from dragoman.corrections.anchors import find
from dragoman.records import Anchor, Corrected, Correction, Reading
from dragoman.stories.decided import Decided, Pair


def decided_reports(corrections: Iterable[Correction]) -> Decided:
    """What was decided about which reports are one story."""
    return _decided((c for c in corrections if c.of == "report"), lambda anchor: anchor.report)


def decided_records(
    corrections: Iterable[Correction], readings: Sequence[Reading], of: Corrected
) -> Decided:
    """What was decided about the events or the statements of some reports.

    Anchors in other reports, and those whose words are no longer there, say nothing.
    """
    by_id = {reading.report.id: reading for reading in readings}

    def resolve(anchor: Anchor) -> str | None:
        reading = by_id.get(anchor.report)
        return find(anchor, reading, of) if reading else None

    return _decided((c for c in corrections if c.of == of), resolve)


def lost(correction: Correction, readings: Mapping[str, Reading]) -> list[Anchor]:
    """The anchors of a correction that are found nowhere now."""
    return [
        anchor
        for anchor in (*correction.these, *correction.those)
        if anchor.report not in readings
        or (
            correction.of != "report"
            and find(anchor, readings[anchor.report], correction.of) is None
        )
    ]


def _decided(corrections: Iterable[Correction], resolve: Callable[[Anchor], str | None]) -> Decided:
    """Corrections in the order they were made; of two that contradict each other, the later."""
    pairs: dict[Pair, str] = {}
    whole: list[tuple[str, ...]] = []
    why: dict[str, list[str]] = defaultdict(list)
    for one in sorted(corrections, key=lambda c: (c.made, c.id)):
        if one.undone is not None:
            continue
        these, those = (
            sorted({found for anchor in side if (found := resolve(anchor)) is not None})
            for side in (one.these, one.those)
        )
        said = {*these, *those}
        if not said:
            continue
        # What is decided anew about some of a kept set ends the keeping.
        whole = [kept for kept in whole if not said & set(kept)]
        if one.action == "split":
            pairs |= {_pair(a, b): "apart" for a, b in product(these, those) if a != b}
        elif one.action == "join":
            pairs |= {_pair(a, b): "together" for a, b in combinations(these, 2)}
        else:
            pairs = {pair: is_ for pair, is_ in pairs.items() if not set(pair) & set(these)}
            whole.append(tuple(these))
        for item in said:
            why[item].append(_in_words(one))
    return Decided(
        together=tuple(sorted(pair for pair, is_ in pairs.items() if is_ == "together")),
        apart=tuple(sorted(pair for pair, is_ in pairs.items() if is_ == "apart")),
        whole=tuple(whole),
        why={item: tuple(dict.fromkeys(said)) for item, said in why.items()},
    )


def _pair(a: str, b: str) -> Pair:
    return (a, b) if a <= b else (b, a)


def _in_words(one: Correction) -> str:
    done = {"join": "joined", "split": "split", "pin": "pinned"}[one.action]
    note = f": {one.note}" if one.note else ""
    return f"{done} by hand on {one.made[:10]} ({one.id}){note}"
