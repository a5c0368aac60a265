"""From a verb upward: auxiliaries, negation, governing verbs and nouns, conditions, reports.

Each step adds what it says to a :class:`Reading`. The parser errs, so a step that is not
understood ends the climb, and what was found stands.
"""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.events import syntax
from dragoman.events.auxiliaries import FINITE, auxiliary, marks_only, own_marks
from dragoman.events.lexicon import Lexicon
from dragoman.events.reading import Reading

_TIME_WORDS = ("when", "once", "after", "before", "as", "while", "until", "till", "whenever")
_FUTURE = ("will", "'ll", "shall", "would", "'d", "should", "must")


def noun_up(noun: Token, reading: Reading, lexicon: Lexicon) -> None:
    """What stands above a noun that governs the predicate ("hopes for a plan to visit")."""
    verb = syntax.carrying_verb(noun)
    if verb is not None:
        climb(verb, reading, lexicon)


def governed(verb: Token, reading: Reading, lexicon: Lexicon, *, noun: Token | None) -> None:
    """What the governing verb itself says ("plans a visit", "cancelled the talks").

    ``noun`` is the event noun it governs, None where it governs a verb.
    """
    lemma = verb.lemma_.lower()
    governor = lexicon.governors.get((lemma, "verb")) or lexicon.governors.get(
        (verb.lower_, "adj")  # "slated", whose lemma the tagger gets wrong
    )
    if lemma in lexicon.words["purpose_verbs"]:
        reading.unreal = True
        return
    if noun is not None and lemma in lexicon.words["breaking_verbs"]:
        kinds = {e.type for e in lexicon.nouns.get(noun.lemma_.lower(), ())}
        reading.unreal |= bool(kinds) and kinds <= {"AGREE", "RETREAT"}
    if governor is None or not _governs(verb, lemma, noun):
        return
    if lemma == "call" and syntax.has_particle(verb, "off"):
        reading.add("negated", verb)
        reading.undone = True
        return
    if noun is not None:
        if lemma in ("reject", "deny"):
            reading.add("negated", verb)
            return
        if lemma == "agree":
            reading.add("planned", verb)
            return
        if lemma == "offer" and noun.lemma_.lower() in lexicon.words["offered_speech"]:
            return
    reading.alleged |= governor.alleged
    if governor.status != "actual":
        reading.add(governor.status, verb)
        reading.undone |= governor.status == "negated"
    if governor.status == "negated" and any(c.dep_ == "neg" for c in verb.children):
        reading.unreal = True  # "did not rule out": left open


def _governs(verb: Token, lemma: str, noun: Token | None) -> bool:
    """Whether the verb is used in the sense in which it governs."""
    if lemma == "call":
        return any(
            c.dep_ in ("prep", "prt") and c.lower_ in ("for", "on", "off") for c in verb.children
        )
    if lemma == "set":
        return syntax.is_passive(verb) or noun is None
    if lemma in ("stop", "end"):
        return noun is not None
    if lemma == "rule":
        return syntax.has_particle(verb, "out")
    return noun is None or lemma not in ("tell", "allow", "permit", "force", "urge")


def climb(verb: Token, reading: Reading, lexicon: Lexicon) -> None:
    """Read a verb's own auxiliaries, then what governs it, up to the clause that reports it."""
    current, finite = verb, False
    for _ in range(8):
        finite = own_marks(current, reading, lexicon) or finite
        if current.head == current:
            if current.tag_ == "VB" and any(c.lower_ == "to" for c in current.lefts):
                reading.add("planned")  # a headline: "King to visit Cairo"
            return
        above = _step(current, finite, reading, lexicon)
        if above is None:
            return
        if above[1]:
            finite = True
        current = above[0]


