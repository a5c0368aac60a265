"""Feeds: which of their items are new, or have changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from dragoman.errors import DragomanError
from dragoman.ids import stable_id, text_hash
from dragoman.ingest.feed import read_feed
from dragoman.ingest.html import decode_page, looks_html
from dragoman.watching.addresses import joined, shown
from dragoman.watching.fetching import FEEDS, Fetched, Fetcher
from dragoman.watching.memory import Item, Memory, SourceMemory

_CHANGES = 3  # times that an item is read again: some feeds change an item at each look
_COUNTERS = re.compile(r"(?:utm_\w+|fbclid|gclid|at_(?:medium|campaign|custom\d))\Z", re.I)
_FEED_LINK = re.compile(r"<link\b[^>]{0,500}application/(?:rss|atom)\+xml[^>]{0,500}>", re.I)
_HREF = re.compile(r"""href\s*=\s*["']?([^"'\s>]+)""", re.I)
_BACK_OFF = (60.0, 86_400.0)  # seconds: after the first failure, at most


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What a feed says of one item; ``problems`` are (short name, message) of single fields."""

    item: str
    url: str | None = None
    title: str | None = None
    published: str | None = None
    source: str | None = None
    language: str | None = None
    text: str = ""
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """A look at a feed: what is known of it now, its new items, whether it was as before."""

    memory: SourceMemory
    items: tuple[Item, ...] = ()
    unchanged: bool = False


def source_id(url: str) -> str:
    """The id under which a feed is remembered; its address may hold a key, and is not kept."""
    return stable_id("feed", url)


def look(url: str, fetcher: Fetcher, memory: Memory, most: int) -> Looked:
    """Ask a feed for its items, the first ``most`` of those that are new.

    Nothing is kept: that is for the caller, in one step. Raises what :meth:`Fetcher.fetch` raises,
    and DragomanError "bad-feed".
    """
    known = memory.source(source_id(url))
    try:
        got = fetcher.fetch(known.moved or url, FEEDS, etag=known.etag, modified=known.modified)
    except DragomanError as error:
        if known.moved is None or error.error not in ("refused", "gone", "bad-address"):
            raise
        # where it moved to is no more: the address that was given may lead elsewhere by now
        known = replace(known, moved=None, etag=None, modified=None)
        got = fetcher.fetch(url, FEEDS)
    now_known = replace(known, moved=got.moved or known.moved, failed=0, next=0.0, gone=False)
    if got.unchanged:
        return Looked(now_known, unchanged=True)
    items = tuple(islice(_new(got, known.id, memory), most + 1))
    if len(items) > most:  # no mark is kept, so that the host sends the rest again
        return Looked(replace(now_known, etag=None, modified=None), items[:most])
    headers = got.headers
    return Looked(
        replace(now_known, etag=headers.get("etag"), modified=headers.get("last-modified")), items
    )


def failed(known: SourceMemory, error: DragomanError, now: float) -> SourceMemory:
    """What is known of a feed after a look that failed: it is left alone for some time."""
    least, most = _BACK_OFF
    count = known.failed + 1
    wait = min(least * 2 ** min(count - 1, 20), most)
    return replace(known, failed=count, next=now + wait, gone=error.error == "gone")


def item_id(url: str) -> str:
    """The id of the report at an address, whichever feed names it and whatever counts its readers.

    Example:
        >>> item_id("https://a.example/1?utm_source=rss#top") == item_id("https://a.example/1")
        True
    """
    try:
        parts = urlsplit(url)
        asked = parse_qsl(parts.query, keep_blank_values=True)
        kept = [(name, value) for name, value in asked if not _COUNTERS.match(name)]
        bare = (parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", urlencode(kept), "")
        return stable_id("r", urlunsplit(bare))
    except ValueError:
        return stable_id("r", url)


def _new(got: Fetched, source: str, memory: Memory) -> Iterator[Item]:
    """The entries that were not seen before, or not like this."""
    met: set[str] = set()
    for entry in _entries(got):
        id = item_id(entry.url) if entry.url else stable_id("r", source, entry.item)
        if id in met:
            continue
        met.add(id)
        said = text_hash("\x1f".join((entry.title or "", entry.text)))
        seen = memory.seen(id)
        if seen is not None and (
            # another feed has another title for it: that is no change
            seen.source != source or seen.hash == said or seen.on_its_way or seen.reads > _CHANGES
        ):
            continue
        yield Item(id, source, said, msgspec.json.encode(entry), seen.reads if seen else 0)


def _entries(got: Fetched) -> Iterator[Entry]:
    try:
        for number, text, said, problems in read_feed(got.data):
            link = said.url
            if link is None and said.id and re.match(r"https?://", said.id, re.I):
                link = said.id  # RSS lets the id stand for the address
            url = None
            try:
                url = joined(got.url, link) if link else None
            except DragomanError as error:
                problems.append(error)
            yield Entry(
                item=said.id or f"{number} {said.title or ''}",
                url=url,
                title=said.title,
                published=said.published,
                source=said.source,
                language=said.language,
                text=text,
                problems=tuple((p.error, str(p)) for p in problems),
            )
    except DragomanError as error:
        raise _named(got, error) from error


def _named(got: Fetched, error: DragomanError) -> DragomanError:
    """Where a page was given instead of a feed: which feeds it names."""
    try:
        page = decode_page(got.data[:400_000])
    except DragomanError:
        return error
    if not looks_html(page):
        return error
    links = [m.group(1) for tag in _FEED_LINK.findall(page) if (m := _HREF.search(tag))]
    try:
        found = [shown(joined(got.url, link)) for link in links[:5]]
    except DragomanError:
        found = []
    advice = f"It names these feeds: {', '.join(found)}." if found else "It names no feed either."
    return DragomanError(f"{shown(got.url)} is a page and no feed. {advice}", error="bad-feed")
