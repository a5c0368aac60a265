"""Counts what docs/model-card.md and docs/data-card.md tell of files, and writes it there:

    python scripts/cards_doc.py [--check]

Written are the tables between the comments ``<!-- counted: NAME -->`` and ``<!-- end -->``; the
words around them are written by hand. ``--check`` writes nothing and ends with 1 where a table is
not what would be written, as a test does.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from training.annotations import STATUSES, TYPES, Annotated, load  # noqa: E402

PAGES = ("model-card.md", "data-card.md")
PARTS = ("train", "test", "second")
WEIGHTS = ("*.onnx", "*.npz", "*_model.tsv", "weights/tables.json")
# What holds numbers that were learned, and the card that tells of it; a file beyond these is an
# error, so that no weights are shipped without a card.
CARDS = {
    "events/trained/weights/network.onnx": ("events", "events/trained/weights/CARD.md"),
    "events/trained/weights/tables.json": ("sides", "events/trained/weights/CARD-sides.md"),
    "statements/trained/weights/network.onnx": ("statements", "statements/trained/weights/CARD.md"),
    "statements/trained/weights/tables.json": ("statements", "statements/trained/weights/CARD.md"),
    "stories/weights/same_event.npz": ("same event", "stories/weights/CARD.md"),
    "stories/speech_model.tsv": ("utterances", "stories/CARD-utterances.md"),
}
KEYS = {"marks": "events", "statements": "statements", "changes": "changes", "issues": "issues"}


def weights() -> list[str]:
    """A row for each file of weights that is shipped: its card, size and the start of its hash."""
    package = ROOT / "src" / "dragoman"
    found = sorted({p for way in WEIGHTS for p in package.rglob(way)})
    names = [path.relative_to(package).as_posix() for path in found]
    if sorted(names) != sorted(CARDS):
        raise SystemExit(f"Weights without a card in {__file__}: {set(names) ^ set(CARDS)}")
    rows = ["| model | file | size | SHA-256 begins | card |", "|---|---|---|---|---|"]
    for name, (model, card) in CARDS.items():
        content = (package / name).read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:16]
        link = f"[{Path(card).name}](../src/dragoman/{card})"
        rows.append(f"| {model} | `{name}` | {size(len(content))} | `{digest}` | {link} |")
    return rows


def corpus() -> list[str]:
    """How many reports, sentences and events the parts of our corpus hold."""
    rows = [
        "| folder | reports | sentences | without event | events | optional | alleged | dated |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for part in PARTS:
        reports = load(ROOT / "corpus" / part)
        sentences = [s for r in reports for s in r.sentences]
        marks = [m for s in sentences for m in s.marks]
        counts = (
            len(reports), len(sentences), sum(not s.marks for s in sentences), len(marks),
            sum(m.optional for m in marks), sum(m.alleged for m in marks),
            sum(bool(m.date) for m in marks),
        )  # fmt: skip
        rows.append(f"| `corpus/{part}` | " + " | ".join(f"{n:,}" for n in counts) + " |")
    return rows


def kinds() -> list[str]:
    """Events of the corpus by type and by status."""
    return [*spread("type", TYPES, lambda m: m.type), "",
            *spread("status", STATUSES, lambda m: m.status)]  # fmt: skip


def spread(what: str, values: Iterable[str], of: Callable[[Any], str]) -> list[str]:
    """A table of how many events of each part have each value."""
    counted = [Counter(of(m) for m in marks(load(ROOT / "corpus" / part))) for part in PARTS]
    head = [f"| {what} | " + " | ".join(f"`{p}`" for p in PARTS) + " |", "|---" * 4 + "|"]
    return head + [
        f"| {value} | " + " | ".join(f"{count[value]:,}" for count in counted) + " |"
        for value in values
    ]


def marks(reports: Iterable[Annotated]) -> Iterable[Any]:
    """All events of reports."""
    return (m for r in reports for s in r.sentences for m in s.marks)


def regions() -> list[str]:
    """The corpus by region, style and decade of publication, without its second annotation."""
    reports = load(ROOT / "corpus" / "train", ROOT / "corpus" / "test")
    told = {
        "region": Counter(r.meta["region"] for r in reports),
        "style": Counter(r.meta["style"] for r in reports),
        "decade": Counter(r.meta["published"][:3] + "0s" for r in reports),
    }
    rows = ["| | reports |", "|---|---|"]
    for what, counts in told.items():
        first = counts.most_common() if what != "decade" else sorted(counts.items())
        listed = ", ".join(f"{name} {n}" for name, n in first if n >= 5)
        rest = sum(n for n in counts.values() if n < 5)
        few = f", {rest} of others with fewer than five" if rest else ""
        rows.append(f"| by {what} | {listed}{few} |")
    return rows


def labels() -> list[str]:
    """A row for each file of labels: which texts it needs, how many places and labels it has."""
    rows: list[str] = []
    for folder in ("training/labels", "benchmarks/labels"):
        rows += ["", f"| in `{folder}` | texts | reports | lines | labels |", "|---" * 5 + "|"]
        for path in sorted((ROOT / folder).glob("*.jsonl")):
            lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
            sets: Counter[str] = Counter(line["set"] for line in lines)
            ids = {(line["set"], line.get(key)) for line in lines for key in ("id", "a", "b")}
            count = sum(name is not None for _, name in ids)
            texts = ", ".join(f"{name} {n:,}" for name, n in sorted(sets.items()))
            rows.append(
                f"| `{path.name}` | {texts} | {count:,} | {len(lines):,} | {labelled(lines)} |"
            )
    return rows[1:]


def labelled(lines: list[dict[str, Any]]) -> str:
    """How many labels the lines of a file hold, and of what."""
    for key, what in KEYS.items():
        if key in lines[0]:
            return f"{sum(len(line[key]) for line in lines):,} {what}"
    return f"{len(lines):,} {'pairs of reports' if 'kind' in lines[0] else 'statements'}"


def size(count: int) -> str:
    """Bytes in words."""
    return f"{count / 2**20:.1f} MiB" if count >= 2**20 else f"{count / 2**10:.0f} KiB"


TABLES = {
    "weights": weights, "corpus": corpus, "kinds": kinds, "regions": regions, "labels": labels,
}  # fmt: skip


def filled(page: str) -> str:
    """A page with each of its counted tables as it is now."""
    return re.sub(
        r"(<!-- counted: (\w+) -->\n).*?(<!-- end -->)",
        lambda m: m[1] + "\n" + "\n".join(TABLES[m[2]]()) + "\n\n" + m[3],
        page,
        flags=re.S,
    )


def main() -> int:
    """Write the tables, or say whether they are as they would be written."""
    wrong = 0
    for name in PAGES:
        path = ROOT / "docs" / name
        given = path.read_text("utf-8")
        page = filled(given)
        if "--check" not in sys.argv[1:]:
            path.write_text(page, "utf-8")
        elif page != given:
            wrong = 1
            print(f"docs/{name} is old: run python scripts/cards_doc.py")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
