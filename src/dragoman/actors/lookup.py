"""What later stages ask of a document's mentions: whom a phrase denotes, and who owns it."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.actors.books import load_books
from dragoman.document import Document, Mention
from dragoman.records import Actor

_KEY = "dragoman.mentions"
_RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))
_MODIFIES = frozenset(("poss", "amod", "compound", "nmod"))


def mention_of(document: Document, token: Token) -> Mention | None:
    """The longest mention that covers a token, if any."""
    covering = _index(document).get(token.i, ())
    return covering[0] if covering else None


def actors_of(document: Document, token: Token) -> tuple[Actor, ...]:
    """The actors that the noun phrase headed by ``token`` denotes, as an argument.

    Coordination, plural mentions, relative pronouns and appositions are followed; () when the
    phrase denotes no actor ("China's exports").
    """
    return _unique(_denoted(document, token, set()))


def owner_of(document: Document, token: Token) -> tuple[Actor, ...]:
    """The actors before a noun that own or qualify it ("Beijing's criticism", "US sanctions")."""
    actors: list[Actor] = []
    for child in token.children:
        if child.i < token.i and child.dep_ in _MODIFIES:
            actors += _qualifier(document, child, token)
    if not actors:
        actors = _left_of(document, token)
    return _unique(actors)


def _index(document: Document) -> dict[int, list[Mention]]:
    """Token -> mentions over it, longest first; kept with the Doc."""
    data = document.doc.user_data
    kept = data.get(_KEY)
    if kept is None or kept[0] is not document.mentions or kept[1] != len(document.mentions):
        index: dict[int, list[Mention]] = {}
        for mention in document.mentions:
            for i in range(mention.first, mention.last):
                index.setdefault(i, []).append(mention)
        for covering in index.values():
            covering.sort(key=lambda m: m.first - m.last)
        kept = (document.mentions, len(document.mentions), index)
        data[_KEY] = kept
    found: dict[int, list[Mention]] = kept[2]
    return found


def _denoted(document: Document, token: Token, seen: set[int]) -> list[Actor]:
    if token.i in seen or len(seen) > 20:
        return []
    seen.add(token.i)
    if token.lower_ in _RELATIVE and token.tag_ in ("WP", "WDT", "WP$", "IN"):
        return _antecedent(document, token, seen)
    mention = _as_head(document, token)
    actors: list[Actor] = []
    covered: set[int] = set()
    if mention is not None:
        actors += mention.actors
        covered = set(range(mention.first, mention.last))
    else:
        actors += _through(document, token, seen)
    if actors or mention is not None:
        for child in token.children:
            if child.dep_ == "conj" and child.i not in covered:
                actors += _denoted(document, child, seen)
        if mention is not None and mention.head != token.i:
            for child in document.doc[mention.head].children:
                if child.dep_ == "conj" and child.i not in covered:
                    actors += _denoted(document, child, seen)
    return actors


def _as_head(document: Document, token: Token) -> Mention | None:
    """The mention that the token stands for as an argument, never one that only modifies."""
    for mention in _index(document).get(token.i, ()):
        if mention.usage == "modifier":
            # the parser may make a modifier the argument's head; a pronoun in "its" never is
            continue
        if mention.head == token.i or not mention.first <= token.head.i < mention.last:
            return mention
        if token.dep_ not in _MODIFIES and mention.kind in ("person", "state", "organisation"):
            return mention
    for mention in _index(document).get(token.i, ()):
        free = token.dep_ not in _MODIFIES and token.tag_ not in ("PRP$", "JJ")
        if mention.usage == "modifier" and mention.head == token.i and free:
            after = document.doc[mention.last] if mention.last < len(document.doc) else None
            if after is None or after.tag_ != "POS":
                return mention
    return None


def _antecedent(document: Document, token: Token, seen: set[int]) -> list[Actor]:
    """Whom "who", "which" or "that" refers to."""
    verb = token
    while verb.head.i != verb.i and verb.dep_ != "relcl":
        verb = verb.head
    if verb.dep_ == "relcl":
        actors = _denoted(document, verb.head, seen)
        if actors:
            return actors
    at = token.i - 1
    while at >= 0 and document.doc[at].text in (",", "-", "--"):
        at -= 1
    if at < 0:
        return []
    before = document.doc[at]
    mention = next((m for m in _index(document).get(at, ()) if m.last == at + 1), None)
    if mention is not None and mention.usage != "modifier":
        return list(mention.actors)
    return _denoted(document, before, seen) if verb.dep_ != "relcl" else []


def _through(document: Document, token: Token, seen: set[int]) -> list[Actor]:
    """A phrase that is no mention itself: "members of the Taliban", "dozens of protesters"."""
    for child in token.children:
        if child.dep_ == "appos":
            actors = _denoted(document, child, seen)
            if actors:
                return actors
    if token.lemma_.lower() in load_books().listed("groups.partitive"):
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "from", "among"):
                for inner in child.children:
                    if inner.dep_ == "pobj":
                        return _denoted(document, inner, seen)
    return []


def _qualifier(document: Document, child: Token, noun: Token) -> list[Actor]:
    """The actors of one modifier of a noun, with what it is joined to."""
    actors: list[Actor] = []
    for part in (child, *(c for c in child.subtree if c.dep_ in ("conj", "compound", "nmod"))):
        if part.i >= noun.i:
            continue
        for mention in _index(document).get(part.i, ()):
            if mention.head == part.i or part.i == mention.last - 1:
                if noun.i < mention.last and mention.first <= noun.i:
                    continue
                actors += mention.actors
                break
    return actors


def _left_of(document: Document, token: Token) -> list[Actor]:
    """By order of words, where the parser has gone astray: "Xi Jinping's September pledge"."""
    for i in range(token.i - 1, max(-1, token.i - 7), -1):
        near = document.doc[i]
        for mention in _index(document).get(i, ()):
            if mention.last == i + 1 and mention.last <= token.i:
                if mention.usage == "modifier" or document.doc[i + 1].tag_ == "POS":
                    return list(mention.actors)
                return []
        if (
            near.tag_ == "POS"
            or near.pos_ in ("ADJ", "NOUN", "NUM", "PROPN", "ADV")
            or near.text == "-"
        ):
            continue
        return []
    return []


def _unique(actors: list[Actor]) -> tuple[Actor, ...]:
    """Each actor once, in order."""
    seen: dict[tuple[str, str], Actor] = {}
    for actor in actors:
        seen.setdefault((actor.name, actor.code), actor)
    return tuple(seen.values())
