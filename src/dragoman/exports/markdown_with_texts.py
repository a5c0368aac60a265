"""Markdown with the reports' whole texts: for those who may copy them."""

from __future__ import annotations

from functools import partial

from dragoman.exports import markdown
from dragoman.exports.formats import Format

FORMAT = Format(
    "markdown-with-texts",
    "the same notes with the whole texts of the reports (mind their copyright)",
    "",
    partial(markdown.write, texts=True),
)
