"""Give quotations to the cues that introduce, follow or break them."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from dragoman.statements.found import Found
from dragoman.statements.grammar import starts_of
from dragoman.statements.quotes import Quotation, is_complete, is_title

_STOP = re.compile(
    r"[.!?](?=\s|$)(?<!\b[A-Z]\.)(?<!Mr\.)(?<!Ms\.)(?<!Mrs\.)(?<!Dr\.)(?<!Sen\.)(?<!Gen\.)(?<!Rep\.)(?<!Gov\.)(?<!St\.)(?<!U\.S\.)(?<!Lt\.)(?<!Col\.)"
)
_LINKED = re.compile(r",?\s*(?:and|but|or|then|while)\s*", re.IGNORECASE)
_FAR = 200
_TITLE_END = re.compile(r"\"[^\"\n]+[.!?]\"\s*$")  # on "Nine Hours."


def attach(text: str, quotations: list[Quotation], cues: list[Found]) -> list[Quotation]:
    """Fill ``Found.quotations``; quotations that no cue claims are returned, in order.

    ``cues`` are those that take a quotation, in text order, none of them inside a quotation.
    """
    taken: dict[int, Found] = {}
    # Names of broadcasts are no words of anybody's, and part none.
    titles = [q for q in quotations if _title(text, q)]
    quotations = [q for q in quotations if q not in titles]
    for index, quotation in enumerate(quotations):
        found = _claim(text, quotations, index, cues, taken)
        if found is not None:
            found.quotations.append(quotation)
            taken[index] = found
    left = titles + [q for i, q in enumerate(quotations) if i not in taken]
    return sorted(left, key=lambda q: q.start)


def _title(text: str, quotation: Quotation) -> bool:
    words = text[quotation.inner_start : quotation.inner_end]
    return is_title(words, text[max(0, quotation.start - 60) : quotation.start])


def _claim(
    text: str, quotations: list[Quotation], index: int, cues: list[Found], taken: dict[int, Found]
) -> Found | None:
    quotation = quotations[index]
    words = text[quotation.inner_start : quotation.inner_end]
    previous = quotations[index - 1] if index else None
    following = quotations[index + 1] if index + 1 < len(quotations) else None
    lead_start = _chunk_start(text, quotation, previous)
    lead = text[lead_start : quotation.start]
    if quotation.continued and index - 1 in taken:
        return taken[index - 1]
    opens = not re.search(r"\w", lead)
    same = previous is not None and previous.paragraph == quotation.paragraph
    joined = same and previous is not None and lead_start == previous.end

    # A cue before it, in the same sentence, that leads into it.
    leading = [c for c in cues if lead_start <= c.start and c.end <= quotation.start]
    if leading:
        near = leading[-1]
        gap = text[near.end : quotation.start]
        if _another_clause(near, quotation):
            return None
        led = gap.rstrip().endswith((",", ":")) or len(gap.split()) <= 4
        covered = any(a <= quotation.inner_start < b for a, b in near.indirect)
        strong = gap.rstrip().endswith((",", ":"))
        if (
            joined
            and index - 1 in taken
            and taken[index - 1] is near
            and (strong or _LINKED.fullmatch(gap))
        ):
            return near
        if near.quotations and near.quotations[-1].end <= near.start and not (strong or covered):
            # '"...," he said on "Face the Nation"': the second is a title.
            after = is_complete(words) and _TITLE_END.search(gap)
            return near if after else None
        if not covered and not strong:
            for other in reversed(leading):
                if any(a <= quotation.inner_start < b for a, b in other.indirect):
                    return other
        if led and not covered and not gap.rstrip().endswith((",", ":")) and not near.indirect:
            _widen(near, quotation)
        if led or covered:
            return near

    # A cue after it: '"...," he said'.
    tail = _tail_cue(text, quotation, following, cues)
    if tail is not None and (opens or not leading):
        if opens:
            # The quotation is all that was said: what stands before it is another sentence's.
            tail.indirect = [s for s in tail.indirect if s[0] >= tail.end]
        return tail
    if leading and not joined:
        near = leading[-1]
        # 'criticized the plan as "reckless"': the quotation stands late in the cue's clause.
        if near.token.sent.end_char >= quotation.start and quotation.start - near.end < _FAR:
            if not near.indirect:
                _widen(near, quotation)
            return near

    # The second half of a broken quotation: '"A," he said. "B."'
    if same and previous is not None and index - 1 in taken and opens:
        between = text[previous.end : quotation.start]
        if len(between.split()) <= 30 and (is_complete(words) or len(words.split()) > 2):
            owner = taken[index - 1]
            inside = [c for c in cues if previous.end <= c.start < quotation.start]
            if len(inside) > 1:  # '"A," she told the crowd, the agency reported. "B."'
                inside = [c for c in inside if c.cue.lemma != "report"] or inside
            if not inside or inside[-1] is owner:
                return owner
            return owner if owner in inside and inside[-1].cue.pos == "prep" else inside[-1]
    return None


def _another_clause(near: Found, quotation: Quotation) -> bool:
    """'When X pressed her, she answered him coldly: "..."': a later clause leads into it."""
    doc = near.token.doc
    between = [t for t in doc[near.token.i : near.token.i + 40] if t.idx < quotation.start]
    if not between or between[-1].text != ":":
        return False
    first = doc[near.token.sent.start]
    if first.lower_ not in _WHEN or first.i > near.token.i:
        return False
    commas = [t.i for t in between if t.text == ","]
    subjects = [t for t in between if t.dep_ == "nsubj" and t.head.i > t.i]
    return any(t.left_edge.i - 1 in commas and t.head.idx < quotation.start for t in subjects)


_WHEN = frozenset("when while as after before if though although because since once".split())


def _widen(found: Found, quotation: Quotation) -> None:
    """Content of 'called the plan "a disgrace"': from the object to the quotation."""
    objects = [
        c
        for c in found.token.rights
        if c.dep_ in _OBJECTS and (c.idx < quotation.start or _opens(c, quotation))
    ]
    objects = [
        c for c in objects if c.left_edge.idx >= found.end and c.lower_ not in ("in", "on", "at")
    ]
    if not objects:
        return
    within = _spans(objects[0], quotation)
    if found.cue.addressee != "obj" or (within and "np" in found.cue.frames):
        last = next((c.right_edge for c in objects if _spans(c, quotation)), None)
        end = last.idx + len(last) if last is not None else quotation.end
        start = min(objects[0].left_edge.idx, quotation.start)
        found.indirect = [(start, max(end, quotation.end))]


_OBJECTS = ("dobj", "ccomp", "dative", "oprd", "prep")


def _opens(token: Token, quotation: Quotation) -> bool:
    """Whether an object begins with quoted words: 'promised "bitter" tariffs'."""
    return token.dep_ == "dobj" and quotation.end <= token.idx and _spans(token, quotation)


def _spans(token: Token, quotation: Quotation) -> bool:
    """Whether a quotation stands within a token's phrase."""
    return bool(token.left_edge.idx <= quotation.inner_start < token.right_edge.idx)


