"""The pages of the site, a module each; importing this registers them all."""

from __future__ import annotations

from dragoman.web.pages import (  # noqa: F401
    actors,
    agenda,
    api,
    corrections,
    dyads,
    issues,
    network,
    overview,
    record,
    report,
    run,
    search,
    stories,
    story,
)