def _step(
    current: Token, finite: bool, reading: Reading, lexicon: Lexicon
) -> tuple[Token, bool] | None:
    """One step up: the next verb to read and whether the clause is finite there; None: the top."""
    head, dep = current.head, current.dep_
    if dep in ("xcomp", "ccomp") and syntax.is_verb(head):
        if dep == "ccomp" and finite:
            _reported(head, current, reading, lexicon)
            return None
        _infinitive(current, head, reading, lexicon)
        return head, False
    if dep in ("xcomp", "ccomp", "advcl", "acl") and head.pos_ == "ADJ":
        return _under_adjective(head, finite, reading, lexicon)
    if dep == "acl" and syntax.is_noun(head):
        above = head.head.head
        if current.tag_ == "VBG" and head.dep_ == "pobj" and syntax.is_noun(above):
            if above.lemma_.lower() in lexicon.words["weighing_nouns"]:
                reading.unreal = True  # "the chances of Rome attacking"
            return None
        if finite:
            _noun_reports(head, reading, lexicon)
        elif current.tag_ == "VB":
            _noun_complement(head, current, reading, lexicon)
        return None
    if dep == "pcomp":
        return _under_preposition(current, head, reading, lexicon)
    if dep == "conj" and syntax.is_verb(head):
        if not (finite or current.tag_ in FINITE):
            if any(c.dep_ == "cc" and c.lower_ == "but" for c in head.children):
                for child in head.children:  # "not talking but attacking"
                    if child.dep_ == "aux":
                        auxiliary(head, child, reading, lexicon)
                return None
            return head, False
        # its own tense; but a shared condition or report still holds
        if head.dep_ not in ("ccomp", "advcl"):
            return None
        marks_only(head, reading, lexicon)
        if head.dep_ == "ccomp":
            _reported(head.head, head, reading, lexicon)
        return None
    if dep == "advcl" and syntax.is_verb(head):
        if current.tag_ == "VB" and not finite:
            reading.add("possible")  # a purpose: "to press for talks"
            reading.purpose = True
            return None
        if finite or current.tag_ in FINITE:
            _time_clause(current, head, reading)
            return None
        return head, False
    if dep == "advcl" and finite and head.lower_ in ("as", "soon"):
        verb = next((t for t in current.ancestors if syntax.is_verb(t)), None)
        if verb is not None and current.tag_ in ("VBZ", "VBP"):
            reading.add("planned")  # "as soon as Washington withdraws"
        return None
    if dep == "relcl" and finite and any(c.lower_ == "when" for c in current.children):
        verb = next((t for t in current.ancestors if syntax.is_verb(t)), None)
        if verb is not None and current.tag_ in ("VBZ", "VBP"):
            _time_clause(current, verb, reading)  # "will be a topic when they meet"
        return None
    if dep in ("ccomp", "parataxis") and finite:
        _reported(head, current, reading, lexicon)
    return None


def _infinitive(verb: Token, head: Token, reading: Reading, lexicon: Lexicon) -> None:
    """The verb that governs an infinitive or a participle."""
    if head.lemma_ == "be" and _is_to(head, verb):
        goal = any(
            c.dep_ == "nsubj" and c.lemma_.lower() in lexicon.words["idle_nouns"]
            for c in head.children
        )
        reading.unreal |= goal  # "the goal is to get them to agree"
        reading.add("planned", head)  # "is to visit"
    elif head.lemma_ == "go" and head.tag_ == "VBG":
        reading.add("planned", head)
    elif head.lemma_ == "have" and verb.tag_ == "VB":
        if any(c.lower_ == "yet" for c in head.children):
            reading.add("negated", head)
        elif head.tag_ != "VBD" or head.dep_ in ("ccomp", "parataxis", "conj"):
            reading.add("possible", head)  # "has to agree": must
    elif verb.tag_ == "VB" and head.lemma_ in lexicon.words["wishing_verbs"]:
        reading.add("possible", head)  # "would like to visit"
    elif verb.tag_ == "VBG" and head.lemma_ in lexicon.words["urging_verbs"]:
        reading.add("possible", head)  # "advocated arming the rebels"
    elif verb.tag_ == "VBG" and head.lemma_ in lexicon.words["opinion_verbs"]:
        reading.unreal = True
    else:
        governed(head, reading, lexicon, noun=None)


def _past(clause: Token) -> bool:
    """Whether a clause tells what has been, without "would" or "could"."""
    if any(c.tag_ == "MD" for c in clause.children):
        return False
    return clause.tag_ == "VBD" or any(
        c.dep_ in ("aux", "auxpass") and c.lower_ in ("had", "has", "have", "was", "were")
        for c in clause.children
    )


def _is_to(be: Token, verb: Token) -> bool:
    """ "Is to visit": nothing but adverbs stands between the forms."""
    to = next((c for c in verb.lefts if c.lower_ == "to"), None)
    return to is not None and all(t.pos_ == "ADV" for t in be.doc[be.i + 1 : to.i])


def _under_adjective(
    head: Token, finite: bool, reading: Reading, lexicon: Lexicon
) -> tuple[Token, bool] | None:
    """ "Is likely to attack", "is hard to strike", "was quick to condemn"."""
    lemma = head.lemma_.lower()
    governor = lexicon.governors.get((lemma, "adj"))
    if governor is not None:
        if governor.status != "actual":
            reading.add(governor.status, head)
            reading.undone |= governor.status == "negated"
    elif not finite and lemma not in lexicon.words["fact_adjectives"]:
        reading.unreal = True
    if syntax.is_verb(head.head) and head.dep_ in ("acomp", "attr", "oprd", "ccomp", "xcomp"):
        return head.head, False
    return None


