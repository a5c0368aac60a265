"""The released graph made lean: fewer, larger operations with the same weights.

    python -m training.fusing FOLDER

Each layer's attention becomes one operation, features join the words by one product in place of a
scatter, and what is the same for every sentence is computed here. The names of the layers' outputs
stay, since stories ask for two of them (``events/trained/inner.py``). ``training/export.py`` does
it to new weights; the command does it to a folder of weights that were made before.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper

from dragoman.events.trained.network import LONGEST
from training.released import read_tables, write_tables

_HEADS = 12  # of MiniLM's attention
_EMBEDDINGS = "encoder.embeddings."
_MERGED = "/encoder/embeddings/"
_PARTS = ("query", "key", "value")

Table = NDArray[Any]


def fuse(model: ModelProto) -> None:
    """Rewrite the graph of a model that ``export`` made, in place."""
    graph = model.graph
    added = [
        _node("Cast", ["mask"], "mask_int", to=TensorProto.INT32),
        *_attention(graph),
        *_embedded(graph),
    ]
    graph.node.extend(added)
    _tidy(graph)


def _attention(graph: GraphProto) -> list[NodeProto]:
    """A layer's queries, keys and values by one product, and one operation for what they come to.

    The three read the same int8 numbers, so their joined product gives the same sums.
    """
    made: list[NodeProto] = []
    layer = 0
    while True:
        at = f"/encoder/encoder/layer.{layer}/attention/"
        nodes = {n.name: n for n in graph.node if n.name.startswith(at)}
        if not nodes:
            return made
        asked = [_product(graph, nodes, f"{at}self/{part}") for part in _PARTS]
        joined = [np.concatenate(tables, axis=-1) for tables in zip(*asked, strict=True)]
        names = [f"{at}joined/{name}" for name in ("weight", "zero_point", "scale", "bias")]
        weight, zero_point, scale, bias = names
        graph.initializer.extend(
            numpy_helper.from_array(v, k) for k, v in zip(names, joined, strict=True)
        )
        given, _, zero, _ = nodes[f"{at}self/query/MatMul_quant"].input
        its_scale = nodes[f"{at}self/query/MatMul_quant_scales_mul"].input[0]
        made += [
            _node("MatMulInteger", [given, weight, zero, zero_point], f"{at}joined/sums"),
            _node("Cast", [f"{at}joined/sums"], f"{at}joined/floats", to=TensorProto.FLOAT),
            _node("Mul", [its_scale, scale], f"{at}joined/scales"),
            _node("Mul", [f"{at}joined/floats", f"{at}joined/scales"], f"{at}joined/scaled"),
            _node("Add", [f"{at}joined/scaled", bias], f"{at}joined/all"),
            helper.make_node("Split", [f"{at}joined/all"], [f"{at}fused/{p}" for p in _PARTS],
                             f"{at}joined/parts", axis=-1),
            _node("MultiHeadAttention", [*(f"{at}fused/{p}" for p in _PARTS), "", "mask_int"],
                  f"{at}fused", domain="com.microsoft", num_heads=_HEADS),
        ]  # fmt: skip
        taken = nodes[f"{at}output/dense/MatMul_quant"].input[0]
        [quantised] = (n for n in graph.node if taken in n.output)
        quantised.input[0] = f"{at}fused"
        layer += 1


def _product(graph: GraphProto, nodes: dict[str, NodeProto], name: str) -> list[Table]:
    """Weights, zero points, scales and bias of one int8 product."""
    tables = {i.name: i for i in graph.initializer}
    _, weight, _, zero_point = nodes[f"{name}/MatMul_quant"].input
    scale = nodes[f"{name}/MatMul_quant_scales_mul"].input[1]
    [bias] = (i for i in nodes[f"{name}/Add"].input if i in tables)
    return [numpy_helper.to_array(tables[i]) for i in (weight, zero_point, scale, bias)]


def _embedded(graph: GraphProto) -> list[NodeProto]:
    """Pieces and features of the words, with places and the one kind of text, added up."""
    places = _table(graph, f"{_EMBEDDINGS}position_embeddings.weight")
    kinds = _table(graph, f"{_EMBEDDINGS}token_type_embeddings.weight")
    constants = {
        "place_vectors": places[:LONGEST],
        "kind_vector": kinds[0],
        "every_place": np.arange(LONGEST, dtype=np.int64)[:, None],
        "from_start": np.zeros(1, np.int64),
        "second_axis": np.ones(1, np.int64),
        "first_axis": np.zeros(1, np.int64),
    }
    graph.initializer.extend(numpy_helper.from_array(v, k) for k, v in constants.items())
    [merged] = (n for n in graph.node if n.name == f"{_MERGED}LayerNorm/LayerNormalization")
    merged.input[0] = "embedded"
    return [
        _node("Shape", ["pieces"], "length", start=1),
        _node("Slice", ["every_place", "from_start", "length", "first_axis"], "here"),
        _node("Unsqueeze", ["words", "second_axis"], "words_across"),
        _node("Equal", ["here", "words_across"], "starts"),
        _node("Cast", ["starts"], "starts_float", to=TensorProto.FLOAT),
        _node("MatMul", ["starts_float", "/told/MatMul_output_0"], "told_pieces"),
        _node("Add", ["/word_embeddings/Gather_output_0", "told_pieces"], "joined"),
        _node("Add", ["joined", "kind_vector"], "joined_kind"),
        _node("Slice", ["place_vectors", "from_start", "length", "first_axis"], "placed"),
        _node("Add", ["joined_kind", "placed"], "embedded"),
    ]


def _node(kind: str, given: list[str], name: str, **settings: object) -> NodeProto:
    """A node that is named as its output."""
    return helper.make_node(kind, given, [name], name, **settings)


def _table(graph: GraphProto, name: str) -> Table:
    """A table of int8 numbers as the floats that they stand for."""
    kept = {i.name: numpy_helper.to_array(i) for i in graph.initializer if name in i.name}
    numbers = kept[f"{name}_quantized"].astype(np.int32) - kept[f"{name}_zero_point"].astype(int)
    floats: Table = (numbers * kept[f"{name}_scale"]).astype(np.float32)
    return floats


def _tidy(graph: GraphProto) -> None:
    """Only what the outputs need, each node after those that it needs."""
    makers = {name: node for node in graph.node for name in node.output}
    order: list[NodeProto] = []
    placed: set[str] = set()
    waiting = [o.name for o in reversed(graph.output)]
    while waiting:
        node = makers.get(waiting[-1])
        if node is None or node.output[0] in placed:
            waiting.pop()
            continue
        needs = [i for i in node.input if i in makers and makers[i].output[0] not in placed]
        if needs:
            waiting += needs
        else:
            placed.add(node.output[0])
            order.append(node)
            waiting.pop()
    used = {i for node in order for i in node.input}
    constants = [i for i in graph.initializer if i.name in used]
    for field, kept in ((graph.node, order), (graph.initializer, constants)):
        del field[:]
        field.extend(kept)
    del graph.value_info[:]


def main() -> None:
    """Rewrite the network of a folder; its name tells the new file."""
    folder = Path(sys.argv[1])
    file = folder / "network.onnx"
    model = onnx.load(str(file))
    fuse(model)
    onnx.save(model, str(file))
    tables = read_tables(folder)
    tables["name"] = f"network {hashlib.sha256(file.read_bytes()).hexdigest()[:8]}"
    write_tables(folder, tables)


if __name__ == "__main__":
    main()
