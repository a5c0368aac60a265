"""What can be asked of an archive, each question once: REST, MCP and the pages all ask these.

    from dragoman import Archive
    from dragoman.questions import ask

    with Archive("news.duckdb", read_only=True) as archive:
        ask(archive, "events", dyad="KOR-CHN", limit=10).sentences

An answer (:class:`dragoman.records.Answer`) carries the sentences that its records rest on.
"""

from __future__ import annotations

# Each module registers its questions when it is imported; the order is that of the documentation.
from dragoman.questions import (  # noqa: F401
    actors,
    merges,
    records,
    relations,
    runs,
    searching,
    showing,
    stories,
    topics,
)
from dragoman.questions.base import MOST, Asked, Question, ask, parameters_of, questions

__all__ = ["MOST", "Asked", "Question", "ask", "parameters_of", "questions"]
