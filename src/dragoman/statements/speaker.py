"""Find the word that names the speaker of a cue."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from dragoman.statements.cues import Cue, cue_lemma, noun_cue, verb_cue
from dragoman.statements.grammar import RELATIVES, SUBJECTS, children, is_negated, is_passive
from dragoman.statements.joined import outer_cue
from dragoman.statements.sources import noun_kind

# Verbs that only carry a noun of speech: "issued a statement saying", "made a pledge to".
_LIGHT = frozenset(
    "make issue give deliver release publish repeat renew send write post have read reiterate"
    " offer take sign put draw air broadcast carry lodge level voice express".split()
)
# What the parser calls the subject of '"...," said Mao Ning'.
_AFTER_VERB = frozenset({"dobj", "attr", "oprd", "npadvmod", "dep", "ccomp", "appos", "dative"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})


def speaker_of(token: Token, cue: Cue, quoted: set[int]) -> Token | None:
    """Head of the noun phrase that speaks at this cue, or None where the text names nobody.

    ``quoted`` are the tokens inside quotations: quoted words never name the one who quotes.
    """
    if cue.pos == "noun":
        return _of_noun(token, 0)
    found = _of_verb(token, cue, 0)
    if found is not None and (found.i in quoted or _is_time(found)):
        own = [s for s in token.children if s.dep_ == "nsubj" and s.i not in quoted]
        own = [s for s in own if not _is_time(s)]
        return own[0] if own else _beside(token, cue, quoted)
    return found


def _is_time(token: Token) -> bool:
    if token.doc[token.i + 1 : token.i + 2].text == '"':
        return False  # "Nine Hours" is a broadcast
    return token.ent_type_ in ("DATE", "TIME") and token.pos_ != "PRON"


def _beside(token: Token, cue: Cue, quoted: set[int]) -> Token | None:
    """By order: the noun phrase right before the verb or, at a quotation's end, right after it."""
    doc = token.doc
    i = token.i - 1
    while i >= 0 and (
        doc[i].pos_ in ("AUX", "ADV", "PART")
        or _is_time(doc[i])
        or (doc[i].pos_ in ("ADP", "DET", "ADJ") and _is_time(doc[i + 1]))
    ):
        i -= 1
    if i > 0 and doc[i].text == ",":
        i = _before_aside(doc, i, quoted)
    if i >= 0 and i not in quoted and doc[i].pos_ in ("PROPN", "NOUN", "PRON"):
        return doc[i]
    if "inv" not in cue.frames:
        return None
    for after in doc[token.i + 1 : token.i + 9]:
        if after.i in quoted or after.is_punct or after.pos_ == "ADP":
            return None
        last = after.i + 1 >= len(doc) or doc[after.i + 1].pos_ not in ("PROPN", "NOUN")
        if after.pos_ in ("PROPN", "NOUN", "PRON") and last and not _is_time(after):
            return after
    return None


def _before_aside(doc: Doc, at: int, quoted: set[int]) -> int:
    """Token before what two commas set off: '"...," Dahl, R-Ohio, said'; ``at`` where none is."""
    for i in range(at - 1, max(at - 12, 0), -1):
        if i in quoted:
            return at
        if doc[i].text == ",":
            return i - 1
    return at


def _of_verb(token: Token, cue: Cue | None, depth: int) -> Token | None:
    if depth > 6:
        return None
    agents = [g for a in children(token, "agent") for g in children(a, "pobj")]
    if agents:
        return agents[0]
    subjects = [s for s in token.children if s.dep_ in SUBJECTS and s.lower_ not in ("it", "there")]
    if token.tag_ == "VBG":
        # "acknowledging Beijing as ...": what follows a participle is no subject of it.
        subjects = [s for s in subjects if s.i < token.i]
    its = [s for s in token.children if s.dep_ == "nsubj" and s.lower_ == "it"]
    if is_passive(token):
        if cue is not None and "passay" in cue.frames and _as_saying(token):
            return _antecedent(subjects[0], token) if subjects else None
        return None
    if cue is not None and "passay" in cue.frames and (_as_saying(token) or not _reasons(token)):
        return _quoted(token) if _as_saying(token) else None
    if subjects and subjects[0].i < token.i:
        set_off = _set_off(token, cue, subjects[0])
        if set_off is not None:
            return set_off
    if subjects:
        return _unclosed(subjects[0], token) or _antecedent(subjects[0], token)
    if its:
        return its[0]
    inverted = _inverted(token, cue)
    if inverted is not None:
        return inverted
    if token.tag_ == "VBN" and token.dep_ in ("advcl", "acl"):
        return None  # "asked whether he would go, she": not she asked
    outer = outer_cue(token)
    if outer is not None:
        return _of_verb(outer, verb_cue(outer), depth + 1)
    return _inherited(token, depth)


