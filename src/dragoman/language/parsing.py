"""Run the parts of the pipeline over pieces of text, quicker than the pipeline does by itself.

Words seen before are remembered (:mod:`~dragoman.language.words`), the encoders run in onnxruntime
(:mod:`~dragoman.language.encoders`), what depends on one word alone is asked once
(:mod:`~dragoman.language.ruler`), and entities are found many words at once
(:mod:`~dragoman.language.entities`). The numbers are spaCy's own but for the encoders' rounding, in
the seventh digit. A pipeline that is built another way runs as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from spacy.language import Language as Pipeline
from spacy.tokens import Doc
from thinc.api import NumpyOps

from dragoman.language.entities import Entities, fits
from dragoman.language.ruler import Ruler
from dragoman.language.words import fits_words, keep_words

BATCH = 12_000
"""Characters parsed in one go; more would leave the processor's cache."""
_PARTS = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"]


class Parser:
    """A pipeline as one call: texts in, one Doc each out, in order."""

    def __init__(self, pipeline: Pipeline) -> None:
        """Take the pipeline apart where it is built as the English ones of spaCy 3 are."""
        self._pipeline = pipeline
        self.quick = _known(pipeline)
        if not self.quick:
            return
        parts: dict[str, Any] = dict(pipeline.pipeline)
        self._encoder = parts["tok2vec"]
        self._encode = keep_words(self._encoder.model)
        self._tagger, self._parser = parts["tagger"], parts["parser"]
        self._ruler = Ruler(parts["attribute_ruler"])
        self._lemmatizer = parts["lemmatizer"]
        self._entities = Entities(parts["ner"])

    def __call__(self, texts: Sequence[str]) -> list[Doc]:
        """Parse each text alone; what it gives does not depend on the others."""
        if not self.quick:
            return list(self._pipeline.pipe(texts, batch_size=64))
        return [doc for batch in _batches(texts) for doc in self._parse(batch)]

    def _parse(self, texts: Sequence[str]) -> list[Doc]:
        docs = [self._pipeline.make_doc(text) for text in texts]
        full = [doc for doc in docs if len(doc)]
        if not full:
            return docs
        self._encoder.set_annotations(full, self._encode(full))
        for part in (self._tagger, self._parser):
            part.set_annotations(full, part.predict(full))
        for doc in full:
            self._ruler(doc)
            self._lemmatizer(doc)
        self._entities(full)
        return docs


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut a list of texts where they come to so many characters: memory stays bounded."""
    low, size = 0, 0
    for n, text in enumerate(texts):
        if size and size + len(text) > BATCH:
            yield texts[low:n]
            low, size = n, 0
        size += len(text)
    yield texts[low:]


def _known(pipeline: Pipeline) -> bool:
    """Whether a pipeline has the parts that this module knows, on thinc's own processor code.

    Only there is a word's vector the same whatever words it is computed with.
    """
    parts: dict[str, Any] = dict(pipeline.pipeline)
    return (
        list(parts) == _PARTS
        and type(parts["tok2vec"].model.ops) is NumpyOps
        and fits_words(parts["tok2vec"].model)
        and fits(parts["ner"])
    )
