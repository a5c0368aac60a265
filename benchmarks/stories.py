"""How well reports are grouped into stories: B-cubed precision, recall and F1.

    python benchmarks/stories.py FOLDER [--threshold 0.13] [--undated] [--records] [--pieces 25]

FOLDER holds JSON Lines files with the keys text, title, date and cluster. Grouping runs on the
words of the reports alone; with --records each report is read in full first (slow). With --pieces
the reports also come into an archive in so many pieces, in an order of chance, and the stories it
then tells are compared with those of one batch.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path

from dragoman.archive import Archive
from dragoman.ids import stable_id, text_hash
from dragoman.records import Reading, Report, Run
from dragoman.stories import GroupSettings, group
from dragoman.storing import tell_stories


def b_cubed(found: Mapping[str, Hashable], gold: Mapping[str, Hashable]) -> tuple[float, ...]:
    """Precision, recall and F1 of a clustering; both map an item to its cluster."""
    cells = Counter((found[item], gold[item]) for item in gold)
    by_found, by_gold = Counter(found[item] for item in gold), Counter(gold.values())
    precision = sum(cells[found[i], gold[i]] / by_found[found[i]] for i in gold) / len(gold)
    recall = sum(cells[found[i], gold[i]] / by_gold[gold[i]] for i in gold) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def readings(path: Path, *, undated: bool, records: bool) -> dict[str, tuple[Reading, str]]:
    """Report id -> reading and gold cluster."""
    result = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        report = Report(
            id=stable_id("rep", text_hash(row["text"]), row["id"]),
            text_sha256=text_hash(row["text"]),
            title=row.get("title"),
            published=None if undated else (row.get("date") or None),
            source=row.get("publisher"),
        )
        result[report.id] = (Reading(report=report, text=row["text"]), row["cluster"])
    if records:
        from dragoman.pipeline import shared_reader

        for key, (reading, cluster) in list(result.items()):
            result[key] = (shared_reader().read(reading.report, reading.text), cluster)
    return result


def mistakes(found: Mapping[str, int], items: Mapping[str, tuple[Reading, str]]) -> Iterable[str]:
    """What was joined or split wrongly, in words."""
    mixed, parts = defaultdict(set), defaultdict(set)
    for key, (_, cluster) in items.items():
        mixed[found[key]].add(cluster)
        parts[cluster].add(found[key])
    for clusters in mixed.values():
        if len(clusters) > 1:
            yield f"  joined: {', '.join(sorted(clusters))}"
    for cluster, pieces in sorted(parts.items()):
        if len(pieces) > 1:
            yield f"  split in {len(pieces)}: {cluster}"


def in_pieces(items: list[Reading], pieces: int, seed: int) -> dict[str, int]:
    """Report -> story, of an archive to which the reports came in pieces, in an order of chance."""
    order = random.Random(seed).sample(items, len(items))
    size = max(1, len(order) // pieces)
    run = Run(id="run_bench", version="0", model="none")
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "a.duckdb") as archive:
        for start in range(0, len(order), size):
            archive.add_many(order[start : start + size], run)
            tell_stories(archive)
        return {report: i for i, s in enumerate(archive.stories()) for report in s.reports}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--threshold", type=float, default=GroupSettings().threshold)
    parser.add_argument("--undated", action="store_true", help="leave publication dates out")
    parser.add_argument("--records", action="store_true", help="read each report in full first")
    parser.add_argument("--mistakes", action="store_true", help="list what went wrong")
    parser.add_argument("--pieces", type=int, help="also let the reports come in so many pieces")
    options = parser.parse_args()
    for path in sorted(options.folder.glob("*.jsonl")):
        items = readings(path, undated=options.undated, records=options.records)
        began = time.perf_counter()
        groups = group(
            [reading for reading, _ in items.values()],
            settings=GroupSettings(threshold=options.threshold),
        )
        seconds = time.perf_counter() - began
        found = {report: i for i, g in enumerate(groups) for report in g.reports}
        precision, recall, f1 = b_cubed(found, {k: cluster for k, (_, cluster) in items.items()})
        print(
            f"{path.name}: {len(items)} reports, {len(groups)} groups; B3 P {precision:.3f} "
            f"R {recall:.3f} F1 {f1:.3f}; {seconds:.1f} s"
        )
        if options.pieces:
            for seed in range(3):
                grown = in_pieces([reading for reading, _ in items.values()], options.pieces, seed)
                *_, f1 = b_cubed(grown, found)
                print(f"  in {options.pieces} pieces, order {seed}: B3 F1 with one batch {f1:.4f}")
        if options.mistakes:
            print("\n".join(mistakes(found, items)))


if __name__ == "__main__":
    main()