def _inherited(token: Token, depth: int) -> Token | None:
    """Subject that a verb without its own takes over from what it hangs on."""
    head = token.head
    dep = token.dep_
    if head == token:
        return _before(token)
    if token.tag_ == "VBG" and _after_comma(token):
        # "said that B would act, adding that C": the one who said adds, not B.
        speaker = _of_cue_around(token, depth)
        if speaker is not None:
            return speaker
    if dep in ("advcl", "acl") and head.i != token.i - 1 and _on_text(token):
        return token.nbor(-1)
    if dep in ("conj", "xcomp", "advcl", "dep", "ccomp", "parataxis") and head.pos_ in (
        "VERB",
        "AUX",
    ):
        marks = {c.lower_ for c in children(token, "mark")}
        if dep == "advcl" and token.tag_ not in ("VBG", "VBN", "VB") and not marks & _THOUGH:
            return None
        if dep == "ccomp" and token.tag_ not in ("VBG", "VB"):
            return _before(token)
        if dep == "xcomp" or (dep == "ccomp" and token.tag_ == "VB"):
            # "urged Lee to say": the object speaks; "went on to say": the subject.
            objects = children(head, "dobj", "dative")
            if objects and objects[0].i < token.i and objects[0].pos_ in ("PROPN", "PRON"):
                return objects[0]
        agents = [g for a in children(head, "agent") for g in children(a, "pobj")]
        if agents:
            return agents[0]
        subjects = [s for s in head.children if s.dep_ in SUBJECTS and s.lower_ != "there"]
        if subjects:
            return _antecedent(subjects[0], head)
        return _inherited(head, depth + 1) if depth < 6 else None
    if dep == "pcomp":
        # "by saying", "after telling": the subject of the clause around.
        preposition = head
        verb = preposition.head
        if preposition.lower_ == "as" and verb.lemma_ in ("quote", "cite", "describe"):
            return _quoted(verb)
        if preposition.lower_ in ("of", "for") and verb.lemma_ in ("accuse", "criticize", "blame"):
            objects = children(verb, "dobj")
            return objects[0] if objects else None
        return _of_verb(verb, None, depth + 1) if verb.pos_ in ("VERB", "AUX") else None
    if dep == "acl" and token.tag_ == "VBG" and _after_comma(token):
        # "..., saying that": said by the main clause's subject, not by the nearest noun.
        up = head
        while up.pos_ not in ("VERB", "AUX") and up.head != up:
            up = up.head
        if up.pos_ in ("VERB", "AUX"):
            found = _of_verb(up, None, depth + 1)
            if found is not None:
                return found
    if dep == "acl" and token.tag_ == "VBG" and noun_kind(head.lemma_) == "document":
        return _of_noun(head, depth + 1) or head
    if dep in ("acl", "relcl"):
        noun = noun_cue(head)
        if noun is not None or head.lemma_.lower() in ("speech", "conference", "briefing"):
            return _of_noun(head, depth + 1) or (head if noun and "sayer" in noun.frames else None)
        return head if head.pos_ in _NOMINAL else None
    return _before(token)


_THOUGH = frozenset({"though", "although"})  # "denied it, though cautioned that"


def _after_comma(token: Token) -> bool:
    """Whether a comma stands before a participle and its adverb: ", originally saying"."""
    at = token.i - 1
    if at > 0 and token.doc[at].pos_ == "ADV":
        at -= 1
    return at >= 0 and token.doc[at].text == ","


