"""The conditions of a lexicon row: whether they hold for a predicate in its clause."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from dragoman.actors.lookup import mention_of
from dragoman.document import Document
from dragoman.events import syntax
from dragoman.events.arguments import Predicate, place_in, place_mention
from dragoman.events.lexicon import Entry
from dragoman.events.phrases import argument, is_fighting, is_official
from dragoman.records import UNKNOWN_CODE


def holds(predicate: Predicate, entry: Entry) -> bool:
    """Whether all conditions of a lexicon row hold for a predicate."""
    return all(_need(predicate, n) or _loud(predicate, entry, n) for n in entry.needs)


def _loud(predicate: Predicate, entry: Entry, need: str) -> bool:
    """Whether anybody may say it: what is demanded of a state or laid to its charge is told."""
    if need not in ("subj:official", "subj:actor") or entry.type not in ("ACCUSE", "REQUEST"):
        return False
    if not predicate.verbal or entry.lemma not in predicate.lexicon.words["loud_verbs"]:
        return False
    if not syntax.deep_subjects(predicate.token):
        return False
    told = predicate.first(entry.recipient)
    return any(is_official(a) and a.code != UNKNOWN_CODE for a in told)


def _need(predicate: Predicate, need: str) -> bool:
    if "!" in need:
        slot, _, what = need.partition("!")
        return _slot_tokens(predicate, slot) != [] and not _is(predicate, slot, what)
    if "=" in need:
        slot, _, words = need.removeprefix("prep:").partition("=")
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
        return _holds_word(predicate, rest, above=head == "hasnt") == (head == "has")
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
                    for a in argument(predicate.document, t)]  # fmt: skip
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
                    for a in argument(predicate.document, t)]  # fmt: skip
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


def _holds_word(predicate: Predicate, words: str, *, above: bool = False) -> bool:
    """Whether a word, or one of a class, stands under the predicate in its own clause.

    ``above`` looks into the clause that tells it, too: "the film shows soldiers attacking".
    """
    wanted: set[str] = set()
    for word in words.split(","):
        wanted |= predicate.lexicon.classes.get(word, frozenset({word}))
    token = predicate.token
    if not predicate.verbal:
        token = syntax.carrying_verb(token) or token
    for _ in range(2 if above else 0):
        if token.dep_ in ("ccomp", "acl", "xcomp"):
            token = token.head
    return any(
        inner.i != predicate.token.i
        and abs(inner.i - predicate.token.i) <= _HAS_REACH
        and (inner.lemma_.lower() in wanted or inner.lower_ in wanted)
        for inner in token.subtree
    )


def _negated(predicate: Predicate) -> bool:
    """Whether the verb is denied itself, or the "going to" above it."""
    token = predicate.token
    over = [token.head] if token.dep_ == "xcomp" and token.head.lemma_ == "go" else []
    return any(c.dep_ == "neg" for verb in (token, *over) for c in verb.children)


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
    "neg": _negated,
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
    if what in ("official", "actor") and slot == "subj" and _speaks_for_states(predicate, tokens):
        return True
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
        return any(place_in(document, t) is not None for t in tokens)
    if what == "named":  # the name itself, not a thing that belongs to the place
        found = [mention_of(document, t) for t in tokens]
        return any(
            m is not None and "place" in (m.usage, m.kind, "place" if m.kind == "state" else "")
            for m in found
        )
    if what == "foreign":
        home = {a.code for a in predicate.slot("subj")}
        abroad = {a.code for a in actors} | {a.code for a in predicate.slot("place")}
        return bool(abroad - home - {UNKNOWN_CODE})
    return any(_named(t, frozenset({what})) for t in tokens)


def _speaks_for_states(predicate: Predicate, tokens: list[Token]) -> bool:
    """ "Several countries", "the commentary": acts of words by somebody who is not named here."""
    lexicon = predicate.lexicon
    return any(
        (t.lemma_.lower() in lexicon.classes["states"] and t.tag_ == "NNS")
        or (t.lemma_.lower() in lexicon.words["texts"] and t.pos_ == "NOUN")
        for t in tokens
    )


def _is_person(document: Document, token: Token) -> bool:
    mention = mention_of(document, token)
    if mention is None:
        return False
    he = mention.kind == "pronoun" and bool(mention.actors[0].role)
    return he or mention.kind in ("person", "role")
