"""Which of a report's states is a side: the small network of ``events/trained/chooser.py`` learns.

It learns from sentences that the encoder did not learn from, so that what the encoder gives it is
as it will be on sentences that nobody has seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from dragoman.events.trained.choice import candidates, describe
from dragoman.events.trained.features import features
from dragoman.events.trained.network import Network
from dragoman.events.trained.parties import Sentence, ask
from dragoman.events.worth import confidence
from training.annotations import Annotated, Mark
from training.examples import Builder, head_of
from training.released import read_tables, write_tables
from training.scoring import codes

_HIDDEN, _EPOCHS, _RATE, _DECAY, _SIZE, _SEED = 64, 40, 3e-3, 1e-2, 256, 7


@dataclass(frozen=True, slots=True)
class Question:
    """One side of one mark: a row a candidate, and which of them the gold has."""

    rows: NDArray[np.float32]
    right: NDArray[np.bool_]


def questions(network: Network, reports: Iterable[Annotated]) -> Iterator[Question]:
    """Both sides of every mark of the reports."""
    builder = Builder()
    for report in reports:
        yield from _of_report(builder, network, report)


def _of_report(builder: Builder, network: Network, report: Annotated) -> Iterator[Question]:
    document = builder.document(report)
    drafts = list(builder.coder.drafts(document))
    marks: dict[int, Mark] = {}
    for annotated in report.sentences:
        for mark in annotated.marks:
            token = head_of(document, mark.start, mark.end)
            if token is not None:
                marks.setdefault(token.i, mark)
    for sent in document.doc.sents:
        here = [i for i in range(sent.start, sent.end) if i in marks]
        if not here:
            continue
        inside = [d for d in drafts if sent.start <= d.token.i < sent.end]
        table = features(document, sent, inside, builder.coder.lexicon)
        [thought] = network.read([([t.text for t in sent], table)])
        named = [m for m in document.mentions if sent.start <= m.head < sent.end]
        sentence = Sentence(document, network, sent, thought, named)
        for i in here:
            mark = marks[i]
            lexical = next((d for d in inside if d.token.i == i and d.type == mark.type), None)
            surety = confidence(lexical) if lexical is not None else 0.0
            asked = ask(sentence, document.doc[i], mark.type, mark.status, lexical, surety)
            found = candidates(asked)
            for side, gold in ((1, codes(mark.actors)), (2, codes(mark.recipients))):
                if found:
                    right = np.array([c.code in gold for c in found])
                    yield Question(describe(asked, found, side), right)


def fit_sides(folder: Path, reports: Iterable[Annotated]) -> None:
    """Write what was learned into ``tables.json``."""
    weights = learn_sides(list(questions(Network(folder), reports)))
    tables = read_tables(folder)
    tables["sides"] = [np.round(np.array(w), 4).tolist() for w in weights]
    write_tables(folder, tables)


def learn_sides(asked: list[Question]) -> list[list[object]]:
    """The weights of :class:`dragoman.events.trained.chooser.Chooser`."""
    torch.manual_seed(_SEED)
    rows = torch.from_numpy(np.concatenate([q.rows for q in asked]))
    right = torch.from_numpy(np.concatenate([q.right for q in asked])).float()
    net = nn.Sequential(
        nn.Linear(rows.shape[1], _HIDDEN), nn.ReLU(), nn.Dropout(0.1), nn.Linear(_HIDDEN, 1)
    )
    optimizer = torch.optim.AdamW(net.parameters(), lr=_RATE, weight_decay=_DECAY)
    steps = _EPOCHS * -(-len(rows) // _SIZE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, steps)
    for _ in range(_EPOCHS):
        for part in torch.randperm(len(rows)).split(_SIZE):
            loss = functional.binary_cross_entropy_with_logits(
                net(rows[part]).squeeze(-1), right[part]
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    first, last = net[0], net[3]
    assert isinstance(first, nn.Linear)
    assert isinstance(last, nn.Linear)
    return [
        first.weight.detach().T.tolist(), first.bias.detach().tolist(),
        last.weight.detach().T.tolist(), last.bias.detach().tolist(),
    ]  # fmt: skip