def _on_text(token: Token) -> bool:
    """Whether a participle stands right after a noun of writing: "an article vowing to ..."."""
    before = token.nbor(-1) if token.i else token
    return token.tag_ == "VBG" and before.pos_ == "NOUN" and noun_kind(before.lemma_) in _TEXTS


_TEXTS = ("document", "newspaper")


def _of_cue_around(token: Token, depth: int) -> Token | None:
    if cue_lemma(token) not in _ADDING:
        return None
    up = token.head if token.dep_ in ("advcl", "acl", "conj") else token
    for _ in range(5):
        if up.dep_ == "ccomp" and verb_cue(up.head) is not None:
            return _of_verb(up.head, verb_cue(up.head), depth + 1)
        if up.head == up:
            return None
        up = up.head
    return None


# Participles that go on with what a speech verb before them told.
_ADDING = frozenset(
    "add say note acknowledge warn stress insist claim argue call cite admit concede confirm deny"
    " explain complain recall reiterate emphasize emphasise declare predict suggest".split()
)


def _of_noun(token: Token, depth: int) -> Token | None:
    if token.dep_ in ("dobj", "pobj") and _wanted(token):
        return None
    for child in token.children:
        if child.dep_ == "poss":
            return child
    for preposition in children(token, "prep", "agent"):
        if preposition.lower_ in ("by", "from"):
            for pobj in children(preposition, "pobj"):
                return pobj
    for clause in children(token, "acl"):
        for agent in children(clause, "agent"):
            for pobj in children(agent, "pobj"):
                return pobj
    for child in token.lefts:
        if child.dep_ in ("amod", "compound", "nmod") and (
            (child.ent_type_ in ("NORP", "GPE", "ORG", "PERSON") and child.text[:1].isupper())
            or (child.pos_ == "NOUN" and noun_kind(child.lemma_) is not None)
        ):
            return child
    verb = token.head
    if token.dep_ in ("dobj", "pobj") and depth <= 6:
        if token.dep_ == "pobj":
            verb = verb.head
            if token.head.lower_ not in ("in", "with", "at", "during", "through", "on"):
                return None
        elif verb.lemma_ not in _LIGHT or is_negated(verb):
            return None
        if verb.pos_ in ("VERB", "AUX") and verb.i != token.i:
            return _of_verb(verb, None, depth + 1)
    return None


def _wanted(token: Token) -> bool:
    """Whether the words are only sought: "seeking assurances", "asked for a pledge"."""
    verb = token.head if token.dep_ == "dobj" else token.head.head
    return verb.lemma_ in _WANTING and verb.pos_ == "VERB"


_WANTING = frozenset(
    "seek want need demand expect await require ask request hope wait call lack obtain get urge"
    " press push invite".split()
)


def _antecedent(subject: Token, verb: Token) -> Token:
    """What a relative pronoun stands for; any other subject is itself."""
    if subject.lower_ in RELATIVES and verb.dep_ in ("relcl", "acl"):
        noun = verb.head
        # "told Port Watch, her insurer, who said": the name tells more than its description.
        named = noun.dep_ == "appos" and noun.pos_ == "NOUN" and noun.head.pos_ == "PROPN"
        return noun.head if named and subject.lower_ == "who" else noun
    if subject.tag_ in ("WP", "WDT") and subject.i > 1:
        # The parser hung the clause elsewhere: the noun right before it.
        before = subject.nbor(-1) if subject.nbor(-1).text != "," else subject.nbor(-2)
        return before if before.pos_ in ("NOUN", "PROPN") else subject
    return subject


def _quoted(verb: Token) -> Token | None:
    """Whom "quoted X as saying" or "X was quoted as saying" quotes."""
    wanted = ("nsubjpass",) if is_passive(verb) else ("dobj", "nsubj")
    for dep in wanted:
        for child in children(verb, dep):
            if dep != "nsubj" or child.i > verb.i:
                return child
    for clause in children(verb, "ccomp"):
        for subject in children(clause, "nsubj"):
            return subject
    return None


def quoting_verb(token: Token) -> Token | None:
    """The verb of "X quoted Y as saying" for its "quoted" or its "saying"."""
    if token.lemma_ in ("quote", "cite"):
        return token
    if token.dep_ == "pcomp" and token.head.lower_ == "as":
        verb = token.head.head
        return verb if verb.lemma_ in ("quote", "cite") else None
    return None


