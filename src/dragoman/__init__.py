"""Dragoman reads news reports and keeps an evidence-backed model of relations between states.

    import dragoman as dm
    page = dm.brief("a.txt", "b.txt", published="2026-01-05")
    page.save("brief.html")

The public names are those of ``__all__``; they are loaded when first used, so that importing the
package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dragoman._version import __version__ as __version__

if TYPE_CHECKING:
    from dragoman.api import brief as brief
    from dragoman.api import read as read
    from dragoman.archive import Archive as Archive
    from dragoman.briefs.model import Brief as Brief
    from dragoman.briefs.page import Page as Page
    from dragoman.errors import DragomanError as DragomanError
    from dragoman.pipeline import Reader as Reader
    from dragoman.records import Event as Event
    from dragoman.records import Reading as Reading
    from dragoman.records import Report as Report
    from dragoman.records import Statement as Statement
    from dragoman.records import Story as Story

_HOME = {
    "brief": "dragoman.api",
    "read": "dragoman.api",
    "Archive": "dragoman.archive",
    "Brief": "dragoman.briefs.model",
    "Page": "dragoman.briefs.page",
    "DragomanError": "dragoman.errors",
    "Reader": "dragoman.pipeline",
    "Event": "dragoman.records",
    "Reading": "dragoman.records",
    "Report": "dragoman.records",
    "Statement": "dragoman.records",
    "Story": "dragoman.records",
}
__all__ = [
    "Archive",
    "Brief",
    "DragomanError",
    "Event",
    "Page",
    "Reader",
    "Reading",
    "Report",
    "Statement",
    "Story",
    "brief",
    "read",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
