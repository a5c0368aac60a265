"""Stage: changes. What the words say of an act or a stance over time: it holds, turns, ends."""

from __future__ import annotations

from dragoman.changes.finding import Found, find_changes
from dragoman.changes.stage import Changes

__all__ = ["Changes", "Found", "find_changes"]
