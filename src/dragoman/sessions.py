"""Networks at run time: one thread each, since processes, not threads, share the work."""

from __future__ import annotations

from pathlib import Path

import onnxruntime

_SLOWER = ["SkipLayerNormFusion"]  # on one core its joined operation takes longer than its parts


def open_session(network: Path | bytes) -> onnxruntime.InferenceSession:
    """A session that runs a network: its file, or what would stand in the file."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    given = str(network) if isinstance(network, Path) else network
    return onnxruntime.InferenceSession(
        given, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
    )
