"""Which language a text is in; only English is read on."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from dragoman.codebooks.books import read_book
from dragoman.errors import DragomanError

_FIRST = 2000  # characters that usually decide
_MORE = 8000  # characters of which the paragraphs vote where the first do not
_FEW = 40  # letters below which a language cannot be told
_SURE = 0.9
_LETTER = re.compile(r"[^\W\d_]")
_NAME = re.compile(r"\b(?:d['’])?[^\W\d_a-zß-öø-ÿ][\w'’-]*")  # words with a capital


def check_language(text: str, said: str | None = None) -> str | None:
    """The language code "en"; None where the text is too short to tell and nothing is ``said``.

    English with long quotes in another language stays English: where the start does not decide,
    the paragraphs vote by their letters.

    Raises DragomanError "not-english", which names the language.

    Example:
        >>> check_language("The two ministers met in Oslo on Friday to discuss the border treaty.")
        'en'
        >>> check_language("Oslo, Friday")
    """
    english: str = read_book("ingest")["languages"]["english"]
    letters = _LETTER.findall(text[:_MORE])
    if len(letters) < _FEW:
        named = (said or "").lower().replace("_", "-").split("-")[0]
        if named in read_book("ingest")["languages"]["known"]:
            if named != english:
                raise _refused(named)
            return english
        if sum(map(str.isascii, letters)) * 2 > len(letters):
            return None
        raise _refused("zxx" if not letters else None)
    language, sure = _identifier().classify(text[:_FIRST])
    if language == english and sure >= _SURE:
        return english
    plain = _NAME.sub(" ", text[:_FIRST])  # "Aya Koné of Côte d'Ivoire" is said in any language
    if len(_LETTER.findall(plain)) >= _FEW // 2 and _identifier().classify(plain)[0] == english:
        return english
    votes = _votes(text[:_MORE])
    if votes.get(english, 0) * 2 >= sum(votes.values()):
        return english
    votes.pop(english, None)
    raise _refused(max(votes, key=lambda code: votes[code]) if votes else language)


def language_name(code: str) -> str:
    """A language's English name.

    Example:
        >>> language_name("es")
        'Spanish'
    """
    return str(Locale("en").languages.get(code, code))


def _votes(text: str) -> dict[str, int]:
    """Letters by language, each paragraph counted for its own."""
    votes: dict[str, int] = {}
    for paragraph in re.split(r"\n+", text):
        letters = len(_LETTER.findall(paragraph))
        if letters >= _FEW:
            code = _identifier().classify(paragraph)[0]
            votes[code] = votes.get(code, 0) + letters
    if not votes:  # many short lines
        votes[_identifier().classify(text)[0]] = 1
    return votes


def _refused(code: str | None) -> DragomanError:
    if code is None:
        what = "not in English"
    elif code == "zxx":
        return DragomanError(
            "The text holds no words. Leave it out, or give a report with text.",
            error="not-english",
        )
    else:
        what = f"in {language_name(code)}"
    return DragomanError(
        f"The text is {what}; Dragoman reads English. Give an English translation, and keep the "
        "original's address in url.",
        error="not-english",
    )


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(read_book("ingest")["languages"]["known"])
    identifier.set_languages(known & set(identifier.labels))
    return identifier
