"""Parse reports: text as given -> one Doc over the whole text, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from dragoman.document import Document
from dragoman.language.clean import same_length, segments
from dragoman.language.model import load_model
from dragoman.records import Report


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

    def parse(self, report: Report, text: str) -> Document:
        """One report."""
        return next(self.stream([(report, text)]))

    def stream(self, reports: Iterable[tuple[Report, str]]) -> Iterator[Document]:
        """Many reports, in order; each is parsed by its paragraphs, in batches."""
        for report, text in reports:
            even = same_length(text)
            pieces = [even[a:b] for a, b in segments(even)]
            docs = list(self.pipeline.pipe(pieces, batch_size=64))
            doc = Doc.from_docs(docs, ensure_whitespace=False) if docs else None
            if doc is None:
                doc = Doc(self.pipeline.vocab)
            if doc.text != even:  # a guard: every record's offsets rest on this
                raise ValueError("the parser did not keep the text's offsets")
            yield Document(report=report, text=text, doc=doc)
