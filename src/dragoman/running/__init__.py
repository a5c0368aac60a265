"""Reading with several processes: nothing is lost, whatever dies meanwhile.

:func:`run` reads into an archive; a :class:`Runner` gives readings to whoever keeps them elsewhere.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.running.keeping import run as run
    from dragoman.running.progress import Progress as Progress
    from dragoman.running.runner import Runner as Runner
    from dragoman.running.runner import folder_of as folder_of
    from dragoman.running.window import Done as Done

# Loaded when asked for: the workers are programs of this package and need none of it.
_HOME = {"run": "keeping", "Progress": "progress", "Done": "window", "Runner": "runner",
         "folder_of": "runner"}  # fmt: skip
__all__ = ["Done", "Progress", "Runner", "folder_of", "run"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'dragoman.running' has no attribute {name!r}")
    return getattr(import_module(f"dragoman.running.{_HOME[name]}"), name)
