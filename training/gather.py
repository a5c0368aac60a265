"""Which annotated reports each step of the training reads."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from training.annotations import Annotated, load
from training.labels import load_labels

HERE = Path(__file__).parent
LABELS = ("news", "more", "sides", "held")  # those that a step reads
_DEV = 8  # without the news, every eighth report of the corpus is held back


@dataclass(frozen=True, slots=True)
class Gathered:
    """Annotated reports.

    Fields:
        learned: what teacher and student learn from. more: the student alone; a teacher's hour is
            dear. sides: on which the sides are learned. held: what is held back for calibration.
    """

    learned: list[Annotated]
    more: list[Annotated]
    sides: list[Annotated]
    held: list[Annotated]


def gather(data: Path | None) -> Gathered:
    """The reports of the labels; without the research data those of ``corpus/train`` are parted."""
    own = load(HERE.parent / "corpus/train")
    if data is not None:
        news, more, sides, held = (
            load_labels(HERE / f"labels/{name}.jsonl", data) for name in LABELS
        )
        return Gathered(own + news, more, sides, held)
    held = [r for r in own if _held_back(r.meta["id"])]
    return Gathered([r for r in own if not _held_back(r.meta["id"])], [], held, held)


def _held_back(report: str) -> bool:
    return int(hashlib.sha256(report.encode()).hexdigest(), 16) % _DEV == 0
