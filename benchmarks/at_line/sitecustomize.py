"""Tells which lines of a run are executed, or kills the process at one; Python loads it at start.

Used by benchmarks/kill_lines.py, which puts this folder on ``PYTHONPATH``. ``AT_LINE_SEEN`` names a
file to which each line is written that is executed for the first time in a process. ``AT_LINE``
names lines ("keeping.py:92:3", the third time it comes) at which a process kills itself, the second
only after the first did; ``AT_LINE_DONE`` is the beginning of the files that say which did.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

_SEEN = os.environ.get("AT_LINE_SEEN")
_DONE = os.environ.get("AT_LINE_DONE", "")
_POINTS = [one for one in os.environ.get("AT_LINE", "").split(",") if one]
_MODULES = ("dragoman/running/", "dragoman/held.py", "dragoman/archive/store.py",
            "dragoman/archive/writing.py", "dragoman/storing/telling.py",
            "dragoman/archive/story_index.py")  # fmt: skip
_times: Counter[str] = Counter()


def _now() -> str:
    """The line that is next, with how often it comes before; "" where all are done."""
    for number, point in enumerate(_POINTS):
        if not Path(f"{_DONE}{number}").exists():
            return point
    return ""


_POINT, _, _NTH = _now().rpartition(":")


def _line(frame: FrameType, event: str, _: object) -> Any:
    if event == "line":
        here = f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}"
        _times[here] += 1
        if _SEEN and _times[here] == 1:
            with Path(_SEEN).open("a") as out:
                out.write(here + "\n")
        if here == _POINT and _times[here] == int(_NTH):
            number = next(n for n, one in enumerate(_POINTS) if one == f"{_POINT}:{_NTH}")
            try:
                os.close(os.open(f"{_DONE}{number}", os.O_CREAT | os.O_EXCL))
            except FileExistsError:  # another process was there first
                return _line
            os.kill(os.getpid(), signal.SIGKILL)
    return _line


def _call(frame: FrameType, *_: object) -> Any:
    if any(module in frame.f_code.co_filename for module in _MODULES):
        return _line
    return None


if _SEEN or _POINT:
    threading.settrace(_call)
    sys.settrace(_call)
