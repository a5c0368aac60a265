"""One act of speech in several reports: a full quotation here, a clipping or a paraphrase there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from msgspec.structs import replace

from dragoman.ids import stable_id
from dragoman.records import (
    Difference,
    Evidence,
    Reading,
    Statement,
    Utterance,
    Version,
)
from dragoman.stories.actors import fold, is_person
from dragoman.stories.cluster import Pair, clusters, components, decide
from dragoman.stories.decided import NOTHING, Decided
from dragoman.stories.speech import (
    DEFAULT,
    SpeechSettings,
    compare_speech,
    hearer,
    longest_run,
    overlap,
    same_speaker,
)
from dragoman.stories.telling import SpeechTelling, Told
from dragoman.stories.versions import wordings


def merge_statements(
    readings: Sequence[Reading],
    told: Mapping[str, Told],
    *,
    settings: SpeechSettings = DEFAULT,
    decided: Decided = NOTHING,
) -> list[Utterance]:
    """Every statement of the readings in exactly one utterance, in the order of first telling.

    ``decided``: what a person decided about which statements are one.
    """
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
    for i, j in _candidates(tellings):
        a, b = tellings[i], tellings[j]
        verdict = compare_speech(a, b, settings, same_order=places[i] == places[j])
        if verdict.veto:
            vetoes.add((i, j))
        elif a.report != b.report or verdict.score >= settings.threshold:
            scores[i, j] = verdict.score
            whys[i, j] = verdict.why
        # Two sentences of one quotation share nothing: that does not keep them apart.
    for i, j in _nearest(tellings, scores):
        scores[i, j] += settings.nearest
        whys[i, j].append("nothing nearer in either report")
    vetoes |= _two_persons(tellings, scores, settings.threshold)
    made: list[tuple[tuple[int, int], Utterance]] = []
    together = decide([t.statement.id for t in tellings], decided, scores, vetoes)
    for group in clusters(len(tellings), scores, vetoes, settings.threshold, together):
        members = sorted((tellings[k] for k in group), key=lambda t: (t.rank, t.start))
        why = Counter(
            reason
            for at, i in enumerate(group)
            for j in group[at + 1 :]
            for reason in whys.get((i, j), ())
        )
        said = decided.reasons(tuple(t.statement.id for t in members))
        utterance = _utterance(members, [*said, *(reason for reason, _ in why.most_common(6))])
        made.append(((members[0].rank, members[0].start), utterance))
    return [utterance for _, utterance in sorted(made, key=lambda m: (m[0], m[1].id))]


def _candidates(tellings: Sequence[SpeechTelling]) -> Iterator[Pair]:
    """Pairs that may be one act: those of one speaker, and those that share a telling word."""
    places: dict[str, list[int]] = {}
    for i, telling in enumerate(tellings):
        speaker = telling.statement.speaker
        keys = [key for key in telling.bag if not key.startswith("@")]
        near = {j for key in keys for j in places.get(key, ())}
        near.update(
            j
            for j in range(i)
            if j not in near and same_speaker(tellings[j].statement.speaker, speaker)
        )
        yield from ((j, i) for j in sorted(near))
        for key in keys:
            places.setdefault(key, []).append(i)


def _nearest(tellings: Sequence[SpeechTelling], scores: Mapping[Pair, float]) -> list[Pair]:
    """Pairs of one speaker; neither is nearer to another statement of the other's report."""
    best: dict[tuple[int, str], tuple[float, int]] = {}
    for (i, j), score in sorted(scores.items()):
        for one, other in ((i, j), (j, i)):
            key = (one, tellings[other].report)
            if key not in best or score > best[key][0]:
                best[key] = (score, other)
    return [
        (i, j)
        for i, j in scores
        if tellings[i].report != tellings[j].report
        and best[i, tellings[j].report][1] == j
        and best[j, tellings[i].report][1] == i
        and same_speaker(tellings[i].statement.speaker, tellings[j].statement.speaker)
    ]


def _two_persons(
    tellings: Sequence[SpeechTelling], scores: Mapping[Pair, float], threshold: float
) -> set[Pair]:
    """Pairs of two named persons without a score, where others could join them in one utterance."""
    strong = [pair for pair, score in scores.items() if score >= threshold]
    found = set()
    for part in components(len(tellings), strong):
        for pair in combinations(part, 2):
            one, other = (tellings[k].statement.speaker for k in pair)
            persons = pair not in scores and is_person(one) and is_person(other)
            if persons and not same_speaker(one, other):
                found.add(pair)
    return found


def _places(tellings: Sequence[SpeechTelling]) -> list[int]:
    """The place of each statement in the row of what its speaker says in its report."""
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for telling in tellings:
        key = (telling.report, fold(telling.statement.speaker.name))
        found.append(seen[key])
        seen[key] += 1
    return found


def _utterance(members: Sequence[SpeechTelling], why: list[str]) -> Utterance:
    best = max(
        members, key=lambda t: (len(t.statement.speaker.name), bool(t.statement.speaker.role))
    )
    ids = tuple(t.statement.id for t in members)
    return Utterance(
        id=stable_id("ut", ids[0]),  # stays as other tellings join it
        story="",
        members=ids,
        reports=tuple(dict.fromkeys(t.report for t in members)),
        speaker=best.statement.speaker,
        differing=_differing(members),
        wordings=wordings(members),
        why=tuple(why),
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
        ("addressee", lambda t: hearer(t.statement), _addressee_span),
    ):
        versions = [
            Version(value=value(t), report=t.report, evidence=tuple(evidence(t.statement)))
            for t in chosen
            if value(t)
        ]
        values = [v.value for v in versions]
        if field == "addressee" and len(values) > 1:
            same = all(overlap(values[0], v) or overlap(v, values[0]) for v in values)
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
