"""Make the weights: ``python -m training.statements.train --data ../shared/data``.

Steps: annotated sentences (``labels/statements.jsonl`` and PolNeAR's training half) -> examples ->
the network -> ONNX and its tables -> the model card, with figures on
``labels/statements_held.jsonl``. Seeded; about half an hour on two cores.
``benchmarks/labels/statements_*`` are read by no step.
"""

from __future__ import annotations

import argparse
import pickle
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from dragoman.events.trained.vectors import load_vectors
from dragoman.statements.trained.features import CONTENT, SPEAKER
from training.statements.card import write_card
from training.statements.examples import IGNORE, Example, attributed, labelled
from training.statements.export import INPUTS, export
from training.statements.network import Network

HERE = Path(__file__).parents[1]
WEIGHTS = HERE.parent / "src/dragoman/statements/trained/weights"
_SEEN = 2  # times a lemma must be seen to be told from others
_OFTEN = 4  # times from which it may be learned to mean more than what it is like
_TRODDEN = 15  # times a path must be seen
_SHARE = 0.25  # of the roles in the loss, by the word
_SMOOTH = 0.02


@dataclass(frozen=True, slots=True)
class Tables:
    """What the inputs are numbered by, from 1; the ``frequent`` lemmas come first."""

    lemmas: dict[str, int]
    dependencies: dict[str, int]
    tags: dict[str, int]
    entities: dict[str, int]
    paths: dict[str, int]
    frequent: int

    @property
    def sizes(self) -> tuple[int, int, int, int]:
        """How many forms of each sort."""
        return len(self.lemmas), len(self.dependencies), len(self.tags), len(self.entities)


def tables_of(examples: Iterable[Example]) -> Tables:
    """Forms and paths that are common enough to be learned."""
    forms: list[Counter[str]] = [Counter() for _ in range(4)]
    paths: Counter[str] = Counter()
    for example in examples:
        for word in example.forms:
            for counter, form in zip(forms, word, strict=True):
                counter[form] += 1
        for hung in example.paths.values():
            paths.update(hung)
    lemmas, *others = forms
    dependencies, tags, entities = (_numbered(c, 1) for c in others)
    return Tables(
        _numbered(lemmas, _SEEN), dependencies, tags, entities, _numbered(paths, _TRODDEN),
        sum(count >= _OFTEN for count in lemmas.values()),
    )  # fmt: skip


def vectors_of(tables: Tables) -> Tensor:
    """[lemmas + 1, V]: the vector of each lemma, zeros for any other form."""
    vectors = load_vectors()
    rows = [np.zeros(vectors.size, dtype=np.float32), *(vectors.of(w) for w in tables.lemmas)]
    return torch.from_numpy(np.stack(rows))


def _numbered(counter: Counter[str], least: int) -> dict[str, int]:
    kept = sorted(
        (k for k, count in counter.items() if count >= least), key=lambda k: (-counter[k], k)
    )
    return {form: n for n, form in enumerate(kept, start=1)}


def batch(examples: Sequence[Example], tables: Tables) -> dict[str, Tensor]:
    """The tensors of some sentences of one length."""
    maps = (tables.lemmas, tables.dependencies, tables.tags, tables.entities)
    words = [
        [[m.get(f, 0) for m, f in zip(maps, word, strict=True)] for word in e.forms]
        for e in examples
    ]
    cues = [(n, cue) for n, e in enumerate(examples) for cue in e.roles]
    long = len(examples[0].forms)
    plain = np.zeros(long, dtype=np.int64)
    made = {
        "words": torch.tensor(words),
        "features": torch.from_numpy(np.stack([e.features for e in examples])).float(),
        "tensor": torch.from_numpy(np.stack([e.tensor for e in examples])).float(),
        "heads": torch.tensor([e.heads for e in examples]),
        "broad": torch.tensor([float(e.broad) for e in examples]).view(-1, 1, 1),
        "cues": torch.from_numpy(np.stack([e.cues for e in examples])),
    }
    if cues:
        made |= {
            "at": torch.tensor(cues),
            "paths": torch.tensor(
                [[tables.paths.get(p, 0) for p in examples[n].paths[c]] for n, c in cues]
            ),
            "ruled": torch.from_numpy(np.stack([examples[n].ruled.get(c, plain) for n, c in cues])),
            "roles": torch.from_numpy(np.stack([examples[n].roles[c] for n, c in cues])),
        }
    return made


def batches(
    examples: Sequence[Example], tables: Tables, size: int, rng: random.Random
) -> Iterator[dict[str, Tensor]]:
    """All sentences once, in batches of one length, shuffled."""
    order = list(range(len(examples)))
    rng.shuffle(order)
    order.sort(key=lambda n: len(examples[n].forms))
    groups = []
    for _, same in groupby(order, key=lambda n: len(examples[n].forms)):
        members = list(same)
        groups += [members[n : n + size] for n in range(0, len(members), size)]
    rng.shuffle(groups)
    for group in groups:
        yield batch([examples[n] for n in group], tables)


