"""Find the content of indirect speech: the words that a cue carries, as token ranges."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from dragoman.statements.complement import complement
from dragoman.statements.cues import Cue, noun_cue, verb_cue
from dragoman.statements.grammar import SUBJECTS, children, phrase, subtree, trim
from dragoman.statements.joined import outer_cue

Range = tuple[int, int]

_THAT = frozenset({"that", "how", "if", "whether"})
_DROP = frozenset({"that"})
_EMPTY = frozenset(
    "so it this that much little nothing something anything more what which them him her us me"
    " everything one these those you".split()
)
_AWAY = frozenset({"punct", "cc", "conj", "parataxis", "dep"})
_PREPOSITIONS = ("of", "about", "against", "for", "on", "at", "to")


def verb_content(token: Token, cue: Cue, speaker: Token | None) -> list[Range]:
    """Content after (or as object of) a verb; empty where the parse and the order show none."""
    frames = cue.frames
    found: Range | None = None
    if "clause" in frames:
        found = _clause(token, speaker)
    if found is None and frames & {"inf", "oinf", "toinf", "oninf"}:
        found = _infinitive(token, frames)
    if found is None and "ing" in frames:
        found = _gerund(token)
    if found is None and frames & {"comp", "reason", "attrib", "figure", "as"}:
        found = complement(token, frames)
    if found is None:
        found = _prepositional(token, frames)
    if found is None and frames & {"np", "obj"}:
        found = _object(token, plain=cue.neutral, any_="obj" in frames)
    if found is None and "clause" in frames:
        found = _by_order(token, cue, speaker)
    return _ranges(token, found, speaker)


def noun_content(token: Token, cue: Cue) -> list[Range]:
    """Content of a noun of speech: "its claim that ...", "a pledge to ...", "a warning of ..."."""
    frames = cue.frames
    found: Range | None = None
    for child in token.rights:
        if "clause" in frames and child.dep_ in ("acl", "ccomp", "relcl"):
            marks = children(child, "mark")
            if marks and marks[0].lower_ == "that":
                found = _range(child)
                break
        infinitive = child.dep_ in ("acl", "xcomp", "relcl", "ccomp") and any(
            c.lower_ == "to" and c.dep_ == "aux" for c in child.children
        )
        if "inf" in frames and infinitive:
            found = _range(child)
            break
        if child.dep_ == "prep" and child.lower_ in frames and child.lower_ in _PREPOSITIONS:
            objects = children(child, "pobj", "pcomp")
            if objects and objects[0].ent_type_ not in ("DATE", "TIME"):
                found = _range(objects[0])
                break
    return _ranges(token, found, None)


def _clause(token: Token, speaker: Token | None) -> Range | None:
    for child in token.rights:
        if child.dep_ not in ("ccomp", "xcomp", "advcl", "acl") or child.i <= token.i:
            continue
        if child.lower_ == "clear":
            continue  # "made this clear"
        marks = [m for m in children(child, "mark", "advmod") if m.lower_ in _THAT]
        subject = any(c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for c in child.children)
        if child.dep_ != "ccomp" and not any(m.lower_ == "that" for m in marks):
            continue
        if (
            child.dep_ == "ccomp"
            and not subject
            and not marks
            and child.pos_ not in ("VERB", "AUX")
        ):
            continue
        if speaker is not None and speaker.i > token.i and _holds(child, speaker):
            continue
        start, end = _range(child)
        start = max(start, token.i + 1)
        for sibling in token.rights:
            if sibling.i > child.i and sibling.i >= end - 1:
                if _goes_on(sibling, token):
                    end = sibling.right_edge.i + 1
                    continue
                if sibling.dep_ in ("punct", "cc") and sibling.text in _BETWEEN:
                    continue
                if sibling.dep_ in _AWAY or verb_cue(sibling) is not None or _outside(sibling):
                    break
                end = max(end, sibling.right_edge.i + 1)
        return start, end
    return _after_occasion(token)


def _after_occasion(token: Token) -> Range | None:
    """ "Said in a statement it had known": the parser hangs the words on the statement."""
    for preposition in children(token, "prep"):
        for noun in children(preposition, "pobj"):
            for clause in children(noun, "relcl"):
                subjects = children(clause, "nsubj", "nsubjpass", "expl")
                near = subjects and subjects[0].left_edge.i == noun.i + 1
                told = preposition.lower_ in ("in", "on", "during") and noun_cue(noun) is not None
                if near and told and subjects[0].tag_ not in ("WP", "WDT"):
                    return _range(clause)
    return None


_BETWEEN = frozenset({",", '"', "'", "and", "but", "-", "--", "–", "—"})


def _goes_on(token: Token, cue: Token) -> bool:
    """ "Said that A and that B", "said it was old but could be mended": all of it is content.

    A verb without a subject whose mood or tense is not the cue's goes on with what was said.
    """
    if token.dep_ != "conj":
        return False
    if any(m.lower_ == "that" for m in children(token, "mark")):
        return True
    if any(c.dep_ in SUBJECTS for c in token.children) or token.pos_ not in ("VERB", "AUX"):
        return False
    helpers = children(token, "aux", "auxpass")
    if any(h.tag_ == "MD" or h.tag_ == "VBG" for h in helpers):
        return True
    if cue.dep_ == "relcl":
        return False  # "Norway, whose king said A, is angry"
    return cue.tag_ == "VBD" and token.tag_ in ("VBZ", "VBP") and verb_cue(token) is None


def _outside(token: Token) -> bool:
    """A child that tells of the saying, not of what was said."""
    if token.lower_ in ("according", "as") or token.dep_ == "agent":
        return True
    if token.dep_ == "advcl":
        before = token.left_edge.i - 1
        return before >= 0 and token.doc[before].text == ","
    return False


def _infinitive(token: Token, frames: frozenset[str]) -> Range | None:
    for child in token.rights:
        auxiliaries = [c for c in child.children if c.lower_ == "to" and c.dep_ == "aux"]
        if child.dep_ not in ("xcomp", "ccomp", "advcl", "acl") or not auxiliaries:
            continue
        if child.dep_ == "xcomp" and not frames & {"inf", "oinf", "oninf", "toinf"}:
            continue
        if child.dep_ in ("advcl", "acl") and not frames & {"oninf", "toinf", "oinf"}:
            continue
        own = any(c.dep_ == "nsubj" and c.i > token.i for c in child.children)
        objects = any(c.dep_ in ("dobj", "dative") and c.i < child.i for c in token.rights)
        links = ("on", "upon") if "oninf" in frames else ("to", "for")
        prepositions = any(c.dep_ == "prep" and c.lower_ in links for c in token.rights)
        if "inf" not in frames and not (own or objects or prepositions):
            continue
        if frames & {"oninf", "toinf"} and not (frames & {"inf", "oinf"} or prepositions):
            continue  # "called to thank her"
        first = auxiliaries[0].i
        if token.doc[first - 1].lower_ in ("not", "never"):
            first -= 1
        return first, child.right_edge.i + 1
    if "oninf" in frames or "toinf" in frames:
        # "called on Iran to stop": the infinitive often hangs on the name.
        for preposition in children(token, "prep"):
            if preposition.lower_ not in ("on", "upon", "to", "for"):
                continue
            for pobj in children(preposition, "pobj"):
                for clause in pobj.rights:
                    to = [c for c in clause.children if c.lower_ == "to" and c.dep_ == "aux"]
                    if to:
                        return to[0].i, clause.right_edge.i + 1
    return None


def _gerund(token: Token) -> Range | None:
    for child in token.rights:
        if child.tag_ == "VBG" and child.dep_ in ("xcomp", "pcomp", "ccomp", "dobj"):
            return _range(child)
    return None


def _prepositional(token: Token, frames: frozenset[str]) -> Range | None:
    links = children(token, "prep", "prt")
    # "told the BBC of a plan": the parser hangs it on the hearer.
    links += [p for c in children(token, "dobj") for p in children(c, "prep") if p.lower_ == "of"]
    for preposition in links:
        low = preposition.lower_
        if low not in _PREPOSITIONS or low not in frames or preposition.i < token.i:
            continue
        for thing in children(preposition, "pobj", "pcomp"):
            if thing.ent_type_ in ("DATE", "TIME") or thing.lemma_ == "condition":
                continue
            if low == "to" and (thing.pos_ == "PRON" or thing.ent_type_ in _HEARERS):
                continue  # "admitted to her"
            if thing.pos_ in ("PRON", "DET") and thing.dep_ == "pobj":
                continue
            start, end = _range(thing)
            return start, _hung_on_verb(token, end)
    return None


def _hung_on_verb(token: Token, end: int) -> int:
    """End of "(called for) a talk | to end the war": the parser hangs the rest on the verb."""
    for sibling in token.rights:
        if sibling.left_edge.i != end:
            continue
        infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in sibling.children)
        named = sibling.dep_ == "prep" and sibling.lower_ in ("by", "of", "between", "with")
        if named or (infinitive and sibling.dep_ in ("xcomp", "advcl", "ccomp")):
            end = sibling.right_edge.i + 1
    return end


_HEARERS = frozenset({"PERSON", "ORG", "GPE", "NORP"})


def _object(token: Token, plain: bool, any_: bool) -> Range | None:
    """The object that tells what was said: three words, or with a verb where the cue is an act.

    "Dismissed the plan" is an act with its object; "refuted a report that it had paid" tells. With
    cues that are nothing without their words ("denied the charge") any object does.
    """
    if any_ and sum(c.dep_ in ("dobj", "dative") for c in token.rights) > 1:
        return None  # "denied him a meeting"
    for child in children(token, "dobj"):
        if child.i < token.i or child.lower_ in _EMPTY or child.pos_ == "PRON":
            continue
        start, end = child.left_edge.i, child.right_edge.i + 1
        # "the launch of missiles | off its east coast": places hang on the verb as often as not.
        for sibling in token.rights:
            if sibling.i < end or sibling.dep_ != "prep" or sibling.left_edge.i != end:
                continue
            if sibling.lower_ in ("to", "on"):
                break
            end = sibling.right_edge.i + 1
        words = [t for t in token.doc[start:end] if t.is_alpha]
        told = any(t.tag_ in ("VBZ", "VBP", "VBD", "MD", "VBG", "VB") for t in words)
        if any_ and child.pos_ == "NOUN" and not child.ent_type_:
            return start, end
        if len(words) < 3 or not (plain or told):
            continue
        return start, end
    return None


def _by_order(token: Token, cue: Cue, speaker: Token | None) -> Range | None:
    """Content by word order where the parse shows none: "... that X" up to the sentence's end."""
    doc = token.doc
    stop = token.sent.end
    if speaker is None or speaker.i > token.i:
        return None
    for at in range(token.i + 1, min(token.i + 8, stop)):
        if doc[at].lower_ == "that" and doc[at].dep_ not in ("det", "nsubj", "dobj"):
            return at + 1, stop
        if doc[at].text in ',;:"' and not _in_title(doc, at):
            break
    if cue.lemma in ("say", "tell") and token.i + 4 < stop:
        following = doc[token.i + 1]
        if following.pos_ in _STARTS and any(
            t.pos_ in ("VERB", "AUX") for t in doc[token.i + 1 : stop]
        ):
            skip = token.i + 1
            if cue.lemma == "tell":
                objects = children(token, "dobj", "dative")
                if not objects:
                    return None
                skip = phrase(objects[0])[1]
            if skip >= stop or doc[skip].pos_ not in _STARTS:
                return None
            return skip, stop
    return None


