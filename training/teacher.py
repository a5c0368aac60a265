"""The teacher: mpnet's upper half learns, with the student's heads; its lower half is run once.

What the lower layers make of a sentence does not change while the upper ones learn, so it is kept
(half precision), which makes an epoch three times as fast.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

from dragoman.events.trained.features import WIDTH
from training.batches import Tables, batch
from training.examples import Example
from training.network import Heads

LOWER = 6  # layers that do not learn
_BATCH = 32


class Teacher(nn.Module):
    """The upper layers and the heads; its first input is what the lower layers made."""

    def __init__(self, base: Path, modes: int, paths: int) -> None:
        """On the pretrained weights of ``base``."""
        super().__init__()
        config = AutoConfig.from_pretrained(base)
        config._attn_implementation = "eager"
        self.whole = [AutoModel.from_pretrained(base, config=config, add_pooling_layer=False)]
        self.encoder = nn.ModuleList(self.whole[0].encoder.layer[LOWER:])
        for weight in self.whole[0].parameters():
            weight.requires_grad = False
        for weight in self.encoder.parameters():
            weight.requires_grad = True
        self.told = nn.Linear(WIDTH, config.hidden_size, bias=False)
        nn.init.normal_(self.told.weight, std=0.02)
        self.heads = Heads(config.hidden_size, modes, paths)

    def forward(
        self,
        lower: Tensor,
        mask: Tensor,
        words: Tensor,
        features: Tensor,
        paths: Tensor | None = None,
    ) -> tuple[Tensor, ...]:
        """Logits of all heads."""  # fmt: skip
        at = words.unsqueeze(-1).expand(-1, -1, lower.shape[-1])
        hidden = lower.scatter_add(1, at, self.told(features).to(lower.dtype))
        bias = self.whole[0].encoder.compute_position_bias(hidden)
        shut = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        for layer in self.encoder:
            hidden = layer(hidden, shut, bias)[0]
        found: tuple[Tensor, ...] = self.heads(torch.gather(hidden, 1, at), features, paths)
        return found

    def prepare(self, examples: Sequence[Example], tables: Tables) -> None:
        """Run the lower layers over sentences and keep what they make in ``Example.lower``."""
        model = self.whole[0].eval()
        order = sorted(range(len(examples)), key=lambda n: len(examples[n].words))
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            for start in range(0, len(order), _BATCH):
                group = [examples[n] for n in order[start : start + _BATCH]]
                rows = batch(group, tables)
                hidden = model.embeddings(input_ids=rows["pieces"])
                bias = model.encoder.compute_position_bias(hidden)
                shut = (1.0 - rows["mask"][:, None, None, :].float()) * -1e4
                for layer in model.encoder.layer[:LOWER]:
                    hidden = layer(hidden, shut, bias)[0]
                long = rows["mask"].sum(-1).tolist()
                for example, made, end in zip(group, hidden.float().numpy(), long, strict=True):
                    example.lower = made[:end].astype(np.float16)
