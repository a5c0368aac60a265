"""What the benchmark commands share: counts, annotated reports, the reader they run."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from training.annotations import Annotated, load
from training.labels import load_labels

from dragoman.document import Document, Stage
from dragoman.events import Events
from dragoman.events.coder import Coder, LexiconCoder
from dragoman.events.trained.coder import TrainedCoder
from dragoman.ids import text_hash
from dragoman.language import Language
from dragoman.pipeline import default_stages
from dragoman.records import Report

CODERS: dict[str, Callable[[], Coder]] = {"trained": TrainedCoder, "lexicon": LexiconCoder}


@dataclass(slots=True)
class Score:
    """Counts of one class.

    Example:
        >>> Score(3, 4, 6).f1
        0.6
    """

    right: int = 0
    gold: int = 0
    found: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 0.0

    def add(self, gold: int, found: int, right: int) -> None:
        """Count some more."""
        self.gold += gold
        self.found += found
        self.right += right

    def line(self, name: str) -> str:
        """A row of a table."""
        return (
            f"{name:22} P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"
            f"   gold {self.gold:5}  found {self.found:5}  right {self.right:5}"
        )


def macro(scores: Iterable[Score]) -> tuple[float, int]:
    """The mean F1 of the classes that the gold has, and how many those are."""
    asked = [s.f1 for s in scores if s.gold]
    return (sum(asked) / len(asked) if asked else 0.0), len(asked)


def by_type(every: Score, sides: dict[str, int], classes: dict[str, Score]) -> list[str]:
    """Lines of precision, recall and F1: of all, with the sides right too, macro, of each type.

    ``sides`` tells how many matches are right "with actors", "with recipients", "with both".
    """
    mean, asked = macro(classes.values())
    return [
        every.line("sentence and type"),
        *(Score(n, every.gold, every.found).line(f"  with {side}") for side, n in sides.items()),
        f"{'macro':22} F1 {mean:.3f} over {asked} types",
        *(counts.line(f"  {type_}") for type_, counts in classes.items()),
    ]


def share(right: float, of: int) -> str:
    """A share with its counts, "-" of nothing."""
    return f"{right / of:.3f} ({right:.0f} of {of})" if of else "- (none)"


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """Cohen's kappa of two coders' labels; 1 where chance leaves nothing to disagree about.

    Example:
        >>> kappa([("a", "a"), ("a", "b"), ("b", "b"), ("b", "a")])
        0.0
    """
    if not pairs:
        return 0.0
    size = len(pairs)
    agreed = sum(a == b for a, b in pairs) / size
    labels = {label for pair in pairs for label in pair}
    chance = sum(
        sum(a == label for a, _ in pairs) * sum(b == label for _, b in pairs) for label in labels
    ) / (size * size)
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def interval(value: str) -> tuple[str, str]:
    """First and last day of an annotated date.

    Example:
        >>> interval("2016-02"), interval("2016-09-05/2016-09")
        (('2016-02-01', '2016-02-29'), ('2016-09-05', '2016-09-30'))
    """
    first, _, last = value.partition("/")
    return _days(first)[0], _days(last or first)[1]


def _days(value: str) -> tuple[str, str]:
    year, month, day = ([int(part) for part in value.split("-")] + [0, 0])[:3]
    if not month:
        return f"{year:04}-01-01", f"{year:04}-12-31"
    if day:
        return value, value
    after = date(year + month // 12, month % 12 + 1, 1)
    return f"{value}-01", (after - timedelta(days=1)).isoformat()


def annotated(path: Path, data: Path | None) -> list[Annotated]:
    """The reports of an annotation file or folder, or of a labels file with its data folder.

    Raises ValueError where a labels file comes without its data.
    """
    if path.suffix != ".jsonl":
        return load(path)
    if data is None:
        raise ValueError(f"{path} holds labels only: give the texts' folder with --data")
    return load_labels(path, data)


def second(path: Path) -> Path:
    """Where the second coder's annotation of the same sentences lies.

    Example:
        >>> str(second(Path("corpus/test"))), str(second(Path("labels/news_test.jsonl")))
        ('corpus/second', 'labels/news_test_second.jsonl')
    """
    if path.suffix == ".jsonl":
        return path.with_name(f"{path.stem}_second.jsonl")
    return path.with_name("second")


def report_of(item: Annotated) -> Report:
    """The report that an annotated text is read as."""
    meta = item.meta
    return Report(
        id=meta["id"], source=meta.get("source") or None, published=meta.get("published") or None,
        title=meta.get("title"), text_sha256=text_hash(item.text),
    )  # fmt: skip


class Before:
    """The stages that come before the events.

    Example:
        >>> len(list(Before().read(Report(id="r", text_sha256=""), "Lima freed him.").doc.sents))
        1
    """

    def __init__(self) -> None:
        """Load them, and those after the events."""
        self._language = Language()
        stages = default_stages()
        at = next(n for n, s in enumerate(stages) if isinstance(s, Events))
        self.stages: list[Stage] = stages[:at]
        self.after: list[Stage] = stages[at + 1 :]

    def read(self, report: Report, text: str) -> Document:
        """A report's document, up to its statements."""
        document = self._language.parse(report, text)
        for stage in self.stages:
            document = stage(document)
        return document


def tenths() -> Iterator[float]:
    """0.1 to 0.9."""
    return (n / 10 for n in range(1, 10))
