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
from dragoman.stories.actors import is_person
from dragoman.stories.cluster import Pair, clusters, components, decide
from dragoman.stories.decided import NOTHING, Decided
from dragoman.stories.pair_model import PairModel, load_model
from dragoman.stories.speech import (
    DEFAULT,
    SpeechSettings,
    compare_speech,
    hearer,
    longest_run,
    overlap,
    same_speaker,
)
from dragoman.stories.speech_pairs import FEATURES, MODEL, seen
from dragoman.stories.telling import SpeechTelling, Told
from dragoman.stories.versions import wordings


def merge_statements(
    readings: Sequence[Reading],
    told: Mapping[str, Told],
    *,
    settings: SpeechSettings = DEFAULT,
    model: PairModel | None = None,
    decided: Decided = NOTHING,
) -> list[Utterance]:
    """Every statement of the readings in exactly one utterance, in the order of first telling.

    Statements of two reports are joined by a learned model of pairs, this release's where none is
    given; those of one report by the rules of `speech.py`, whose vetoes hold for all. What a person
    ``decided`` about which statements are one comes before both.
    """
    tellings = [
        SpeechTelling(statement, told[reading.report.id], rank)
        for rank, reading in enumerate(readings)
        for statement in reading.statements
    ]
    tellings.sort(key=lambda t: (t.report, t.start, t.statement.id))
    model = model or load_model(MODEL, FEATURES)
    pairs = list(seen(tellings))
    odds = dict(zip((p.pair for p in pairs), model.scores([p.values for p in pairs]), strict=True))
    scores: dict[Pair, float] = {}
    whys: dict[Pair, list[str]] = {}
    vetoes: set[Pair] = set()
    for i, j in sorted({*_candidates(tellings), *odds}):
        a, b = tellings[i], tellings[j]
        verdict = compare_speech(a, b, settings)
        if verdict.veto:
            vetoes.add((i, j))
            continue
        score = verdict.score
        if a.report != b.report:
            likely = odds.get((i, j), settings.unlike) - settings.sure
            score = settings.threshold + min(max(likely, settings.unlike), settings.alike)
        elif score < settings.threshold:
            continue  # two sentences of one quotation share nothing: that keeps nothing apart
        scores[i, j] = score
        whys[i, j] = verdict.why
    vetoes |= _two_persons(tellings, scores, settings.threshold)
    made: list[tuple[tuple[int, int], Utterance]] = []
    together = decide([t.statement.id for t in tellings], decided, scores, vetoes)
    for group in clusters(
        len(tellings), scores, vetoes, settings.threshold,
        together=together, closest=settings.closest,
    ):  # fmt: skip
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
