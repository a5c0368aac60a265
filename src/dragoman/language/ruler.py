"""Parts of speech and lemmas by the pipeline's own rules, each kind of word asked once.

spaCy's attribute ruler matches its patterns (ours of ``lemmas.tsv`` among them) at every word. All
but a few look at one word only: at its letters, its tag and its dependency. So what they give is
kept by these three; words that no pattern names are one kind, whatever their letters. A text in
which a pattern of several words matches goes the ruler's own way.
"""

from __future__ import annotations

from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.tokens.morphanalysis import MorphAnalysis

MOST = 60_000
"""Words and kinds of words kept; beyond it they are forgotten and begun anew."""

_ASKED = {"LOWER", "IS_SPACE", "TAG", "DEP"}  # what patterns may ask of a word
_NO_NAME = 0

_Key = tuple[int, int, int, int]
_Values = tuple[int, int, int, int, MorphAnalysis]


class Ruler:
    """An attribute ruler that remembers what it made of a word by its letters, tag and parse."""

    def __init__(self, ruler: Any) -> None:
        """Take the patterns as they are now."""
        self._ruler = ruler
        self._kept: dict[_Key, tuple[_Values, bool]] = {}
        self._names: dict[int, int] = {}
        patterns = [p for one in ruler.patterns for p in one["patterns"]]
        asked = {attribute for p in patterns for word in p for attribute in word}
        self._letters = "LOWER" if asked <= _ASKED else "ORTH"
        self._named = Matcher(ruler.vocab)
        named = [[{"LOWER": word["LOWER"]}] for p in patterns for word in p if "LOWER" in word]
        if named:
            self._named.add("named", named)
        longer = [p for p in patterns if len(p) > 1]
        self._longer, self._first = Matcher(ruler.vocab), Matcher(ruler.vocab)
        if longer:
            self._longer.add("longer", longer)
            self._first.add("first", [p[:1] for p in longer])

    def __call__(self, doc: Doc) -> None:
        """Set the parts of speech, forms and lemmas of a doc that is tagged and parsed."""
        for memory in (self._kept, self._names):
            if len(memory) > MOST:
                memory.clear()
        kept, names, found = self._kept, self._names, []
        begins = False
        columns = doc.to_array([self._letters, "IS_SPACE", "TAG", "DEP"]).tolist()
        for i, (word, blank, tag, dep) in enumerate(columns):
            name = names.get(word)
            if name is None:
                name = names[word] = self._name(doc, i, word)
            key = (name, blank, tag, dep)
            told = kept.get(key)
            if told is None:
                told = kept[key] = self._ask(doc, i)
            found.append(told[0])
            begins = begins or told[1]
        if begins and self._longer(doc, allow_missing=True):
            self._ruler(doc)
            return
        for token, (tag, dep, pos, lemma, morph) in zip(doc, found, strict=True):
            token.pos = pos
            token.morph = morph
            if lemma:
                token.lemma = lemma
            if tag:
                token.tag = tag
            if dep >= 0:
                token.dep = dep

    def _name(self, doc: Doc, i: int, word: int) -> int:
        """A word by which patterns may tell it from others; 0 for all that none of them names."""
        if self._letters == "LOWER" and not (
            len(self._named) and self._named(Doc(doc.vocab, words=[doc[i].text]))
        ):
            return _NO_NAME
        return word

    def _ask(self, doc: Doc, i: int) -> tuple[_Values, bool]:
        """What the ruler makes of a word alone, and whether a longer pattern may begin with it."""
        one = Doc(doc.vocab, words=[doc[i].text], spaces=[False])
        token = one[0]
        tag, dep = doc[i].tag, doc[i].dep
        token.tag, token.dep = tag, dep
        begins = bool(len(self._first) and self._first(one, allow_missing=True))
        self._ruler(one)
        new_tag = token.tag if token.tag != tag else 0
        new_dep = token.dep if token.dep != dep else -1
        return (new_tag, new_dep, token.pos, token.lemma, token.morph), begins
