"""RSS and Atom feeds: one report for each entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import lxml.etree

from dragoman.errors import DragomanError
from dragoman.ingest.html import fragment_text
from dragoman.ingest.metadata import Metadata, published_text

_TEXT = ("encoded", "content", "description", "summary")  # the fullest first
_DATE = ("pubdate", "published", "date", "issued", "updated")


def read_feed(data: bytes) -> Iterator[tuple[int, str, Metadata, list[DragomanError]]]:
    """The entries of a feed: number, text, metadata, and what was wrong with single fields.

    Entities are not resolved and nothing is fetched. Raises DragomanError "bad-feed".
    """
    parser = lxml.etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = lxml.etree.fromstring(data, parser)
    except (lxml.etree.XMLSyntaxError, ValueError) as error:
        raise _bad(f"The file is not well-formed XML ({error})") from error
    if root is None or _name(root) not in ("rss", "rdf", "feed"):
        found = f"its outermost element is {_name(root)!r}" if root is not None else "it is empty"
        raise _bad(f"This is no RSS or Atom feed: {found}")
    channel = next((e for e in root if _name(e) == "channel"), root)
    source = _text_of(channel, ("title",))
    language = _text_of(channel, ("language",)) or root.get(
        "{http://www.w3.org/XML/1998/namespace}lang"
    )
    entries = [e for e in root.iter() if _name(e) in ("item", "entry")]
    for number, entry in enumerate(entries, start=1):
        problems: list[DragomanError] = []
        published = None
        try:
            published = published_text(_text_of(entry, _DATE))
        except DragomanError as error:
            problems.append(error)
        said = Metadata(
            id=_text_of(entry, ("guid", "id")),
            source=_entry_source(entry) or source,
            published=published,
            title=_line(_text_of(entry, ("title",))),
            url=_link(entry),
            language=language,
        )
        yield number, fragment_text(_text_of(entry, _TEXT) or ""), said, problems


def _name(element: Any) -> str:
    """An element's name without its namespace, lower case; "" for comments and the like."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def _text_of(entry: Any, names: tuple[str, ...]) -> str | None:
    """The text of the first of these children that has any; markup inside (XHTML) is kept."""
    for name in names:
        for child in entry:
            if _name(child) != name:
                continue
            if len(child):
                inner = (child.text or "") + "".join(
                    lxml.etree.tostring(e, encoding="unicode", with_tail=True)
                    if isinstance(e.tag, str)  # a comment or an entity is left out, not its tail
                    else (e.tail or "")
                    for e in child
                )
            else:
                inner = child.text or ""
            if inner.strip():
                return str(inner.strip())
    return None


def _line(title: str | None) -> str | None:
    return " ".join(fragment_text(title).split()) or None if title else None


def _link(entry: Any) -> str | None:
    """RSS keeps the address as text, Atom in ``href``; Atom's "alternate" is the page itself."""
    links = [e for e in entry if _name(e) == "link"]
    for link in links:
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return str(link.get("href")).strip()
    return next((e.text.strip() for e in links if e.text and e.text.strip()), None)


def _entry_source(entry: Any) -> str | None:
    """The publisher that an entry of a collecting feed names."""
    for child in entry:
        if _name(child) == "source":
            title = _text_of(child, ("title",)) or (child.text or "").strip()
            return title or None
    return None


def _bad(what: str) -> DragomanError:
    return DragomanError(
        f"{what}. Give an RSS or Atom feed, or save the article as .html or .txt.", error="bad-feed"
    )
