"""The same event across reports: MUC, B-cubed, CEAF-e and CoNLL F1 on ECB+.

    python benchmarks/coref.py FOLDER [--split dev] [--threshold 0.5]

FOLDER holds ``ecbplus_docs.jsonl.gz`` and ``ecbplus_event_mentions.jsonl.gz``. Given are the gold
triggers of the checked sentences (their words alone: no arguments, no kinds). Stories are predicted
by ``stories.group`` over all reports of the split together, and triggers of two stories are never
one event. What is measured is the learned part of ``merge_events`` (``stories/same_event.py``) with
its clustering; the vetoes of coded events need actors and dates that are not marked here. Clusters
of one trigger are kept in the first rows, left out of key and response in the others.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.coref_measures import Cluster, b_cubed, ceaf_e, clusters_of, conll, muc, several
from training.coref.marked import Marks, load_marks

from dragoman.stories import group
from dragoman.stories.cluster import Pair, clusters
from dragoman.stories.same_event import load_same_event
from dragoman.stories.spots import Spot
from dragoman.stories.telling import Told


def gold(marks: Marks) -> list[Cluster]:
    """The events as marked."""
    return clusters_of((n, t.event) for n, t in enumerate(marks.triggers))


def joined(
    size: int, scores: Mapping[Pair, float], threshold: float, closest: float = 0.0
) -> list[Cluster]:
    """The events that scores of pairs make."""
    found = clusters(size, scores, set(), threshold, closest=closest)
    return [frozenset(members) for members in found]


def by_lemma(spots: Sequence[Spot], story: Mapping[str, Hashable]) -> list[Cluster]:
    """The baseline: triggers whose first words have one stem are one event of their story."""
    return clusters_of((n, (story[s.report], s.trigger[0].stem)) for n, s in enumerate(spots))


def scored(spots: Sequence[Spot], story: Mapping[str, Hashable]) -> dict[Pair, float]:
    """The probability of every pair within a story."""
    model = load_same_event()
    held: dict[Hashable, list[int]] = {}
    for n, spot in enumerate(spots):
        held.setdefault(story[spot.report], []).append(n)
    scores: dict[Pair, float] = {}
    for members in held.values():
        inner = [(i, j) for i in range(len(members)) for j in range(i + 1, len(members))]
        found = model([spots[n] for n in members], inner)
        for (i, j), value in zip(inner, found, strict=True):
            scores[members[i], members[j]] = float(value)
    return scores


def lines(name: str, key: Sequence[Cluster], response: Sequence[Cluster]) -> Iterable[str]:
    """Rows of all measures, with and without clusters of one."""
    for part, ours, theirs in (
        (name, key, response),
        (f"{name}, without singletons", several(key), several(response)),
    ):
        yield f"{part:34} CoNLL F1 {conll(ours, theirs):.3f}   {len(theirs)} clusters"
        for label, measure in (("MUC", muc), ("B-cubed", b_cubed), ("CEAF-e", ceaf_e)):
            yield f"  {label:10} {measure(ours, theirs)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", default="dev", choices=("train", "dev"))
    parser.add_argument("--threshold", type=float, help="probability that joins")
    options = parser.parse_args()
    marks = load_marks(options.folder, options.split)
    stories = group(list(marks.readings.values()))
    story: dict[str, Hashable] = {r: n for n, g in enumerate(stories) for r in g.reports}
    key = gold(marks)
    print(
        f"{options.split}: {len(marks.readings)} reports, {len(marks.triggers)} gold triggers, "
        f"{len(key)} events; {len(stories)} predicted stories"
    )
    for name, right in (("topics", marks.topic), ("topics and subtopics", marks.subtopic)):
        both = [clusters_of(x.items()) for x in (right, story)]
        print(f"predicted stories against {name}: B-cubed {b_cubed(*both)}")
    told = {k: Told(reading) for k, reading in marks.readings.items()}
    spots = [Spot(told[t.report], t.spans) for t in marks.triggers]
    for line in lines("same stem in a story", key, by_lemma(spots, story)):
        print(line)
    began = time.perf_counter()
    scores = scored(spots, story)
    model = load_same_event()
    threshold = options.threshold or model.threshold
    found = joined(len(spots), scores, threshold, model.closest)
    seconds = time.perf_counter() - began
    for line in lines("learned", key, found):
        print(line)
    print(f"{len(scores)} pairs in {seconds:.1f} s, threshold {threshold:.2f}")


if __name__ == "__main__":
    main()
