"""Acts told inside others: threats by condition, what is promised, demanded, denied or alleged."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from dragoman.actors.lookup import actors_of
from dragoman.events import syntax
from dragoman.events.coder import HOSTILE
from dragoman.events.draft import Draft
from dragoman.events.phrases import is_official, speaker_at
from dragoman.records import UNKNOWN_CODE, Actor

_MODE_OF_THREAT = {
    "ASSAULT": "violence", "MOBILIZE": "violence", "SANCTION": "relations", "COERCE": "restrict",
}  # fmt: skip
_BLOWS = ("ASSAULT", "SANCTION", "COERCE")  # to send soldiers may be help
_MODE_OF_REQUEST = {"AID": "assist", "CONSULT": "meet", "SUPPORT": "assist", "COOPERATE": "assist",
                    "RETREAT": "yield", "CONCEDE": "yield"}  # fmt: skip


def threats(drafts: list[Draft]) -> list[Draft]:
    """A hostile act that its own side says it could do is a threat, not the act.

    "Tokyo could deploy its forces if China were to attack" said by Tokyo's prime minister is
    THREATEN by Japan, to China; the deployment is not shown, the attack stays possible.
    """
    for draft in drafts:
        if draft.type not in HOSTILE or draft.status not in ("possible", "planned"):
            continue
        speaker = speaker_at(draft.predicate.document, draft.token.idx)
        if speaker is None or not is_official(speaker):
            continue
        same_side = any(a.code == speaker.code != UNKNOWN_CODE for a in draft.actors) or (
            speaker.code == UNKNOWN_CODE and bool({"GOV", "MIL"} & set(speaker.sectors))
        )  # a minister whose state the report does not name speaks of his own state's acts
        conditional = draft.reading.conditional and not _is_condition(draft)
        modal = draft.reading.modal in ("could", "may", "might", "would", "can", "will")
        violent = draft.type in ("ASSAULT", "MOBILIZE")
        if not same_side or not (conditional or (modal and violent)):
            continue
        if _is_condition(draft):
            continue
        to = draft.recipients or _condition_actors(draft)
        draft.notes.append(f"threat of {draft.type}")
        draft.mode = _MODE_OF_THREAT[draft.type]
        draft.type = "THREATEN"
        draft.status = "actual"
        draft.bare = False
        own = {speaker.code, *(a.code for a in draft.actors)}
        draft.recipients = tuple(a for a in to if a.code not in own)
    return drafts


def _is_condition(draft: Draft) -> bool:
    """Whether the predicate itself stands in the "if" clause."""
    token = draft.token
    for _ in range(5):
        if any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in token.children):
            return True
        if token.head == token or token.dep_ == "ccomp":
            return False
        token = token.head
    return False


def _condition_actors(draft: Draft) -> tuple[Actor, ...]:
    document = draft.predicate.document
    for child in draft.token.children:
        if child.dep_ == "advcl" and any(m.lower_ in ("if", "unless") for m in child.children):
            found = [a for t in syntax.surface_subjects(child) for a in actors_of(document, t)]
            if found:
                return tuple(found)
    return ()


SETTLED = 0.3
"""Confidence of a draft that a trained coder has seen in its sentence: it is told for itself."""


def consumed(drafts: list[Draft]) -> list[Draft]:
    """Leave out what another event's complement tells: "agreed to send aid" is one event."""
    by_token: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_token.setdefault(draft.token.i, []).append(draft)
    dropped: set[int] = set()
    for draft in drafts:
        _promised_blow(draft)
        dropped |= _lifted(draft, by_token)
        if draft.entry.complement == "keep" and draft.type != "THREATEN":
            continue
        for inner in _governed_tokens(draft):
            for other in by_token.get(inner.i, ()):
                if other is draft or other.confidence >= SETTLED:
                    continue
                if draft.entry.complement == "alleged":
                    _alleged_act(draft, other)
                elif draft.entry.complement == "negated" and not _denied(draft, other):
                    continue
                elif draft.entry.complement == "negated":
                    if other.type in ("ACCUSE", "REQUEST", "REJECT", "THREATEN"):
                        dropped.add(id(other))  # "denied the allegations": others made them
                    other.status = "negated"
                elif draft.type == other.type == "CONSULT":
                    continue
                elif _ordered(draft, other):
                    other.actors = other.actors or draft.actors
                    dropped.add(id(draft))
                elif _is_threat(draft, other):
                    _make_threat(draft, other.type)
                    draft.recipients = draft.recipients or other.recipients
                    dropped.add(id(other))
                else:
                    _mode_from(draft, other)
                    dropped.add(id(other))
    return [d for d in drafts if id(d) not in dropped]