def _tail_cue(
    text: str, quotation: Quotation, following: Quotation | None, cues: list[Found]
) -> Found | None:
    limit = len(text) if following is None else following.start
    last = text[quotation.inner_end - 1]
    rest = text[quotation.end : limit]
    newline = rest.find("\n")
    if newline >= 0:
        rest = rest[:newline]
    stop = _STOP.search(rest)
    if stop:
        rest = rest[: stop.end()]
    if last == "." and not re.match(r"\s*(?:[,—–-]|[a-z])", rest):
        return None
    if quotation.unclosed:
        return None
    words = text[quotation.inner_start : quotation.inner_end].split()
    if len(words) < 4 and last not in ",.?!" and re.match(r"\s*(?:that|which)\b", rest):
        return None  # 'a "red line" that she warned of': a name, no words of hers
    for found in cues:
        if found.start < quotation.end:
            continue
        if found.start >= quotation.end + len(rest) or found.start - quotation.end > _FAR:
            return None
        gap = text[quotation.end : found.start]
        speaker = found.speaker
        if speaker is None:
            return None
        if "inv" not in found.cue.frames and "quote" not in found.cue.frames:
            return None
        inverted = speaker.i > found.token.i
        if inverted:
            return found if len(gap.split()) <= 3 else None
        # Only the speaker's noun phrase may stand between the quotation and the cue.
        region = found.token.doc[found.region[0]].idx
        words = re.sub(r"[^\w\s]", " ", text[quotation.end : max(quotation.end, region)]).split()
        comma = last in ",?!-—–" or gap.lstrip()[:1] in (",", "—", "-", "–")
        if len(words) <= 2 and (comma or len(words) == 0):
            return found
        return None
    return None


def _chunk_start(text: str, quotation: Quotation, previous: Quotation | None) -> int:
    """Where the reporter's words right before a quotation begin: after a stop or a quotation."""
    start = text.rfind("\n", 0, quotation.start) + 1
    before = text[:start].rstrip()
    if before.endswith(":") and not text[start : quotation.start].strip():
        # "He said:" and the quotation in a paragraph of its own.
        start = before.rfind("\n") + 1
    if previous is not None and previous.end > start and previous.end <= quotation.start:
        start = previous.end
    for stop in _STOP.finditer(text, start, quotation.start):
        start = stop.end()
    return start


def quoted_tokens(doc: Doc, quotations: list[Quotation]) -> set[int]:
    """Indices of the tokens inside quotations."""
    inside: set[int] = set()
    if quotations:
        starts = starts_of(doc)
        low = 0  # quotations come in order; one within another begins no earlier
        for quotation in quotations:
            low = max(low, int(starts.searchsorted(quotation.start)))
            inside.update(range(low, int(starts.searchsorted(quotation.end))))
    return inside