def _in_title(doc: Doc, at: int) -> bool:
    """Whether a mark belongs to the name of a broadcast: told "Nine Hours" that ..."""
    marks = [t.i for t in doc[max(0, at - 5) : at + 6] if t.text == '"' and t.sent == doc[at].sent]
    if len(marks) != 2 or not marks[0] <= at <= marks[1]:
        return False
    return all(t.text[:1].isupper() or not t.is_alpha for t in doc[marks[0] : marks[1]])


_STARTS = frozenset({"DET", "PRON", "PROPN", "NOUN", "ADJ", "NUM"})


def _range(token: Token) -> Range:
    return token.left_edge.i, token.right_edge.i + 1


def _holds(token: Token, other: Token) -> bool:
    return any(t.i == other.i for t in token.subtree)


def _ranges(token: Token, found: Range | None, speaker: Token | None) -> list[Range]:
    """Trim, and cut out the cue where the content runs over it."""
    if found is None:
        return []
    start, end = found
    end = min(_past_colon(token.doc, end), _line_end(token))
    end = _before_another(token, start, end)
    pieces: list[Range] = []
    if start <= token.i < end:
        left = start
        region = [token.i]
        if speaker is not None:
            region.append(speaker.i)
        pieces = [(left, min(region)), (max(region) + 1, end)]
    else:
        pieces = [(start, end)]
    doc = token.doc
    trimmed = [trim(doc, a, b, _DROP) for a, b in pieces if b > a]
    return [(a, b) for a, b in trimmed if b > a and any(t.is_alpha for t in doc[a:b])]


