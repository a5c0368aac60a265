"""The student: a small encoder over one sentence, with a head for each question asked of a word.

Inputs (B sentences, P pieces, W words): ``pieces`` [B, P] numbers, ``mask`` [B, P] 1 where there is
a piece, ``words`` [B, W] the place of each word's first piece, ``features`` [B, W, F].
Outputs: ``types`` [B, W, 17], ``status`` [B, W, 4], ``alleged`` [B, W], ``modes`` [B, W, M],
``outside`` [B, W, 2] (an actor, a recipient stands in another sentence),
``roles`` [B, W, W, 4] (trigger, word; none, actor, recipient, time). All are logits.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, PreTrainedModel

from dragoman.events.trained.features import WIDTH

_ROLES = 4  # none, actor, recipient, time
_PAIR = 128  # numbers by which a trigger and a word are compared
_FAR = 20  # words


class Heads(nn.Module):
    """The questions asked of the encoder's words; shapes as the module's text tells."""

    def __init__(self, size: int, modes: int, paths: int) -> None:
        """Heads over words of ``size`` numbers; modes and paths to tell apart."""
        super().__init__()
        self.drop = nn.Dropout(0.1)
        wide = size + WIDTH
        self.types = nn.Linear(wide, 17)
        self.status = nn.Linear(wide, 4)
        self.alleged = nn.Linear(wide, 1)
        self.modes = nn.Linear(wide, modes)
        self.outside = nn.Linear(wide, 2)
        self.trigger = nn.Linear(wide, _ROLES * _PAIR)
        self.party = nn.Linear(wide, _ROLES * _PAIR)
        self.alone = nn.Linear(wide, _ROLES)
        self.paths = nn.Embedding(paths, _ROLES)
        nn.init.zeros_(self.paths.weight)
        # how far and on which side a word stands of its trigger
        self.distance = nn.Parameter(torch.zeros(2 * _FAR + 1, _ROLES))

    def forward(self, word: Tensor, features: Tensor, paths: Tensor | None) -> tuple[Tensor, ...]:
        """Logits of all heads; without ``paths`` their share of the roles is left out."""
        word = torch.cat([self.drop(word), features.to(word.dtype)], dim=-1)
        batch, length = word.shape[0], word.shape[1]
        left = torch.tanh(self.trigger(word)).view(batch, length, _ROLES, _PAIR).transpose(1, 2)
        right = torch.tanh(self.party(word)).view(batch, length, _ROLES, _PAIR).transpose(1, 2)
        pairs = (left @ right.transpose(2, 3)).permute(0, 2, 3, 1) / _PAIR**0.5 * 2.0
        order = torch.arange(length, device=word.device)
        apart = (order.unsqueeze(0) - order.unsqueeze(1)).clamp(-_FAR, _FAR) + _FAR
        roles = pairs + self.alone(word).unsqueeze(1) + self.distance[apart]
        if paths is not None:
            roles = roles + self.paths(paths)
        return (
            self.types(word), self.status(word), self.alleged(word).squeeze(-1),
            self.modes(word), self.outside(word), roles,
        )  # fmt: skip


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, encoder: PreTrainedModel, modes: int, paths: int) -> None:
        """Take an encoder, and the numbers of modes and of paths to tell apart."""
        super().__init__()
        self.encoder = encoder
        size = encoder.config.hidden_size
        self.told = nn.Linear(WIDTH, size, bias=False)  # features join the words' embeddings
        nn.init.normal_(self.told.weight, std=0.02)
        self.heads = Heads(size, modes, paths)

    def forward(
        self,
        pieces: Tensor,
        mask: Tensor,
        words: Tensor,
        features: Tensor,
        paths: Tensor | None = None,
    ) -> tuple[Tensor, ...]:
        """Logits of all heads."""  # fmt: skip
        embedded = self.encoder.embeddings.word_embeddings(pieces)
        at = words.unsqueeze(-1).expand(-1, -1, embedded.shape[-1])
        embedded = embedded.scatter_add(1, at, self.told(features).to(embedded.dtype))
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        found: tuple[Tensor, ...] = self.heads(torch.gather(hidden, 1, at), features, paths)
        return found


def fresh(base: Path, modes: int, paths: int) -> Network:
    """A network on a pretrained encoder's weights; what words mean by themselves is kept."""
    config = AutoConfig.from_pretrained(base)
    config._attn_implementation = "eager"  # exports cleanly, and sentences are short
    encoder = AutoModel.from_pretrained(base, config=config, add_pooling_layer=False)
    for weight in encoder.embeddings.parameters():
        weight.requires_grad = False
    return Network(encoder, modes, paths)
