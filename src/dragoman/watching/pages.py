"""The report of a feed's item: the page that it links to, or the feed's own words."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from dragoman.errors import DragomanError
from dragoman.ingest.html import decode_page, looks_html, read_page
from dragoman.ingest.metadata import Metadata
from dragoman.ingest.text import decode, decode_as_told
from dragoman.watching.addresses import shown
from dragoman.watching.feeds import Entry
from dragoman.watching.fetching import LATER, PAGES, Fetched, Fetcher

ENOUGH = 300
"""Characters of a feed's own text from which it stands for a page that cannot be read."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A report to read, or why there is none.

    Fields:
        item: the address, for failures. id: of the report; the same for one address.
        problems: (short name, message): what was wrong, though the report is read.
        error, message: why there is no text.
    """

    item: str
    id: str
    text: str = ""
    source: str | None = None
    published: str | None = None
    retrieved: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    problems: tuple[tuple[str, str], ...] = ()
    error: str | None = None
    message: str = ""


def find(
    entry: Entry,
    id: str,
    fetcher: Fetcher,
    *,
    feed_only: bool,
    last: bool,
    source: str | None,
    now: float,
) -> Found:
    """The report of an item.

    Args:
        feed_only: take the feed's own words and ask for no page.
        last: this is the last try, so that the feed's words must do where the page cannot be had.
        source: the publisher, over what feed and page say.

    Raises DragomanError where the page is to be asked again later (see ``fetching.LATER``). Other
    errors stand in what is returned.
    """
    problems = entry.problems
    own, url = entry.text.strip(), entry.url
    page, said = "", Metadata()
    instead: DragomanError | None = None
    if feed_only or url is None:
        if not own:
            what = "holds no text" if feed_only else "has neither a link nor a text"
            return _none(entry, id, "no-text", f"This entry of the feed {what}. Leave it out.")
    else:
        try:
            got = fetcher.fetch(url, PAGES)
            url = got.url
            page, said, wrong = _words(got)
            problems = (*problems, *((p.error, str(p)) for p in wrong))
        except DragomanError as error:
            if error.error in LATER and not last:
                raise
            if len(own) < ENOUGH:
                return _none(entry, id, error.error, str(error))
            instead = error
        if instead is None and len(page) < len(own) and len(own) >= ENOUGH:
            instead = DragomanError(  # a foretaste of a page that wants a login
                f"{shown(url)} shows less than the feed tells of it.", error="no-text"
            )
    if instead is not None:
        page, said = "", Metadata()
        problems = (*problems, _instead(instead))
    named = said.source if said.source and "." not in said.source else None
    return Found(
        item=shown(entry.url or entry.item),
        id=id,
        text=page or own,
        source=source or named or entry.source or said.source,
        published=entry.published or said.published,
        retrieved=datetime.fromtimestamp(int(now), UTC).isoformat(),
        title=entry.title or said.title,
        url=shown(url) if url else None,
        language=said.language if page else entry.language,
        problems=problems,
    )


def _words(got: Fetched) -> tuple[str, Metadata, list[DragomanError]]:
    """The text of what was fetched, a page or plain text."""
    text = _decoded(got)
    kind = got.headers.get("content-type", "").lower()
    if "html" in kind or looks_html(text):
        return read_page(text)
    if not text.strip():
        raise DragomanError(f"{shown(got.url)} is empty. Leave it out.", error="no-text")
    return text, Metadata(), []


def _decoded(got: Fetched) -> str:
    """The words in the encoding that the host names, where they read in it."""
    kind = got.headers.get("content-type", "")
    if (said := decode_as_told(got.data, kind)) is not None:
        return said
    plain = kind.lower().startswith("text/plain")
    return decode(got.data) if plain else decode_page(got.data)


def _none(entry: Entry, id: str, error: str, message: str) -> Found:
    return Found(item=shown(entry.url or entry.item), id=id, error=error, message=message)


def _instead(why: DragomanError) -> tuple[str, str]:
    told = DragomanError(
        f"The page could not be read; the text that the feed gives was. ({why})",
        error="feed-text-only",
    )
    return told.error, str(told)
