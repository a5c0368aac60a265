"""A trained network -> what the package carries: ONNX and the tables beside it."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import onnx
import torch
from torch import Tensor, nn

from dragoman.language.model import weights_name
from training.statements.network import Network

if TYPE_CHECKING:
    from training.statements.train import Tables

_ADDRESS = re.compile(
    r"[@=<>]|https?:|www|\.com|\w{18}"
)  # addresses are no words: their numbers stay unused
INPUTS = ("words", "features", "tensor", "heads", "broad")
_OUTPUTS = ("cues", "left", "right", "alone")


def export(network: Network, tables: Tables, sample: dict[str, Tensor], folder: Path) -> None:
    """Write ``network.onnx`` and ``tables.json``; the name tells the weights."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    file = folder / "network.onnx"
    axes = {name: {0: "B", 1: "W"} for name in (*INPUTS[:-1], *_OUTPUTS)}
    torch.onnx.export(
        network, tuple(sample[k] for k in INPUTS), str(file), input_names=list(INPUTS),
        output_names=list(_OUTPUTS), dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    model = onnx.load(str(file))
    model.doc_string = ""
    onnx.save(model, str(file))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    written = {
        "name": f"statements {digest[:8]}",
        "parser": weights_name(),
        "lemmas": ["" if _ADDRESS.search(f) else f for f in tables.lemmas],
        "dependencies": list(tables.dependencies),
        "tags": list(tables.tags),
        "entities": list(tables.entities),
        "paths": list(tables.paths),
        "path_weights": _rounded(network.paths),
        "ruled_weights": _rounded(network.ruled),
        "distance_weights": _rounded(network.distance),
    }
    text = json.dumps(written, ensure_ascii=False, separators=(",", ":"))
    (folder / "tables.json").write_text(text + "\n", "utf-8")


def _rounded(table: nn.Embedding) -> list[list[float]]:
    return [[round(v, 4) for v in row] for row in table.weight.detach().tolist()]