def _lifted(draft: Draft, by_token: dict[int, list[Draft]]) -> set[int]:
    """Ids of what a retreat takes back: "lifted the sanctions" is not also a sanction denied."""
    if draft.type != "RETREAT" or not draft.predicate.verbal:
        return set()
    return {
        id(act)
        for noun in draft.predicate.objects()
        for act in by_token.get(noun.i, ())
        if act.type in ("SANCTION", "COERCE") and act.status == "negated"
    }


def _denied(draft: Draft, act: Draft) -> bool:
    """Whether the denial is of the act itself, not of "any knowledge of" it."""
    roots = [*syntax.complements(draft.token), *syntax.deep_objects(draft.token)]
    verb = syntax.carrying_verb(act.token)
    return any(act.token == r or act.token.head == r or verb == r for r in roots)


def _ordered(draft: Draft, act: Draft) -> bool:
    """ "Ordered airstrikes": the act is planned by who orders it; nobody is asked."""
    words = draft.predicate.lexicon.words
    return (
        draft.type == "REQUEST"
        and draft.entry.lemma in words["ordering_verbs"]
        and act.type in HOSTILE
        and act.token in draft.predicate.objects()
    )


def _is_threat(draft: Draft, act: Draft) -> bool:
    """A blow that somebody promises is a threat: "vowed to attack", "promising to destroy"."""
    words = draft.predicate.lexicon.words
    return (
        draft.type == "AGREE"
        and draft.entry.lemma in words["promising"]
        and act.type in _BLOWS
        and act.status != "negated"
    )


def _make_threat(draft: Draft, act: str) -> None:
    draft.type, draft.mode = "THREATEN", _MODE_OF_THREAT[act]
    draft.notes.append(f"promise of {act}")


def _promised_blow(draft: Draft) -> None:
    """ "Promised to destroy the North", where the blow made no event of its own."""
    lexicon = draft.predicate.lexicon
    if draft.type != "AGREE" or draft.entry.lemma not in lexicon.words["promising"]:
        return
    for clause in syntax.complements(draft.token):
        kinds = {e.type for e in lexicon.verbs.get(clause.lemma_.lower(), ())}
        against = [a for t in syntax.deep_objects(clause)
                   for a in actors_of(draft.predicate.document, t)]  # fmt: skip
        if kinds == {"ASSAULT"} and against and not any(c.dep_ == "neg" for c in clause.children):
            _make_threat(draft, "ASSAULT")
            draft.recipients = draft.recipients or tuple(against)
            return


def _alleged_act(draft: Draft, act: Draft) -> None:
    """ "Accused X of masterminding attacks": the act is claimed, and X is said to have done it."""
    act.alleged = True
    if act.status == "possible":
        act.status = "actual"
    told = {a.name for a in act.recipients}
    accused = tuple(a for a in draft.recipients if a.name not in told)
    if not act.actors and accused:
        act.actors, act.bare = accused, False
        act.notes.append("act that the accused is said to have done")


def _governed_tokens(draft: Draft) -> Iterable[Token]:
    """All words of the complements and objects that the trigger governs, not of what follows."""
    token = draft.token
    roots = list(syntax.complements(token))
    if draft.predicate.verbal:
        roots += syntax.deep_objects(token)
        for child in token.children:
            if child.i > token.i and child.dep_ in ("prep", "dative") and child.lower_ in (
                "for", "of", "against", "to", "on", "into", "with", "by",
            ):  # fmt: skip
                roots += [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
    else:
        for word in ("of", "for", "on", "to", "against"):
            roots += syntax.prepositions(token, word)
    for root in roots:
        for inner in root.subtree:
            if inner.i != token.i and not _in_aside(inner, root):
                yield inner


def _in_aside(inner: Token, root: Token) -> bool:
    """Relative clauses, appositions and time clauses tell their own events ("..., who met Xi")."""
    token = inner
    while token != root and token.head != token:
        if token.dep_ in ("relcl", "appos") or (
            token.dep_ == "advcl"
            and any(m.lower_ in ("after", "since", "when", "as", "while") for m in token.children)
        ):
            return True
        token = token.head
    return False


def _mode_from(draft: Draft, inner: Draft) -> None:
    if draft.type == "THREATEN" and not draft.mode:
        draft.mode = _MODE_OF_THREAT.get(inner.type)
    elif draft.type == "REQUEST" and draft.mode in (None, "change"):
        draft.mode = _MODE_OF_REQUEST.get(inner.type, draft.mode)
    elif draft.type == "REJECT" and not draft.mode:
        draft.mode = {"CONSULT": "meet", "AID": "assist", "RETREAT": "yield"}.get(inner.type)
