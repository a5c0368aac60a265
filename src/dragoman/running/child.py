"""How a child process talks with the one that started it: lines of JSON on its standard streams."""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

from dragoman.errors import DragomanError

Message = dict[str, Any]


class Talk:
    """A child's side. It ends at once when its parent is gone, whatever it is doing."""

    def __init__(self) -> None:
        """Take the standard streams; whatever else prints goes to standard error."""
        self._out = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(2, 1)
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
