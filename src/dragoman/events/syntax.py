"""Who stands where in the clause: subjects, objects and prepositions, also the unsaid ones.

The parser errs, so each function looks in more than one place and, in doubt, returns nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.language.verbs import is_noun as is_noun
from dragoman.language.verbs import is_passive as is_passive
from dragoman.language.verbs import is_verb as is_verb

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_PREPS = frozenset({"prep", "dative", "agent"})
# Verbs whose object, not subject, acts in their infinitive ("urged China to stop").
OBJECT_CONTROL = frozenset(
    "urge ask tell order force persuade allow permit enable press pressure encourage invite "
    "instruct "
    "authorize authorise request implore beg compel oblige lead cause help accuse warn push drive "
    "exhort command direct prompt suspect want expect stop prevent keep blame like love prefer "
    "criticize criticise condemn ban bar call denounce slam blast fault praise thank punish rebuke "
    "commend assail lambast lambaste castigate chide mock scold fine applaud".split()
)


def surface_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """The grammatical subjects of a verb, its own or the one it is controlled by."""
    own = [c for c in verb.children if c.dep_ in _SUBJECTS and c.i != verb.i]
    if own:
        return own
    if depth > 6:
        return []
    head = verb.head
    if head == verb:
        return _subject_before(verb)
    if verb.dep_ == "relcl":
        return [head]
    if verb.dep_ == "acl":
        if verb.tag_ in ("VBN", "VBG"):
            return [head]
        return noun_bearers(head, depth + 1)
    if verb.dep_ in ("conj", "xcomp", "advcl", "ccomp", "dep", "parataxis") and is_verb(head):
        if verb.dep_ == "ccomp" and verb.tag_ not in ("VB", "VBG", "VBN"):
            return []
        if verb.dep_ != "conj" and head.lemma_ in OBJECT_CONTROL and not is_passive(head):
            objects = [c for c in head.children if c.dep_ in ("dobj", "dative")]
            if objects and verb.dep_ in ("xcomp", "ccomp"):
                return objects
        return surface_subjects(head, depth + 1)
    if verb.dep_ in ("xcomp", "ccomp", "advcl") and head.pos_ in ("ADJ", "NOUN"):
        if is_verb(head.head):
            return surface_subjects(head.head, depth + 1)
        return noun_bearers(head, depth + 1)
    if verb.dep_ == "pcomp" and head.pos_ in ("ADP", "SCONJ"):
        above = head.head
        if is_verb(above):
            if above.lemma_ in OBJECT_CONTROL:
                objects = [c for c in above.children if c.dep_ in ("dobj", "nsubjpass")]
                if objects:
                    return objects
            return surface_subjects(above, depth + 1)
        return noun_bearers(above, depth + 1)
    return []


_SKIPPED = frozenset({"advmod", "aux", "auxpass", "neg", "prep", "punct", "npadvmod"})


def _subject_before(verb: Token) -> list[Token]:
    """The subject that the parser hung on an earlier name: "With France, the U.S. launched"."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return []
    for i in range(verb.i - 1, max(verb.sent.start - 1, verb.i - 7), -1):
        token = verb.doc[i]
        if token.dep_ in _SKIPPED or (token.dep_ == "pobj" and token.head.head == verb):
            continue
        return [token] if token.dep_ == "appos" and is_noun(token) else []
    return []


def headline_subject(verb: Token) -> Token | None:
    """Who is to act in a headline without a finite verb: "Kenya's president to meet ..."."""
    head = verb.head
    infinitive = verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.lefts)
    bare = head.dep_ == "ROOT" and is_noun(head) and head.i < verb.i
    if infinitive and bare and verb.dep_ in ("acl", "relcl", "advcl"):
        return head
    return None


def is_each_other(token: Token) -> bool:
    """Whether the token heads "each other" or "one another"."""
    before = token.nbor(-1).lower_ if token.i else ""
    return (before, token.lower_) in (("each", "other"), ("one", "another"))


def noun_bearers(noun: Token, depth: int = 0) -> list[Token]:
    """Who owns a noun ("Seoul's decision to") or carries it ("Seoul made an effort to")."""
    owners = [c for c in noun.children if c.dep_ == "poss"]
    if owners:
        return owners
    by = prepositions(noun, "by")
    if by:
        return by
    verb = carrying_verb(noun)
    if verb is not None and depth < 6:
        return surface_subjects(verb, depth + 1) if not is_passive(verb) else agents(verb)
    return []


def carrying_verb(noun: Token) -> Token | None:
    """The verb that has the noun as object, as passive subject, or after its preposition."""
    head = top_noun(noun)
    if head.dep_ in ("dobj", "nsubjpass", "attr", "oprd") and is_verb(head.head):
        return head.head
    if head.dep_ == "pobj" and head.head.pos_ in ("ADP", "SCONJ"):
        above = head.head.head
        if is_verb(above):
            return above
        if above.dep_ == "prep" and is_verb(above.head):
            return above.head
    return None


