"""Stage: ties. The standing relations between actors that a report states."""

from __future__ import annotations

from dragoman.ties.stage import Ties

__all__ = ["Ties"]
