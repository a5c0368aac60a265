"""What a teacher thinks of unlabelled sentences becomes what the student learns from."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from training.batches import SEEN, Tables, batch
from training.examples import Example, Taught
from training.learn import ask
from training.teacher import Teacher

_BATCH = 32


def teach(teacher: Teacher, examples: Sequence[Example], tables: Tables) -> list[Example]:
    """The examples with the teacher's probabilities; paths are kept where it sees an event."""
    teacher.eval()
    order = sorted(range(len(examples)), key=lambda n: len(examples[n].words))
    with torch.no_grad():
        for at in range(0, len(order), _BATCH):
            group = [examples[n] for n in order[at : at + _BATCH]]
            rows = batch(group, tables)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                types, status, alleged, _, outside, roles = ask(teacher, rows)
            for n, example in enumerate(group):
                long = len(example.words)
                kinds = types[n, :long].float().softmax(-1)
                event = [w for w in example.paths if 1 - kinds[w, 0] >= SEEN]
                example.taught = Taught(
                    kinds.numpy(),
                    status[n, :long].float().softmax(-1).numpy(),
                    alleged[n, :long].float().sigmoid().numpy(),
                    outside[n, :long].float().sigmoid().numpy(),
                    {w: roles[n, w, :long].float().softmax(-1).numpy() for w in event},
                )
                example.paths = {w: example.paths[w] for w in event}
    return list(examples)
