"""Parse reports: text as given -> one Doc over the whole text, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from spacy.tokens import Doc

from dragoman.document import Document
from dragoman.language.clean import same_length, segments
from dragoman.language.model import load_model
from dragoman.language.parsing import BATCH, Parser
from dragoman.records import Report

AHEAD = 8
"""Reports read ahead of the one that is asked for."""
ENOUGH = 2 * BATCH
"""Characters from which no more are read ahead: longer reports fill a batch by themselves."""


class Language:
    """The first stage: makes a :class:`Document` of a report and its text.

    Example:
        >>> from dragoman.records import Report
        >>> text = "Talks opened in Oslo.\\nThey failed."
        >>> document = Language().parse(Report(id="r", text_sha256=""), text)
        >>> [text[s.start_char:s.end_char].strip() for s in document.doc.sents]
        ['Talks opened in Oslo.', 'They failed.']
    """

    name = "language"
    reads = frozenset({"text"})
    writes = frozenset({"doc"})

    def __init__(self) -> None:
        """Load the pipeline (once a process)."""
        self.pipeline = load_model()
        self._parser = load_parser()

    def parse(self, report: Report, text: str) -> Document:
        """One report."""
        return next(self.stream([(report, text)]))

    def stream(self, reports: Iterable[tuple[Report, str]]) -> Iterator[Document]:
        """Many reports, in order, a few at a time; what is wrong with one is raised in its turn."""
        for _, _, parsed in self.tried(reports):
            if isinstance(parsed, Exception):
                raise parsed
            yield parsed

    def tried(
        self, reports: Iterable[tuple[Report, str]]
    ) -> Iterator[tuple[Report, str, Document | Exception]]:
        """Many reports, in order; a report that cannot be parsed comes with what went wrong.

        A few are read ahead (:data:`AHEAD`) and parsed together, which is quicker; what a report
        gives does not depend on those beside it.
        """
        for given in _ahead(reports):
            for (report, text), parsed in zip(given, self._together(given), strict=True):
                yield report, text, parsed

    def _together(self, given: Sequence[tuple[Report, str]]) -> Sequence[Document | Exception]:
        try:
            evens = [same_length(text) for _, text in given]
            pieces = [[even[a:b] for a, b in segments(even)] for even in evens]
            docs = iter(self._parser([piece for some in pieces for piece in some]))
            parts = [[next(docs) for _ in some] for some in pieces]
        except Exception as error:  # one alone tells whose fault it is
            if len(given) == 1:
                return [error]
            return [one for pair in given for one in self._together([pair])]
        return [
            self._joined(report, text, even, docs)
            for (report, text), even, docs in zip(given, evens, parts, strict=True)
        ]

    def _joined(
        self, report: Report, text: str, even: str, docs: list[Doc]
    ) -> Document | Exception:
        try:
            doc = Doc.from_docs(docs, ensure_whitespace=False) if docs else None
            if doc is None:
                doc = Doc(self.pipeline.vocab)
            if doc.text != even:  # a guard: every record's offsets rest on this
                raise ValueError("the parser did not keep the text's offsets")
        except Exception as error:
            return error
        return Document(report=report, text=text, doc=doc)


def _ahead(reports: Iterable[tuple[Report, str]]) -> Iterator[list[tuple[Report, str]]]:
    """Reports a few at a time; where their source fails, those before it still come."""
    source = iter(reports)
    while True:
        given: list[tuple[Report, str]] = []
        size = 0
        try:
            for report, text in islice(source, AHEAD):
                given.append((report, text))
                size += len(text)
                if size >= ENOUGH:
                    break
        except Exception:
            if given:
                yield given
            raise
        if not given:
            return
        yield given


@lru_cache(maxsize=1)
def load_parser() -> Parser:
    """The pipeline taken apart, once a process: what it remembers of words serves all readers."""
    return Parser(load_model())
