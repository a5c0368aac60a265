"""The agenda over many stories: what was planned, and what later reports say became of it."""

from __future__ import annotations

from dragoman.agenda.records import agenda_items, latest_first
from dragoman.agenda.telling import Telling

__all__ = ["Telling", "agenda_items", "latest_first"]
