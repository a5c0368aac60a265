"""Whether an event happened, is planned, only possible, or did not happen; which words say so.

:func:`read_status` begins here with nouns ("planned talks", "the risk of an attack"); what stands
above a verb is read in :mod:`climbing`.
"""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.events import syntax
from dragoman.events.climbing import climb, governed, noun_up
from dragoman.events.lexicon import Lexicon
from dragoman.events.reading import Reading
from dragoman.language.borders import borders

_ABOUT = ("of", "for", "to", "on", "about", "from")
_LIKE = ("like", "unlike")


def read_status(token: Token, lexicon: Lexicon) -> Reading:
    """The status of the predicate at ``token`` (a verb or an event noun).

    Example (not run: needs a parsed token): ``read_status(verb, load_lexicon()).status``.
    """
    reading = Reading()
    if syntax.is_verb(token):
        climb(token, reading, lexicon)
    else:
        _noun(token, reading, lexicon)
    if _is_question(token) or _the_more(token):
        reading.unreal = True
    return reading


def _is_question(token: Token) -> bool:
    (start, end), doc = borders(token), token.doc
    for i in range(end - 1, max(start, end - 4), -1):
        text = doc[i].text
        if text == "?":
            return True
        if text not in ('"', "'", ")", "”", "’") and not doc[i].is_space:
            return False
    return False


def _the_more(token: Token) -> bool:
    """ "The more they attack, the less ...": a rule, not an act."""
    start, doc = borders(token)[0], token.doc
    if doc[start].lower_ != "the":
        return False
    return doc[start : start + 2].text.lower() in ("the more", "the less")


def _noun(noun: Token, reading: Reading, lexicon: Lexicon) -> None:
    top = syntax.top_noun(noun)
    for holder in [noun] if noun == top else [noun, top]:
        for child in holder.children:
            _beside(child, reading, lexicon)
    if top.dep_ == "pobj" and _under_noun(top, reading, lexicon):
        return
    verb = syntax.carrying_verb(noun)
    if top.dep_ == "pobj" and _adjunct(noun, top, reading, lexicon):
        return
    if verb is not None:
        _seen_as(verb, reading, lexicon)
        known = (verb.lemma_.lower(), "verb") in lexicon.governors
        owned = any(c.dep_ == "poss" for c in noun.children)
        if known or not owned:  # "will discuss China's restrictions": they are there
            governed(verb, reading, lexicon, noun=noun)
            climb(verb, reading, lexicon)
    elif top.dep_ in ("nsubj", "nsubjpass") and syntax.is_verb(top.head):
        _subject(top, reading, lexicon)
    if top.dep_ in ("dobj", "nsubj") and top.head.lemma_ in (
        "include", "feature", "comprise", "contain",
    ):  # fmt: skip
        _schedule(top, reading, lexicon)


def _beside(child: Token, reading: Reading, lexicon: Lexicon) -> None:
    """Adjectives, participles and articles of the noun."""
    lemma, word = child.lemma_.lower(), child.lower_
    if child.dep_ in ("amod", "acl", "nmod", "compound"):
        governor = lexicon.governors.get((lemma, "adj")) or lexicon.governors.get((word, "adj"))
        if governor is not None:
            reading.alleged |= governor.alleged
            if governor.status != "actual":
                reading.add(governor.status, child)
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            said = lexicon.governors.get((lemma, "verb"))
            if said is not None and said.status != "actual":
                reading.add(said.status, child)
    elif child.dep_ == "neg" or (child.dep_ == "det" and word in ("no", "neither")):
        reading.add("negated", child)
    elif child.dep_ == "det" and word == "any":
        reading.unreal |= not _negated_above(child.head)
    if word in lexicon.words["possible_adverbs"]:
        reading.add("possible", child)
    elif word in lexicon.words["hedge_adverbs"]:
        reading.hedges.append(child)


def _negated_above(noun: Token) -> bool:
    """Whether the clause of "any talks" is a negated one."""
    token = noun
    for _ in range(5):
        if token.head == token:
            return False
        token = token.head
        if token.lemma_ in ("deny", "refuse", "reject", "cancel", "suspend", "without") or any(
            c.dep_ == "neg" for c in token.children
        ):
            return True
    return False


