"""The network that reads statements: word forms and the parse in, two layers, three questions out.

Inputs (B sentences of W words each): ``words`` [B, W, 4] numbers of forms, ``features`` [B, W, F],
``tensor`` [B, W, 96], ``heads`` [B, W] the word that each hangs on, ``broad`` [B, 1, 1] 1 where
beliefs, wishes and plans are asked for too, as PolNeAR's guide does.
Outputs: ``cues`` [B, W] logits, ``left`` and ``right`` [B, W, 3 * P], ``alone`` [B, W, 3]: see
``dragoman.statements.trained.network``. Sentences of a batch are equally long: nothing is padded.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from dragoman.statements.trained.features import TENSOR, WIDTH
from dragoman.statements.trained.network import FAR, ROLES

_PAIR = 64  # numbers by which a cue and a word are compared
_SIZES = (64, 24, 24, 8)  # of lemma, dependency, tag, kind of entity
_UNKNOWN = 0.1  # share of lemmas hidden while learning, so that unknown ones are no surprise
_PLAIN = 0.2  # share of frequent lemmas that are only what they are like
_BLIND = 0.1  # share of batches without the parser's tensor, which another parser does not give


class Network(nn.Module):
    """Two layers, each along the sentence and then along the parse."""

    def __init__(
        self,
        forms: tuple[int, int, int, int],
        paths: int,
        vectors: Tensor,
        frequent: int,
        size: int = 192,
    ) -> None:
        """How many lemmas, dependencies, tags, kinds of entities, and paths there are.

        ``vectors`` [lemmas + 1, V] tell what a lemma is like before anything is learned; only the
        ``frequent`` first ones are learned to mean something else besides.
        """
        super().__init__()
        self.forms = nn.ModuleList(
            nn.Embedding(count + 1, width)
            for count, width in zip((frequent, *forms[1:]), _SIZES, strict=True)
        )
        nn.init.zeros_(self.forms[0].weight)
        self.register_buffer("vectors", vectors, persistent=False)
        self.like = nn.Linear(vectors.shape[1], _SIZES[0], bias=False)
        self.folded: nn.Embedding | None = None
        self.drop = nn.Dropout(0.2)
        self.enter = nn.Linear(sum(_SIZES) + WIDTH + TENSOR, size)
        self.broad = nn.Parameter(torch.zeros(size))  # what the broader guide changes
        self.along = nn.ModuleList(
            nn.GRU(size, size // 2, batch_first=True, bidirectional=True) for _ in range(2)
        )
        self.across = nn.ModuleList(nn.Linear(2 * size, size) for _ in range(2))
        self.even = nn.ModuleList(nn.LayerNorm(size) for _ in range(4))
        wide = size + WIDTH
        self.cue = nn.Sequential(nn.Linear(wide, 64), nn.Tanh(), nn.Linear(64, 1))
        self.left = nn.Linear(wide, ROLES * _PAIR)
        self.right = nn.Linear(wide, ROLES * _PAIR)
        self.alone = nn.Linear(wide, ROLES)
        self.paths = _zeros(paths + 1)
        self.ruled = _zeros(ROLES + 1)
        self.distance = _zeros(2 * FAR + 1)

    def forward(
        self,
        words: Tensor,
        features: Tensor,
        tensor: Tensor,
        heads: Tensor,
        broad: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Inputs and outputs as the module's text tells."""
        lemmas = words[..., 0]
        if self.training:
            lemmas = torch.where(torch.rand(lemmas.shape) < _UNKNOWN, 0, lemmas)
            if torch.rand(()) < _BLIND:
                tensor = torch.zeros_like(tensor)
        forms = [
            self.drop(self._meaning(lemmas)),
            *(self.forms[n](words[..., n]) for n in range(1, len(_SIZES))),
        ]
        state = self.enter(torch.cat([*forms, features, self.drop(tensor)], dim=-1))
        state = functional.gelu(state + broad * self.broad)
        at = heads.unsqueeze(-1).expand(-1, -1, state.shape[-1])
        # summed over those that hang on a word, and how many they are
        count = torch.zeros_like(features[..., 0]).scatter_add(
            1, heads, torch.ones_like(features[..., 0])
        )
        for n, (along, across) in enumerate(zip(self.along, self.across, strict=True)):
            state = self.even[2 * n](state + along(self.drop(state))[0])
            below = torch.zeros_like(state).scatter_add(1, at, state)
            below = below / count.clamp(min=1).unsqueeze(-1)
            hung = torch.cat([torch.gather(state, 1, at), below], dim=-1)
            state = self.even[2 * n + 1](state + functional.gelu(across(hung)))
        found = torch.cat([self.drop(state), features], dim=-1)
        return (
            self.cue(found).squeeze(-1),
            torch.tanh(self.left(found)),
            torch.tanh(self.right(found)),
            self.alone(found),
        )

    def _meaning(self, lemmas: Tensor) -> Tensor:
        """What lemmas are like, and what the frequent ones have been learned to mean besides."""
        if self.folded is not None:
            return self.folded(lemmas).float()
        own = torch.where(lemmas < self.forms[0].num_embeddings, lemmas, 0)
        if self.training:
            own = torch.where(torch.rand(own.shape) < _PLAIN, 0, own)
        found: Tensor = self.like(self.vectors[lemmas]) + self.forms[0](own)
        return found

    def fold(self) -> None:
        """Write what all lemmas mean into one table of half precision, for the export."""
        with torch.no_grad():
            table = self._meaning(torch.arange(len(self.vectors)))
        self.folded = nn.Embedding.from_pretrained(table.half())

    def pairs(
        self,
        outputs: tuple[Tensor, Tensor, Tensor, Tensor],
        at: tuple[Tensor, Tensor],
        paths: Tensor,
        ruled: Tensor,
    ) -> Tensor:
        """Logits [N, W, 3] of the roles for N cues, each given as (sentence, word)."""
        _, left, right, alone = outputs
        sentence, cue = at
        long = alone.shape[1]
        ours = left[sentence, cue].view(-1, 1, ROLES, _PAIR)
        theirs = right.view(*right.shape[:2], ROLES, _PAIR)[sentence]
        compared = (ours * theirs).sum(-1) / _PAIR**0.5 * 2.0
        apart = (torch.arange(long)[None] - cue[:, None]).clamp(-FAR, FAR) + FAR
        found: Tensor = (
            compared
            + alone[sentence]
            + self.distance(apart)
            + self.paths(paths)
            + self.ruled(ruled)
        )
        return found


def _zeros(count: int) -> nn.Embedding:
    table = nn.Embedding(count, ROLES)
    nn.init.zeros_(table.weight)
    return table
