"""A version of an utterance beside the fullest one: its words with what it adds and drops marked."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.briefs.model import Piece
from dragoman.briefs.words import plain
from dragoman.records import Change, Statement, Wording

VERSION = {
    "full": "full quotation", "clipping": "clipping", "variant": "quoted in other words",
    "paraphrase": "paraphrase",
}  # fmt: skip
_SHOWN = (None, "name")  # forms of change that are shown; the others leave the words what they are
_LONG = 14  # words: a longer dropped stretch is shortened
_HEAD, _TAIL = 6, 4
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
            _add(found, "same", text[at : change.at])
            own = [e for e in change.evidence if change.words and span.start <= e.start < span.end]
            if change.base:
                _add(found, "dropped", _shortened(change.base), change)
            if own:
                _add(found, "added", text[own[0].start : own[-1].end], change)
            at = max(at, change.at, own[-1].end if own else 0)
        _add(found, "same", text[at : span.end])
    if all(piece.kind == "same" for piece in found):
        return ()
    same, added = (
        sum(len(p.text.split()) for p in found if p.kind == kind) for kind in ("same", "added")
    )
    return tuple(found) if same >= _SHARED * (same + added) else ()


def matters(changes: Iterable[Change], limit: int = 3) -> tuple[str, ...]:
    """What weighs most, in words: which negation, number, modal, hedge or name only one has.

    Example:
        >>> change = Change(kind="dropped", base="almost", at=0, matters=("hedge",))
        >>> matters([change])
        ('hedge: without “almost”',)
    """
    found = []
    for change in changes:
        for matter in change.matters:
            base, own = (
                f"“{_shortened(plain(t))}”" if t else "" for t in (change.base, change.words)
            )
            told = (
                f"{own} for {base}" if base and own else f"without {base}" if base else f"has {own}"
            )
            found.append((_ORDER.index(matter), f"{matter}: {told}"))
    ordered = [told for _, told in sorted(found, key=lambda f: f[0])]
    return tuple(dict.fromkeys(ordered))[:limit]


_ORDER = ("negation", "number", "modal", "hedge", "name")


def _add(found: list[Piece], kind: str, words: str, change: Change | None = None) -> None:
    """One more piece; blanks at its ends stay with the words that both have."""
    text = " ".join(words.split())
    if not text.strip(" ,.;:"):
        return
    found.append(
        Piece(kind=kind, text=plain(text), matters=change.matters if change else ())  # type: ignore[arg-type]
    )


def _shortened(words: str) -> str:
    """A long stretch by its first and last words, and how many there are."""
    listed = words.split()
    if len(listed) <= _LONG:
        return " ".join(listed)
    left = len(listed) - _HEAD - _TAIL
    return f"{' '.join(listed[:_HEAD])} … ({left} words) … {' '.join(listed[-_TAIL:])}"
