"""Whether an event happened, is planned, only possible, or did not happen; which words say so."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from dragoman.events import syntax
from dragoman.events.lexicon import Lexicon
from dragoman.records import Status

_STRENGTH: tuple[Status, ...] = ("negated", "possible", "planned", "actual")
_NEGATORS = frozenset(
    {"not", "n't", "never", "no", "neither", "nor", "without", "hardly", "nobody"}
)
_HEDGE_ADVERBS = frozenset(
    "reportedly allegedly apparently possibly probably perhaps likely purportedly supposedly "
    "presumably seemingly potentially maybe".split()
)
# Verbs whose finite content is not told as fact.
_UNREAL_REPORTS = frozenset(
    "deny hope wish fear suggest propose demand urge recommend threaten warn suspect believe "
    "think".split()
)
_TAKES_PLACE = frozenset(
    "begin start open resume continue take place happen occur go end run last be conclude proceed "
    "come follow schedule expect plan cancel postpone set slate delay fail collapse".split()
)
_MOTION = frozenset("arrive travel fly head go come land leave depart return".split())
_ABOUT = ("of", "for", "to", "on", "about", "from")
_POSSIBLE_ADVERBS = frozenset("possibly perhaps potentially maybe".split())


@dataclass(slots=True)
class Reading:
    """What the words around a predicate say of its status."""

    found: list[Status] = field(default_factory=list)
    hedges: list[Token] = field(default_factory=list)
    alleged: bool = False
    progressive: bool = False
    conditional: bool = False
    purpose: bool = False
    likened: bool = False
    modal: str = ""

    @property
    def status(self) -> Status:
        """The strongest of what was found; actual where nothing says otherwise."""
        return next((s for s in _STRENGTH if s in self.found), "actual")

    def add(self, status: Status, *tokens: Token) -> None:
        """Note a status and the words that give it."""
        self.found.append(status)
        self.hedges += tokens


def read_status(token: Token, lexicon: Lexicon) -> Reading:
    """The status of the predicate at ``token`` (a verb or an event noun)."""
    reading = Reading()
    if syntax.is_verb(token):
        _climb(token, reading, lexicon)
    else:
        _noun(token, reading, lexicon)
    if _is_question(token):
        reading.add("possible")
    return reading


def _is_question(token: Token) -> bool:
    sentence = token.sent
    return sentence.text.rstrip().rstrip("\"')").endswith("?")


def _noun(noun: Token, reading: Reading, lexicon: Lexicon) -> None:
    top = syntax.top_noun(noun)
    for holder in [noun] if noun == top else [noun, top]:
        for child in holder.children:
            lemma = child.lemma_.lower()
            if child.dep_ in ("amod", "acl", "nmod", "compound"):
                governor = lexicon.governors.get((lemma, "adj")) or lexicon.governors.get(
                    (child.lower_, "adj")
                )
                if governor is not None:
                    reading.alleged |= governor.alleged
                    if governor.status != "actual":
                        reading.add(governor.status, child)
                elif child.dep_ == "acl" and child.tag_ == "VBN":
                    said = lexicon.governors.get((lemma, "verb"))
                    if said is not None and said.status != "actual":
                        reading.add(said.status, child)
            elif (child.dep_ == "det" and child.lower_ in ("no", "any", "neither")) or (
                child.dep_ == "neg"
            ):
                reading.add("negated" if child.lower_ != "any" else "possible", child)
            if child.lower_ in _POSSIBLE_ADVERBS:
                reading.add("possible", child)
            elif child.lower_ in _HEDGE_ADVERBS:
                reading.hedges.append(child)
    if top.dep_ == "pobj":
        preposition = top.head
        if preposition.lower_ == "without":
            reading.add("negated", preposition)
        reading.likened |= preposition.lower_ in ("like", "unlike")
        above = preposition.head
        if preposition.lower_ == "for" and above.lemma_ in _MOTION:
            reading.add("planned")  # "arrived in Oslo for talks with"
        governor = lexicon.governors.get((above.lemma_.lower(), "noun"))
        if governor is not None and preposition.lower_ in (
            "of",
            "for",
            "to",
            "on",
            "about",
            "from",
        ):
            if governor.status != "actual":
                reading.add(governor.status, above)
            _noun_up(above, reading, lexicon)
            return
    verb = syntax.carrying_verb(noun)
    if verb is not None:
        governor = lexicon.governors.get((verb.lemma_.lower(), "verb"))
        owned = any(c.dep_ == "poss" for c in noun.children)
        if governor is not None or not owned:  # "will discuss China's restrictions": they are there
            _governed(verb, reading, lexicon, noun=True)
            _climb(verb, reading, lexicon)
    elif top.dep_ in ("nsubj", "nsubjpass") and syntax.is_verb(top.head):
        # "Talks will begin", "the visit was cancelled", "the exercise is scheduled for"
        verb = top.head
        governor = lexicon.governors.get((verb.lemma_.lower(), "verb"))
        starts = verb.lemma_ in _TAKES_PLACE
        if starts or (governor is not None and governor.status in ("planned", "negated")):
            _governed(verb, reading, lexicon, noun=True)
            _climb(verb, reading, lexicon)
    elif top.dep_ in ("nsubj", "dobj") and top.head.lemma_ in ("include", "feature"):
        _schedule(top, reading, lexicon)
    if top.dep_ == "dobj" and top.head.lemma_ in ("include", "feature", "comprise", "contain"):
        _schedule(top, reading, lexicon)


def _schedule(noun: Token, reading: Reading, lexicon: Lexicon) -> None:
    """ "The itinerary includes meetings": what stands on a schedule is planned."""
    for subject in syntax.surface_subjects(noun.head):
        governor = lexicon.governors.get((subject.lemma_.lower(), "noun"))
        if governor is not None and governor.status != "actual":
            reading.add(governor.status, subject)


def _noun_up(noun: Token, reading: Reading, lexicon: Lexicon) -> None:
    verb = syntax.carrying_verb(noun)
    if verb is not None:
        _climb(verb, reading, lexicon)


def _governed(verb: Token, reading: Reading, lexicon: Lexicon, *, noun: bool) -> None:
    """What the governing verb itself says ("plans a visit", "cancelled the talks")."""
    lemma = verb.lemma_.lower()
    governor = lexicon.governors.get((lemma, "verb")) or lexicon.governors.get(
        (verb.lower_, "adj")  # "slated", whose lemma the tagger gets wrong
    )
    if governor is None:
        return
    if lemma == "call" and not any(
        c.dep_ in ("prep", "prt") and c.lower_ in ("for", "on", "off") for c in verb.children
    ):
        return
    if lemma == "set" and not (syntax.is_passive(verb) or not noun):
        return
    if lemma in ("stop", "end") and not noun:
        return
    if lemma == "rule" and not syntax.has_particle(verb, "out"):
        return
    if lemma in ("call",) and syntax.has_particle(verb, "off"):
        reading.add("negated", verb)
        return
    if noun and lemma in ("tell", "allow", "permit", "force", "agree", "reject", "deny", "urge"):
        if lemma in ("reject", "deny"):
            reading.add("negated", verb)
        elif lemma == "agree":
            reading.add("planned", verb)
        return
    reading.alleged |= governor.alleged
    if governor.status != "actual":
        reading.add(governor.status, verb)


def _climb(verb: Token, reading: Reading, lexicon: Lexicon) -> None:
    """Read a verb's own auxiliaries, then what governs it, up to the clause that reports it."""
    current, finite = verb, False
    for _ in range(8):
        finite = _own_marks(current, reading, lexicon) or finite
        head, dep = current.head, current.dep_
        if head == current:
            break
        if dep in ("xcomp", "ccomp") and syntax.is_verb(head):
            if dep == "ccomp" and finite:
                _reported(head, current, reading, lexicon)
                break
            if head.lemma_ == "be" and _is_to(head, current):
                reading.add("planned", head)  # "is to visit"
            elif head.lemma_ == "go" and head.tag_ == "VBG":
                reading.add("planned", head)
            elif head.lemma_ == "have" and any(c.lower_ == "yet" for c in head.children):
                reading.add("negated", head)
            else:
                _governed(head, reading, lexicon, noun=False)
            current = head
        elif dep in ("xcomp", "ccomp", "advcl", "acl") and head.pos_ == "ADJ":
            governor = lexicon.governors.get((head.lemma_.lower(), "adj"))
            if governor is not None and governor.status != "actual":
                reading.add(governor.status, head)
            if not syntax.is_verb(head.head):
                break
            current = head.head if head.dep_ in ("acomp", "attr", "oprd") else head
            if current == head:
                break
        elif dep == "acl" and head.pos_ in ("NOUN", "PROPN"):
            if current.tag_ == "VB":
                _noun_complement(head, reading, lexicon)
            break
        elif dep == "pcomp":
            above = head.head
            if head.lower_ == "without":
                reading.add("negated", head)
            reading.likened |= head.lower_ in ("like", "unlike")
            if syntax.is_verb(above):
                if head.lower_ in ("for", "to", "on", "in", "of", "from", "about", "against"):
                    _governed(above, reading, lexicon, noun=False)
                    if above.lemma_ in ("prevent", "stop", "refrain", "bar", "dissuade"):
                        reading.add("negated", above)
                current = above
            else:
                _noun_complement(above, reading, lexicon)
                break
        elif dep == "conj" and syntax.is_verb(head):
            if finite or current.tag_ in ("VBD", "VBZ", "VBP"):
                # its own tense; but a shared condition or report still holds
                if head.dep_ in ("ccomp", "advcl"):
                    current = head
                    finite = True
                    _marks_only(head, reading, lexicon)
                    if head.dep_ == "ccomp":
                        _reported(head.head, head, reading, lexicon)
                break
            current = head
        elif dep == "advcl" and syntax.is_verb(head):
            if current.tag_ == "VB" and not finite:
                reading.add("possible")  # a purpose: "to press for talks"
                reading.purpose = True
                break
            if finite or current.tag_ in ("VBD", "VBZ", "VBP"):
                break
            current = head
        elif dep in ("ccomp", "parataxis") and finite:
            _reported(head, current, reading, lexicon)
            break
        else:
            break


