"""The model card of the statements' network: what it is, what it was made from, how well it did."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from training.statements.examples import Example

_WHAT = """\
Two layers of 192 numbers over one sentence at a time, along its words (GRU) and along its parse;
for each word whether it marks speech ("said", "according to", "pledge"), and for each pair of words
whether one is what is said, or names who says it, by the other. It is told what the rules of the
stage found, and mends them. Made by `python -m training.statements.train`; nothing pretrained went
into it but the 96 numbers a word that the parser's own encoder gives, and what words are like in
the word table of MiniLM (Apache-2.0). Licence: Apache-2.0. Meant for English news reports.
"""
_WEAK = """\
Weak at: transcripts and letters printed without marks, irony, nouns of speech whose speaker stands
elsewhere; blind to any language but English. Our labels are one language model's reading.
"""


def write_card(
    folder: Path,
    learned: Mapping[str, Sequence[Example]],
    files: Sequence[Path],
    figures: Mapping[str, float],
    minutes: float,
) -> None:
    """Write ``CARD.md`` beside the weights; ``files`` are the data, told with their hashes."""
    tables = json.loads((folder / "tables.json").read_text("utf-8"))
    network = folder / "network.onnx"
    lines = ["# Model card: the statements' network", "", _WHAT]
    lines.append(f"- name: {tables['name']}; parser {tables['parser']}")
    lines.append(
        f"- network.onnx: {network.stat().st_size / 2**20:.1f} MiB, SHA-256 {_digest(network)}"
    )
    for name, examples in learned.items():
        cues = sum(len(e.roles) for e in examples)
        lines.append(f"- {name}: {len(examples)} sentences, {cues} statements with a cue")
    lines += [f"- learned in {minutes:.0f} minutes", "", "| data | SHA-256 |", "|---|---|"]
    lines += [f"| {file.name} | {_digest(file)} |" for file in files]
    lines += [
        "",
        "The network alone, on sentences held back (words by role, at the right cues):",
        "",
    ]
    lines += ["| " + " | ".join(figures) + " |", "|" + "---|" * len(figures)]
    lines += ["| " + " | ".join(f"{v:.3f}" for v in figures.values()) + " |", "", _WEAK]
    (folder / "CARD.md").write_text("\n".join(lines), "utf-8")


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