def _reasons(verb: Token) -> bool:
    """Whether "cited" tells grounds ("citing high costs"), not a source ("citing officials")."""
    things = children(verb, "dobj") if verb.lemma_ == "cite" else []
    return bool(things) and all(
        t.pos_ == "NOUN" and noun_kind(t.lemma_) is None and not t.ent_type_ for t in things
    )


def _as_saying(token: Token) -> bool:
    after = {t.lower_ for t in token.doc[token.i + 1 : token.i + 12]}
    return "as" in after and bool(after & {"saying", "telling", "stating"})


def _unclosed(subject: Token, verb: Token) -> Token | None:
    """ "... a vote on Ann Lee, a minister said": no comma closes it, so it is no apposition."""
    doc = verb.doc
    end = verb.i - 1
    while end > subject.i and doc[end].pos_ in ("AUX", "ADV"):
        end -= 1
    for child in subject.subtree:
        if child.dep_ == "appos" and child.right_edge.i == end and child.pos_ in ("NOUN", "PROPN"):
            start = child.left_edge.i
            # Two commas would be one list or one apposition within another.
            if doc[start - 1].text == "," and child.head.i < start and child.head.ent_type_:
                return child
    return None


def _set_off(token: Token, cue: Cue | None, subject: Token) -> Token | None:
    """ "The threat, says Kari Dahl, head of X, is": the name after the verb, not the subject.

    Only where nothing but the subject's own phrase stands before the comma, and a name that a
    comma closes after the verb.
    """
    doc = token.doc
    if cue is None or "inv" not in cue.frames or token.tag_ not in ("VBZ", "VBD", "VBP"):
        return None
    if token.i < 2 or doc[token.i - 1].text != "," or token.i + 2 >= len(doc):
        return None
    start = token.sent.start
    commas = sum(1 for t in doc[start : token.i - 1] if t.text == ",")
    person = subject.ent_type_ == "PERSON" or subject.pos_ == "PRON"
    if commas or person or (subject.pos_ == "PROPN" and subject.right_edge.i <= subject.i + 1):
        return None
    end = token.i + 1
    while end < len(doc) and doc[end].pos_ in ("PROPN", "DET", "ADJ", "NOUN"):
        end += 1
    name = doc[end - 1]
    if end == token.i + 1 or name.pos_ != "PROPN" or _is_time(name):
        return None
    return name if end < len(doc) and doc[end].text in (",", ";") else None


def _inverted(token: Token, cue: Cue | None) -> Token | None:
    """Subject after its verb: '"...," said Mao Ning'."""
    if cue is None or "inv" not in cue.frames or token.i + 1 >= len(token.doc):
        return None
    if token.tag_ == "VBG":
        return None
    if token.i == 0 or token.nbor(-1).text not in ('"', ",", "'", "''", "-", "--", "–", "—"):
        return None
    after = token.nbor(1)
    if after.pos_ in ("PROPN", "DET", "NOUN", "PRON", "ADJ") and after.text not in ("that", "he"):
        for child in token.rights:
            if (
                child.dep_ in _AFTER_VERB
                and child.left_edge.i == after.i
                and child.pos_ in _NOMINAL
            ):
                return child
        for token_ in token.doc[after.i : after.i + 8]:
            if token_.pos_ in ("PROPN", "NOUN") and (
                token_.i + 1 >= len(token.doc) or token_.nbor(1).pos_ not in ("PROPN", "NOUN")
            ):
                return token_
    return None


def _before(token: Token) -> Token | None:
    """The noun phrase right before the verb, where the parser missed the subject."""
    doc = token.doc
    i = token.i - 1
    while i >= 0 and doc[i].pos_ in ("AUX", "ADV", "PART"):
        i -= 1
    if (
        i >= 0
        and doc[i].pos_ in ("PROPN", "NOUN", "PRON")
        and doc[i].sent.start == token.sent.start
    ):
        if doc[i].lower_ in RELATIVES:
            return None
        return doc[i]
    return None
