"""The sentences of a report that lines open, with the words in them that carry the line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from dragoman.briefs.model import Mark, Passage
from dragoman.language.sentences import sentences
from dragoman.records import Evidence

_CORE = frozenset({"trigger", "content", "cue"})


class Framer:
    """Finds the sentences around spans of one report.

    Example:
        >>> framer = Framer("r1", "A", "Talks began. They ran on.")
        >>> [p.text for p in framer.passages([Evidence(start=13, end=17, role="actor")])]
        ['They ran on.']
    """

    def __init__(self, report: str, letter: str, text: str) -> None:
        """Cut the text once."""
        self.report, self.letter, self.text = report, letter, text
        self.sentences = sentences(text)
        self._starts = [s.start for s in self.sentences]

    def passages(self, spans: Iterable[Evidence]) -> tuple[Passage, ...]:
        """One passage a sentence that the spans touch, those with the line's own words first.

        Spans that do not fit the text are dropped.
        A span over several sentences is cut at their borders, so that each mark is inside its
        passage.
        """
        marks: dict[int, set[tuple[int, int, str]]] = {}
        for span in spans:
            if not 0 <= span.start < span.end <= len(self.text):
                continue
            first = max(0, bisect_right(self._starts, span.start) - 1)
            for index in range(first, len(self.sentences)):
                sentence = self.sentences[index]
                if sentence.start >= span.end:
                    break
                start, end = max(span.start, sentence.start), min(span.end, sentence.end)
                if start < end:
                    marks.setdefault(index, set()).add((start, end, span.role))
        cores = {i for i, found in marks.items() if any(role in _CORE for _, _, role in found)}
        return tuple(
            self._passage(index, marks[index], not cores or index in cores)
            for index in sorted(marks, key=lambda i: (i not in cores, i))
        )

    def _passage(self, index: int, marks: set[tuple[int, int, str]], core: bool) -> Passage:
        sentence = self.sentences[index]
        return Passage(
            report=self.report,
            letter=self.letter,
            number=sentence.number,
            start=sentence.start,
            end=sentence.end,
            text=self.text[sentence.start : sentence.end],
            marks=tuple(Mark(start=a, end=b, role=role) for a, b, role in sorted(marks)),  # type: ignore[arg-type]
            core=core,
        )
