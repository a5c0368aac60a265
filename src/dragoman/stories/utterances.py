"""One act of speech in several reports: a full quotation here, a clipping or a paraphrase there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from dragoman.ids import stable_id
from dragoman.records import (
    UNKNOWN_CODE,
    Actor,
    Difference,
    Evidence,
    Reading,
    Record,
    Statement,
    Utterance,
    Version,
)
from dragoman.source_kinds import MEDIA
from dragoman.stories.actors import fold, is_medium, is_person, is_specific, same_name
from dragoman.stories.cluster import Pair, clusters
from dragoman.stories.compare import Verdict
from dragoman.stories.telling import SpeechTelling, Told, likeness, same_time, shown
from dragoman.stories.words import weight


class SpeechSettings(Record, frozen=True, kw_only=True):
    """Weights of the features of a pair of statements, and the score at which they are one act.

    ``occasion`` counts a shared hearer, medium or day; ``order`` the same place in the row of what
    a person said on that occasion, where both reports have as many pieces.
    """

    threshold: float = 1.0
    words: float = 4.0
    run: float = 1.0
    occasion: float = 0.4
    order: float = 0.3
    event: float = 0.5
    one_report: float = -1.5
    least: float = 0.08


DEFAULT = SpeechSettings()


def merge_statements(
    readings: Sequence[Reading],
    told: Mapping[str, Told],
    *,
    settings: SpeechSettings = DEFAULT,
) -> list[Utterance]:
    """Every statement of the readings in exactly one utterance, in the order of first telling."""
    tellings = [
        SpeechTelling(statement, told[reading.report.id], rank)
        for rank, reading in enumerate(readings)
        for statement in reading.statements
    ]
    tellings.sort(key=lambda t: (t.report, t.start, t.statement.id))
    places = _places(tellings)
    scores: dict[Pair, float] = {}
    whys: dict[Pair, list[str]] = {}
    vetoes: set[Pair] = set()
    for i, a in enumerate(tellings):
        for j in range(i + 1, len(tellings)):
            if not same_speaker(a.statement.speaker, tellings[j].statement.speaker):
                continue
            verdict = compare_speech(a, tellings[j], settings, same_order=places[i] == places[j])
            if verdict.veto:
                vetoes.add((i, j))
            else:
                scores[i, j] = verdict.score
                whys[i, j] = verdict.why
    made: list[tuple[tuple[int, int], Utterance]] = []
    for group in clusters(len(tellings), scores, vetoes, settings.threshold):
        members = sorted((tellings[k] for k in group), key=lambda t: (t.rank, t.start))
        why = Counter(
            reason
            for at, i in enumerate(group)
            for j in group[at + 1 :]
            for reason in whys.get((i, j), ())
        )
        utterance = _utterance(members, [reason for reason, _ in why.most_common(6)])
        made.append(((members[0].rank, members[0].start), utterance))
    return [utterance for _, utterance in sorted(made, key=lambda m: (m[0], m[1].id))]


def same_speaker(a: Actor, b: Actor) -> bool:
    """Whether two statements are of one speaker; a state and its official are not one."""
    if is_person(a) or is_person(b):
        return is_person(a) and is_person(b) and same_name(a.name, b.name)
    if fold(a.name) == fold(b.name):
        return True
    return (
        a.code == b.code != UNKNOWN_CODE
        and is_specific(a)
        and is_specific(b)
        and a.sectors[:1] == b.sectors[:1] != ()
    )


def compare_speech(
    a: SpeechTelling, b: SpeechTelling, settings: SpeechSettings, *, same_order: bool = False
) -> Verdict:
    """Compare two statements of one speaker."""
    verdict = Verdict()
    one, other = a.statement, b.statement
    if same_time(one.date, other.date) is False:
        verdict.veto = "different dates"
        return verdict
    hearers = _hearer(one), _hearer(other)
    media = _media(one), _media(other)
    if media[0] and media[1] and not media[0] & media[1]:
        verdict.veto = "told to different media"
        return verdict
    verdict.add(0.0, f"same speaker {max(one.speaker.name, other.speaker.name, key=len)}")
    alike = likeness(a.bag, b.bag)
    run = longest_run(a.sequence, b.sequence)
    if alike < settings.least and len(run) < 3:
        return verdict  # nothing of the content is shared: the same speaker said two things
    verdict.add(settings.words * alike)
    common = sorted(
        (k for k in a.bag if k in b.bag), key=lambda k: (-a.bag[k] * b.bag[k], k)
    )[:4]  # fmt: skip
    # Who it is about is shared by most of what a person says in a story: that alone joins nothing.
    if all(key.startswith("@") for key in common) and len(run) < 4:
        return Verdict(veto="only actors in common")
    if common:
        verdict.why.append(f"same words ({', '.join(shown(key, a.told) for key in common)})")
    if len(run) >= 3 and sum(weight(form) >= 1.0 for form in run) >= 1:
        verdict.add(settings.run, f'the same words in a row, "{" ".join(run[:12])}"')
    occasion = False
    if media[0] & media[1]:
        verdict.add(settings.occasion, f"told {min(media[0] & media[1])} in both")
        occasion = True
    elif hearers[0] and hearers[1] and _overlap(hearers[0], hearers[1]):
        verdict.add(settings.occasion, f"same hearers ({hearers[0]})")
        occasion = True
    if same_time(one.date, other.date):
        verdict.add(settings.occasion, f"same date {one.date.raw if one.date else ''}".rstrip())
        occasion = True
    if occasion and same_order and a.report != b.report:
        verdict.add(settings.order, "in the same order on that occasion")
    if a.report == b.report:
        verdict.add(settings.one_report)
    return verdict


def longest_run(a: Sequence[str], b: Sequence[str]) -> list[str]:
    """The longest row of words that both hold.

    Example:
        >>> longest_run("a new page in our relations".split(), "mark a new page".split())
        ['a', 'new', 'page']
    """
    best_end = best = 0
    row = [0] * (len(b) + 1)
    for i, word in enumerate(a, start=1):
        last = 0
        for j, other in enumerate(b, start=1):
            last, row[j] = row[j], (last + 1 if word == other else 0)
            if row[j] > best:
                best, best_end = row[j], i
    return list(a[best_end - best : best_end])


def _places(tellings: Sequence[SpeechTelling]) -> list[int]:
    """The place of each statement in the row of what its speaker says in its report."""
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for telling in tellings:
        key = (telling.report, fold(telling.statement.speaker.name))
        found.append(seen[key])
        seen[key] += 1
    return found


def _media(statement: Statement) -> frozenset[str]:
    """The media that the words came through."""
    own = statement.speaker.name
    found = {
        s.name for s in statement.attribution if s.kind in MEDIA and not same_name(s.name, own)
    }
    if statement.addressee is not None and is_medium(statement.addressee):
        found.add(statement.addressee.name)
    return frozenset(found)


def _hearer(statement: Statement) -> str:
    return statement.addressee.name if statement.addressee is not None else ""


def _overlap(a: str, b: str) -> bool:
    """Whether two names of hearers share a telling word ("Kenyan traders", "traders")."""
    return same_name(a, b) or bool(
        {w for w in fold(a).split() if weight(w) > 1.5} & set(fold(b).split())
    )


def _utterance(members: Sequence[SpeechTelling], why: list[str]) -> Utterance:
    best = max(
        members, key=lambda t: (len(t.statement.speaker.name), bool(t.statement.speaker.role))
    )
    ids = tuple(t.statement.id for t in members)
    return Utterance(
        id=stable_id("ut", *sorted(ids)),
        story="",
        members=ids,
        reports=tuple(dict.fromkeys(t.report for t in members)),
        speaker=best.statement.speaker,
        differing=_differing(members),
        why=tuple(why) if len(members) > 1 else (),
    )


def _differing(members: Sequence[SpeechTelling]) -> tuple[Difference, ...]:
    """How reports render the same words differently."""
    first: dict[str, SpeechTelling] = {}
    for telling in members:
        held = first.get(telling.report)
        if held is None or len(telling.sequence) > len(held.sequence):
            first[telling.report] = telling
    chosen = list(first.values())
    if len(chosen) < 2:
        return ()
    found = []
    for field, value, evidence in (
        ("wording", _wording, lambda s: s.content),
        ("kind", lambda t: t.statement.kind, lambda s: s.content),
        ("addressee", lambda t: _hearer(t.statement), _addressee_span),
    ):
        versions = [
            Version(value=value(t), report=t.report, evidence=tuple(evidence(t.statement)))
            for t in chosen
            if value(t)
        ]
        values = [v.value for v in versions]
        if field == "addressee" and len(values) > 1:
            same = all(_overlap(values[0], v) or _overlap(v, values[0]) for v in values)
        elif field == "wording":
            same = _worded_alike(chosen)
        else:
            same = len({_plain(v) for v in values}) < 2
        if not same:
            found.append(Difference(field=field, versions=tuple(versions)))
    return tuple(found)


def _worded_alike(tellings: Sequence[SpeechTelling]) -> bool:
    """Whether all have nearly the same words in a row ("Friday its", "on Friday its")."""
    first = tellings[0].sequence
    return all(
        len(longest_run(first, t.sequence)) >= 0.9 * max(len(first), len(t.sequence))
        for t in tellings[1:]
    )


def _wording(telling: SpeechTelling) -> str:
    text = telling.told.text
    return " … ".join(text[e.start : e.end].strip() for e in telling.statement.content)


def _plain(value: str) -> str:
    return "".join(c for c in value.casefold() if c.isalnum())


def _addressee_span(statement: Statement) -> tuple[Evidence, ...]:
    to = statement.addressee
    return (Evidence(start=to.start, end=to.end, role="recipient"),) if to is not None else ()


def with_story(utterances: Sequence[Utterance], story: str) -> tuple[Utterance, ...]:
    """The same utterances with their story's id."""
    return tuple(replace(utterance, story=story) for utterance in utterances)
