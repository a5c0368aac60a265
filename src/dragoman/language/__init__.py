"""Stage: language. Text as given -> one spaCy Doc with offsets into that text.

Reads the text, writes ``Document.doc``. :func:`segments` cuts paragraphs and datelines,
:func:`same_length` evens out quotation marks and line wraps, :class:`Language` runs the parser.
"""

from dragoman.language.clean import same_length, segments
from dragoman.language.model import load_model
from dragoman.language.stage import Language

__all__ = ["Language", "load_model", "same_length", "segments"]