def _is_to(be: Token, verb: Token) -> bool:
    """ "Is to visit": nothing but adverbs stands between the forms."""
    to = next((c for c in verb.lefts if c.lower_ == "to"), None)
    return to is not None and all(t.pos_ == "ADV" for t in be.doc[be.i + 1 : to.i])


def _noun_complement(noun: Token, reading: Reading, lexicon: Lexicon) -> None:
    """ "A plan to visit", "efforts to end", "the possibility of striking"."""
    governor = lexicon.governors.get((noun.lemma_.lower(), "noun"))
    if governor is None:
        reading.add("possible", noun)
    elif governor.status != "actual":
        reading.add(governor.status, noun)
    _noun_up(noun, reading, lexicon)


def _marks_only(verb: Token, reading: Reading, lexicon: Lexicon) -> None:
    for child in verb.children:
        if child.dep_ == "mark" and (child.lower_, "mark") in lexicon.governors:
            reading.conditional = True
            reading.add("possible", child)


def _own_marks(verb: Token, reading: Reading, lexicon: Lexicon) -> bool:
    """Auxiliaries, negation, hedging adverbs and conjunctions of one verb; whether it is finite."""
    finite = verb.tag_ in ("VBD", "VBZ", "VBP")
    _marks_only(verb, reading, lexicon)
    for child in verb.children:
        word = child.lower_
        if child.dep_ == "neg" or (child.dep_ == "advmod" and word in ("never", "hardly")):
            if not _only(child):
                reading.add("negated", child)
        elif child.dep_ in ("aux", "auxpass"):
            finite = finite or child.tag_ in ("MD", "VBD", "VBZ", "VBP")
            governor = lexicon.governors.get((word, "aux")) or lexicon.governors.get(
                (child.lemma_.lower(), "aux")
            )
            if child.tag_ == "MD" and governor is not None:
                reading.modal = reading.modal or child.lemma_.lower()
                if word in ("would", "'d") and not reading.conditional and _told_before(verb):
                    reading.add("planned", child)
                else:
                    reading.add(governor.status, child)
            if child.lemma_ == "be" and verb.tag_ == "VBG" and child.tag_ in ("VBZ", "VBP"):
                reading.progressive = True
        elif word in _POSSIBLE_ADVERBS:
            reading.add("possible", child)
        elif word in _HEDGE_ADVERBS:
            reading.hedges.append(child)
            reading.alleged |= word in ("allegedly", "purportedly", "supposedly")
        elif (child.dep_ == "nsubj" and child.lower_ in ("nobody", "none", "neither")) or (
            child.dep_ in ("nsubj", "dobj")
            and any(g.dep_ == "det" and g.lower_ == "no" for g in child.children)
        ):
            reading.add("negated", child)
        elif child.dep_ == "advcl" and any(
            m.dep_ == "mark" and m.lower_ in ("if", "unless") for m in child.children
        ):
            reading.conditional = True
    return finite


