"""Cut a text into lexemes, each with a one-letter class, so that patterns are short expressions.

Classes (the letter is all that :mod:`dragoman.times.patterns` sees of a word):

    M month   m its abbreviation   W weekday   w its abbreviation   Y four digits   D 1 to 31
    N other number   O "5th"   R "fifth"   C "five"   A "a"   Q "several"   V "nearly"
    U unit   S season   E weekend   P part of a day   k decade ("1990s")   h feast or named day
    L last   K previous   Z past, recent   X next   G coming   F following   T this   I same, that
    H the   e early   i middle   z late, end   J earlier   j later   g ago   b before   f after
    q since   u until   y by   r from   t to   B between   & and   v of   n in   o on   d today
    2 half   4 quarter   3 Q3   0 BC   p possessive   , . - / ( )   ! a name that is no time
    x any other word   _ any other sign   | end of a line
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.times.lexicon import LEXICON

_LEXEME = re.compile(
    r"""(?P<num>\d+(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+\.\d+|\d+)(?P<suffix>(?:st|nd|rd|th|s)\b)?
      |(?P<word>[^\W\d_]+)
      |(?P<poss>'s\b|'(?=\s[a-z]))
      |(?P<line>\n\s*)
      |(?P<sign>[^\w\s])""",
    re.VERBOSE,
)
_CUES = {
    "last": "L", "previous": "K", "past": "Z", "next": "X", "coming": "G", "following": "F",
    "this": "T", "same": "I", "the": "H", "early": "e", "late": "z", "middle": "i",
    "earlier": "J", "later": "j", "ago": "g", "before": "b", "after": "f", "since": "q",
    "until": "u", "by": "y", "from": "r", "to": "t", "between": "B", "and": "&", "of": "v",
    "in": "n", "on": "o", "a": "A", "about": "V", "half": "2", "quarter": "4", "weekend": "E",
    "era": "0",
}  # fmt: skip
_SIGNS = {",": ",", ".": ".", "-": "-", "–": "-", "—": "_", "/": "/", "(": "(", ")": ")"}
_DASHES = frozenset("-–")


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word, number or sign: where it stands, its class, and its value where it has one."""

    start: int
    end: int
    text: str
    kind: str
    value: int = 0
    name: str = ""


def _word_classes() -> dict[str, tuple[str, int, str]]:
    table: dict[str, tuple[str, int, str]] = {}
    for cue, words in LEXICON.cues.items():
        for word in words:
            table.setdefault(word, (_CUES[cue], 0, ""))
    for word, unit in LEXICON.units.items():
        table[word] = ("U", int(word.endswith("s")), unit)
    for word, number in LEXICON.numbers.items():
        table[word] = ("C", number, "")
    for word, number in LEXICON.ordinals.items():
        table[word] = ("R", number, "")
    for word, number in LEXICON.vague.items():
        table.setdefault(word, ("Q", number, ""))
    for word, year in LEXICON.decade_words.items():
        table[word] = ("k", year, "")
    for word in LEXICON.day_parts:
        table[word] = ("P", 0, "")
    for word, days in LEXICON.deictic.items():
        table[word] = ("d", days, word)
    for word in LEXICON.seasons:
        table[word] = ("S", 0, "autumn" if word == "fall" else word)
    for word, day in LEXICON.weekdays.items():
        table[word] = ("W", day, word.capitalize())
    return table


_WORDS = _word_classes()
_RELATING = frozenset((*LEXICON.cues["this"], *LEXICON.cues["last"]))
# These words must be written with a capital to be times.
_CAPITAL = (
    {word: ("M", month, word.capitalize()) for word, month in LEXICON.months.items()}
    | {word: ("m", month, "") for word, month in LEXICON.month_abbreviations.items()}
    | {word: ("w", day, "") for word, day in LEXICON.weekday_abbreviations.items()}
)
_MONTH_NAMES = {number: name.capitalize() for name, number in LEXICON.months.items()}


def month_name(number: int) -> str:
    """The English name of a month."""
    return _MONTH_NAMES[number]


def lex(text: str) -> list[Lexeme]:
    """All lexemes of a text with straight quotes.

    Example:
        >>> classes(lex("on Monday, January 5"))
        'oW,MD'
    """
    found: list[Lexeme] = []
    skip = 0
    for match in _LEXEME.finditer(text):
        start, end = match.span()
        if start < skip:
            continue
        word = match.group("word")
        if word is not None or match.group("num") is not None:
            phrase = _phrase(text, start, match.group())
            if phrase is not None:
                found.append(phrase)
                skip = phrase.end
                continue
        if word is not None:
            found.append(_word(start, end, word))
        elif (number := match.group("num")) is not None:
            found.append(_number(start, end, number, match.group("suffix") or ""))
        elif match.group("poss"):
            found.append(Lexeme(start, end, match.group(), "p"))
        elif match.group("line"):
            found.append(Lexeme(start, end, "\n", "|" if _ends_line(text, start, end) else "_"))
        else:
            sign = match.group()
            found.append(Lexeme(start, end, sign, _SIGNS.get(sign, "_")))
    return found


def classes(lexemes: list[Lexeme]) -> str:
    """The classes of lexemes as one string, a letter each."""
    return "".join(lexeme.kind for lexeme in lexemes)


def _ends_line(text: str, start: int, end: int) -> bool:
    return start > 0 and end <= len(text)


def _word(start: int, end: int, word: str) -> Lexeme:
    low = word.lower()
    known = _WORDS.get(low)
    if known is None and word[0].isupper():
        known = _CAPITAL.get(low)
    if known is None:
        return Lexeme(start, end, word, "3" if re.fullmatch(r"Q[1-4]", word) else "x")
    kind, value, name = known
    return Lexeme(start, end, word, kind, value, name)


def _number(start: int, end: int, number: str, suffix: str) -> Lexeme:
    text = number + suffix
    if "," in number or "." in number or len(number) > 4:
        return Lexeme(start, end, text, "N", int(float(number.replace(",", "")[:9])))
    value = int(number)
    kind = "N"
    if suffix == "s":
        # "0000s" is no decade: the calendar begins with year 1
        decade = value % 10 == 0 and (
            (len(number) == 4 and 1000 <= value <= 2199) or (len(number) == 2 and value >= 20)
        )
        if decade:
            return Lexeme(start, end, text, "k", value if len(number) == 4 else 1900 + value)
        kind = "x"
    elif suffix:
        kind = "O" if 1 <= value <= 31 else "x"
    elif len(number) == 4:
        kind = "Y" if 1000 <= value <= 2199 else "N"
    elif len(number) <= 2 and 1 <= value <= 31:
        kind = "D"
    return Lexeme(start, end, text, kind, value)


def _phrase(text: str, start: int, first: str) -> Lexeme | None:
    """A feast, a named day or a name that is no time, where one starts here."""
    for phrase, kind in LEXICON.phrases.get(first.lower(), ()):
        end = start + len(phrase)
        if text[start:end].lower() != phrase or (end < len(text) and text[end].isalnum()):
            continue
        if start and (text[start - 1].isalnum() or text[start - 1] in "/"):
            continue
        if kind == "name" and first.lower() in _RELATING and text[start:].split()[1][0].islower():
            continue  # "This Week in" is a title, "this week in Oslo" a time
        if kind == "name":
            return Lexeme(start, end, text[start:end], "!")
        return Lexeme(start, end, text[start:end], "h", int(kind == "day"), phrase)
    return None
