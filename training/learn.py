"""The loss, one run of learning, and how well the network does on sentences held back."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from training.batches import Tables, batches
from training.examples import IGNORE, Example
from training.network import Network
from training.teacher import Teacher


@dataclass(frozen=True, slots=True)
class Settings:
    """How the network learns; ``rate`` is the encoder's, the heads learn faster."""

    epochs: int = 8
    size: int = 24
    rate: float = 1.2e-4
    heads: float = 1.5e-3
    warm: float = 0.1
    smooth: float = 0.02
    seed: int = 7


Learner = Network | Teacher


def ask(network: Learner, rows: dict[str, Tensor]) -> tuple[Tensor, ...]:
    """The outputs for a batch; a teacher reads what its lower layers made of the pieces."""
    first = rows["lower"] if isinstance(network, Teacher) else rows["pieces"]
    found: tuple[Tensor, ...] = network(
        first, rows["mask"], rows["words"], rows["features"], rows["paths"]
    )
    return found


def loss_of(network: Learner, rows: dict[str, Tensor], smooth: float) -> Tensor:
    """The sum of the heads' losses a sentence; by sentence, since events are few among words."""
    outputs = ask(network, rows)
    total = torch.zeros(())
    for logits, key in zip(outputs, _WEIGHTS, strict=True):
        if key in ("alleged", "outside"):
            logits = torch.stack([torch.zeros_like(logits), logits], -1)
        target = rows[key]
        asked = target.sum(-1) > 0
        if not asked.any():
            continue
        wanted = target[asked]
        if key == "types" and smooth:
            wanted = (1 - smooth) * wanted + smooth / wanted.shape[-1]
        lost = -(wanted * functional.log_softmax(logits[asked].float(), -1)).sum()
        total = total + _WEIGHTS[key] * lost / target.shape[0]
    return total


_WEIGHTS = {
    "types": 1.0, "status": 0.5, "alleged": 0.5, "modes": 0.25, "outside": 0.25, "roles": 0.7,
}  # fmt: skip


def learn(
    network: Learner,
    examples: Sequence[Example],
    tables: Tables,
    settings: Settings,
    held: Sequence[Example] = (),
) -> None:
    """Train in place; prints the loss and the figures on ``held`` after each epoch."""
    torch.manual_seed(settings.seed)
    rng = random.Random(settings.seed)
    learning = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    encoder = [p for n, p in learning if n.startswith("encoder.")]
    heads = [p for n, p in learning if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": settings.rate}, {"params": heads, "lr": settings.heads}],
        weight_decay=0.01,
    )
    steps = settings.epochs * -(-len(examples) // settings.size)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [settings.rate, settings.heads], steps, pct_start=settings.warm,
        anneal_strategy="linear",
    )  # fmt: skip
    started = time.perf_counter()
    for epoch in range(settings.epochs):
        network.train()
        told = 0.0
        for rows in batches(examples, tables, settings.size, rng):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(network, rows, settings.smooth)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            told += loss.item()
        figures = " ".join(f"{k} {v:.3f}" for k, v in measure(network, held, tables).items())
        seconds = time.perf_counter() - started
        print(f"epoch {epoch + 1}: loss {told * settings.size / len(examples):.3f} "
              f"{figures} ({seconds:.0f} s)", flush=True)  # fmt: skip


def measure(network: Learner, held: Sequence[Example], tables: Tables) -> dict[str, float]:
    """Precision, recall and F1 by sentence and type, and the other heads at the right triggers."""
    if not held:
        return {}
    network.eval()
    hit = said = gold = 0
    status = alleged = asked = roles = parties = guessed = 0
    with torch.no_grad():
        for rows in batches(held, tables, 32):
            types, stat, claim, _, _, pair = ask(network, rows)
            best = types.argmax(-1)
            for n in range(best.shape[0]):
                asked_here = rows["types"][n].sum(-1) > 0
                known = torch.where(asked_here, rows["types"][n].argmax(-1), IGNORE)
                here = [int(t) for t in known if t > 0]
                told = [int(b) for b, t in zip(best[n], known, strict=True) if b > 0 and t >= 0]
                gold += len(here)
                said += len(told)
                for kind in told:
                    if kind in here:
                        here.remove(kind)
                        hit += 1
                for word in (known > 0).nonzero().flatten().tolist():
                    asked += 1
                    status += int(stat[n, word].argmax() == rows["status"][n, word].argmax())
                    alleged += int((claim[n, word] > 0) == (rows["alleged"][n, word, 1] > 0))
                    target = rows["roles"][n, word]
                    want = torch.where(target.sum(-1) > 0, target.argmax(-1), IGNORE)
                    guess = pair[n, word].argmax(-1)
                    usable = want >= 0
                    parties += int((want > 0).sum())
                    guessed += int(((guess > 0) & usable).sum())
                    roles += int(((guess == want) & (want > 0)).sum())
    precision, recall = hit / max(said, 1), hit / max(gold, 1)
    share, found = roles / max(guessed, 1), roles / max(parties, 1)
    return {
        "P": precision, "R": recall, "F1": 2 * precision * recall / max(precision + recall, 1e-9),
        "status": status / max(asked, 1), "alleged": alleged / max(asked, 1),
        "roleP": share, "roleR": found,
    }  # fmt: skip