def _only(neg: Token) -> bool:
    """ "Not only did ..." does not negate."""
    return neg.i + 1 < len(neg.doc) and neg.doc[neg.i + 1].lower_ in ("only", "just", "merely")


def _told_before(verb: Token) -> bool:
    """Whether "would" is the past's future: the clause hangs on a verb of speech or plan."""
    current = verb
    for _ in range(4):
        if current.dep_ == "ccomp" and syntax.is_verb(current.head):
            return not any(
                c.dep_ == "advcl" and any(m.lower_ in ("if", "unless") for m in c.lefts)
                for c in verb.children
            )
        if current.dep_ not in ("conj", "xcomp", "advcl") or current.head == current:
            return False
        current = current.head
    return False


def _reported(head: Token, clause: Token, reading: Reading, lexicon: Lexicon) -> None:
    """What the verb that reports a finite clause says of it ("denied that", "doubts whether")."""
    governor = lexicon.governors.get((head.lemma_.lower(), "verb"))
    if governor is not None:
        reading.alleged |= governor.alleged
        if head.lemma_ in _UNREAL_REPORTS:
            reading.add(governor.status, head)
    told = head.lemma_ in ("say", "believe", "think", "confirm", "know")
    if told and any(c.dep_ == "neg" for c in head.children):
        reading.add("possible", head)
    if any(c.dep_ == "mark" and c.lower_ in ("if", "whether") for c in clause.children):
        reading.add("possible")
