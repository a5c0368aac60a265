"""Fill the slots of a lexicon row: which actors stand where."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from spacy.tokens import Token

from dragoman.actors.lookup import actors_of, mention_of, owner_of
from dragoman.document import Document, Mention
from dragoman.events import syntax
from dragoman.events.lexicon import Entry, Lexicon
from dragoman.records import UNKNOWN_CODE, Actor

_PLACE_PREPOSITIONS = ("in", "at", "to", "near", "outside", "into", "inside", "off", "from")
_NOT_OFFICIAL = frozenset("EDU JRN BUS CVL LAB REF CRM MED REL AGR SOC UNS NGO ELI".split())
_FIGHTING = frozenset("MIL REB COP UAF SPY GOV PRM".split())


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
            self._slots[name] = _unique(self._find(name))
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
        if found:
            return found
        if self.verbal:
            for obj in syntax.deep_objects(self.token):
                found += syntax.prepositions(obj, word)
            return found
        top = syntax.top_noun(self.token)
        if top != self.token:
            found = syntax.prepositions(top, word)
        verb = syntax.carrying_verb(self.token)
        if not found and verb is not None:
            after = self.token.i
            found = [t for t in syntax.prepositions(verb, word) if t.i > after]
        return found

    def _find(self, name: str) -> Iterable[Actor]:
        finder = _SPECIAL.get(name)
        if finder is not None:
            return finder(self)
        if name.endswith("-own"):
            word = name.removesuffix("-own")
            tokens = self.objects() if word == "obj" else self.prepositions(word)
            return [a for t in tokens for a in _owners_deep(self.document, t)]
        first, _, second = name.partition("-")
        tokens = self.prepositions(first)
        if second:
            tokens = [t for outer in tokens for t in syntax.prepositions(outer, second)]
        return [a for t in tokens for a in _argument(self.document, t)]


def _subjects(predicate: Predicate) -> Iterable[Actor]:
    document, token = predicate.document, predicate.token
    if predicate.verbal:
        return [a for t in syntax.deep_subjects(token) for a in _argument(document, t)]
    return _carrier(predicate)


def _carrier(predicate: Predicate) -> Iterable[Actor]:
    """The actors that carry out a noun: the subject of "held (talks)", "imposed (sanctions)"."""
    token, lexicon, document = predicate.token, predicate.lexicon, predicate.document
    verb = syntax.carrying_verb(token)
    head = syntax.top_noun(token)
    if verb is None and head.dep_ == "pobj":
        # "a plan for talks", "the decision on sanctions": the governing noun's owner
        above = head.head.head
        governor = lexicon.governors.get((above.lemma_.lower(), "noun"))
        if governor is not None and governor.carries == "yes":
            return [a for t in syntax.noun_bearers(above) for a in _argument(document, t)]
        return ()
    if verb is None:
        return ()
    governor = lexicon.governors.get((verb.lemma_.lower(), "verb"))
    if governor is None or governor.carries in ("no", "object"):
        return ()
    if verb.lemma_ in ("deny", "reject", "dismiss", "refute", "cancel", "lift", "abandon"):
        return ()  # whoever denies an allegation did not make it
    found = [a for t in syntax.deep_subjects(verb) for a in _argument(document, t)]
    if governor.carries == "speaker":
        return [a for a in found if a.code != UNKNOWN_CODE]
    return found


def _objects(predicate: Predicate) -> Iterable[Actor]:
    return [a for t in predicate.objects() for a in _argument(predicate.document, t)]


def _indirect(predicate: Predicate) -> Iterable[Actor]:
    tokens = syntax.indirect_objects(predicate.token)
    return [a for t in tokens for a in _argument(predicate.document, t)]


def _own(predicate: Predicate) -> Iterable[Actor]:
    found = owner_of(predicate.document, predicate.token)
    if not found:
        top = syntax.top_noun(predicate.token)
        if top != predicate.token:
            found = owner_of(predicate.document, top)
    return found


def _complement_actors(predicate: Predicate) -> Iterable[Actor]:
    """Actors in the complement's own objects: "a pledge to strengthen ties with Pyongyang"."""
    document = predicate.document
    subjects = {a.name for a in predicate.slot("subj")} | {a.name for a in predicate.slot("own")}
    holders = [predicate.token, *predicate.objects()]
    for clause in (c for holder in holders for c in syntax.complements(holder)):
        found: list[Actor] = []
        for obj in syntax.deep_objects(clause):
            found += actors_of(document, obj)
            for word in ("with", "to", "on", "against", "for", "of"):
                found += [a for t in syntax.prepositions(obj, word) for a in _argument(document, t)]
            found += _owners_deep(document, obj)
        for word in ("with", "to", "against", "on", "from", "for"):
            found += [a for t in syntax.prepositions(clause, word) for a in _argument(document, t)]
        if clause.dep_ == "ccomp":
            found = [
                a for t in syntax.surface_subjects(clause) for a in _argument(document, t)
            ] + found
        found = [a for a in found if a.name not in subjects and a.code != UNKNOWN_CODE]
        if found:
            codes = found[0].code
            return [a for a in found if a.code == codes][:1]
    return ()


