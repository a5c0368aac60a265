"""The pages of the site, a module each; importing this registers them all."""

from __future__ import annotations

from dragoman.web.pages import overview, record, report, search, stories, story  # noqa: F401
