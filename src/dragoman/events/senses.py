"""Words of the lexicon in another sense: parts of names, idioms, opinions, bloodless battles."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.actors.lookup import mention_of
from dragoman.document import Document
from dragoman.events import syntax
from dragoman.events.arguments import Predicate
from dragoman.events.lexicon import Entry, Lexicon
from dragoman.events.reading import Reading

_FURNITURE = "dragoman.furniture"
_TEASER = 6  # words; a longer sentence that comes twice is the page's teaser for a story


def furniture(document: Document, lexicon: Lexicon) -> frozenset[int]:
    """Tokens of sentences that are page furniture, or that the page gives a second time.

    Kept with the Doc: both coders of a report ask.
    """
    marks = lexicon.words["furniture"]
    kept = document.doc.user_data.get(_FURNITURE)
    if kept is not None and kept[0] is marks:
        found: frozenset[int] = kept[1]
        return found
    skipped: set[int] = set()
    seen: set[str] = set()
    whole = document.doc.text  # spaCy joins a sentence's tokens anew each time it is asked
    for sentence in document.doc.sents:
        words = whole[sentence.start_char : sentence.end_char]
        text = "".join(filter(str.isalnum, words.lower()))
        if text in seen or any(mark in words for mark in marks):
            skipped.update(range(sentence.start, sentence.end))
        elif sentence.end - sentence.start > _TEASER:
            seen.add(text)
    found = frozenset(skipped)
    document.doc.user_data[_FURNITURE] = marks, found
    return found


def inside_name(document: Document, token: Token) -> bool:
    """Whether the noun is part of a longer name ("Six Day War", "Paris Agreement")."""
    mention = mention_of(document, token)
    if (
        mention is not None
        and mention.kind in ("person", "organisation")
        and mention.last > token.i
    ):
        return mention.first < token.i or mention.last > token.i + 1
    if token.pos_ == "PROPN" and token.text[:1].isupper():
        names = ("ORG", "LAW", "WORK_OF_ART", "PRODUCT")
        return any(e.start <= token.i < e.end and e.label_ in names for e in token.sent.ents)
    return False


def other_sense(predicate: Predicate, entry: Entry, reading: Reading) -> bool:
    """Uses of the row's word that tell another thing than the row."""
    token, words = predicate.token, predicate.lexicon.words
    if entry.type == "REJECT" and reading.status == "negated":
        return True  # "did not rule out" leaves everything open
    plays = entry.type in ("CONSULT", "ASSAULT") and entry.mode != "visit"
    if plays and any(w.lower_ in words["sport"] for w in token.sent):
        return True  # "met in a friendly"
    if not predicate.verbal:  # "a trade clash"
        hard = entry.type in ("ASSAULT", "THREATEN")
        if entry.lemma == "threat" and _standing(token, words["standing_threats"]):
            return True  # "is no longer a threat"
        return hard and any(w.lower_ in words["bloodless"] for w in syntax.words_before(token))
    if entry.type in ("ASSAULT", "MOBILIZE") and any(
        w.lower_ in words["bloodless"] for o in predicate.objects() for w in syntax.words_before(o)
    ):
        return True  # "started a trade war"
    if entry.type in ("ASSAULT", "MOBILIZE") and any(
        t.lemma_.lower() in words["abstract_foes"]
        for o in (token, *predicate.objects())
        for word in ("on", "against")
        for t in syntax.prepositions(o, word)
    ):
        return True  # "launched a war on trade"
    if entry.lemma == "accept" and any(
        w.lower_ in ("phone", "telephone") for o in predicate.objects() for w in o.lefts
    ):
        return True  # a call is taken, not a proposal
    clauses = syntax.complements(token)
    if entry.type == "THREATEN" and entry.lemma == "warn" and not _warns(predicate, clauses):
        return True
    if entry.type == "REQUEST" and clauses and entry.lemma in words["asserting_verbs"]:
        # "insisted that it knew nothing" asks for nothing
        return not any(map(_demanded, clauses))
    if entry.lemma == "agree":  # "agree that an attack took place" is an opinion
        return any(c.dep_ == "ccomp" and _indicative(c) for c in clauses)
    if entry.lemma == "threaten":
        return any(c.lemma_.lower() in words["upheaval"] for c in clauses) and (
            token.dep_ in ("advcl", "acl", "relcl") and token.tag_ == "VBG"
        )
    return False


def _standing(noun: Token, verbs: frozenset[str]) -> bool:
    top = syntax.top_noun(noun)
    return top.dep_ in ("attr", "dobj", "nsubj") and top.head.lemma_ in verbs


def _demanded(clause: Token) -> bool:
    """Whether a clause tells what shall be done: "must pay", "that they be freed", "to leave"."""
    if any(c.lower_ in ("must", "should", "to", "ought") for c in clause.children):
        return True
    return clause.tag_ == "VB" and not any(c.tag_ == "MD" for c in clause.children)


def _warns(predicate: Predicate, clauses: list[Token]) -> bool:
    """Whether a warning threatens: of blows, against an act, of what shall be; not of what is."""
    classes = predicate.lexicon.classes
    blows = classes["hard_words"] | classes["penalty"] | classes["response"]
    if predicate.objects():
        return True
    if clauses:
        return not all(c.dep_ == "ccomp" and _indicative(c) and not _if(c) for c in clauses)
    of = predicate.prepositions("of")
    if of and not predicate.prepositions("against") and not predicate.objects():
        return any(t.lemma_.lower() in blows for t in of)
    return True


def _if(verb: Token) -> bool:
    return any(
        c.dep_ == "advcl" and any(m.lower_ in ("if", "unless") for m in c.children)
        for c in verb.children
    )


def _indicative(verb: Token) -> bool:
    """Whether a clause tells what is or was, not what shall be."""
    if any(c.dep_ == "aux" and (c.tag_ in ("MD", "TO")) for c in verb.children):
        return False
    return verb.tag_ in ("VBD", "VBZ", "VBP") or any(
        c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ", "VBP") for c in verb.children
    )


def idiom(token: Token, verbal: bool, words: dict[str, frozenset[str]]) -> bool:
    """Uses that are no event: "meet demands", "under attack", "in retaliation", "attack dog"."""
    if verbal:
        helps = token.dep_ == "aux" and token.head != token and token.head.pos_ == "VERB"
        return helps or token.dep_ in ("amod", "compound")
    if token.dep_ in ("compound", "nmod", "npadvmod") and token.head.pos_ in ("NOUN", "PROPN"):
        return True  # "visit schedule", "attack helicopter": the head is the thing
    previous = token.nbor(-1).lower_ if token.i > 0 else ""
    if previous == "in" and token.lemma_ in words["idle_after_in"]:
        return True
    return previous == "under" and token.lemma_ in ("attack", "investigation", "threat")