def _between(predicate: Predicate) -> Iterable[Actor]:
    tokens = predicate.prepositions("between") + predicate.prepositions("among")
    return [a for t in tokens for a in _argument(predicate.document, t)]


def _place(predicate: Predicate) -> Iterable[Actor]:
    mention = place_mention(predicate)
    return mention.actors if mention is not None else ()


def place_mention(predicate: Predicate) -> Mention | None:
    """The place of the predicate: in its own or its object's phrases, or the clause's opening."""
    document, token = predicate.document, predicate.token
    tokens: list[Token] = [token, *predicate.objects()]
    if not predicate.verbal:
        verb = syntax.carrying_verb(token)
        tokens = [token, syntax.top_noun(token)] + ([verb] if verb is not None else [])
    for holder in tokens:
        for word in _PLACE_PREPOSITIONS:
            for found in syntax.prepositions(holder, word):
                mention = _place_in(document, found)
                if mention is not None:
                    return mention
    head = token if predicate.verbal else (syntax.carrying_verb(token) or token)
    for _ in range(4):  # "During his stay in Shanghai, Lee is expected to attend ..."
        for child in head.children:
            if child.dep_ in ("prep", "advcl") and child.i < token.i and child.is_title:
                for inner in child.subtree:
                    if inner.dep_ == "pobj" and inner.head.lower_ in _PLACE_PREPOSITIONS:
                        mention = _place_in(document, inner)
                        if mention is not None:
                            return mention
        if head.head == head or head.dep_ in ("ccomp", "relcl"):
            break
        head = head.head
    return None


def _place_in(document: Document, token: Token) -> Mention | None:
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
    at = predicate.token.idx
    for statement in predicate.document.statements:
        if any(span.start <= at < span.end for span in statement.content):
            return (statement.speaker,) if is_official(statement.speaker) else ()
    return ()


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


def _argument(document: Document, token: Token) -> tuple[Actor, ...]:
    found = actors_of(document, token)
    if found:
        return found
    mention = mention_of(document, token)
    if mention is not None and mention.head == token.i:
        return mention.actors
    return ()


def _owners_deep(document: Document, token: Token) -> list[Actor]:
    """Whose thing it is: owner of the noun, or what its "of"/"from"/"by" phrase names."""
    found = list(owner_of(document, token))
    if not found:
        for word in ("of", "from", "by"):
            for inner in syntax.prepositions(token, word):
                found += actors_of(document, inner) or owner_of(document, inner)
            if found:
                break
    return found