def _before_another(token: Token, start: int, end: int) -> int:
    """Where ", while B said" or ", and B vowed" begins: another voice is no part of the content."""
    doc = token.doc
    for other in doc[start:end]:
        if other.i > token.i and outer_cue(other) == token and verb_cue(other) is not None:
            return _link(other)
        if other.text != "," or other.i + 1 >= end or other.i <= token.i:
            continue
        link = doc[other.i + 1]
        if link.tag_ == "VBG" and verb_cue(link) is not None:
            return other.i  # ", warning that": the speaker's next words
        if link.lower_ == "amid":
            return other.i  # what else went on is the reporter's
        if link.lower_ not in ("while", "and", "but"):
            continue
        for verb in doc[other.i + 2 : end]:
            if verb.text in (";", '"') or (verb_cue(verb) is None and link.lower_ != "while"):
                continue
            own = [
                c
                for c in verb.children
                if c.dep_ == "nsubj" and other.i < c.left_edge.i <= other.i + 2
            ]
            joined = verb.dep_ in ("conj", "advcl") and verb.head.i < other.i
            if own and joined and own[0].pos_ != "PRON":
                return other.i
    return end


def _link(verb: Token) -> int:
    """Where ", but" or "and" before a joined verb begins."""
    at = verb.i
    while at > 0 and verb.doc[at - 1].pos_ in ("ADV", "CCONJ", "PUNCT", "AUX"):
        at -= 1
        if verb.doc[at].pos_ == "CCONJ":
            break
    return at