def _under_noun(top: Token, reading: Reading, lexicon: Lexicon) -> bool:
    """ "The risk of an attack", "a plan for talks"; whether the noun above settles it."""
    preposition = top.head
    if preposition.lower_ == "without":
        reading.add("negated", preposition)
    reading.likened |= preposition.lower_ in _LIKE
    above = preposition.head
    lemma = above.lemma_.lower()
    if preposition.lower_ == "for" and lemma in lexicon.words["motion"]:
        reading.add("planned")  # "arrived in Oslo for talks with"
    if preposition.lower_ not in _ABOUT or not syntax.is_noun(above):
        return False
    if lemma in lexicon.words["idle_nouns"] or lemma in lexicon.words["weighing_nouns"]:
        reading.unreal = True
        return True
    if lemma in lexicon.words["rumour_nouns"]:
        reading.add("possible", above)
    elif lemma in lexicon.words["report_nouns"] and preposition.lower_ == "of":
        reading.hedges.append(above)
    governor = lexicon.governors.get((lemma, "noun"))
    if governor is None:
        return False
    if governor.status != "actual":
        reading.add(governor.status, above)
        reading.undone |= governor.status == "negated"
    noun_up(above, reading, lexicon)
    return True


def _adjunct(noun: Token, top: Token, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether the noun only stands beside the clause: "after talks, Lee will leave"."""
    preposition, words = top.head, lexicon.words
    word, verb = preposition.lower_, preposition.head
    if word == "of" and verb.lower_ == "ahead":
        reading.add("planned", verb)
        return True
    if not syntax.is_verb(verb):
        return False
    if word in words["governing_prepositions"]:
        return preposition.i < verb.i  # "With its attacks, Israel is denying ..."
    meeting = any(e.type == "CONSULT" for e in lexicon.nouns.get(noun.lemma_.lower(), ()))
    if word in ("through", "via") and any(c.tag_ == "MD" for c in verb.children):
        reading.unreal = True  # "must be settled through talks"
        return True
    if word in words["past_adjuncts"]:
        if meeting and any(c.lower_ in ("will", "'ll") for c in verb.children):
            reading.add("planned")
        return True
    if word in words["coming_adjuncts"] and any(c.tag_ == "MD" for c in verb.children):
        reading.add("planned", preposition)
        return True
    return False


def _seen_as(verb: Token, reading: Reading, lexicon: Lexicon) -> None:
    """ "See an attack as unlikely": what is rated so has not taken place."""
    if verb.lemma_ not in lexicon.words["seeing_verbs"]:
        return
    for word in verb.subtree:
        if word.i > verb.i and word.pos_ == "ADJ":
            governor = lexicon.governors.get((word.lemma_.lower(), "adj"))
            if governor is not None and governor.status == "possible":
                reading.add("possible", word)


def _subject(top: Token, reading: Reading, lexicon: Lexicon) -> None:
    """ "Talks will begin", "the visit was cancelled", "a strike would bring"."""
    verb = top.head
    governor = lexicon.governors.get((verb.lemma_.lower(), "verb"))
    going = verb.lemma_ not in ("go", "run") or any(
        c.lower_ in lexicon.words["takes_place_with"] for c in verb.children
    )
    starts = (
        going
        and verb.lemma_ in lexicon.words["takes_place"]
        and not any(c.dep_ in ("acomp", "advcl", "oprd") for c in verb.children)
    )  # "could not go unchallenged" does not tell whether it took place
    if starts or (governor is not None and governor.status in ("planned", "negated")):
        governed(verb, reading, lexicon, noun=top)
        climb(verb, reading, lexicon)
        return
    modal = next((c for c in verb.children if c.tag_ == "MD"), None)
    if modal is not None and modal.lower_ not in ("will", "'ll") and _indefinite(top):
        reading.add("possible", modal)
    if verb.lemma_ in ("remain", "be", "stay") and any(
        p.lower_ == "on" and any(o.lemma_ in ("table", "card") for o in p.children)
        for p in verb.children
    ):
        reading.add("possible", verb)


def _indefinite(noun: Token) -> bool:
    return not any(
        c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ not in ("a", "an", "any", "some", "such"))
        for c in noun.children
    )


def _schedule(noun: Token, reading: Reading, lexicon: Lexicon) -> None:
    """ "The itinerary includes meetings": what stands on a schedule is planned."""
    for subject in syntax.surface_subjects(noun.head):
        governor = lexicon.governors.get((subject.lemma_.lower(), "noun"))
        if governor is not None and governor.status != "actual":
            reading.add(governor.status, subject)
