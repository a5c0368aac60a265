"""Content of two parts: an object and what it is called, accused of, blamed on or put at."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.statements.cues import Cue
from dragoman.statements.grammar import phrase

Range = tuple[int, int]

_NAMED = ("as", "of", "for", "with", "to", "on")
_LINKS = {
    "comp": _NAMED,
    "reason": ("for", "as", "over"),
    "attrib": ("to",),
    "figure": ("at",),
    "as": ("as",),
}


def complement(token: Token, frames: frozenset[str]) -> Range | None:
    """ "Called the deal a disgrace", "accused Oslo of lying", "put the toll at nine"."""
    rights = [
        c for c in token.rights if c.dep_ in ("dobj", "ccomp", "oprd", "xcomp", "attr", "prep")
    ]
    objects = [c for c in rights if c.dep_ in ("dobj", "ccomp")]
    if not objects:
        return None
    first = objects[0]
    if first.lower_.endswith(("self", "selves")):
        return None
    for frame in sorted(frames & _LINKS.keys() - {"comp"}):
        linked = _linked(first, rights, frame)
        if linked is not None:
            return linked
    return _called(token, first, rights) if "comp" in frames else None


def _linked(first: Token, rights: list[Token], frame: str) -> Range | None:
    """An object with the preposition that tells the reason, the cause or the number."""
    outer = [c for c in rights if c.i > first.i]
    for link in [*outer, *first.rights]:
        if link.dep_ != "prep" or link.lower_ not in _LINKS[frame]:
            continue
        things = [c for c in link.children if c.dep_ in ("pobj", "pcomp", "amod")]
        number = any(t.like_num for t in link.subtree)
        if not things or (frame == "figure" and not number):
            continue
        inside = not any(t == link for t in outer)
        if frame == "reason" and link.lower_ != "as" and inside and things[0].dep_ != "pcomp":
            continue  # "Praised the plan for peace" names a plan.
        return first.left_edge.i, max(first.right_edge.i, link.right_edge.i) + 1
    return None


def _called(token: Token, first: Token, rights: list[Token]) -> Range | None:
    if first.dep_ == "ccomp":
        itself = any(c.lower_.endswith(("self", "selves")) for c in first.children)
        return None if itself else (first.left_edge.i, first.right_edge.i + 1)
    names = [c for c in first.rights if c.dep_ == "appos" and c.nbor(-1).text != ","]
    named = any(c.dep_ in ("oprd", "attr", "xcomp") for c in rights) or names
    if token.lemma_ == "call" and not named:
        return None  # "called elections after the vote"
    end = first.right_edge.i + 1
    more = False
    for child in rights:
        if child.i <= first.i:
            continue
        if child.dep_ == "prep" and child.lower_ not in _NAMED:
            continue
        end = max(end, child.right_edge.i + 1)
        more = True
    inside = any(
        c.dep_ == "appos" or (c.dep_ == "prep" and c.lower_ in ("of", "as", "for", "on"))
        for c in first.rights
    )
    return (first.left_edge.i, end) if more or inside else None


def relative_content(token: Token, cue: Cue) -> list[Range]:
    """ "The plan, which Oslo announced": what the pronoun stands for, and what it is called."""
    relative = [c for c in token.lefts if c.dep_ == "dobj" and c.tag_ in ("WP", "WDT")]
    if not relative:
        return []
    named = token.dep_ == "relcl"
    before = token.head if named else token.doc[max(relative[0].i - 2, 0)]
    if before.pos_ not in ("NOUN", "PROPN") or before.i > relative[0].i:
        return []
    if cue.frames & {"np", "obj"}:
        return [phrase(before)]
    for child in token.rights:
        link = any(child.lower_ in _LINKS[f] for f in cue.frames & _LINKS.keys())
        if (child.dep_ == "prep" and link) or child.dep_ == "oprd":
            return [phrase(before), (child.left_edge.i, child.right_edge.i + 1)]
    return []