_MEASURES = frozenset(
    "series round number set wave string spate barrage kind type form sort couple range host "
    "flurry "
    "pair lot part bit day hour week deal".split()
)


def top_noun(noun: Token) -> Token:
    """The noun that stands for this one in the clause: through coordination and "a round of"."""
    seen = 0
    while seen < 6:
        seen += 1
        if noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN"):
            noun = noun.head
        elif (
            noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_ in _MEASURES
        ):
            noun = noun.head.head
        else:
            break
    return noun


def agents(verb: Token) -> list[Token]:
    """The "by" phrase of a passive."""
    return [
        p
        for c in verb.children
        if c.dep_ in ("agent", "prep") and c.lower_ == "by"
        for p in c.children
        if p.dep_ == "pobj"
    ]


def deep_subjects(verb: Token) -> list[Token]:
    """Who acts: the subject of an active verb, the agent of a passive."""
    return agents(verb) if is_passive(verb) else surface_subjects(verb)


def deep_objects(verb: Token) -> list[Token]:
    """What is acted on: the object of an active verb, the subject of a passive."""
    direct = [c for c in verb.children if c.dep_ in ("dobj", "obj")]
    if is_passive(verb):
        return [_antecedent(c) for c in surface_subjects(verb)] or direct
    if direct:
        return [_antecedent(c) for c in direct]
    if verb.dep_ == "relcl" and any(c.dep_ in _SUBJECTS for c in verb.children):
        # "the missiles North Korea launched": the gap is the object
        relative = any(c.tag_ in ("WDT", "WP") and c.dep_ in _SUBJECTS for c in verb.children)
        if not relative and not any(c.dep_ in ("xcomp", "ccomp") for c in verb.children):
            return [verb.head]
    return []


def _antecedent(token: Token) -> Token:
    if token.tag_ in ("WDT", "WP") and token.head.dep_ == "relcl":
        return token.head.head
    return token


def indirect_objects(verb: Token) -> list[Token]:
    """Bare indirect objects ("gave Ukraine tanks")."""
    return [c for c in verb.children if c.dep_ in ("dative", "iobj") and c.pos_ != "ADP"]


def prepositions(token: Token, word: str) -> list[Token]:
    """Objects of the preposition ``word`` under a verb or noun, also nested ones ("out of")."""
    doc = token.doc
    kept = doc.user_data.get(_KEY)
    if kept is None:
        kept = doc.user_data[_KEY] = {}
    under = kept.get(token.i)
    if under is None:  # rows ask for many prepositions of one word
        under = kept[token.i] = _prepositions(token)
    return [doc[i] for i in under.get(word, ())]


_KEY = "dragoman.prepositions"


def _prepositions(token: Token) -> dict[str, list[int]]:
    """All prepositions under a word with the places of their objects."""
    found: dict[str, list[int]] = {}
    for child in token.children:
        if child.dep_ in _PREPS and child.pos_ in ("ADP", "SCONJ", "VERB", "ADV", "PART"):
            under = list(child.children)
            places = [c.i for c in under if c.dep_ in ("pobj", "pcomp")]
            found.setdefault(child.lower_, []).extend(places)
            for inner in under:
                if inner.dep_ in ("prep", "conj") and inner.pos_ == "ADP":
                    places = [c.i for c in inner.children if c.dep_ == "pobj"]
                    found.setdefault(inner.lower_, []).extend(places)
    return found


def words_before(noun: Token) -> Iterator[Token]:
    """Adjectives and nouns that stand before a noun and belong to it."""
    for child in noun.lefts:
        if child.dep_ in ("amod", "compound", "nmod", "advmod", "nummod", "npadvmod"):
            yield child
            yield from (c for c in child.subtree if c.i != child.i and c.i < noun.i)


def has_particle(verb: Token, word: str) -> bool:
    """Whether the verb has this particle ("called off", "step down", "pull out")."""
    return any(
        c.lower_ == word and c.dep_ in ("prt", "advmod", "prep", "compound") for c in verb.children
    )


def complements(token: Token) -> list[Token]:
    """Clauses that complete a verb or noun: "threatened to attack", "a pledge to strengthen"."""
    found = [
        c
        for c in token.children
        if c.dep_ in ("xcomp", "ccomp")
        or (
            c.dep_ == "acl"
            and (c.tag_ == "VB" or any(m.dep_ in ("mark", "nsubj") for m in c.children))
        )
        or (c.dep_ == "advcl" and c.tag_ == "VB" and any(x.lower_ == "to" for x in c.lefts))
    ]
    for child in token.children:
        if child.dep_ == "prep":
            found += [c for c in child.children if c.dep_ == "pcomp"]
        if child.dep_ == "dobj" and token.lemma_ in OBJECT_CONTROL:
            found += [c for c in child.children if c.dep_ == "acl" and c.tag_ == "VB"]
    return found
