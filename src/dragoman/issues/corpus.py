"""Issues that an archive shows and the book lacks: phrases of many reports' records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from spacy.tokens import Doc, Token

from dragoman.issues.book import IssueBook, issue_book
from dragoman.issues.terms import Term, Told, page_words, telling, terms_of, told_sentences
from dragoman.language import Language
from dragoman.records import Evidence, IssueProposal, Quotation, Reading, Report

_UNMARKED = 0.2  # share of the records in its sentences that no issue of the book marks
_ABROAD = 0.3  # share of its reports in whose sentences two states take part
_TELLING_ALONE = 4.0  # of a single word: in one of 55 reports of all news at most
_ALONE = 0.3  # what a single word weighs beside a phrase: most are too wide to be an issue
_LEAST = 4.0  # weight below which phrases are mostly turns of speech
_PARSED = 250  # phrases, the most telling, whose grammar is looked at
_EXAMPLES = 3
_READ = 4  # sentences parsed a phrase
_SAME = 0.4  # share of their reports that two phrases of one issue have in common
_NOUNS = {"NOUN", "PROPN"}
_NO_TOPIC = {"PERSON", "DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"}
_PLACES = {"GPE", "NORP", "LOC"}


@dataclass(slots=True)
class _Topic:
    """Phrases that go together; the first is the most telling."""

    terms: list[Term]
    weight: float
    places: list[int]
    reports: set[str] = field(default_factory=set)


def propose_issues(
    readings: Iterable[Reading],
    stories: Mapping[str, str],
    *,
    least_reports: int = 5,
    limit: int = 40,
) -> list[IssueProposal]:
    """Topics that recur in events and statements and that no issue of the book marks.

    A phrase counts where it stands with records of ``least_reports`` reports at least, most of
    which no issue marks, and two states take part in some; its words stand together more often
    than chance gives and are rarer than those of all news; and it is a noun phrase that is
    no person's name, by the parse of some of its sentences. Phrases of the same reports are joined.
    What stands in many reports, more than once in each, and in rare words comes first.

    ``stories`` maps reports to stories; where it is empty, that number is 0.
    """
    published: dict[str, str | None] = {}

    def noted() -> Iterable[Reading]:
        for reading in readings:
            published[reading.report.id] = (reading.report.published or "")[:10] or None
            yield reading

    told = told_sentences(noted())
    book = issue_book()
    found = []
    for term in terms_of(told, least_reports).values():
        weight = _weight(term, told, stories, least_reports)
        if weight and not _known(term, book):
            found.append(_Topic([term], weight, term.places, _reports(term.places, told)))
    found.sort(key=lambda topic: (-topic.weight, topic.terms[0].key))
    language = Language()
    good = [topic for topic in found[:_PARSED] if _names_a_topic(topic.terms[0], told, language)]
    joined = _joined(good)
    return [_proposal(topic, told, published, stories) for topic in joined[:limit]]


def _weight(
    term: Term, told: Sequence[Told], stories: Mapping[str, str], least_reports: int
) -> float:
    """How telling a phrase is; 0 where the book marks its records, or it is of one state only."""
    if set(term.key.split()) & page_words() or term.key in page_words():
        return 0.0
    records = sum(len(told[n].records) for n in term.places)
    unmarked = sum(told[n].unmarked for n in term.places)
    if unmarked < _UNMARKED * records:
        return 0.0
    reports = {told[n].report for n in term.places if told[n].unmarked}
    abroad = {told[n].report for n in term.places if len({c[:3] for c in told[n].codes}) > 1}
    if len(reports) < least_reports or len(abroad) < max(2, _ABROAD * len(reports)):
        return 0.0
    one = " " not in term.key
    if one and (telling(term.key) < _TELLING_ALONE or len(reports) < 2 * least_reports):
        return 0.0
    # A topic is spoken of again, in the same report and in the others of its story; a turn of
    # phrase stands once here and once there.
    told_in = {told[n].report for n in term.places}
    again = len(term.places) / len(told_in)
    shared = len(told_in) / len({stories.get(r, r) for r in told_in})
    weight = log(1 + len(reports)) * telling(term.key) * (again - 0.8) * shared**2
    weight *= (0.5 + unmarked / records) * (_ALONE if one else 1.0)
    return weight if weight >= _LEAST else 0.0


def _known(term: Term, book: IssueBook) -> bool:
    return bool(book.mark(term.form))


def _reports(places: Iterable[int], told: Sequence[Told]) -> set[str]:
    return {told[n].report for n in places}


def _names_a_topic(term: Term, told: Sequence[Told], language: Language) -> bool:
    """Whether a phrase is a whole noun phrase, and no person, place or number, mostly."""
    votes = []
    for number in _spread(term.places, told, _READ):
        text = told[number].text
        at = re.search(rf"(?<!\w){re.escape(term.key)}", _plain(text))
        doc = language.parse(Report(id="", text_sha256=""), text).doc
        start = at.start() if at else _find(term, text)
        if start is not None:
            votes.append(_is_topic(doc, start, len(term.key.split())))
    return bool(votes) and sum(votes) * 3 >= len(votes) * 2


def _plain(text: str) -> str:
    return text.lower().replace("-", " ")


def _find(term: Term, text: str) -> int | None:
    for form in sorted(term.forms, key=lambda f: -term.forms[f]):
        if form in text:
            return text.index(form)
    return None


def _is_topic(doc: Doc, start: int, words: int) -> bool:
    tokens = [t for t in doc if t.idx >= start and not t.is_punct][:words]
    if len(tokens) < words:
        return False
    head = tokens[-1]
    if head.pos_ not in _NOUNS or head.dep_ in {"compound", "nmod", "amod", "poss"}:
        return False
    if not all(_belongs(t, head) for t in tokens[:-1]):
        return False
    kinds = {t.ent_type_ for t in tokens}
    return not (kinds & _NO_TOPIC or (words == 1 and kinds & _PLACES) or kinds <= _PLACES)


def _belongs(token: Token, head: Token) -> bool:
    """Whether a word is part of what is before the head of its phrase."""
    return head in {token.head, token.head.head} and token.dep_ in {"amod", "compound", "nmod"}


def _spread(places: Sequence[int], told: Sequence[Told], count: int) -> list[int]:
    """Sentences of different reports, those whose records no issue marks and short ones first."""
    found: dict[str, int] = {}
    for n in sorted(places, key=lambda n: (not told[n].unmarked, len(told[n].text), n)):
        found.setdefault(told[n].report, n)
    return list(found.values())[:count]


def _joined(topics: Sequence[_Topic]) -> list[_Topic]:
    """Phrases of one topic together: words in common, or mostly the same reports."""
    kept: list[_Topic] = []
    for topic in topics:
        words = set(topic.terms[0].key.split())
        home = next((t for t in kept if _goes_with(topic, words, t)), None)
        if home is None:
            kept.append(topic)
        else:
            home.terms += topic.terms
            home.places = sorted({*home.places, *topic.places})
    return kept


def _goes_with(topic: _Topic, words: set[str], other: _Topic) -> bool:
    shared = len(topic.reports & other.reports)
    if words & set(other.terms[0].key.split()):
        return shared >= _SAME * min(len(topic.reports), len(other.reports))
    return shared >= _SAME * len(topic.reports | other.reports)


def _proposal(
    topic: _Topic,
    told: Sequence[Told],
    published: Mapping[str, str | None],
    stories: Mapping[str, str],
) -> IssueProposal:
    forms = tuple(dict.fromkeys(term.form for term in topic.terms))
    reports = _reports(topic.places, told)
    days = sorted(day for r in reports if (day := published[r]))
    records = [r for n in topic.places for r in told[n].records]
    held = {r.id: r for r in records}
    events = sum(not hasattr(r, "speaker") for r in held.values())
    actors: Counter[str] = Counter()
    for report in sorted(reports):
        actors.update({c for n in topic.places if told[n].report == report for c in told[n].codes})
    return IssueProposal(
        id=re.sub(r"\W+", "-", forms[0].lower()).strip("-"),
        name=forms[0][0].upper() + forms[0][1:],
        words=forms,
        reports=tuple(sorted(reports, key=lambda r: (published[r] or "9", r))),
        stories=len({stories[r] for r in reports if r in stories}),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        actors=dict(sorted(actors.items(), key=lambda item: (-item[1], item[0]))),
        events=events,
        statements=len(held) - events,
        unmarked=round(sum(told[n].unmarked for n in topic.places) / max(1, len(records)), 3),
        weight=round(topic.weight, 3),
        examples=tuple(
            Quotation(
                report=told[n].report,
                text=told[n].text,
                evidence=(
                    Evidence(
                        start=told[n].start, end=told[n].start + len(told[n].text), role="content"
                    ),
                ),
            )
            for n in _spread(topic.terms[0].places, told, _EXAMPLES)
        ),
    )  # fmt: skip
