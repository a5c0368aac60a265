"""Even out a text for the parser without moving a single character."""

from __future__ import annotations

import re

_ONE_TO_ONE = str.maketrans(
    {
        "’": "'", "‘": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "＂": '"',
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " ", "\u3000": " ",
        "\t": " ", "\u200b": " ", "\ufeff": " ", "\x0b": " ", "\x0c": "\n", "\r": " ",
        "\x00": " ", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n",
        "‐": "-", "‑": "-", "−": "-",
    }
)  # fmt: skip
_OTHER_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

# A line of 50 characters or more that does not end a sentence, followed by a line that goes on:
# the wire's hard wrap, not the end of a paragraph.
_WRAP = re.compile(r"(?<=[^\n]{50})(?<=[a-z0-9,;'\")-])\n(?=[a-z0-9(\"'])|(?<=[^\n]{50},)\n(?=\w)")

# "SEOUL, Jan 5 (Reuters) - ", "BEIRUT (AP) — ", "Pyongyang, June 1 (KCNA) -- "
_DATELINE = re.compile(
    r"""(?:[A-Z][A-Z.'\ /-]{2,40}|[A-Z][a-z]+(?:\ [A-Z][a-z]+){0,2})       # the place
        (?:,\ ?[A-Z][A-Za-z.\ ]{1,20}){0,2}?                               # a country or state
        (?:,\ ?(?:[A-Z][a-z]{2,8}\.?\ \d{1,2}|\d{1,2}\ [A-Z][a-z]{2,8}\.?)(?:,?\ \d{4})?)?  # a day
        (?:\ ?\([A-Z][A-Za-z&/,.\ -]{1,40}\))?                             # an agency
        \ ?(?:--|[-–—])\ (?=["'A-Z\d])""",
    re.VERBOSE,
)
_AGENCY = re.compile(r"\([A-Z][A-Za-z&/,.\ -]{1,40}\)")


def same_length(text: str) -> str:
    """Straight quotes, plain spaces and joined line wraps; every character keeps its place.

    Example:
        >>> same_length("Seoul’s “talks”")
        'Seoul\\'s "talks"'
    """
    text = _OTHER_CONTROL.sub(" ", text.translate(_ONE_TO_ONE))
    return _WRAP.sub(" ", text)


def segments(text: str) -> list[tuple[int, int]]:
    """Cut a text into the pieces that are parsed alone: datelines and paragraphs.

    The pieces follow each other without a gap and cover the text.

    Example:
        >>> [ "Rain fell.\\nTalks began."[a:b] for a, b in segments("Rain fell.\\nTalks began.")]
        ['Rain fell.\\n', 'Talks began.']
    """
    cuts: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\n]*\n+|[^\n]+$", text):
        start, end = match.span()
        line = match.group()
        dateline = _DATELINE.match(line)
        head = dateline.group() if dateline else ""
        place = re.split(r"[,(]|\s[-–—]", head)[0].strip()
        if head and (_AGENCY.search(head) or place.isupper()):
            cuts.append((start, start + len(head)))
            start += len(head)
        cuts.append((start, end))
    return cuts or ([(0, len(text))] if text else [])