def _under_preposition(
    current: Token, head: Token, reading: Reading, lexicon: Lexicon
) -> tuple[Token, bool] | None:
    """ "By pulling out", "accused of masterminding", "importance on sealing"."""
    word, above = head.lower_, head.head
    if word == "without":
        reading.add("negated", head)
    if any(c.lower_ in ("instead", "rather") and c.i == head.i - 1 for c in head.children) or (
        above.lower_ in ("instead", "rather")
    ):
        reading.unreal = True
        return None
    reading.likened |= word in ("like", "unlike")
    if not syntax.is_verb(above):
        _noun_complement(above, current, reading, lexicon)
        return None
    lemma = above.lemma_.lower()
    if word == "from" and lemma in lexicon.words["preventing_verbs"]:
        reading.add("negated", above)
        reading.undone = True
        return above, False
    known = (lemma, "verb") in lexicon.governors or lemma in lexicon.verbs
    if word in ("for", "to", "on", "in", "of", "from", "about", "against", "at", "toward", "over"):
        governed(above, reading, lexicon, noun=None)
        fact = (
            word in lexicon.words["fact_prepositions"]
            or lemma in lexicon.words["fact_verbs"]
            or lemma in lexicon.words["begun_verbs"]
        )
        if not fact and (not known or word in ("on", "about", "over")):
            reading.unreal = True  # "put weight on sealing a deal", "talks on pulling back"
            return None
    return above, False


def _noun_complement(noun: Token, verb: Token, reading: Reading, lexicon: Lexicon) -> None:
    """ "A plan to visit", "efforts to end", "the possibility of striking", "the right to"."""
    lemma = noun.lemma_.lower()
    governor = lexicon.governors.get((lemma, "noun"))
    if lemma in lexicon.words["idle_nouns"] or any(
        c.lemma_.lower() in lexicon.words["fictions"] for c in noun.children
    ):
        reading.unreal = True
        return
    if governor is not None:
        if governor.status != "actual":
            reading.add(governor.status, noun)
            reading.undone |= governor.status == "negated"
    elif lemma not in lexicon.words["fact_nouns"]:
        reading.add("possible", noun)
        # a noun of speech or agreement carries its complement; any other only refers to it
        if lemma not in lexicon.nouns and not (
            verb.dep_ == "pcomp" and verb.head.lower_ in lexicon.words["fact_prepositions"]
        ):
            reading.unreal = True
    noun_up(noun, reading, lexicon)


def _noun_reports(noun: Token, reading: Reading, lexicon: Lexicon) -> None:
    """ "Reports that he was killed", "fears that they would attack", "the fact that"."""
    lemma = noun.lemma_.lower()
    if lemma in lexicon.words["rumour_nouns"]:
        reading.add("possible", noun)
        return
    if lemma in lexicon.words["doubt_nouns"]:
        reading.add("possible", noun)
        return
    reading.alleged |= lemma in lexicon.words["claim_nouns"]
    if lemma in lexicon.words["report_nouns"] | lexicon.words["claim_nouns"]:
        reading.hedges.append(noun)
    governor = lexicon.governors.get((lemma, "noun"))
    if governor is not None and governor.status in ("possible", "negated"):
        reading.add(governor.status, noun)


def _time_clause(verb: Token, head: Token, reading: Reading) -> None:
    """ "When he visits on Friday" beside a future or an infinitive; "until they agreed"."""
    word = next(
        (
            c.lower_
            for c in verb.children
            if c.dep_ in ("mark", "advmod") and c.lower_ in _TIME_WORDS
        ),
        "",
    )
    if not word:
        return
    ahead = head.tag_ == "VB" or any(c.dep_ == "aux" and c.lower_ in _FUTURE for c in head.children)
    present = verb.tag_ in ("VBZ", "VBP", "VB")
    if word in ("until", "till"):
        if ahead or present:
            reading.add("possible")
    elif ahead and (present or verb.tag_ == "VBN" or (word == "when" and not _did(head))):
        reading.add("planned")


def _did(head: Token) -> bool:
    """Whether the bare form only follows "did": "did not know when they met"."""
    return any(c.dep_ == "aux" and c.lower_ in ("did", "to") for c in head.children)


def _reported(head: Token, clause: Token, reading: Reading, lexicon: Lexicon) -> None:
    """What the verb that reports a finite clause says of it ("denied that", "doubts whether")."""
    lemma = head.lemma_.lower()
    governor = lexicon.governors.get((lemma, "verb"))
    if governor is not None:
        reading.alleged |= governor.alleged
        if lemma in lexicon.words["unreal_reports"] and not (lemma == "warn" and _past(clause)):
            reading.add(governor.status, head)
    told = lemma in ("say", "believe", "think", "confirm", "know")
    if told and any(c.dep_ == "neg" for c in head.children):
        reading.add("possible", head)
    if any(c.dep_ == "mark" and c.lower_ in ("if", "whether") for c in clause.children):
        reading.add("possible")
