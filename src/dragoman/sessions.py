"""Networks at run time: one thread each, since processes, not threads, share the work."""

from __future__ import annotations

from pathlib import Path

import onnxruntime

_SLOWER = ["SkipLayerNormFusion"]  # on one core its joined operation takes longer than its parts


def open_session(file: Path) -> onnxruntime.InferenceSession:
    """A session that runs a network's file."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        str(file), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
    )
