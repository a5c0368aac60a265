"""What kind of source a speaker is, and the link of a chain that it makes."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.actors.books import load_books
from dragoman.document import Document
from dragoman.records import UNKNOWN_CODE, Actor, Source, SourceKind
from dragoman.source_kinds import MEDIA
from dragoman.statements.described import Words, described, politician
from dragoman.statements.grammar import phrase
from dragoman.statements.sources import (
    even_text,
    media_noun,
    media_of,
    medium_of,
    medium_told,
    named_after,
    named_medium,
    names_a_paper,
    names_person,
    noun_kind,
    shown_name,
    trait_words,
)
from dragoman.statements.told_kind import kind_told, of_sectors


def source_of(document: Document, actor: Actor, token: Token | None) -> Source:
    """The link of a chain that an actor makes, with its kind."""
    medium = medium_of(document, token) if token is not None else None
    if medium is not None and medium.medium.kind in MEDIA:
        code = medium.medium.code if medium.medium.state else UNKNOWN_CODE
        return Source(
            text=document.text[medium.start : medium.end],
            start=medium.start,
            end=medium.end,
            name=shown_name(document, medium),
            kind=medium.medium.kind,
            code=code,
        )
    return Source(
        text=actor.text,
        start=actor.start,
        end=actor.end,
        name=actor.name,
        kind=kind_of(document, actor, token),
        code=actor.code,
    )


def kind_of(document: Document, actor: Actor, token: Token | None) -> SourceKind:
    """The kind of source that a speaker is, by its own words and what the report says of it."""
    medium = _described_medium(actor)
    if medium is not None:
        return medium
    head = _noun(token, "NOUN")
    name = _noun(token, "PROPN")
    if "agency" in (head, name) and token is not None and not _news_agency(document, actor, token):
        return "organisation" if actor.code.startswith("IGO") else "official"
    if token is not None and names_a_paper(token) and not _personal(document, actor, token):
        return "newspaper"
    if actor.how == "last speaker" and actor.name[:1].islower():
        return noun_kind(actor.name.split()[-1]) or "unknown"
    personal = _personal(document, actor, token)
    if not personal:
        common = _unnamed(document, actor, token, head)
        if common is not None:
            return common
    told = _of_words(document, actor, described(document, actor, token)) if personal else None
    if told is None:
        told = _of_role(actor)
    if told is not None:
        return told
    told = of_sectors(actor.sectors)
    if told is not None and not (told == "organisation" and personal):
        return told
    if head is not None and head != "anonymous":
        return head
    if name is not None:
        return name
    return _of_actor(document, actor, token, personal)


def _of_role(actor: Actor) -> SourceKind | None:
    """What the actor's office tells; "former" is the reader's word where a table gave it."""
    if actor.role is None:
        return None
    role = " ".join(w for w in actor.role.split() if w.lower() not in trait_words("former"))
    told = kind_told(role)
    own = of_sectors(actor.sectors)
    general = (
        bool(trait_words("general") & {role.lower().split()[-1].removesuffix("s")})
        if role
        else False
    )
    # "the movement's leader": of what sort its leader is, the movement tells
    return own if own is not None and told == "official" and general else told


def _noun(token: Token | None, pos: str) -> SourceKind | None:
    if token is None or (token.pos_ == "PROPN") != (pos == "PROPN"):
        return None
    return noun_kind(token.lower_ if pos == "PROPN" else token.lemma_)


def _described_medium(actor: Actor) -> SourceKind | None:
    """The sort of medium that words before its name tell: "state broadcaster EBC"."""
    if actor.name == actor.text or named_medium(actor.text) != actor.name:
        return None
    before = actor.text.removesuffix(actor.name).split()[-1:]
    kinds = [kind for kind in map(noun_kind, before) if kind in MEDIA]
    return kinds[0] if kinds else None


def _news_agency(document: Document, actor: Actor, token: Token) -> bool:
    """Whether an "agency" is one of news: not a refugee agency, an intelligence agency."""
    bare = actor.how != "medium" and not any(m.medium.kind == "agency" for m in media_of(document))
    return not (media_noun(token) is None or (bare and named_after(token)[1] <= token.i + 1))


def _personal(document: Document, actor: Actor, token: Token | None) -> bool:
    """Whether the speaker is a person known by name."""
    if actor.name[:1].islower():
        return False
    if any(m.kind == "person" and m.actors[0].name == actor.name for m in document.mentions):
        return True
    return token is not None and token.ent_type_ == "PERSON"


def _unnamed(
    document: Document, actor: Actor, token: Token | None, head: SourceKind | None
) -> SourceKind | None:
    """The kind of a speaker told by a common noun: "two officials", "the ministry", "rebels"."""
    if token is None:
        return None
    if token.pos_ == "PROPN" and not _personal(document, actor, token):
        own = politician(document, *_characters(document, token))
        return "official" if own else None
    if token.pos_ not in ("NOUN", "ADJ"):
        return None
    person = names_person(token.lemma_) or token.tag_ == "NNS"
    text = document.doc[slice(*phrase(token))].text
    past = trait_words("former") & {w.lower() for w in text.split()}
    if head in ("spokesperson", "document") or head in MEDIA or (head == "anonymous" and not past):
        return head
    if person and hides_name(document, token):
        return "anonymous"
    told = kind_told(text) if person or head is None else None
    if told is None and politician(document, *_characters(document, token)):
        return "official"
    return told or head


def _characters(document: Document, token: Token) -> tuple[int, int]:
    span = document.doc[slice(*phrase(token))]
    return span.start_char, span.end_char


def hides_name(document: Document, token: Token) -> bool:
    """Whether a report keeps back who its source is: "officials who asked not to be named".

    So does "the official" where the last one of that noun was such a source.
    """
    start, end = token.left_edge, token.sent
    text = even_text(document)
    span = text[start.idx : min(token.right_edge.idx + 90, end.end_char)]
    own = text[token.left_edge.idx : token.right_edge.idx + len(token.right_edge)]
    before = document.doc[phrase(token)[0] : token.i]
    if any(w in own for w in trait_words("hides")):
        return True
    if token.tag_ == "NNS" and any(t.like_num and t.lower_ != "one" for t in before):
        return noun_kind(token.lemma_) == "official"
    asked = [w for w in trait_words("hides") if w in span and " " in w]
    if asked and noun_kind(token.lemma_) is not None:
        return True
    if any(t.lower_ in ("the", "this", "that") for t in before) and not before[1:]:
        for earlier in reversed(document.doc[max(0, token.i - 120) : token.left_edge.i]):
            if earlier.lemma_ == token.lemma_ and earlier.pos_ == "NOUN":
                return hides_name(document, earlier) if earlier.i < token.i else False
    return False


def _of_words(document: Document, actor: Actor, phrases: list[Words]) -> SourceKind | None:
    """The kind that the phrases beside a person's name tell; the first that tells one.

    A seat or a party goes first: "Rep. Ann Lee, a former mayor" is in office.
    """
    doc = document.doc
    known = actor.name in load_books().people
    for words in phrases:
        span = doc[words.start : words.end]
        past = {t.lower_ for t in span} & trait_words("former")
        if len(span) and not past and politician(document, span.start_char, span.end_char):
            return "official"
    for words in phrases:
        span = doc[words.start : words.end]
        if not len(span):
            continue
        kind = kind_told(span.text)
        if kind is not None:
            return "official" if past and kind == "expert" and known else kind
        medium = medium_told(span.text)
        owned = words.before and span.text.rstrip().endswith(("'s", "’s", "s'"))
        if medium is not None and (owned or _journalist(span.text)):
            return medium.kind
    return None


def _journalist(text: str) -> bool:
    return any(w.lower().removesuffix("s") in trait_words("journalist") for w in text.split())


def _of_actor(document: Document, actor: Actor, token: Token | None, personal: bool) -> SourceKind:
    """What the actor itself is, where no word tells its kind."""
    if actor.code.startswith("IGO"):
        return "official" if personal else "organisation"
    if actor.code == "NGO":
        return "organisation"
    if actor.country and actor.code == actor.country and not actor.role and not personal:
        return "official"
    mention = document.mention_over(token) if token is not None else None
    if mention is not None and mention.kind in ("person", "organisation"):
        return "person" if mention.kind == "person" else "organisation"
    if personal or (token is not None and token.pos_ == "PRON"):
        return "person"
    if token is not None and token.ent_type_ == "ORG":
        return "organisation"
    return "person" if token is not None and token.pos_ == "PROPN" else "unknown"
