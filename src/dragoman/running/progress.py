"""How far a run is, how fast, and when it may be done."""

from __future__ import annotations

import time
from dataclasses import dataclass

from dragoman.running.shards import Counts


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Fields:
        done: reports that are finished: read, there already, or failed.
        failures: rows that could not be read. workers: processes that died and were replaced.
        total: reports in all; None until the inputs are taken in to their end.
        share: how much of the inputs is finished, 0 to 1; None while nothing tells.
        rate: reports read a second since this program began. left: seconds; None where unknown.
    """

    done: int
    failures: int
    workers: int
    total: int | None
    share: float | None
    rate: float
    left: float | None

    @property
    def line(self) -> str:
        """It in one line.

        Example:
            >>> Progress(400, 2, 0, None, 0.25, 3.2, 375.0).line
            '400 reports, 2 failures, 3.2 a second, about 6 min left (25 %)'
        """
        of = f" of {self.total}" if self.total is not None else ""
        parts = [f"{self.done}{of} reports", f"{self.failures} failures"]
        if self.workers:
            parts.append(f"{self.workers} workers replaced")
        parts.append(f"{self.rate:.1f} a second")
        share = f" ({100 * self.share:.0f} %)" if self.share is not None else ""
        left = "time left unknown" if self.left is None else f"about {_words(self.left)} left"
        return f"{', '.join(parts)}, {left}{share}"


def _words(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


class Clock:
    """Measures a run by the reports that are finished, and by the bytes they stood in."""

    def __init__(self, size: int, begun: Counts) -> None:
        """``size``: bytes of all inputs. ``begun``: what was finished when it began."""
        self._size, self._first = size, begun
        self._began = time.monotonic()

    def progress(self, now: Counts, *, planned: Counts | None, failures: int, workers: int,
                 read: int) -> Progress:  # fmt: skip
        """How far it is; ``now``: what is finished, ``planned``: all there is, once known,
        ``read``: reports that were read since it began."""
        spent = max(time.monotonic() - self._began, 1e-9)
        if planned is not None:
            at, first, end = now.reports, self._first.reports, planned.reports
        else:
            at, first, end = now.bytes, self._first.bytes, self._size
        known = end > 0 and at <= end
        left = spent * (end - at) / (at - first) if known and at > first else None
        return Progress(
            done=now.reports,
            failures=failures,
            workers=workers,
            total=planned.reports if planned is not None else None,
            share=at / end if known else None,
            rate=read / spent,
            left=left,
        )
