"""Child processes as their parent sees them."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

import dragoman
from dragoman.running.child import Message

Post = queue.SimpleQueue[tuple["Child", Message | None]]
Task = tuple[int, int]
"""A shard and the row of it that is to be read, or :data:`~dragoman.running.shards.WHOLE`."""


class Child:
    """A running child. What it says comes to the post; None is the last of it.

    Fields:
        tasks: what it has to do, the one in hand first. at: the row in hand.
        heard: when it last said something. ready: whether it has loaded what it reads with.
        slow: the task and row for which it was ended, since they took too long.
        done: reports that it was given and that are read.
    """

    def __init__(self, module: str, settings: Message, post: Post, log: IO[bytes]) -> None:
        """Start a module of ours as a program, and tell it its settings."""
        self.tasks: list[tuple[Task, list[int]]] = []
        self.at: int | None = None
        self.heard = time.monotonic()
        self.ready = False
        self.slow: tuple[Task, int | None] | None = None
        self.done = 0
        home = str(Path(dragoman.__file__).parents[1])
        before = os.environ.get("PYTHONPATH")
        # Processes share the cores: threads of the numeric libraries would only be in the way.
        single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        path = os.pathsep.join([home, before]) if before else home
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"dragoman.running.{module}"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
            env={**os.environ, **single, "PYTHONPATH": path},
            start_new_session=True,  # Ctrl-C is for the parent, which ends its children
        )  # fmt: skip
        self._thread = threading.Thread(target=self._pump, args=(post,), daemon=True)
        self._thread.start()
        self.say(settings)

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def say(self, message: Message) -> None:
        """Tell it something; one that is gone is told of by the post."""
        stdin = self._process.stdin
        assert stdin is not None
        with contextlib.suppress(OSError, ValueError):
            stdin.write(json.dumps(message).encode() + b"\n")
            stdin.flush()

    def give(self, task: Task, rows: list[int]) -> None:
        """Give a worker a task."""
        if not self.tasks:
            self.heard, self.at = time.monotonic(), None
        self.tasks.append((task, rows))
        self.say({"shard": task[0], "row": task[1], "rows": rows})

    @property
    def ended(self) -> str:
        """How it ended, in words; "" while it runs."""
        code = self._process.poll()
        if code is None:
            return ""
        if code >= 0:
            return f"with code {code}"
        return (
            "killed, as the system does where memory is short"
            if code == -9
            else (f"by signal {-code}")
        )

    def kill(self) -> None:
        """End it now."""
        with contextlib.suppress(OSError):
            self._process.kill()

    def close(self) -> None:
        """End it and wait until it is gone."""
        self.kill()
        self._process.wait()
        self._thread.join(5)
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _pump(self, post: Post) -> None:
        stdout = self._process.stdout
        assert stdout is not None
        with stdout:
            for line in stdout:
                with contextlib.suppress(ValueError):  # half a line of one that was killed
                    post.put((self, json.loads(line)))
        self._process.wait()
        post.put((self, None))
