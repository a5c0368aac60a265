"""Fill the slots of a lexicon row: which actors stand where."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from spacy.tokens import Token

from dragoman.actors.lookup import actors_of, mention_of, owner_of
from dragoman.document import Document, Mention
from dragoman.events import syntax
from dragoman.events.lexicon import Lexicon
from dragoman.events.phrases import (
    argument,
    author_of,
    is_official,
    owners_deep,
    speaker_at,
    state_of,
    unique,
)
from dragoman.records import UNKNOWN_CODE, Actor

_PLACE_PREPOSITIONS = ("in", "at", "to", "near", "outside", "into", "inside", "off", "from")
_PARTIES = ("between", "with", "among")
_WORDS = frozenset({"REJECT", "ACCUSE", "REQUEST", "SUPPORT", "THREATEN"})
_ORDERED = frozenset({"ASSAULT", "MOBILIZE", "SANCTION", "COERCE"})


@dataclass(slots=True)
class Predicate:
    """A word that may be an event, with its document and its lazily found parties."""

    document: Document
    token: Token
    lexicon: Lexicon
    verbal: bool
    _slots: dict[str, tuple[Actor, ...]] = field(default_factory=dict)

    def slot(self, name: str) -> tuple[Actor, ...]:
        """The actors in a slot ("subj", "obj", "with", "of-own", "place", "comp", ...)."""
        if name not in self._slots:
            self._slots[name] = unique(self._find(name))
        return self._slots[name]

    def first(self, names: Iterable[str]) -> tuple[Actor, ...]:
        """The actors of the first slot that has any."""
        for name in names:
            if name == "?":
                continue
            base, _, need = name.partition(":")
            found = self.slot(base)
            if found and (not need or any(a.code != UNKNOWN_CODE for a in found)):
                return found
        return ()

    def objects(self) -> list[Token]:
        """The direct objects of a verb."""
        return syntax.deep_objects(self.token) if self.verbal else []

    def prepositions(self, word: str) -> list[Token]:
        """Objects of a preposition, of the predicate or (where the parser misplaces it) near it."""
        found = syntax.prepositions(self.token, word)
        if self.verbal:
            found = [t for t in found if t.i > self.token.i or t.head.i == t.sent.start]
        if found:
            return found
        if self.verbal:
            for obj in syntax.deep_objects(self.token):
                found += syntax.prepositions(obj, word)
            return found
        top = syntax.top_noun(self.token)
        if top != self.token:
            found = syntax.prepositions(top, word)
        if not found and top.dep_ in ("nsubj", "nsubjpass") and word in _PARTIES:
            found = syntax.prepositions(top.head, word)  # "a meeting took place between"
        verb = syntax.carrying_verb(self.token)
        if not found and verb is not None:
            after = self.token.i
            found = [t for t in syntax.prepositions(verb, word) if t.i > after]
        return found

    def _find(self, name: str) -> Iterable[Actor]:
        if "+" in name:  # both: "spoke with Netanyahu and twice to Morsi"
            return [a for part in name.split("+") for a in self.slot(part)]
        finder = _SPECIAL.get(name)
        if finder is not None:
            return finder(self)
        if name.endswith("-own"):
            word = name.removesuffix("-own")
            tokens = self.objects() if word == "obj" else self.prepositions(word)
            return [a for t in tokens for a in owners_deep(self.document, t)]
        first, _, second = name.partition("-")
        tokens = self.prepositions(first)
        if second:
            tokens = [t for outer in tokens for t in syntax.prepositions(outer, second)]
        return [a for t in tokens for a in _object(self, t)]


def _subjects(predicate: Predicate) -> Iterable[Actor]:
    token = predicate.token
    if predicate.verbal:
        found: list[Actor] = []
        above = syntax.headline_subject(token)
        named = argument(predicate.document, above) if above is not None else ()
        if named:
            return named
        for subject in syntax.deep_subjects(token):
            acting = (
                author_of(predicate.document, subject, predicate.lexicon)
                or _doer(predicate, subject)
                or _hardware(predicate, subject)
            )
            found = [*_listed_before(predicate, subject), *found, *acting]
        return found
    return _carrier(predicate)


def _listed_before(predicate: Predicate, subject: Token) -> Iterable[Actor]:
    """The other of two subjects in a headline: "Greece, Bulgaria sign a treaty"."""
    start, doc = subject.sent.start, subject.doc
    if subject.i == start and predicate.token.tag_ in ("VBP", "VB"):
        state = mention_of(predicate.document, subject)
        at = state.last if state is not None else start
        if state is None or at + 1 >= len(doc) or doc[at].text != ",":
            return ()
        beside = mention_of(predicate.document, doc[at + 1])
        ends = (predicate.token.i, predicate.token.i - 1)
        return beside.actors if beside is not None and beside.last in ends else ()
    if predicate.token.tag_ not in ("VBP", "VB") or subject.i <= start or subject.i > start + 8:
        return ()
    first = mention_of(predicate.document, doc[start])
    if first is None or first.usage == "modifier" or first.last + 1 > subject.i:
        return ()
    second = mention_of(predicate.document, doc[first.last + 1])
    if doc[first.last].text != "," or second is None or not second.first <= subject.i < second.last:
        return ()
    return first.actors


def _doer(predicate: Predicate, subject: Token) -> Iterable[Actor]:
    """Who acts where the subject is itself an act: "the invasion that ousted the Taliban".

    A relative clause after "the attack on civilians" is read as the attack's.
    """
    document, lexicon = predicate.document, predicate.lexicon
    act = subject
    if predicate.token.dep_ == "relcl" and predicate.token.head == subject:
        above = subject.head.head if subject.dep_ == "pobj" else subject
        thing = not any(c.lower_ in ("who", "whom") for c in predicate.token.children)
        if thing and above.pos_ == "NOUN" and _hostile(above, lexicon):
            act = above
    if act.pos_ != "NOUN" or not _hostile(act, lexicon):
        return argument(document, subject)
    noun = Predicate(document, act, lexicon, verbal=False)
    acting = noun.first(("own", "by", "from"))
    return () if acting == named_place(noun) else acting


def _hardware(predicate: Predicate, subject: Token) -> Iterable[Actor]:
    """ "Iraqi warplanes struck": arms and ships act for whose they are."""
    if subject.lemma_.lower() not in predicate.lexicon.classes["hardware"]:
        return ()
    return owner_of(predicate.document, subject)


def _hostile(noun: Token, lexicon: Lexicon) -> bool:
    kinds = {e.type for e in lexicon.nouns.get(noun.lemma_.lower(), ())}
    return bool(kinds & {"ASSAULT", "MOBILIZE"})


def _carrier(predicate: Predicate) -> Iterable[Actor]:
    """The actors that carry out a noun: the subject of "held (talks)", "imposed (sanctions)"."""
    token, lexicon, document = predicate.token, predicate.lexicon, predicate.document
    verb = syntax.carrying_verb(token)
    head = syntax.top_noun(token)
    if verb is not None and head.dep_ == "pobj" and _beside(head, lexicon):
        # "after talks with Merkel, Putin left": the clause's subject took part in the talks
        kinds = {e.type for e in lexicon.nouns.get(token.lemma_.lower(), ())}
        if "CONSULT" not in kinds:
            return ()
        return [a for t in syntax.deep_subjects(verb) for a in argument(document, t)]
    if verb is None and head.dep_ == "pobj":
        # "a plan for talks", "the decision on sanctions": the governing noun's owner
        above = head.head.head
        governor = lexicon.governors.get((above.lemma_.lower(), "noun"))
        if governor is not None and governor.carries == "yes":
            return [a for t in syntax.noun_bearers(above) for a in argument(document, t)]
        return ()
    if verb is None:
        return ()
    governor = lexicon.governors.get((verb.lemma_.lower(), "verb"))
    orders = verb.lemma_ in lexicon.words["ordering_verbs"] and head.dep_ == "dobj"
    hard = {e.type for e in lexicon.nouns.get(token.lemma_.lower(), ())} - _WORDS
    if orders and hard & _ORDERED:  # "ordered the invasion"
        return [a for t in syntax.deep_subjects(verb) for a in argument(document, t)]
    if governor is None or governor.carries in ("no", "object"):
        return ()
    if verb.lemma_ in ("deny", "reject", "dismiss", "refute", "cancel", "lift", "abandon"):
        return ()  # whoever denies an allegation did not make it
    found: list[Actor] = []
    for subject in syntax.deep_subjects(verb):
        found += (
            argument(document, subject)
            or _hardware(predicate, subject)
            or author_of(document, subject, lexicon)
        )
    if governor.carries == "speaker":
        kinds = {e.type for e in lexicon.nouns.get(token.lemma_.lower(), ())}
        if kinds <= _WORDS:
            return ()  # whoever declares denials credible did not deny
        return [state_of(a) for a in found if a.code != UNKNOWN_CODE]
    return found


def _beside(noun: Token, lexicon: Lexicon) -> bool:
    """Whether a phrase stands beside the clause: "since the strike", "With its attacks, ..."."""
    word, verb = noun.head, noun.head.head
    return word.lower_ not in lexicon.words["governing_prepositions"] or word.i < verb.i


def _objects(predicate: Predicate) -> Iterable[Actor]:
    return [a for t in predicate.objects() for a in _object(predicate, t)]


def _object(predicate: Predicate, token: Token) -> tuple[Actor, ...]:
    """Whom an object names; "each other" are the subjects."""
    if predicate.verbal and syntax.is_each_other(token):
        return predicate.slot("subj")
    return argument(predicate.document, token)


def _indirect(predicate: Predicate) -> Iterable[Actor]:
    tokens = syntax.indirect_objects(predicate.token)
    return [a for t in tokens for a in argument(predicate.document, t)]


def _own(predicate: Predicate) -> Iterable[Actor]:
    found = owner_of(predicate.document, predicate.token)
    if not found:
        top = syntax.top_noun(predicate.token)
        if top != predicate.token:
            found = owner_of(predicate.document, top)
    if not found:
        found = _whose(predicate)
    return [a for a in found if not _third_party(predicate, a)]


def _whose(predicate: Predicate) -> tuple[Actor, ...]:
    """ "Russia, whose invasion of Ukraine": the antecedent owns."""
    if not any(c.lower_ == "whose" for c in predicate.token.children):
        return ()
    verb = next((t for t in predicate.token.ancestors if t.dep_ == "relcl"), None)
    if verb is not None:
        return argument(predicate.document, verb.head)
    return ()


def named_place(predicate: Predicate) -> tuple[Actor, ...]:
    """The place whose bare name stands before an event noun: "the Paris attacks".

    Demonyms, possessives and abbreviations ("US strikes") name who acts.
    """
    if predicate.verbal:
        return ()
    for child in predicate.token.lefts:
        if child.dep_ not in ("compound", "nmod") or child.pos_ != "PROPN":
            continue
        mention = mention_of(predicate.document, child)
        if mention is None or len(mention.actors) != 1 or mention.usage == "source":
            continue
        actor = mention.actors[0]
        named = actor.how in ("name", "city", "capital") and mention.kind == "state"
        owner = predicate.document.doc[mention.last].tag_ == "POS"
        if named and not owner and not actor.text.replace(".", "").isupper():
            return (actor,)
    return ()


def _third_party(predicate: Predicate, actor: Actor) -> bool:
    """ "U.S.-brokered talks": who stands before the participle is no party to the talks."""
    doc = predicate.document.doc
    span = doc.char_span(actor.start, actor.end, alignment_mode="expand")
    if span is None or span.end + 1 >= len(doc) or doc[span.end].text not in ("-", "–"):
        return False
    return doc[span.end + 1].lower_ in predicate.lexicon.words["third_party_participles"]


def _complement_actors(predicate: Predicate) -> Iterable[Actor]:
    """Actors in the complement's own objects: "a pledge to strengthen ties with Pyongyang"."""
    document = predicate.document
    acting = predicate.slot("subj") + predicate.slot("own")
    subjects, home = {a.name for a in acting}, {a.code for a in acting}
    holders = [predicate.token, *predicate.objects()]
    for clause in (c for holder in holders for c in syntax.complements(holder)):
        found: list[Actor] = []
        for obj in syntax.deep_objects(clause):
            sides = [a for t in syntax.prepositions(obj, "between") for a in argument(document, t)]
            if len(sides) > 1:
                return sides  # "an effort to resolve the dispute between Qatar and Bahrain"
            found += actors_of(document, obj)
            for word in ("with", "to", "on", "against", "for", "of"):
                found += [a for t in syntax.prepositions(obj, word) for a in argument(document, t)]
            found += owners_deep(document, obj)
        for word in ("with", "to", "against", "on", "from", "for"):
            found += [a for t in syntax.prepositions(clause, word) for a in argument(document, t)]
        told = clause.dep_ == "acl" and any(c.dep_ == "nsubj" for c in clause.children)
        if clause.dep_ == "ccomp" or told:  # "doubts that the Syrians would"
            asked = [a for t in syntax.surface_subjects(clause) for a in argument(document, t)]
            if any(a.code in home for a in asked):
                return ()  # "said that his own president should cancel a meeting with Putin"
            found = [
                a for t in syntax.surface_subjects(clause) for a in argument(document, t)
            ] + found
        found = [
            a for a in found
            if a.name not in subjects and a.code not in home and a.code != UNKNOWN_CODE
        ]  # fmt: skip
        if found:
            codes = found[0].code
            return [a for a in found if a.code == codes][:1]
    return ()


