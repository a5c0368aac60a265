"""How a child process talks with the one that started it: lines of JSON on its standard streams."""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

from dragoman.errors import DragomanError

Message = dict[str, Any]


_LONGER, _SPARE = 1.5, 5.0  # the parent's limit comes first by so much
_MOST = 1e8  # seconds, which every system's clock takes


class Talk:
    """A child's side. It ends when its parent is gone: at once, or where what it does holds
    Python's lock and lets no thread of ours run, by :meth:`bounded`."""

    def __init__(self) -> None:
        """Take the standard streams; whatever else prints goes to standard error."""
        self._out = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(2, 1)
        if hasattr(signal, "SIGALRM"):
            signal.signal(signal.SIGALRM, signal.SIG_DFL)  # it may come to us ignored
        self._in: queue.SimpleQueue[Message] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def get(self) -> Message:
        """The next message, once there is one."""
        return self._in.get()

    def say(self, **message: object) -> None:
        """Say something to the parent."""
        try:
            self._out.write(json.dumps(message).encode() + b"\n")
        except OSError:
            os._exit(1)  # nobody listens

    def bounded(self, limit: float | None) -> None:
        """Have the system end this process some time after ``limit`` seconds; None: never.

        The parent does so at the limit, but it may be gone.
        """
        if hasattr(signal, "setitimer"):
            seconds = 0.0 if limit is None else min(limit * _LONGER + _SPARE, _MOST)
            signal.setitimer(signal.ITIMER_REAL, seconds)

    def _listen(self) -> NoReturn:
        for line in sys.stdin.buffer:
            self._in.put(json.loads(line))
        os._exit(0)


def serve(work: Callable[[Talk], None]) -> NoReturn:
    """Do a child's work; an error of ours is told to the parent."""
    talk, code = Talk(), 0
    try:
        work(talk)
    except DragomanError as error:
        talk.say(error=error.error, message=str(error))
        code = 1
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stderr.flush()
    os._exit(code)  # an orderly end would wait for the thread that listens
