"""A trained network -> what the package carries: ONNX with int8 weights, vocabulary, tables."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from training.batches import Tables, batch
from training.examples import Example
from training.fusing import fuse
from training.network import Network
from training.released import write_tables

OUTPUTS = ("types", "status", "alleged", "modes", "outside", "roles")


def export(
    network: Network, tables: Tables, sample: list[Example], folder: Path, vocabulary: Path
) -> None:
    """Write the three files; the name tells the weights. ``sample`` gives the trace shapes."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    rows = batch(sample, tables)
    inputs = tuple(rows[k] for k in ("pieces", "mask", "words", "features"))
    plain = folder / "plain.onnx"
    axes = {
        "pieces": {0: "B", 1: "P"}, "mask": {0: "B", 1: "P"}, "words": {0: "B", 1: "W"},
        "features": {0: "B", 1: "W"}, "types": {0: "B", 1: "W"}, "status": {0: "B", 1: "W"},
        "alleged": {0: "B", 1: "W"}, "modes": {0: "B", 1: "W"},
        "outside": {0: "B", 1: "W"}, "roles": {0: "B", 1: "W", 2: "W"},
    }  # fmt: skip
    torch.onnx.export(
        network, inputs, str(plain), input_names=["pieces", "mask", "words", "features"],
        output_names=list(OUTPUTS), dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    ready = folder / "ready.onnx"
    quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
    made = folder / "network.onnx"
    quantize_dynamic(
        ready, made, per_channel=True, weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"], extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip
    model = onnx.load(str(made))
    model.doc_string = ""
    fuse(model)
    onnx.save(model, str(made))
    plain.unlink()
    ready.unlink()
    shutil.copy(vocabulary, folder / "vocabulary.txt")
    weights = network.heads.paths.weight.detach().tolist()
    paths = {"*": weights[0]} | {name: weights[n] for name, n in tables.paths.items()}
    digest = hashlib.sha256(made.read_bytes()).hexdigest()
    written: dict[str, Any] = {
        "name": f"network {digest[:8]}",
        "modes": list(tables.modes),
        "paths": {k: [round(v, 4) for v in row] for k, row in paths.items()},
    }
    write_tables(folder, written)