def _between(predicate: Predicate) -> Iterable[Actor]:
    tokens = predicate.prepositions("between") + predicate.prepositions("among")
    return [a for t in tokens for a in argument(predicate.document, t)]


def _place(predicate: Predicate) -> Iterable[Actor]:
    mention = place_mention(predicate)
    return mention.actors if mention is not None else ()


def place_mention(predicate: Predicate) -> Mention | None:
    """The place of the predicate: in its own or its object's phrases, or the clause's opening."""
    document, token = predicate.document, predicate.token
    tokens: list[Token] = [token, *predicate.objects()]
    if not predicate.verbal:
        verb = syntax.carrying_verb(token)
        top = syntax.top_noun(token)
        if verb is None and top.dep_ in ("nsubj", "nsubjpass"):
            verb = top.head  # "protests continued in Caracas"
        tokens = [token, top] + ([verb] if verb is not None else [])
    for holder in tokens:
        for word in _PLACE_PREPOSITIONS:
            for found in syntax.prepositions(holder, word):
                mention = place_in(document, found)
                if mention is not None:
                    return mention
    head = token if predicate.verbal else (syntax.carrying_verb(token) or token)
    for _ in range(4):  # "During his stay in Shanghai, Lee is expected to attend ..."
        for child in head.children:
            if child.dep_ in ("prep", "advcl") and child.i < token.i and child.is_title:
                for inner in child.subtree:
                    if inner.dep_ == "pobj" and inner.head.lower_ in _PLACE_PREPOSITIONS:
                        mention = place_in(document, inner)
                        if mention is not None:
                            return mention
        if head.head == head or head.dep_ in ("ccomp", "relcl"):
            break
        head = head.head
    return None


def place_in(document: Document, token: Token) -> Mention | None:
    """The place that a phrase names or stands in, if any."""
    mention = mention_of(document, token)
    if mention is not None and (mention.kind == "state" or mention.usage == "place"):
        return mention
    for word in ("in", "of", "near"):  # "the Great Hall of the People in Beijing"
        for inner in syntax.prepositions(token, word):
            found = mention_of(document, inner)
            if found is not None and (found.kind == "state" or found.usage == "place"):
                return found
    return None


def _speaker(predicate: Predicate) -> Iterable[Actor]:
    """The official who speaks the words in which the predicate stands."""
    speaker = speaker_at(predicate.document, predicate.token.idx)
    return (speaker,) if speaker is not None and is_official(speaker) else ()


_SPECIAL: dict[str, Callable[[Predicate], Iterable[Actor]]] = {
    "subj": _subjects,
    "obj": _objects,
    "iobj": _indirect,
    "own": _own,
    "comp": _complement_actors,
    "between": _between,
    "place": _place,
    "speaker": _speaker,
}
