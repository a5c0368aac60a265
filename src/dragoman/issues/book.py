"""The book of issues: which words mark which issue (``codebooks/issues.tsv``)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dragoman.codebooks.tables import Rows
from dragoman.codebooks.tables import split as values_of
from dragoman.issues.table import book_rows, tables_stamp

NEW_PREFIX = "new:"
"""Ids of issues that the book lacks and a report shows: ``new:`` and the words with hyphens."""

_WORD = re.compile(r"\w+")
_MOST = 50_000  # words whose phrases are kept
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
    lead: str  # the letters it begins with, in lower case
    after: str  # what follows these in the phrase: "", a wildcard, or a blank or mark

    def may_begin(self, word: str) -> bool:
        """Whether it may match where this word stands, in lower case; the pattern then tells."""
        if not word.startswith(self.lead):
            return False
        rest = word[len(self.lead) :]
        return self.after in ("*", "?") or not rest or (not self.after and rest in ("s", "es"))


class IssueBook:
    """The compiled book.

    Example:
        >>> IssueBook(*book_rows()).mark("Ankara raised tariffs on steel.")
        ('tariffs',)
    """

    def __init__(self, rows: Rows, lists: Rows) -> None:
        """Compile rows as :func:`dragoman.issues.table.book_rows` gives them."""
        words = {row["name"]: values_of(row["words"]) for row in lists}
        self.entries: dict[str, _Entry] = {}
        self._by_key: dict[str, list[_Phrase]] = defaultdict(list)
        pairs: dict[str, int] = defaultdict(int)
        for row in rows:
            issue = row["id"]
            held = self.entries.get(issue) or _Entry(issue, row["name"], ())
            parents = tuple(dict.fromkeys((*held.parents, *values_of(row["parent"]))))
            self.entries[issue] = _Entry(issue, held.name, parents)
            number, pairs[issue] = pairs[issue], pairs[issue] + 1
            for column in ("words", "near", "with", "unless"):
                part = column if column in ("words", "unless") else f"{column}{number}"
                for phrase in _expand(values_of(row[column]), words):
                    key = phrase[:_KEY_LENGTH].lower()
                    lead = _WORD.match(phrase)
                    letters = lead.group() if lead else ""
                    after = phrase[len(letters) : len(letters) + 1]
                    self._by_key[key].append(
                        _Phrase(_compile(phrase), issue, part, letters.lower(), after)
                    )
        self._by_word: dict[str, tuple[_Phrase, ...]] = {}

    def _phrases_at(self, text: str) -> Iterator[tuple[int, tuple[_Phrase, ...]]]:
        """Where words stand that may begin phrases of the book, with these phrases."""
        kept = self._by_word
        if len(kept) > _MOST:
            kept.clear()
        for at in _WORD.finditer(text):
            word, start = at.group().lower(), at.start()
            # A letter alone is told with what follows it: "G 7".
            key = word if at.end() - start > 1 else text[start : start + _KEY_LENGTH].lower()
            phrases = kept.get(key)
            if phrases is None:
                among = self._by_key.get(text[start : start + _KEY_LENGTH].lower(), ())
                phrases = kept[key] = tuple(p for p in among if p.may_begin(word))
            if phrases:
                yield start, phrases

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
        for position, phrases in self._phrases_at(whole):
            for phrase in phrases:
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

    def has_word_of(self, issues: Collection[str], text: str) -> bool:
        """Whether a word stands in the text that may mark one of these issues, or help to.

        Example:
            >>> IssueBook(*book_rows()).has_word_of({"tariffs"}, "Ankara spoke of import duties.")
            True
        """
        return any(
            phrase.issue in issues
            and phrase.part != "unless"
            and not phrase.part.startswith("with")
            and phrase.pattern.match(text, position)
            for position, phrases in self._phrases_at(text)
            for phrase in phrases
        )


def _expand(phrases: Iterable[str], lists: dict[str, list[str]]) -> Iterator[str]:
    """The phrases with ``@name`` replaced by the list of that name."""
    for phrase in phrases:
        if phrase.startswith("@"):
            yield from lists[phrase[1:]]
        else:
            yield phrase.replace(" & ", " | ")


def _compile(phrase: str) -> re.Pattern[str]:
    flags = re.IGNORECASE if phrase == phrase.lower() else re.NOFLAG
    body = re.escape(phrase).replace(r"\*", r"\w*").replace(r"\?", r"\w")
    body = body.replace(r"\ ", r"[\s-]+")
    return re.compile(rf"{body}(?:['’]s|es|s)?(?!\w)", flags)


def issue_book() -> IssueBook:
    """The book of the package with the user's entries, compiled once for each state of theirs."""
    return _compiled(tables_stamp())


@lru_cache(maxsize=4)
def _compiled(stamp: object) -> IssueBook:
    del stamp
    return IssueBook(*book_rows())


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
