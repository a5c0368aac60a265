"""The model card: what the weights are, what they were made from, and how well they did."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from training.annotations import Annotated
from training.gather import LABELS, Gathered
from training.released import read_tables

_ROOT = Path(__file__).parent.parent


_WHAT = """\
A small encoder (MiniLM-L6, 384 wide, int8) over one sentence at a time; heads for the type of event
that each word tells, its status, whether it is only alleged, its mode, and for each pair of words
whether one is the other's actor, recipient or time; and a small network that chooses the sides
among the states that the report names. Made by `sh training/run.sh`; nothing else went into the
weights. Licence: Apache-2.0, as the encoder's. Meant for English news reports about the
relations of states; what it gives is what the reports say, and its confidence is the share of such
events that were right, by sentence and type, on reports held back.
"""
_WEAK = """\
Weak at: sides that the sentence does not name, irony, legal proceedings, domestic politics outside
the United States; blind to any language but English.
"""


def write_card(
    folder: Path,
    reports: Gathered,
    taught: int,
    figures: dict[str, float],
    reliability: Sequence[tuple[float, float, int]],
    times: dict[str, int],
) -> None:
    """Write ``CARD.md`` beside the weights."""  # fmt: skip
    tables = read_tables(folder)
    network = folder / "network.onnx"
    lines = [
        "# Model card: the trained event coder",
        "",
        _WHAT,
        f"- name: {tables['name']}; events are shown from confidence {tables['least']}",
        f"- network.onnx: {_size(network)}, SHA-256 {_digest(network)}",
        f"- teacher (mpnet) and student learned from: {_told(reports.learned)}",
        f"- the student also from: {_told(reports.more)}",
        f"- and from what the teacher thought of {taught} unlabelled sentences",
        f"- sides were learned from: {_told(reports.sides)}",
        f"- held back for calibration: {_told(reports.held)}",
        "- minutes, by step: " + ", ".join(f"{k} {s / 60:.0f}" for k, s in times.items()),
        "",
        "| data | SHA-256 |",
        "|---|---|",
        *(f"| {name} | {digest} |" for name, digest in _data()),
        "",
        "Figures on the reports held back (`network` alone, before int8; roles over words):",
        "",
        "| " + " | ".join(figures) + " |",
        "|" + "---|" * len(figures),
        "| " + " | ".join(f"{v:.3f}" for v in figures.values()) + " |",
        "",
        "Reliability there, of the whole coder (the curves were fitted on these reports;",
        "`benchmarks/events.py` prints the table for reports that nothing was fitted on):",
        "",
        "| confidence | right | events |",
        "|---|---|---|",
        *(f"| {mean:.2f} | {right:.2f} | {count} |" for mean, right, count in reliability),
        "",
        _WEAK,
        "",
    ]
    (folder / "CARD.md").write_text("\n".join(lines), "utf-8")


def _told(reports: Sequence[Annotated]) -> str:
    sets = Counter(
        r.meta["id"].partition(":")[0] if ":" in r.meta["id"] else "corpus/train" for r in reports
    )
    sentences = sum(len(r.sentences) for r in reports)
    marks = sum(len(s.marks) for r in reports for s in r.sentences)
    names = ", ".join(f"{name} {count}" for name, count in sorted(sets.items()))
    return f"{len(reports)} reports ({names}), {sentences} sentences, {marks} events"


def _data() -> list[tuple[str, str]]:
    files = [_ROOT / f"training/labels/{name}.jsonl" for name in sorted(LABELS)]
    corpus = sorted((_ROOT / "corpus/train").glob("*.txt"))
    joined = hashlib.sha256(b"".join(f.read_bytes() for f in corpus)).hexdigest()
    return [("corpus/train (all files joined)", joined)] + [
        (f"training/labels/{f.name}", _digest(f)) for f in files
    ]


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _size(file: Path) -> str:
    return f"{file.stat().st_size / 2**20:.1f} MiB"
