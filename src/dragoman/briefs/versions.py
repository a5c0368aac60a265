"""A version of an utterance beside the fullest one: what it adds and drops, marked."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.briefs.model import Piece, Rendering
from dragoman.briefs.words import SPEECH, plain
from dragoman.records import Statement, WordChange, Wording

_SHOWN = (None, "name")  # forms of change that are shown; the others leave the words what they are
_LONG = 14  # words: a longer dropped stretch is shortened
_HEAD, _TAIL = 6, 4
_ORDER = ("negation", "number", "modal", "hedge", "name")
_OPENING = tuple("\"“‘'([")
_CLOSING = ",.;:!?)]”’\"'"
_QUOTES = '"“”‘’'
_SHARED = 0.35  # share of a version's words that must stand in the other to be set beside it


def pieces(wording: Wording, statement: Statement, text: str) -> tuple[Piece, ...]:
    """The words of a version in order, with those marked that only one of the two has.

    Empty where nothing differs, or where a paraphrase shares so little that marks would hide it.
    """
    shown = [c for c in wording.changes if c.form in _SHOWN]
    found: list[Piece] = []
    for number, span in enumerate(statement.content):
        at = span.start
        last = number == len(statement.content) - 1
        for change in shown:
            if not span.start <= change.at < span.end + last:
                continue
            _same(found, text, at, change.at)
            own = [e for e in change.evidence if change.words and span.start <= e.start < span.end]
            if change.base:
                inside = text[max(0, change.at - 1) : change.at] in _OPENING
                _add(found, "dropped", _shortened(change.base), change, inside)
            if own:
                _add(found, "added", text[own[0].start : own[-1].end], change,
                     not text[own[0].start - 1 : own[0].start].isspace())  # fmt: skip
            at = max(at, change.at, own[-1].end if own else 0)
        _same(found, text, at, span.end)
    if all(piece.kind == "same" for piece in found):
        return ()
    same, added = (
        sum(len(p.text.split()) for p in found if p.kind == kind) for kind in ("same", "added")
    )
    return tuple(found) if same >= _SHARED * (same + added) else ()


def told(rendering: Rendering) -> str:
    """How a version is told, and what it is beside the others.

    Example:
        >>> told(Rendering(letter="B", kind="mixed", words="", version="clipping", beside="A"))
        'partly quoted, clipped'
    """
    kind = SPEECH.get(rendering.kind, rendering.kind)
    match rendering.version:
        case "full":
            return f"{kind}, as in {rendering.beside}" if rendering.beside else "fullest quotation"
        case "clipping":
            return f"{kind}, clipped"
        case "variant":
            return f"{kind} in other words"
    return kind


def _same(found: list[Piece], text: str, start: int, end: int) -> None:
    """Words that both have; a full stop alone is no piece."""
    words = text[start:end]
    if any(c.isalnum() for c in words) or any(c in _QUOTES for c in words):
        _add(found, "same", words, None, not (words[0].isspace() or text[start - 1].isspace()))


def points(changes: Iterable[WordChange], limit: int = 4) -> tuple[str, ...]:
    """What weighs most, in words: which negation, number, modal, hedge or name only one has.

    Example:
        >>> from dragoman.records import Point
        >>> number = Point(kind="number", base="two", words="three")
        >>> points([WordChange(kind="changed", base="two", words="three", at=0, points=(number,))])
        ('number: “three” for “two”',)
    """
    found: dict[str, int] = {}
    for change in changes:
        for point in change.points:
            base, own = (
                f"“{plain(words)}”" if words else "" for words in (point.base, point.words)
            )
            told = f"{own} for {base}" if base and own else own or f"without {base}"
            found.setdefault(f"{point.kind}: {told}", _ORDER.index(point.kind))
    return tuple(sorted(found, key=lambda told: found[told]))[:limit]


def _add(found: list[Piece], kind: str, words: str, change: WordChange | None, close: bool) -> None:
    """One more piece, with its blanks made one."""
    text = " ".join(words.split())
    if not text:
        return
    if found and found[-1].kind == "dropped":
        close = text[0] in _CLOSING
    found.append(
        Piece(kind=kind, text=plain(text), close=close and bool(found),  # type: ignore[arg-type]
              weighs=bool(change and change.points))
    )  # fmt: skip


def _shortened(words: str) -> str:
    """A long stretch by its first and last words, and how many there are."""
    listed = words.split()
    if len(listed) <= _LONG:
        return " ".join(listed)
    left = len(listed) - _HEAD - _TAIL
    return f"{' '.join(listed[:_HEAD])} … ({left} words) … {' '.join(listed[-_TAIL:])}"