def _past_colon(doc: Doc, end: int) -> int:
    """ "... is clear: it wants X": what a colon announces belongs to the content."""
    if end >= len(doc) or (doc[end].text != ":" and doc[end - 1].text != ":"):
        return end
    at = end + 1
    if at < len(doc) and doc[at].text in ('"', "'", "''"):
        return end
    while at < len(doc) and doc[at].text not in (".", "!", "?", '"') and "\n" not in doc[at].text:
        at += 1
    return at


def _line_end(token: Token) -> int:
    """First token after this one that starts a new paragraph."""
    doc = token.doc
    for other in doc[token.i :]:
        if other.is_space and "\n" in other.text:
            return other.i
    return len(doc)


def cue_region(token: Token, speaker: Token | None, content: set[int]) -> Range:
    """Tokens of the cue's own clause ("he said on Friday"), without any of its content."""
    members = {token.i}
    for child in token.children:
        small = child.dep_ in (
            "aux", "auxpass", "advmod", "prep", "npadvmod", "prt", "dative", "mark", "neg", "dobj",
            "agent", "nsubj", "nsubjpass",
        )  # fmt: skip
        if not small or abs(child.i - token.i) > 25:
            continue
        other = speaker is not None and child.i < speaker.i and child.dep_ == "nsubj"
        if other and child.pos_ not in ("PRON", "DET"):
            continue
        tokens = subtree(child)
        if len(tokens) > 30 or any(t.i in content for t in tokens):
            continue
        members.update(t.i for t in tokens)
    if speaker is not None:
        members.update(t.i for t in _with_appositions(speaker) if t.i not in content)
    # One run around the verb: the parser hangs far adverbs on it.
    return _run(members, token)


def _run(members: set[int], token: Token) -> Range:
    doc = token.doc
    start = end = token.i
    while start - 1 >= 0 and (start - 1 in members or _bridge(doc, start - 1, members, -1)):
        start -= 1
    while end + 1 < len(doc) and (end + 1 in members or _bridge(doc, end + 1, members, 1)):
        end += 1
    return start, end + 1


def _bridge(doc: Doc, at: int, members: set[int], step: int) -> bool:
    return at + step in members and doc[at].is_punct and doc[at].text not in '"'


def _with_appositions(head: Token) -> list[Token]:
    return [t for t in head.subtree if abs(t.i - head.i) <= 25]
