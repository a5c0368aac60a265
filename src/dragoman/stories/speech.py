"""Compares two statements by rules: whether they can be one act of speech, told twice.

Vetoes and reasons are for all pairs, scores for two statements of one report; what joins statements
of two reports is learned (`speech_pairs.py`). What counts is how much of the shorter one the longer
one holds: a clipping has few words, and nearly all of them again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from dragoman.records import UNKNOWN_CODE, Actor, Record, Statement
from dragoman.source_kinds import MEDIA
from dragoman.stories.actors import fold, is_medium, is_person, is_specific, same_name
from dragoman.stories.compare import Verdict
from dragoman.stories.telling import SpeechTelling, likeness, same_time, shown
from dragoman.stories.words import weight

_ROW = 3  # words in a row that are named as a reason


class SpeechSettings(Record, frozen=True, kw_only=True):
    """Weights of the features of a pair of statements, and the score at which they are one act.

    Fields:
        threshold: the least mean score at which statements are one utterance.
        base: what every pair begins with.
        words: times the likeness of both bags of words.
        held: times the share of the shorter one's words that the longer one has.
        run: times the logarithm of how telling the longest row of shared words is.
        other_speaker: where the speakers are not shown to be one.
        verbatim: how telling a shared row must be to be word for word the same, whoever is said to
            have spoken: reports, and our reading of them, name speakers differently.
        word_for_word: where it is.
        occasion: a shared hearer, medium or day.
        event: where both are about an act of one type between the same two states.
        sure: log-odds of the learned model from which statements of two reports are one act.
        unlike, alike: the least and the most that a pair of two reports adds to the mean: a full
            quotation holds clippings that have nothing in common.
        closest: how much the likest pair counts beside the mean of all.
    """

    threshold: float = 1.0
    base: float = -1.5
    words: float = 1.15
    held: float = 1.8
    run: float = 0.4
    other_speaker: float = -0.75
    verbatim: float = 10.0
    word_for_word: float = 0.75
    occasion: float = 0.4
    event: float = 0.5
    sure: float = 0.0
    unlike: float = -2.0
    alike: float = 4.0
    closest: float = 0.3


DEFAULT = SpeechSettings()


def same_speaker(a: Actor, b: Actor) -> bool:
    """Whether two statements are of one speaker; a state and its official are not one.

    A person named here and called by the office alone there ("Merkel", "the chancellor") is one.
    """
    if is_person(a) and is_person(b):
        return same_name(a.name, b.name)
    if fold(a.name) == fold(b.name):
        return True
    if is_person(a) or is_person(b):
        return _holds(a, b) or _holds(b, a)
    return (
        a.code == b.code != UNKNOWN_CODE
        and is_specific(a)
        and is_specific(b)
        and a.sectors[:1] == b.sectors[:1] != ()
    )


def _holds(person: Actor, office: Actor) -> bool:
    """Whether a speaker without a name is called by the office that a named one holds."""
    return (
        is_person(person)
        and not is_person(office)
        and bool(person.role and office.role)
        and fold(person.role or "") == fold(office.role or "")
        and person.code == office.code != UNKNOWN_CODE
    )


def compare_speech(a: SpeechTelling, b: SpeechTelling, settings: SpeechSettings) -> Verdict:
    """Compare two statements; a veto says why they cannot be one.

    The score is that of two statements of one report; those of two reports are weighed by the
    learned model, and only vetoes and reasons are taken from here.
    """
    verdict = Verdict()
    one, other = a.statement, b.statement
    if same_time(one.date, other.date) is False:
        verdict.veto = "different dates"
        return verdict
    one_speaker = same_speaker(one.speaker, other.speaker)
    two_persons = is_person(one.speaker) and is_person(other.speaker) and not one_speaker
    if not one_speaker and len(a.bag.keys() & b.bag.keys()) < min(_ROW, len(a.bag), len(b.bag)):
        # Too little for a row; but that they are two speakers keeps their neighbours apart, too.
        verdict.veto = "different speakers" if two_persons or a.report == b.report else ""
        verdict.add(settings.base + settings.other_speaker)
        return verdict
    at, size = longest_row(a.keys, b.keys)
    run = [token.form for token in a.tokens[at : at + size]]
    row = sum(value for form in run if (value := weight(form)) >= 1.0)
    verbatim = len(run) >= _ROW + 2 and row + 0.3 * len(run) >= settings.verbatim
    media = media_of(one), media_of(other)
    if media[0] and media[1] and not media[0] & media[1] and not verbatim:
        verdict.veto = "told to different media"
        return verdict
    if one_speaker:
        verdict.add(0.0, f"same speaker {max(one.speaker.name, other.speaker.name, key=len)}")
    elif a.report == b.report or (two_persons and not verbatim):
        verdict.veto = "different speakers"
        return verdict
    elif not verbatim:
        verdict.add(settings.other_speaker)
    common = sorted((k for k in a.bag if k in b.bag), key=lambda k: (-a.bag[k] * b.bag[k], k))
    # Who it is about is shared by most of what a person says in a story: that alone joins nothing.
    if all(key.startswith("@") for key in common) and len(run) <= _ROW:
        return Verdict()
    small = min((a.bag, b.bag), key=lambda bag: sum(bag.values()))
    held = sum(small[key] for key in common if key in small) / (sum(small.values()) or 1.0)
    verdict.add(settings.base)
    verdict.add(settings.words * likeness(a.bag, b.bag) + settings.held * held)
    if common:
        verdict.why.append(f"same words ({', '.join(shown(k, a.told) for k in common[:4])})")
    acts = sorted({act for act, sides in a.acts if len(sides) > 1 and (act, sides) in b.acts})
    if acts:
        verdict.add(settings.event, f"about the same act ({', '.join(acts).lower()})")
    named = len(run) >= _ROW and row >= 1.0
    told = f'the same words in a row, "{" ".join(run[:12])}"' if named else ""
    verdict.add(settings.run * math.log1p(row) + settings.word_for_word * verbatim, told)
    _occasion(one, other, media, settings, verdict)
    return verdict


def _occasion(
    one: Statement, other: Statement, media: tuple[frozenset[str], frozenset[str]],
    settings: SpeechSettings, verdict: Verdict,
) -> None:  # fmt: skip
    """What shows that both were said at one occasion."""
    hearers = hearer(one), hearer(other)
    if media[0] & media[1]:
        verdict.add(settings.occasion, f"told {min(media[0] & media[1])} in both")
    elif hearers[0] and hearers[1] and overlap(hearers[0], hearers[1]):
        verdict.add(settings.occasion, f"same hearers ({hearers[0]})")
    if same_time(one.date, other.date):
        verdict.add(settings.occasion, f"same date {one.date.raw if one.date else ''}".rstrip())


def longest_run(a: Sequence[str], b: Sequence[str]) -> list[str]:
    """The longest row of words that both hold.

    Example:
        >>> longest_run("a new page in our relations".split(), "mark a new page".split())
        ['a', 'new', 'page']
    """
    at, size = longest_row(a, b)
    return list(a[at : at + size])


def longest_row(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """Where the longest row of words that both hold begins in the first, and how long it is."""
    best_end = best = 0
    row = [0] * (len(b) + 1)
    for i, word in enumerate(a, start=1):
        last = 0
        for j, other in enumerate(b, start=1):
            last, row[j] = row[j], (last + 1 if word == other else 0)
            if row[j] > best:
                best, best_end = row[j], i
    return best_end - best, best


def hearer(statement: Statement) -> str:
    """The name of whom it is said to, "" where the report does not tell."""
    return statement.addressee.name if statement.addressee is not None else ""


def overlap(a: str, b: str) -> bool:
    """Whether two names of hearers share a telling word ("Kenyan traders", "traders").

    Example:
        >>> overlap("Kenyan traders", "traders"), overlap("Kenyan traders", "parliament")
        (True, False)
    """
    return same_name(a, b) or bool(
        {w for w in fold(a).split() if weight(w) > 1.5} & set(fold(b).split())
    )


def media_of(statement: Statement) -> frozenset[str]:
    """The media that the words came through."""
    own = statement.speaker.name
    found = {
        s.name for s in statement.attribution if s.kind in MEDIA and not same_name(s.name, own)
    }
    if statement.addressee is not None and is_medium(statement.addressee):
        found.add(statement.addressee.name)
    return frozenset(found)
