"""What the words around an act say became of it: called off, put off, on again, or only feared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dragoman.agenda.book import AgendaBook, agenda_book

Says = Literal["cancelled", "moved", "again", "doubted", ""]
_REACH = 9  # words between such a word and the act it belongs to
_DOUBTED = 7  # words before such a word in which a doubt stands
_WORD = re.compile(r"\w+")
_BREAK = re.compile(r"[,;:()“”\"]|\s[–—-]\s")
_HARD = re.compile(r"[;:()“”\"]|\s[–—-]\s")
_AND_NAME = re.compile(r"\sand(?=\s+(?:the\s+)?[A-Z])")  # "the summit of Oslo and Lund was"
_IT = re.compile(r"\s+it\b(?!\s+was\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wording:
    """What a sentence says of an act; ``words`` are those that say so, at ``start`` in the text.

    ``past``: it tells of a plan that was, and so nothing of what is planned now.
    """

    says: Says = ""
    words: str = ""
    start: int = 0
    past: bool = False


def wording(
    text: str, sentence: tuple[int, int], act: tuple[int, int], *, negated: bool = False
) -> Wording:
    """What the sentence says of the act whose words stand at ``act``.

    ``negated``: the act is read as not happening, so that "will not" before it calls it off.

    Example:
        >>> text = "Oslo called off the talks planned for May."
        >>> wording(text, (0, len(text)), (20, 25)).says
        'cancelled'
        >>> text = "Oslo threatened to call off the talks."
        >>> wording(text, (0, len(text)), (32, 37)).says
        'doubted'
    """
    book = agenda_book()
    if not _has_any(book.any, text[sentence[0] : max(sentence[1], act[1])]):
        return Wording()  # most sentences have no such word
    past = _found(book, "past", text, sentence, act) is not None
    best: Wording | None = None
    for kind in ("again", "cancelled", "moved"):
        found = _found(book, kind, text, sentence, act)
        if found is None:
            continue
        start, end = found
        says = "doubted" if _in_doubt(book, text, sentence[0], start, end) else kind
        if says == "doubted" and kind != "cancelled":
            continue  # "could be revived", "may be put off": nothing is told yet
        one = Wording(says=says, words=text[start:end], start=start, past=past)  # type: ignore[arg-type]
        # "the talks that were called off are back on": what holds now stands in its own words
        if best is None or (best.says == "doubted" and says != "doubted"):
            best = one
    if best is not None:
        return best
    if negated and (refused := _refused(book, text, sentence, act)):
        return Wording("cancelled", text[refused[0] : refused[1]], refused[0], past)
    return Wording(past=past)


@lru_cache(maxsize=10_000)
def _has_any(words: re.Pattern[str], sentence: str) -> bool:
    """Whether a sentence has any word of the book; several acts stand in one sentence."""
    return words.search(sentence) is not None


def own_wording(text: str, sentence: tuple[int, int], act: tuple[int, int]) -> Wording:
    """What the act's own words say, where they are such words ("Oslo [called off] the talks").

    Example:
        >>> own_wording("Oslo cancelled the talks.", (0, 25), (5, 14)).says
        'cancelled'
    """
    book = agenda_book()
    words = text[act[0] : act[1]]
    for kind in ("cancelled", "moved"):
        for place in ("before", "after"):
            if book.bound[place, kind].search(words):
                doubted = _in_doubt(book, text, sentence[0], act[0], act[1])
                if doubted and kind == "moved":
                    return Wording()
                says: Says = "doubted" if doubted else kind
                return Wording(says, words, act[0])
    return Wording()


def _found(
    book: AgendaBook, kind: str, text: str, sentence: tuple[int, int], act: tuple[int, int]
) -> tuple[int, int] | None:
    """Where a word of this kind belongs to the act; the nearest one."""
    low, high = sentence[0], max(sentence[1], act[1])
    found: list[tuple[int, int, int]] = []
    for match in book.bound["before", kind].finditer(text, low, act[0]):
        gap = text[match.end() : act[0]]
        if _joined(book, gap):
            found.append((len(gap), match.start(), match.end()))
    for match in book.bound["after", kind].finditer(text, act[1], high):
        gap = text[act[1] : match.start()]
        if kind == "again":  # said of the event wherever its sentence says it
            linked = len(_WORD.findall(gap)) <= 2 * _REACH and not _HARD.search(gap)
        elif kind == "past" or " " in match.group():
            linked = _reaches(book, gap)
        else:
            linked = _reaches(book, gap) and _passive(book, gap)
        if linked or _IT.match(text, match.end()):
            found.append((len(gap), match.start(), match.end()))
    for match in book.around[kind].finditer(text, low, high):
        if match.start() < act[0] and act[1] < match.end():  # "called the talks off"
            found.append((0, match.start(), match.end()))
    return min(found)[1:] if found else None


def _joined(book: AgendaBook, gap: str) -> bool:
    """Whether words before the act belong to it: few words between, and no other clause."""
    plain = _AND_NAME.sub("", gap)
    few = len(_WORD.findall(plain)) <= _REACH
    return few and not _BREAK.search(plain) and not book.stop.search(plain)


def _reaches(book: AgendaBook, gap: str) -> bool:
    """Whether what follows the act is said of it; what stands between commas may come between."""
    plain = _AND_NAME.sub("", re.sub(r",[^,]*,", " ", gap))
    plain = re.sub(r"\s(?:which|that)\b", "", plain, count=1)
    return (
        len(_WORD.findall(plain)) <= _REACH
        and not _HARD.search(plain)
        and not book.stop.search(plain)
    )  # fmt: skip


def _passive(book: AgendaBook, gap: str) -> bool:
    """Whether "was" or the like stands right before, at most two words off ("was abruptly")."""
    tail = " ".join(_WORD.findall(gap)[-3:])
    return book.passive.search(tail) is not None


def _refused(
    book: AgendaBook, text: str, sentence: tuple[int, int], act: tuple[int, int]
) -> tuple[int, int] | None:
    for match in book.bound["before", "refused"].finditer(text, sentence[0], act[0]):
        if len(_WORD.findall(text[match.end() : act[0]])) <= 2:
            return match.span()
    return None


def _in_doubt(book: AgendaBook, text: str, low: int, start: int, end: int) -> bool:
    """Whether the word is under a threat, a condition, a wish or a negation."""
    before = text[low:start]
    breaks = [m.end() for m in _HARD.finditer(before)]
    before = before[breaks[-1] :] if breaks else before
    words = list(_WORD.finditer(before))
    near = before[words[-_DOUBTED].start() :] if len(words) >= _DOUBTED else before
    near = near.rsplit(",", 1)[-1]
    if book.doubt.search(near):
        return True
    first = _WORD.match(text, start)
    if first is None or not first.group().lower().endswith(book.endings):
        return False
    if text[start:end].lower().endswith(" of"):  # "the scuttling of": a noun
        return False
    tail = " ".join(m.group() for m in words[-2:])
    return book.fact.search(tail) is None
