"""The book of issues: which words mark which issue (``codebooks/issues.toml``)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dragoman.codebooks.books import read_book
from dragoman.errors import DragomanError

NEW_PREFIX = "new:"
"""Ids of issues that the book lacks and a report shows: ``new:`` and the words with hyphens."""

_WORD_START = re.compile(r"(?<!\w)\w")
_KEY_LENGTH = 2


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    name: str
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One phrase of the book: what its hit counts as for which issue."""

    pattern: re.Pattern[str]
    issue: str
    part: str  # "words", "unless", or "near" and "with" with the number of their pair


class IssueBook:
    """The compiled book.

    Example:
        >>> IssueBook(read_book("issues")).mark("Ankara raised tariffs on steel.")
        ('tariffs',)
    """

    def __init__(self, book: dict[str, Any]) -> None:
        """Compile a book as :func:`dragoman.codebooks.books.read_book` gives it."""
        lists = book.get("lists", {})
        self.entries: dict[str, _Entry] = {}
        self._by_key: dict[str, list[_Phrase]] = defaultdict(list)
        for raw in book.get("issue", ()):
            entry = _entry(raw)
            self.entries[entry.id] = entry
            for part, phrases in _parts(raw):
                for phrase in _expand(phrases, lists, entry.id):
                    key = phrase[:_KEY_LENGTH].lower()
                    self._by_key[key].append(_Phrase(_compile(phrase), entry.id, part))

    def mark(
        self,
        text: str,
        start: int = 0,
        end: int | None = None,
        also: Sequence[str] = (),
        sides: Sequence[str] = (),
    ) -> tuple[str, ...]:
        """Ids of the issues that ``text[start:end]`` speaks of, in the order of their words.

        ``also`` are names that stand behind pronouns there ("it" is Taiwan), read with the words.
        ``sides`` are names of those who act or speak: they only count as the ``with`` of an entry,
        so that what an Iranian says of centrifuges is Iran's programme, and not all that he says.
        """
        told = " | ".join((text[start:end], *also))
        whole = " | ".join((told, *sides))
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for at in _WORD_START.finditer(whole):
            position = at.start()
            for phrase in self._by_key.get(whole[position : position + _KEY_LENGTH].lower(), ()):
                if position >= len(told) and not phrase.part.startswith("with"):
                    continue
                if phrase.part not in found[phrase.issue] and phrase.pattern.match(whole, position):
                    found[phrase.issue][phrase.part] = position
        marked = {}
        for issue, parts in found.items():
            if "unless" in parts:
                continue
            if "words" in parts:
                marked[issue] = parts["words"]
            else:
                pairs = [(parts[p], parts["with" + p[4:]]) for p in parts
                         if p.startswith("near") and "with" + p[4:] in parts]  # fmt: skip
                if pairs:
                    marked[issue] = min(min(pair) for pair in pairs)
        wider = {parent for issue in marked for parent in self.entries[issue].parents}
        return tuple(sorted(marked.keys() - wider, key=lambda issue: (marked[issue], issue)))


def _entry(raw: dict[str, Any]) -> _Entry:
    if not raw.get("id") or not raw.get("name"):
        raise DragomanError(
            f"issues.toml: an [[issue]] lacks its id or its name: {raw!r:.80}", error="bad-codebook"
        )
    parent = raw.get("parent", ())
    parents = (parent,) if isinstance(parent, str) else tuple(parent)
    return _Entry(raw["id"], raw["name"], parents)


def _parts(raw: dict[str, Any]) -> Iterator[tuple[str, Iterable[str]]]:
    """The lists of an entry by part; each pair of ``near`` and ``with`` is numbered."""
    yield "words", raw.get("words", ())
    yield "unless", raw.get("unless", ())
    for number, pair in enumerate([raw, *raw.get("pairs", ())]):
        yield f"near{number}", pair.get("near", ())
        yield f"with{number}", pair.get("with", ())


def _expand(phrases: Iterable[str], lists: dict[str, list[str]], issue: str) -> list[str]:
    """The phrases with ``@name`` replaced by the list of that name."""
    out: list[str] = []
    for phrase in phrases:
        if not phrase.startswith("@"):
            out.append(phrase)
        elif phrase[1:] in lists:
            out.extend(lists[phrase[1:]])
        else:
            raise DragomanError(
                f"issues.toml, {issue}: there is no list {phrase[1:]!r}.", error="bad-codebook"
            )
    return out


def _compile(phrase: str) -> re.Pattern[str]:
    flags = re.IGNORECASE if phrase == phrase.lower() else re.NOFLAG
    body = re.escape(phrase).replace(r"\*", r"\w*").replace(r"\?", r"\w")
    body = body.replace(r"\ ", r"[\s-]+")
    return re.compile(rf"{body}(?:['’]s|es|s)?(?!\w)", flags)


@lru_cache(maxsize=4)
def _compiled(book_id: int) -> IssueBook:
    del book_id
    return IssueBook(read_book("issues"))


def issue_book() -> IssueBook:
    """The book of the package with the user's entries, compiled once."""
    return _compiled(id(read_book("issues")))


def mark(text: str, start: int = 0, end: int | None = None) -> tuple[str, ...]:
    """Ids of the issues that ``text[start:end]`` speaks of.

    Example:
        >>> mark("Seoul fears a new round of missile tests by Pyongyang.")
        ('north-korea-weapons',)
    """
    return issue_book().mark(text, start, end)


def issue_name(issue: str) -> str:
    """The name to show for an issue's id.

    Example:
        >>> issue_name("iran-nuclear"), issue_name("new:salt-mines")
        ("Iran's nuclear programme", 'salt mines')
    """
    if issue.startswith(NEW_PREFIX):
        return issue[len(NEW_PREFIX) :].replace("-", " ")
    entry = issue_book().entries.get(issue)
    return entry.name if entry else issue
