"""The code book of cues: verbs, nouns and prepositions by which a report gives somebody's words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from spacy.tokens import Doc, Token

from dragoman.codebooks import read_table, split
from dragoman.statements.grammar import is_negated, particle


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of ``cues.tsv``.

    Fields:
        lemma, pos: the word. frames: what may carry the content. addressee: where the hearer
        stands ("obj", a preposition, or ""). stance: "supports", "opposes", "doubts" or None.
        neutral: whether the cue alone is no event.
    """

    lemma: str
    pos: str
    frames: frozenset[str]
    addressee: str
    stance: str | None
    neutral: bool


@lru_cache(maxsize=1)
def cue_book() -> dict[tuple[str, str], Cue]:
    """(lemma, pos) -> cue."""
    book: dict[tuple[str, str], Cue] = {}
    for row in read_table("cues"):
        book[row["cue"], row["pos"]] = Cue(
            lemma=row["cue"],
            pos=row["pos"],
            frames=frozenset(split(row["frames"])),
            addressee="" if row["addressee"] == "-" else row["addressee"],
            stance=None if row["stance"] == "-" else row["stance"],
            neutral=row["neutral"] == "yes",
        )
    return book


# The small model's lemmatiser leaves forms it takes for another part of speech.
_FORMS = {
    "said": "say", "says": "say", "saying": "say", "told": "tell", "tells": "tell",
    "telling": "tell", "wrote": "write", "claims": "claim", "warns": "warn", "warned": "warn",
    "reports": "report", "reported": "report", "notes": "note", "noted": "note", "adds": "add",
    "added": "add", "vows": "vow", "vowed": "vow", "urges": "urge", "urged": "urge",
    "tweeted": "tweet", "tweets": "tweet", "pledges": "pledge", "calls": "call",
    "denies": "deny", "insists": "insist", "announces": "announce",
}  # fmt: skip

# Never the name of a person or office, so a verb even where the tagger says otherwise.
_SURE = frozenset(
    "said says told tells added noted wrote warned urged vowed insisted tweeted".split()
)


def verb_cue(token: Token) -> Cue | None:
    """The cue that this verb is, or None."""
    if token.pos_ not in ("VERB", "AUX") and token.lower_ not in _SURE:
        return None
    if token.lower_ == "highlights" and token.i and token.nbor(-1).lower_ == "story":
        return None  # the heading of a summary
    lemma = cue_lemma(token)
    cue = cue_book().get((lemma, "verb"))
    if cue is None:
        return None
    if "out" in cue.frames and particle(token) not in ("out", "to"):
        return None
    if "onward" in cue.frames and particle(token) != "on":
        return None
    if "clear" in cue.frames:
        near = {t.lower_ for t in token.doc[token.i + 1 : token.i + 4]}
        if not near & {"clear", "plain"}:
            return None
    return cue


def cue_lemma(token: Token) -> str:
    """The verb's lemma, mended where the lemmatiser leaves the form."""
    return _FORMS.get(token.lower_, token.lemma_.lower())


def noun_cue(token: Token) -> Cue | None:
    """The cue that this noun is ("his pledge to", "remarks by"), or None."""
    if token.pos_ not in ("NOUN", "PROPN"):
        return None
    return cue_book().get((token.lemma_.lower(), "noun"))


def unsaid(token: Token) -> bool:
    """Whether the verb tells that the words were not said ("declined to say", "did not say").

    "Denied", "never said" and "would not say" make no statement; "did not rule out" does.
    """
    if any(c.dep_ == "mark" and c.lower_ in ("if", "whether") for c in token.lefts):
        return True
    head = token
    for _ in range(3):
        if is_negated(head):
            return True
        if head.dep_ == "conj" and head.tag_ == "VB" and head.head.tag_ == "VB":
            head = head.head  # "refused to confirm or deny"
        if head.dep_ in ("xcomp", "pcomp") and head.head != head:
            infinitive = head.dep_ == "xcomp" and head.tag_ == "VB"
            head = head.head
            if head.lemma_ in _UNSAYING or (infinitive and head.lemma_ not in _GOING_ON):
                return True
            continue
        if head.dep_ in ("ccomp", "acl", "relcl") and head.tag_ == "VB":
            # "the refusal to comment", "may not let it say".
            return not any(c.lemma_ == "do" for c in head.children if c.dep_ == "aux")
        break
    # Only near ones: the parser hangs a quotation's words on the verb after it.
    modal = {c.lower_ for c in token.children if c.dep_ == "aux" and 0 < token.i - c.i <= 4}
    return bool(
        modal & {"would", "could", "should", "might", "may", "can", "must", "will", "shall", "'ll"}
    )


# "went on to say" tells words; "agreed to say", "was asked to tell" tell none.
_GOING_ON = frozenset(
    "go continue proceed begin start rush come move hasten step use seem appear".split()
)
_UNSAYING = frozenset(
    "decline refuse fail stop forget neglect want hope wish like plan try need be"
    " expect intend avoid love use".split()
)

_ACCORDING = ("according", "per")


def cues_in(doc: Doc) -> dict[int, tuple[Cue | None, Cue | None]]:
    """The words that are cues, in order, each as a verb and as a noun; kept with the Doc."""
    kept: dict[int, tuple[Cue | None, Cue | None]] | None = doc.user_data.get(_CUES)
    if kept is None:
        kept = {}
        for token in doc:
            verb, noun = verb_cue(token), noun_cue(token)
            if verb is not None or noun is not None:
                kept[token.i] = verb, noun
        doc.user_data[_CUES] = kept
    return kept


_CUES = "dragoman.cues"


def prepositional(doc: Doc) -> list[tuple[int, int, Token]]:
    """Cues like "according to X": (first token, end token of the cue's words, head of X)."""
    found: list[tuple[int, int, Token]] = []
    lower = doc.to_array(["LOWER"]).reshape(-1)
    leads = [doc.vocab.strings[word] for word in ("according", "in")]
    for i in np.flatnonzero(np.isin(lower, np.array(leads, dtype=np.uint64))).tolist():
        token = doc[i]
        low = token.lower_
        if low == "according" and token.i + 2 < len(doc) and doc[token.i + 1].lower_ == "to":
            head = _object(doc, token.i + 2, token.i + 1)
            if head is not None:
                found.append((token.i, token.i + 2, head))
        elif low == "in" and token.i + 4 < len(doc):
            words = [t.lower_ for t in doc[token.i : token.i + 4]]
            if words[1] == "the" and words[2] in ("words", "view", "opinion") and words[3] == "of":
                head = _object(doc, token.i + 4, token.i + 3)
                if head is not None:
                    found.append((token.i, token.i + 4, head))
    return found


def _object(doc: Doc, start: int, preposition: int) -> Token | None:
    """Head of the noun phrase after a preposition, by parse, else by order."""
    for child in doc[preposition].children:
        if child.dep_ == "pobj" and child.i >= start:
            return child
    for token in doc[start : start + 8]:
        if token.pos_ in ("NOUN", "PROPN", "PRON") and (
            token.i + 1 >= len(doc) or doc[token.i + 1].pos_ not in ("NOUN", "PROPN")
        ):
            return token
        if token.is_punct and token.text in ",.;:":
            return None
    return None
