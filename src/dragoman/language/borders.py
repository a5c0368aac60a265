"""Where the sentence of a word begins and ends, found once a report.

``token.sent`` looks for the borders anew each time and makes a span of them; the stages after the
parser ask for them hundreds of times a report.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

_KEY = "dragoman.borders"


def borders(token: Token) -> tuple[int, int]:
    """The first token of the sentence that a word stands in, and the one past its last.

    Example:
        >>> from dragoman.language import load_model
        >>> doc = load_model()("Talks opened in Oslo. They failed.")
        >>> borders(doc[6])
        (5, 8)
    """
    kept: list[tuple[int, int]] | None = token.doc.user_data.get(_KEY)
    if kept is None:
        kept = token.doc.user_data[_KEY] = _borders(token.doc)
    return kept[token.i]


def _borders(doc: Doc) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for sentence in doc.sents:
        found += [(sentence.start, sentence.end)] * len(sentence)
    return found
