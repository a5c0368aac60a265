"""Web pages to text: the article without menus and scripts, and what the page says of it."""

from __future__ import annotations

import copy
import re
from typing import Any

import lxml.etree
import lxml.html
import trafilatura

from dragoman.errors import DragomanError
from dragoman.ingest import text as plain
from dragoman.ingest.metadata import Metadata, published_text

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.I
)
_LOOKS_HTML = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|div|p)\b", re.I | re.S
)
_FOOTERS = "//footer[not(.//article)][not(.//script)] | //*[@id='footer' or @class='footer']"
_SHORT = 250
_TEXTLESS = ("script", "style", "noscript", "iframe", "template", "svg", "form", "button", "figure")
_BLOCKS = frozenset(
    "p div br li ul ol h1 h2 h3 h4 h5 h6 blockquote section article tr table pre hr dd dt".split()
)


def looks_html(head: str) -> bool:
    """Whether a text begins as a web page does."""
    return bool(_LOOKS_HTML.match(head))


def decode_page(data: bytes) -> str:
    """The page's source; what it says of its own encoding is heard after marks and UTF-8."""
    plain.refuse_binary(data[:16])
    named = _CHARSET.search(data[:4096])
    if named and not plain.bom(data) and b"\x00" not in data:
        try:
            return plain.clean(data.decode("utf-8"))
        except UnicodeDecodeError:
            pass
        name = named.group(1).decode("ascii").lower()
        # Browsers read these two names as Windows-1252, and so do the people who write them.
        name = "cp1252" if name in ("iso-8859-1", "latin1", "us-ascii") else name
        if (said := plain.decode_as(data, name)) is not None:
            return said
    return plain.decode(data)


def read_page(source: str) -> tuple[str, Metadata, list[DragomanError]]:
    """The main text of a page, what its metadata say, and what was wrong with single fields.

    Positions in records count in the text returned here. Raises DragomanError "no-text" where the
    page has no article.
    """
    _refuse_bomb(source)
    tree = trafilatura.load_html(source)
    if tree is not None:
        for footer in tree.xpath(_FOOTERS):  # a page's date is often taken from its small print
            footer.drop_tree()
    page = _extract(tree, precise=True)
    if page is None or len(page.text or "") < _SHORT:
        page = _extract(tree, precise=False) or page
    text = plain.clean((page.text or "") if page is not None else "").strip()
    if page is None or not text:
        raise DragomanError(
            "No article was found on this page. Save the article's text as .txt instead.",
            error="no-text",
        )
    problems: list[DragomanError] = []
    try:
        published = published_text(_declared_date(source) or page.date)
    except DragomanError as error:
        problems.append(error)
        published = None
    said = Metadata(
        source=page.sitename or page.hostname or None,
        published=published,
        title=page.title or None,
        url=page.url or None,
        language=page.language or None,
    )
    return text, said, problems


_TAG = re.compile(r"""<[a-z](?:[^<>"']|"[^"]*"|'[^']*')*""", re.I)
_VALUE = re.compile(r"""=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]*)""")
_MOST_ATTRIBUTES = 2000


def _refuse_bomb(source: str) -> None:
    """Refuse a tag with thousands of attributes: the parser compares each with all others."""
    for tag in _TAG.finditer(source):
        if tag.end() - tag.start() < 2 * _MOST_ATTRIBUTES:
            continue
        if len(_VALUE.sub(" ", tag.group()).split()) > _MOST_ATTRIBUTES:
            raise DragomanError(
                f"A tag of this page has more than {_MOST_ATTRIBUTES} attributes; no browser wrote "
                "it. Save the article's text as .txt instead.",
                error="bad-html",
            )


def _extract(tree: Any, *, precise: bool) -> Any:
    """What trafilatura finds; no date that is only guessed from the page's words."""
    if tree is None:
        return None
    try:
        return trafilatura.bare_extraction(
            copy.deepcopy(tree),
            favor_precision=precise,
            favor_recall=not precise,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # any page may come, and the library promises no list of errors
        raise DragomanError(
            f"This page could not be read ({type(error).__name__}: {error}). Save the article's "
            "text as .txt instead.",
            error="bad-html",
        ) from error


_DATE_KEYS = (
    "article:published_time", "og:article:published_time", "datepublished", "dc.date.issued",
    "parsely-pub-date", "sailthru.date", "dcterms.created",
)  # fmt: skip
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')


def _declared_date(source: str) -> str | None:
    """The publication time that the page's head declares, with its clock and zone; None if none.

    Only what reads as a date is returned, so that the library's own finding stays the fallback.
    """
    found: list[str] = []
    for tag in re.findall(r"<(?:meta|time)\b[^>]{0,600}>", source[:400_000], re.I):
        keys = {k.lower(): v for k, _, v in re.findall(r'([\w:-]+)\s*=\s*(["\'])(.*?)\2', tag)}
        name = (keys.get("property") or keys.get("name") or keys.get("itemprop") or "").lower()
        if name in _DATE_KEYS:
            found.append(keys.get("content") or keys.get("datetime") or "")
    found += _JSON_DATE.findall(source)[:1]
    for value in found:
        try:
            if day := published_text(value):
                return day
        except DragomanError:
            continue
    return None


def fragment_text(markup: str) -> str:
    """The words of a piece of HTML as feeds carry it, a line for each block.

    Example:
        >>> fragment_text("<p>Talks <b>opened</b>.</p><script>x()</script><p>They failed.</p>")
        'Talks opened.\\nThey failed.'
    """
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    try:
        _refuse_bomb(markup)
        root = lxml.html.fragment_fromstring(markup, create_parent="div")
    except (lxml.etree.LxmlError, ValueError, DragomanError):
        return re.sub(r"<[^>]*>", " ", markup).strip()
    lxml.etree.strip_elements(root, lxml.etree.Comment, *_TEXTLESS, with_tail=False)
    pieces: list[str] = []
    _walk(root, pieces)
    lines = (
        re.sub(r"[ \t\r\f\v\u00a0]+", " ", line).strip() for line in "".join(pieces).split("\n")
    )
    return "\n".join(line for line in lines if line)


def _walk(element: Any, pieces: list[str]) -> None:
    """Collect text, with a line break round each block; source line breaks are blanks."""
    for event, node in lxml.etree.iterwalk(element, events=("start", "end")):
        block = node.tag in _BLOCKS
        if event == "start":
            pieces.append(("\n" if block else "") + (node.text or "").replace("\n", " "))
        else:
            tail = (node.tail or "").replace("\n", " ") if node is not element else ""
            pieces.append(("\n" if block else "") + tail)
