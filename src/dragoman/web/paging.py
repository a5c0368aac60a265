"""A page of the site: an address, parameters, what it shows, its template; and its JSON twin.

Each module of :mod:`dragoman.web.pages` registers pages. A page is a function that gets the archive
and parameters and returns a view: a frozen struct. The view is written as JSON at the same address
with ``.json`` at its end, and as HTML by the template; so the two cannot tell different things.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, get_type_hints
from urllib.parse import quote, urlencode

import msgspec

from dragoman.archive import Archive
from dragoman.questions.base import Asked

P = TypeVar("P", bound=Asked)
V = TypeVar("V", bound="View")


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What a page shows; a subclass for each page.

    Fields:
        title: of the page, as its heading and in the list of tabs.
    """

    title: str

    def twin(self) -> Any:
        """What its JSON twin tells; a page that shows one record may give that record alone."""
        return self


@dataclass(frozen=True, slots=True)
class PageOf:
    """A page.

    Fields:
        path: its address ("/dyads/{dyad}"); parts in braces are parameters.
        template: the file that writes it.
        parameters: a struct of parameters, as of a question.
        view: makes what it shows.
        summary: one line, for the documentation.
    """

    path: str
    template: str
    parameters: type[Asked]
    view: Callable[[Archive, Any], View]
    summary: str


_PAGES: list[PageOf] = []
_STEPS = (".", "..")  # parts of an address that a browser takes for steps


def page(
    path: str, template: str
) -> Callable[[Callable[[Archive, P], V]], Callable[[Archive, P], V]]:
    """Register a function as the view of a page."""

    def register(view: Callable[[Archive, P], V]) -> Callable[[Archive, P], V]:
        hints = get_type_hints(view)
        (parameters,) = [hint for key, hint in hints.items() if key not in ("return", "archive")]
        summary = (view.__doc__ or "").strip().split("\n")[0]
        _PAGES.append(PageOf(path, template, parameters, view, summary))
        return view

    return register


def pages() -> tuple[PageOf, ...]:
    """All pages, in the order of their modules."""
    import dragoman.web.pages  # noqa: F401  (its modules register them)

    return tuple(_PAGES)


def link(path: str, /, **parameters: object) -> str:
    """An address of the site with its parameters; those that say nothing are left out.

    A report may have any id: one that a browser would take for the twin of another page, or for a
    step upwards, gets ``.html`` at its end, which its page takes too.

    Example:
        >>> link("/agenda", actor="KOR", state="all", since=None)
        '/agenda?actor=KOR&state=all'
        >>> link("/reports/a/../b"), link("/reports/1.json")
        ('/reports/a%2F..%2Fb', '/reports/1.json.html')
    """
    pairs = [
        (key, str(one).lower() if isinstance(one, bool) else str(one))
        for key, value in parameters.items()
        for one in (value if isinstance(value, tuple | list) else (value,))
        if one not in (None, "", False, 0)
    ]
    asked = urlencode(pairs)
    clear = "" if not path.endswith((".json", *(f"/{dots}" for dots in _STEPS))) else ".html"
    return _quoted(path) + clear + (f"?{asked}" if asked else "")


def twin(path: str, query: str = "") -> str:
    """The address of a page's JSON twin; ``path`` is not quoted, ``query`` is.

    Example:
        >>> twin("/"), twin("/reports/1.json", "?limit=2")
        ('/index.json', '/reports/1.json.json?limit=2')
    """
    return f"{_quoted('/index' if path == '/' else path)}.json{query}"


def _quoted(path: str) -> str:
    first, *rest = path.lstrip("/").split("/")
    if not any(part in _STEPS for part in rest):
        return quote(path, safe="/:@+,")
    return f"/{quote(first)}/{quote('/'.join(rest), safe=':@+,')}"
