"""Whether a name acts, is only a place, only modifies a noun, or is a source that is cited."""

from __future__ import annotations

from dragoman.actors.work import Found, Work
from dragoman.document import Usage

_PLACE_KINDS = frozenset(("state", "capital", "city", "historical", "metonym"))


def set_usage(work: Work) -> None:
    """Set the usage of every mention of a name."""
    for found in work.found:
        if found.usage == "modifier" or found.kind in ("pronoun", "plural", "role", "group"):
            continue
        if found.entry is not None and found.entry.kind == "media":
            found.usage = _media(work, found)
        elif found.kind in ("state", "organisation"):
            found.usage = _usage(work, found)


def _usage(work: Work, found: Found) -> Usage:
    kind = found.entry.kind if found.entry is not None else "organisation"
    after = work.word(found.last)
    if (
        after in ("'s", "'")
        and found.last < len(work.tokens)
        and work.tokens[found.last].tag_ == "POS"
    ):
        return "modifier"
    if _compound(work, found):
        return "modifier"
    if kind == "demonym" and not _demonym_acts(work, found):
        return "modifier"
    if kind == "demonym" or kind == "organisation":
        return "actor"
    if kind in _PLACE_KINDS and (is_dateline(work, found) or is_place(work, found)):
        return "place"
    return "place" if kind == "city" else "actor"


def _compound(work: Work, found: Found) -> bool:
    """Whether the name stands before a noun that it modifies ("US troops", "Korea-China ties")."""
    at = found.last
    if at >= len(work.tokens) or not work.same_sentence(found.first, at):
        return False
    token, last = work.tokens[at], work.tokens[found.last - 1]
    head = work.tokens[work.head(found.first, found.last)]
    demonym = found.entry is not None and found.entry.kind == "demonym"
    if token.text in ("-", "–", "/") and not last.whitespace_:
        return True
    before = work.tokens[found.first - 1] if found.first else None
    if (
        before is not None
        and before.text in ("-", "–", "/")
        and not before.whitespace_
        and at < len(work.tokens)
    ):
        return token.pos_ in ("NOUN", "PROPN", "ADJ") and at not in work.name_at
    if demonym and token.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "VERB") and head.i < at:
        plural = head.tag_ in ("NNS", "NNPS") and token.pos_ == "VERB"
        if not plural and (head.head.i >= at or token.pos_ in ("NOUN", "PROPN")):
            return head.dep_ not in ("nsubj", "dobj", "pobj", "nsubjpass")
    if head.dep_ in ("compound", "amod", "nmod") and head.head.i >= at:
        return head.head.pos_ in ("NOUN", "PROPN", "ADJ")
    return False


def _demonym_acts(work: Work, found: Found) -> bool:
    """ "the Chinese said", "Americans fled": a demonym that is no adjective."""
    last = work.tokens[found.last - 1]
    if last.tag_ in ("NNS", "NNPS") or (last.text.endswith("s") and last.tag_ != "JJ"):
        return True
    if found.last < len(work.tokens):
        after = work.tokens[found.last]
        if (
            after.pos_ in ("NOUN", "PROPN", "ADJ", "NUM")
            or after.tag_ == "VBN"
            or after.text == "-"
        ):
            return False
    return (
        last.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj", "dative", "agent")
        and last.tag_ != "JJ"
    ) or work.word(found.first - 1) == "the"


def _after_town(work: Work, comma: int) -> bool:
    """ "in Subang, Malaysia": the state of a town that no table holds."""
    at = comma - 1
    while at >= 0 and work.capital(at) and work.tokens[at].pos_ == "PROPN":
        at -= 1
    static, moving = work.books.listed("place.static"), work.books.listed("place.moving")
    return at < comma - 1 and at >= 0 and work.word(at) in (static | moving) - {"for"}


def is_place(work: Work, found: Found) -> bool:
    """Whether prepositions and verbs around make the name a mere place."""
    at = found.first - 1
    while at >= 0 and (
        work.word(at) in ("the", "downtown", "central", "nearby", "neighboring", "neighbouring")
        or work.tokens[at].pos_ in ("ADJ", "DET")
    ):
        at -= 1
    if at < 0 or not work.same_sentence(at, found.first):
        return False
    word = work.word(at)
    if word in ("and", ",", "or"):
        left = work.name_at.get(at - 1)
        if left is None and word == ",":
            return _after_town(work, at)
        return (
            left is not None
            and left.kind == "state"
            and left.first < found.first
            and is_place(work, left)
            and left.usage != "modifier"
        )
    books = work.books
    if word in books.listed("place.static"):
        return not (word == "in" and _interest(work, at))
    if word in books.listed("place.moving"):
        return _moves(work, at)
    if word == "of":
        return work.word(at - 1) in books.listed("place.part")
    verb = work.tokens[at]
    return (
        verb.lemma_ in books.listed("place.direct")
        and verb.pos_ in ("VERB", "AUX")
        and (work.tokens[work.head(found.first, found.last)].dep_ != "nsubj")
    )


def _interest(work: Work, at: int) -> bool:
    """ "confidence in China", "trust in Washington": the state is meant, not its ground."""
    return work.word(at - 1) in (
        "confidence",
        "trust",
        "faith",
        "interest",
        "belief",
        "trusts",
        "disappointed",
    )


def _moves(work: Work, at: int) -> bool:
    """Whether a word of motion governs the preposition at ``at``."""
    motion = work.books.listed("place.motion")
    token = work.tokens[at]
    head = token.head
    if head.i != at and (head.lemma_.lower() in motion or head.lower_ in motion):
        return True
    for step, j in enumerate(work.before(at)):
        near = work.tokens[j]
        if near.lemma_.lower() in motion:
            return True
        if step >= 1 and near.pos_ not in ("ADV", "ADP", "PART"):
            break
    return False


def is_dateline(work: Work, found: Found) -> bool:
    """ "SEOUL, Jan 5 (Reuters) -": the place a report was written at."""
    start = work.tokens[found.first].idx
    text = work.document.text
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip(" \t\"'(") and work.tokens[found.first].is_sent_start is not True:
        if not all(c.isupper() or not c.isalpha() for c in text[line:start]):
            return False
        if len(text[line:start]) > 30:
            return False
    rest = text[start : start + 70]
    cut = min(
        (rest.find(mark) for mark in (" - ", " -- ", " — ", " – ", ") ") if mark in rest),
        default=-1,
    )
    if cut < 0:
        return False
    head = rest[:cut]
    return (
        "(" in head
        or head.isupper()
        or (cut < 25 and not any(w.islower() for w in head.replace(",", " ").split()))
    )


def _media(work: Work, found: Found) -> Usage:
    head = work.tokens[work.head(found.first, found.last)]
    if work.word(found.last) in ("'s", "'"):
        return "source"
    if head.dep_ == "nsubjpass" or (
        head.dep_ == "dobj" and head.head.lemma_ not in work.books.listed("speech.verbs")
    ):
        return "actor"
    return "source"
