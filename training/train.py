"""Make the released weights: ``python -m training.train --data ../shared/data``.

Steps: annotated sentences -> a teacher (mpnet) -> what it thinks of unlabelled news -> the student
(MiniLM), which learns from both -> ONNX with int8 weights -> which of a report's states is a side
(from ``labels/sides.jsonl``) -> confidence calibrated on reports held back (``labels/held.jsonl``)
-> the model card. Seeded; about two hours on two cores. ``corpus/test`` and the reports named in
``training/held.txt`` are read by no step.
"""

from __future__ import annotations

import argparse
import json
import pickle
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import torch

from dragoman.events.trained.pieces import Pieces
from training.bases import minilm, mpnet
from training.batches import Tables
from training.calibrate import calibrate
from training.card import write_card
from training.examples import Example, build, paths_of
from training.export import export
from training.gather import gather
from training.learn import Settings, learn, measure
from training.network import fresh
from training.sides import fit_sides
from training.teach import teach
from training.teacher import Teacher
from training.unlabelled import unlabelled

HERE = Path(__file__).parent
WEIGHTS = HERE.parent / "src/dragoman/events/trained/weights"
TEACHER = Settings(epochs=2, size=16, rate=8e-5, heads=1e-3)
STUDENT = Settings(epochs=4, size=24, rate=2e-4, heads=1.5e-3)


def tables_of(examples: Iterable[Example], pieces: Pieces) -> Tables:
    """The numbers of modes and paths, from what is learned from."""
    examples = list(examples)
    modes: dict[str, int] = {}
    for example in examples:
        for mode in example.modes:
            if mode:
                modes.setdefault(mode, len(modes))
    return Tables(pieces, modes, paths_of(examples))


def main() -> None:
    """Run all steps; finished ones are kept in ``--work`` and not run again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, help="the research data's folder; without it only corpus/train is used"
    )
    parser.add_argument("--work", type=Path, default=HERE.parent / "build/training")
    parser.add_argument("--unlabelled", type=int, default=10_000, help="sentences to be taught")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)

    reports = gather(options.data)
    examples = _kept(options.work / "examples.pkl", lambda: build(reports.learned))
    dev = _kept(options.work / "dev.pkl", lambda: build(reports.held))
    print(f"{len(examples)} sentences to learn from, {len(dev)} held back", flush=True)
    taught: list[Example] = []
    if options.data is not None and options.unlabelled:
        kept = options.work / "taught.pkl"
        if not kept.exists():
            teacher, numbers = _teacher(examples, dev, options.work)
        taught = _kept(kept, lambda: _taught(teacher, numbers, options.data, options.unlabelled))
        for example in (*examples, *dev):
            example.lower = None
    examples += _kept(options.work / "more.pkl", lambda: build(reports.more))
    base = minilm()
    tables = tables_of(examples, Pieces.load(base / "vocab.txt"))
    torch.manual_seed(STUDENT.seed)
    student = fresh(base, len(tables.modes), len(tables.paths) + 1)
    saved = options.work / "student.pt"
    if saved.exists():
        student.load_state_dict(torch.load(saved))
    else:
        with _timed(options.work, "student"):
            learn(student, examples + taught, tables, STUDENT, dev)
        torch.save(student.state_dict(), saved)
    figures = measure(student, dev, tables)
    export(student, tables, examples[:4], WEIGHTS, base / "vocab.txt")
    with _timed(options.work, "sides"):
        fit_sides(WEIGHTS, reports.sides)
    reliability = calibrate(WEIGHTS, reports.held)
    write_card(WEIGHTS, reports, len(taught), figures, reliability, _times(options.work))


def _teacher(examples: list[Example], dev: list[Example], work: Path) -> tuple[Teacher, Tables]:
    """A teacher that has learned, and what its inputs are numbered by."""
    base = mpnet()
    tables = tables_of(examples, Pieces.load(base / "vocab.txt"))
    torch.manual_seed(TEACHER.seed)
    teacher = Teacher(base, len(tables.modes), len(tables.paths) + 1)
    saved = work / "teacher.pt"
    if saved.exists():
        teacher.load_state_dict(torch.load(saved))
        return teacher, tables
    teacher.prepare(examples, tables)
    teacher.prepare(dev, tables)
    print("the teacher's lower layers have read all sentences", flush=True)
    with _timed(work, "teacher"):
        learn(teacher, examples, tables, TEACHER, dev)
    torch.save(teacher.state_dict(), saved)
    return teacher, tables


def _taught(teacher: Teacher, tables: Tables, data: Path, count: int) -> list[Example]:
    """Unlabelled sentences with what a teacher thinks of them."""
    silent = unlabelled(data, count, TEACHER.seed)
    print(f"{len(silent)} unlabelled sentences", flush=True)
    teacher.prepare(silent, tables)
    taught = teach(teacher, silent, tables)
    for example in taught:
        example.lower = None
    return taught


@contextmanager
def _timed(work: Path, step: str) -> Iterator[None]:
    """Note how long a step took, for the card; a step that is kept is not run, nor timed, again."""
    started = time.perf_counter()
    yield
    times = _times(work) | {step: round(time.perf_counter() - started)}
    (work / "times.json").write_text(json.dumps(times), "utf-8")


def _times(work: Path) -> dict[str, int]:
    """Step -> seconds, of all steps that were run."""
    file = work / "times.json"
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


def _kept(path: Path, make):  # type: ignore[no-untyped-def]
    """The result of a step, from its file where it was run before."""
    if path.exists():
        return pickle.loads(path.read_bytes())
    with _timed(path.parent, path.stem):
        made = make()
    path.write_bytes(pickle.dumps(made))
    return made


if __name__ == "__main__":
    main()
