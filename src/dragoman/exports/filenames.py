"""File names that every system takes: Windows, macOS and Linux, in one folder and in any case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from dragoman.briefs.words import plain
from dragoman.ids import stable_id

_LONGEST = 100  # bytes of UTF-8 before the mark and the ending; systems take 255
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", "index"}
    | {f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"}
)


def file_names(wanted: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Id -> file name without ending, of (id, words to name it by); distinct in any case.

    Letters and digits of any script stay (composed, NFC), all else becomes a hyphen. Names that
    would be the same, also where a system ignores case or accents' composition, all get a mark from
    their id, so that the order in which they come changes nothing.

    Example:
        >>> file_names([("a", "Oil: who/what?"), ("b", "CON"), ("c", "")])["a"]
        'oil-who-what'
        >>> sorted(file_names([("a", "Köln"), ("b", "KÖLN")]).values())
        ['köln-40f89e', 'köln-8472c2']
    """
    pairs = dict(wanted)
    names = {one: slug(words) for one, words in pairs.items()}
    counted: dict[str, int] = {}
    for name in names.values():
        counted[_folded(name)] = counted.get(_folded(name), 0) + 1
    found = {
        one: name
        if name and counted[_folded(name)] == 1 and name not in _RESERVED
        else "-".join(part for part in (name, _mark(one, 6)) if part)
        for one, name in names.items()
    }
    taken: dict[str, str] = {}
    for one in sorted(found):
        if taken.setdefault(_folded(found[one]), one) != one:  # a mark that is no mark enough
            found[one] = f"{names[one]}-{_mark(one, 16)}"
    return found


def slug(words: str) -> str:
    """Words as part of a file name; "" where no letter or digit is in them.

    Example:
        >>> slug("  “Yes”, says   PM.  ")
        'yes-says-pm'
    """
    text = unicodedata.normalize("NFC", plain(words).lower())
    name = re.sub(r"[^\w]+|_+", "-", re.sub(r"['’]", "", text)).strip("-")
    if len(name.encode()) > _LONGEST:
        cut = name.encode()[:_LONGEST].decode(errors="ignore")
        name = cut.rpartition("-")[0] or cut
    return unicodedata.normalize("NFC", name)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def _mark(one: str, digits: int) -> str:
    return stable_id("", one)[1 : digits + 1]
