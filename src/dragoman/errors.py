"""The errors a user meets; each message says what to do."""

from __future__ import annotations


class DragomanError(Exception):
    """Base of all errors that Dragoman raises on purpose.

    Fields:
        error: a stable short name ("empty-file", "not-english"), kept in failure records.
    """

    def __init__(self, message: str, *, error: str = "error") -> None:
        """Keep the message for the user and the short name for records."""
        super().__init__(message)
        self.error = error


class MissingExtra(DragomanError, ImportError):
    """A package is missing that only a part of Dragoman needs."""