def loss_of(network: Network, rows: dict[str, Tensor]) -> Tensor:
    """By sentence: which words are cues, and at the right cues what each word is."""
    outputs = network(*(rows[k] for k in INPUTS))
    count = rows["cues"].shape[0]
    wanted = rows["cues"] * (1 - _SMOOTH) + _SMOOTH / 2
    total = functional.binary_cross_entropy_with_logits(outputs[0], wanted, reduction="sum") / count
    if "at" in rows:
        at = rows["at"][:, 0], rows["at"][:, 1]
        logits = network.pairs(outputs, at, rows["paths"], rows["ruled"])
        roles = functional.cross_entropy(
            logits.flatten(0, 1), rows["roles"].flatten(), ignore_index=IGNORE, reduction="sum"
        )
        total = total + _SHARE * roles / count
    return total


def learn(
    network: Network, examples: Sequence[Example], tables: Tables, *, epochs: int, rate: float,
    seed: int,
) -> None:  # fmt: skip
    """Train in place; prints the loss after each epoch."""
    rng = random.Random(seed)
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01)
    steps = epochs * sum(1 for _ in _lengths(examples, _BATCH))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, rate, steps, pct_start=0.1, anneal_strategy="linear"
    )
    started = time.perf_counter()
    for epoch in range(epochs):
        network.train()
        told = 0.0
        for rows in batches(examples, tables, _BATCH, rng):
            loss = loss_of(network, rows)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            told += loss.item() * len(rows["cues"])
        seconds = time.perf_counter() - started
        print(f"epoch {epoch + 1}: loss {told / len(examples):.3f} ({seconds:.0f} s)", flush=True)


_BATCH = 64


def _lengths(examples: Sequence[Example], size: int) -> Iterator[int]:
    """One number a batch."""
    counts = Counter(len(e.forms) for e in examples)
    for long, count in counts.items():
        yield from [long] * -(-count // size)


def measure(network: Network, held: Sequence[Example], tables: Tables) -> dict[str, float]:
    """Precision and recall of cues, and of the words of each role at the right cues."""
    network.eval()
    counts: Counter[str] = Counter()
    with torch.no_grad():
        for rows in batches(held, tables, _BATCH, random.Random(0)):
            outputs = network(*(rows[k] for k in INPUTS))
            said, gold = outputs[0] > 0, rows["cues"] > 0
            counts["cue found"] += int(said.sum())
            counts["cue gold"] += int(gold.sum())
            counts["cue right"] += int((said & gold).sum())
            if "at" not in rows:
                continue
            at = rows["at"][:, 0], rows["at"][:, 1]
            best = network.pairs(outputs, at, rows["paths"], rows["ruled"]).argmax(-1)
            wanted = rows["roles"]
            for name, role in (("content", CONTENT), ("speaker", SPEAKER)):
                asked = wanted != IGNORE
                counts[f"{name} found"] += int(((best == role) & asked).sum())
                counts[f"{name} gold"] += int((wanted == role).sum())
                counts[f"{name} right"] += int(((best == role) & (wanted == role)).sum())
    return {
        f"{name} {letter}": counts[f"{name} right"] / max(counts[f"{name} {of}"], 1)
        for name in ("cue", "content", "speaker")
        for letter, of in (("P", "found"), ("R", "gold"))
    }


def main() -> None:
    """Run all steps; examples are kept in ``--work`` and not made again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the research data's folder")
    parser.add_argument("--work", type=Path, default=HERE.parent / "build/training/statements")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    ours = _kept(
        options.work / "ours.pkl", lambda: labelled(HERE / "labels/statements.jsonl", options.data)
    )
    broad = _kept(
        options.work / "broad.pkl",
        lambda: attributed(options.data / "quotes/polnear_train.jsonl.gz"),
    )
    print(f"{len(ours)} sentences of ours, {len(broad)} of PolNeAR", flush=True)
    examples = [e for e in (*ours, *broad) if e.forms]
    tables = tables_of(examples)
    network = Network(tables.sizes, len(tables.paths), vectors_of(tables), tables.frequent)
    started = time.perf_counter()
    learn(network, examples, tables, epochs=options.epochs, rate=2.5e-3, seed=options.seed)
    torch.save(network.state_dict(), options.work / "network.pt")
    network.fold()
    export(network, tables, batch([e for e in ours if e.roles][:1], tables), options.out)
    held = _kept(
        options.work / "held.pkl",
        lambda: labelled(HERE / "labels/statements_held.jsonl", options.data),
    )
    figures = measure(network, [e for e in held if e.forms], tables)
    files = [HERE / "labels/statements.jsonl", options.data / "quotes/polnear_train.jsonl.gz"]
    learned = {"our labels": ours, "PolNeAR, training half": broad}
    write_card(options.out, learned, files, figures, (time.perf_counter() - started) / 60)


def _kept(path: Path, make: Any) -> list[Example]:
    """The result of a step, from its file where it was run before."""
    if path.exists():
        found: list[Example] = pickle.loads(path.read_bytes())
        return found
    made = list(make())
    path.write_bytes(pickle.dumps(made))
    return made


if __name__ == "__main__":
    main()
