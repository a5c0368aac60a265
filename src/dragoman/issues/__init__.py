"""Stage: issues. Which topics of international relations the words of a record are about."""

from __future__ import annotations

from dragoman.issues.book import IssueBook, issue_book, issue_name, mark
from dragoman.issues.stage import Issues

__all__ = ["IssueBook", "Issues", "issue_book", "issue_name", "mark"]
