"""Stage: ingest. Files, folders, tables, pages and feeds -> reports with their texts.

:func:`read_reports` streams them; :func:`make_report` makes one of a text at hand. What cannot be
read is a :class:`~dragoman.records.Failure` with what to do about it, and the rest goes on.

Keys of JSON objects, columns, sidecars and Markdown heads: id, source, published, title, url,
text, language. Other common names for them ("publisher", "date", "headline", "link", "body") are
listed in ``dragoman/codebooks/ingest.toml``.
"""

from dragoman.ingest.limits import Limits
from dragoman.ingest.metadata import published_text
from dragoman.ingest.place import Place
from dragoman.ingest.stage import make_report, read_reports, read_row

__all__ = ["Limits", "Place", "make_report", "published_text", "read_reports", "read_row"]