def _unique(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    seen: dict[str, Actor] = {}
    for actor in actors:
        seen.setdefault(actor.name, actor)
    return tuple(seen.values())


def is_official(actor: Actor) -> bool:
    """Whether a state, its organs, an armed group or an organisation of states acts."""
    if actor.code == UNKNOWN_CODE and not set(actor.sectors) & {"GOV", "MIL", "REB", "LEG", "PTY"}:
        return False
    return not actor.sectors or actor.sectors[0] not in _NOT_OFFICIAL


def is_fighting(actor: Actor) -> bool:
    """Whether the actor is a state or bears arms."""
    return is_official(actor) and (not actor.sectors or bool(set(actor.sectors) & _FIGHTING))


def holds(predicate: Predicate, entry: Entry) -> bool:
    """Whether all conditions of a lexicon row hold for a predicate."""
    return all(_need(predicate, need) for need in entry.needs)


def _need(predicate: Predicate, need: str) -> bool:
    if "!" in need:
        slot, _, what = need.partition("!")
        return _slot_tokens(predicate, slot) != [] and not _is(predicate, slot, what)
    if "=" in need:
        slot, _, words = need.partition("=")
        lemmas = words.split(",")
        return any(_named(t, frozenset(lemmas)) for t in _slot_tokens(predicate, slot))
    head, _, rest = need.partition(":")
    if head == "prep":
        word, _, what = rest.partition(":")
        tokens = predicate.prepositions(word)
        return bool(tokens) and (not what or _is(predicate, word, what))
    if head in ("prt", "advmod"):
        return syntax.has_particle(predicate.token, rest)
    if head in ("pre", "not-pre"):
        return _before(predicate, rest) == (head == "pre")
    if head in ("possible", "both"):
        return True  # checked by the coder, once status and parties are known
    if head in ("has", "hasnt"):
        return _holds_word(predicate, rest) == (head == "has")
    simple = _SIMPLE.get(head)
    if simple is not None and not rest:
        return simple(predicate)
    return _is(predicate, head, rest)


def _noobj(predicate: Predicate) -> bool:
    return not predicate.objects()


def _comp(predicate: Predicate) -> bool:
    return bool(syntax.complements(predicate.token))


def _own_act(predicate: Predicate) -> bool:
    """Whether the complement tells what the speaker itself would do, or what follows if not."""
    speakers = {a.code for a in predicate.slot("subj")}
    for clause in syntax.complements(predicate.token):
        subjects = [a for t in syntax.surface_subjects(clause)
                    for a in _argument(predicate.document, t)]  # fmt: skip
        if speakers & {a.code for a in subjects}:
            return True
        if any(c.dep_ == "advcl" and any(m.lower_ in ("if", "unless") for m in c.children)
               for c in clause.children):  # fmt: skip
            return True
    return False


def _must(predicate: Predicate) -> bool:
    """Whether the complement tells what another has to do: "said that Seoul must pay"."""
    speakers = {a.name for a in predicate.slot("subj")}
    for clause in syntax.complements(predicate.token):
        if not any(c.dep_ == "aux" and c.lower_ in ("must", "should") for c in clause.children):
            continue
        subjects = [a for t in syntax.surface_subjects(clause)
                    for a in _argument(predicate.document, t)]  # fmt: skip
        if any(is_official(a) and a.name not in speakers for a in subjects):
            return True
    return False


def _infinitive(predicate: Predicate) -> bool:
    """Whether a complement is a to-infinitive: "told Iran to stop", not "told Iran that"."""
    return any(
        c.tag_ == "VB" and any(m.lower_ == "to" for m in c.lefts)
        for c in syntax.complements(predicate.token)
    )


def _plain(predicate: Predicate) -> bool:
    """Whether nothing is said of the object: "called Xi", not "called Xi a liar"."""
    return not any(
        c.dep_ in ("oprd", "ccomp", "xcomp") or (c.dep_ == "prep" and c.lower_ == "as")
        for c in predicate.token.children
    )


_HAS_REACH = 15  # words; beyond them a word belongs to another clause more often than not


def _holds_word(predicate: Predicate, words: str) -> bool:
    """Whether a word, or one of a class, stands under the predicate in its own clause."""
    wanted: set[str] = set()
    for word in words.split(","):
        wanted |= predicate.lexicon.classes.get(word, frozenset({word}))
    token = predicate.token
    if not predicate.verbal:
        token = syntax.carrying_verb(token) or token
    return any(
        inner.i != predicate.token.i
        and abs(inner.i - predicate.token.i) <= _HAS_REACH
        and (inner.lemma_.lower() in wanted or inner.lower_ in wanted)
        for inner in token.subtree
    )


def _plural(predicate: Predicate) -> bool:
    return predicate.token.tag_ in ("NNS", "NNPS")


def _passive(predicate: Predicate) -> bool:
    return syntax.is_passive(predicate.token)


_SIMPLE: dict[str, Callable[[Predicate], bool]] = {
    "noobj": _noobj,
    "comp": _comp,
    "own-act": _own_act,
    "must": _must,
    "inf": _infinitive,
    "plain": _plain,
    "plural": _plural,
    "passive": _passive,
    "place": lambda p: place_mention(p) is not None,
    "obj": lambda p: bool(p.objects()),
    "subj": lambda p: bool(p.slot("subj")),
}


def _before(predicate: Predicate, words: str) -> bool:
    wanted: set[str] = set()
    for word in words.split(","):
        wanted |= predicate.lexicon.classes.get(word, frozenset({word}))
    return any(
        t.lemma_.lower() in wanted or t.lower_ in wanted
        for t in syntax.words_before(predicate.token)
    )


def _slot_tokens(predicate: Predicate, slot: str) -> list[Token]:
    if slot == "obj":
        return predicate.objects()
    if slot == "iobj":
        return syntax.indirect_objects(predicate.token)
    if slot == "subj":
        return syntax.deep_subjects(predicate.token) if predicate.verbal else []
    if slot == "comp":
        return syntax.complements(predicate.token)
    if slot == "acomp":
        return [c for c in predicate.token.children if c.dep_ in ("acomp", "attr", "oprd")]
    return predicate.prepositions(slot)


def _named(token: Token, lemmas: frozenset[str]) -> bool:
    """Whether the noun, one that it measures ("a series of strikes") or one beside it is listed."""
    if token.lemma_.lower() in lemmas or token.lower_ in lemmas:
        return True
    if token.pos_ == "PROPN" and token.lower_.removesuffix("s") in lemmas:
        return True  # "Self-Defense Forces": names keep their plural as lemma
    if any(c.dep_ == "conj" and c.lemma_.lower() in lemmas for c in token.children):
        return True
    return any(
        inner.lemma_.lower() in lemmas
        for child in token.children
        if child.dep_ == "prep" and child.lower_ == "of"
        for inner in child.children
        if inner.dep_ == "pobj"
    )


def _is(predicate: Predicate, slot: str, what: str) -> bool:
    document = predicate.document
    tokens = _slot_tokens(predicate, slot)
    if what == "any":
        return bool(tokens)
    if what in predicate.lexicon.classes and what not in ("people",):
        return any(_named(t, predicate.lexicon.classes[what]) for t in tokens)
    actors = predicate.slot(slot)
    if what == "official":
        return any(map(is_official, actors))
    if what == "actor":
        return any(a.code != UNKNOWN_CODE or a.sectors for a in actors)
    if what == "igo":
        return any(a.code.startswith("IGO") for a in actors)
    if what == "military":
        return any(map(is_fighting, actors))
    if what == "rebel":
        return any("REB" in a.sectors or "UAF" in a.sectors for a in actors)
    if what in ("people", "workers"):
        if any(_named(t, predicate.lexicon.classes["people"]) for t in tokens):
            return True
        return any(a.sectors and not is_official(a) for a in actors) or any(
            _is_person(document, t) for t in tokens
        )
    if what == "person":
        return any(_is_person(document, t) for t in tokens)
    if what == "place":
        return any(_place_in(document, t) is not None for t in tokens)
    if what == "foreign":
        home = {a.code for a in predicate.slot("subj")}
        abroad = {a.code for a in actors} | {a.code for a in predicate.slot("place")}
        return bool(abroad - home - {UNKNOWN_CODE})
    return any(_named(t, frozenset({what})) for t in tokens)


def _is_person(document: Document, token: Token) -> bool:
    mention = mention_of(document, token)
    if mention is None:
        return False
    he = mention.kind == "pronoun" and bool(mention.actors[0].role)
    return he or mention.kind in ("person", "role")
