"""The process that takes the inputs in, as its parent sees it: replaced when it dies or hangs."""

from __future__ import annotations

import time
from pathlib import Path
from typing import IO

import msgspec

from dragoman.errors import DragomanError
from dragoman.running.child import Message
from dragoman.running.children import Child, Post
from dragoman.running.crew import DEATHS, SLOW, last_words
from dragoman.running.ledger import Ledger
from dragoman.running.shards import Counts

_START = ("", 0)  # the place of one that has not come to any


class Taker:
    """Has the inputs cut into shards, never more than ``until`` of them.

    Fields:
        until: shards that may be planned so far.
        child: the process; None once all is planned.
    """

    def __init__(
        self,
        folder: Path,
        ledger: Ledger,
        settings: Message,
        *,
        limit: float,
        post: Post,
        log: IO[bytes],
    ) -> None:
        """Start it where the ledger has got to."""
        self._folder, self._ledger, self._settings = folder, ledger, settings
        self._limit, self._post, self._log = limit, post, log
        self._at: tuple[str, int] | None = None
        self._ended: dict[tuple[str, int], int] = {}  # times that a place ended the process
        self._hung: dict[tuple[str, int], int] = {}
        self._waits = self._killed = False
        self.until = 0
        self.child: Child | None = self._start()

    def _start(self) -> Child:
        self._waits = self._killed = False
        self._at = None
        first = self._ledger.shards()
        without = self._ledger.get("without") or {}
        settings = {**self._settings, "first": first, "without": without}
        return Child("taking", settings, self._post, self._log)

    def allow(self, until: int) -> None:
        """Let it plan up to so many shards."""
        self.until = max(self.until, until)
        if self.child is not None and self._waits and self.until > self._ledger.shards():
            self._waits = False
            self.child.heard = time.monotonic()
            self.child.say({"until": self.until})

    def look(self) -> None:
        """End it where it hangs."""
        child = self.child
        if child is None or self._waits or self._killed:
            return
        if time.monotonic() - child.heard > self._limit:
            self._killed = True
            child.kill()

    def hear(self, message: Message | None) -> list[int]:
        """Take in what it says; the shards that are new."""
        assert self.child is not None
        if message is None:
            self._gone()
            return []
        self.child.heard = time.monotonic()
        if "at" in message:
            item, number = message["at"]
            self._at = (item, number)
            self._ended.pop(_START, None)  # it can start: what ended it before was no fault of it
        elif "waits" in message:
            self._waits = True
            self.allow(self.until)
        elif "shard" in message:
            return self._planned(message)
        elif "planned" in message:
            self._ledger.set(planned=message["planned"], counts=message["counts"])
            self.close()
        elif "error" in message:
            raise DragomanError(message["message"], error=message["error"])
        return []

    def close(self) -> None:
        """End it."""
        if self.child is not None:
            self.child.close()
            self.child = None

    def _planned(self, message: Message) -> list[int]:
        number, digest = int(message["shard"]), message["digest"]
        known = self._ledger.digest(number)
        if known is None:
            counts = msgspec.convert(message["counts"], Counts)
            self._ledger.add_shard(number, digest, counts, message["ids"])
            return [number]
        if known != digest:
            self._ledger.set(changed=True)
            raise DragomanError(
                "The reports were changed while they were read. What was read is kept; run the "
                "same command again, and they are looked at anew.",
                error="inputs-changed",
            )
        return []

    def _gone(self) -> None:
        """It died: begin again, without what ended it time after time."""
        assert self.child is not None
        self.child.close()
        place = self._at or _START
        ended = self._hung if self._killed else self._ended
        if not self._waits:  # else it was at no row, and somebody killed it
            ended[place] = ended.get(place, 0) + 1
        if ended.get(place, 0) >= (SLOW if self._killed else DEATHS):
            left_out = (self._ledger.get("without") or {}).get(place[0])
            if self._at is None or (left_out and left_out[0] <= place[1]):
                raise DragomanError(
                    "The process that takes the reports in ends time after time, now "
                    f"{self.child.ended}. Its last words: {last_words(self._folder)}. Mend that "
                    "and run the same command again.",
                    error="worker-died",
                )
            self._leave_out(place)
        self.child = self._start()

    def _leave_out(self, place: tuple[str, int]) -> None:
        item, number = place
        what = "It" if number == 0 else f"What comes after its first {number} rows"
        error, how = "worker-died", "ended the process that took it in"
        if self._killed:
            error, how = "too-slow-report", f"took more than {self._limit:g} seconds to take in"
        message = (
            f"{what} {how}, time after time, and is left out; the other reports go on. Save its "
            "text as .txt, or please report the file if you can."
        )
        without = self._ledger.get("without") or {}
        self._ledger.set(without={**without, item: [number, error, message]})
