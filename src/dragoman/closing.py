"""What a ``with`` statement closes: archives, runs, watches, the files that they hold."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Self


class Closing(ABC):
    """Open from its making until :meth:`close`, or the end of a ``with`` block."""

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it, whatever happened in the block; an error goes on."""
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Close it."""
