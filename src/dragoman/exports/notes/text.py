"""What all notes are written with: front matter, links, quotations, tables."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence

import yaml

from dragoman.briefs.markdown import escape
from dragoman.briefs.words import ALLEGED, STATUS, day_label, plain

__all__ = ["chips", "day", "escape", "front_matter", "link", "quoted", "table"]


def front_matter(values: Mapping[str, str | int | Sequence[str] | None]) -> str:
    """A block of YAML at the head of a note; what is not known is left out.

    Example:
        >>> print(front_matter({"type": "report", "title": "Yes: no", "url": None}), end="")
        ---
        type: report
        title: 'Yes: no'
        ---
    """
    told = {name: _clean(value) for name, value in values.items() if value not in (None, "", ())}
    shown = yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{shown}---\n"


def link(words: str, target: str, at: str, anchor: str = "") -> str:
    """A link from the note ``at`` to the note ``target`` (both paths from the folder's root).

    Example:
        >>> link("Oil [crude]", "issues/oil.md", "actors/peru-per.md")
        '[Oil \\\\[crude\\\\]](../issues/oil.md)'
    """
    path = posixpath.relpath(target, posixpath.dirname(at) or ".")
    return f"[{escape(words)}]({path}{f'#{anchor}' if anchor else ''})"


def quoted(text: str, indent: str = "") -> str:
    """A sentence as a quotation."""
    return f"{indent}> {escape(text)}"


def chips(status: str, alleged: bool) -> str:
    """What an event is other than told as happened: " **(planned)**"; "" where nothing."""
    shown = [] if status == "actual" else [STATUS[status]]
    shown += [ALLEGED] if alleged else []
    return "".join(f" **({chip})**" for chip in shown)


def day(iso: str | None) -> str:
    """A publication day in words."""
    return day_label(plain(iso), weekday=False) if iso else "date not given"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    """A table; the first column is text, the others are numbers. Cells are escaped already."""
    yield f"| {' | '.join(head)} |"
    yield f"|---|{'---:|' * (len(head) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _clean(value: str | int | Sequence[str] | None) -> object:
    if isinstance(value, str):
        return plain(value)
    return [plain(one) for one in value] if isinstance(value, Sequence) else value
