"""When things happened: what a reader of a report would take each expression to mean."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dragoman.document import Document
from dragoman.language import Language
from dragoman.records import Date, Report
from dragoman.times import Times, anchor, date_of, dateline_day

MONDAY = "2026-01-05"  # the day of publication in most of these tests


@pytest.fixture(scope="module")
def language() -> Language:
    return Language()


@pytest.fixture
def read(language: Language):
    def go(text: str, published: str | None = MONDAY) -> Document:
        report = Report(id="r", text_sha256="", published=published)
        return Times()(language.parse(report, text))

    return go


def dates(document: Document) -> list[Date]:
    return [t.date for t in document.times]


def when(document: Document, word: str, nth: int = 0) -> Date | None:
    """The date of the nth predicate spelled so."""
    tokens = [t for t in document.doc if t.text == word]
    found = date_of(document, tokens[nth])
    return found[0] if found else None


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("on January 5, 2026", "2026-01-05", "2026-01-05", "day"),
        ("on Monday, 5 January 2026", "2026-01-05", "2026-01-05", "day"),
        ("on Jan. 5, 2026", "2026-01-05", "2026-01-05", "day"),
        ("on 2025-12-31", "2025-12-31", "2025-12-31", "day"),
        ("on 25/12/2025", "2025-12-25", "2025-12-25", "day"),
        ("on the 5th of May, 2024", "2024-05-05", "2024-05-05", "day"),
        ("in March 2024", "2024-03-01", "2024-03-31", "month"),
        ("in 2019", "2019-01-01", "2019-12-31", "year"),
        ("in mid-2024", "2024-05-01", "2024-08-31", "year"),
        ("in late 2024", "2024-09-01", "2024-12-31", "year"),
        ("at the end of 2024", "2024-12-01", "2024-12-31", "year"),
        ("at the start of 2024", "2024-01-01", "2024-01-31", "year"),
        ("in the first nine months of 2024", "2024-01-01", "2024-09-30", "month"),
        ("in the first two months of last year", "2025-01-01", "2025-02-28", "month"),
        ("in the 1990s", "1990-01-01", "1999-12-31", "year"),
        ("in the 20th century", "1901-01-01", "2000-12-31", "year"),
        ("in the third quarter of 2024", "2024-07-01", "2024-09-30", "month"),
        ("in the summer of 2024", "2024-06-01", "2024-08-31", "month"),
        ("between March and May 2020", "2020-03-01", "2020-05-31", "month"),
        ("from 3 to 5 June 2019", "2019-06-03", "2019-06-05", "day"),
        ("from 2014 to 2018", "2014-01-01", "2018-12-31", "year"),
        ("on Sunday", "2026-01-04", "2026-01-04", "day"),
        ("on Monday", "2026-01-05", "2026-01-05", "day"),
        ("last Friday", "2026-01-02", "2026-01-02", "day"),
        ("on Saturday morning", "2026-01-03", "2026-01-03", "day"),
        ("late Wednesday", "2025-12-31", "2025-12-31", "day"),
        ("in November", "2025-11-01", "2025-11-30", "month"),
        ("last November", "2025-11-01", "2025-11-30", "month"),
        ("in November last year", "2025-11-01", "2025-11-30", "month"),
        ("on December 30", "2025-12-30", "2025-12-30", "day"),
        ("on New Year's Day", "2026-01-01", "2026-01-01", "day"),
        ("over the weekend", "2026-01-03", "2026-01-04", "day"),
        ("last week", "2025-12-29", "2026-01-04", "week"),
        ("last month", "2025-12-01", "2025-12-31", "month"),
        ("last year", "2025-01-01", "2025-12-31", "year"),
        ("late last year", "2025-09-01", "2025-12-31", "year"),
        ("two weeks ago", "2025-12-22", "2025-12-28", "week"),
        ("three days ago", "2026-01-02", "2026-01-02", "day"),
        ("a decade ago", "2010-01-01", "2019-12-31", "year"),
        ("yesterday", "2026-01-04", "2026-01-04", "day"),
        ("overnight", "2026-01-04", "2026-01-05", "day"),
        ("in the past day", "2026-01-04", "2026-01-05", "day"),
        ("earlier in the week", "2026-01-05", "2026-01-05", "week"),
        ("earlier in the day", "2026-01-05", "2026-01-05", "day"),
        ("in the evening", "2026-01-05", "2026-01-05", "day"),
        ("for the third straight day", "2026-01-05", "2026-01-05", "day"),
        ("at 8:40 p.m.", "2026-01-05", "2026-01-05", "day"),
        ("shortly before noon", "2026-01-05", "2026-01-05", "day"),
        ("earlier this year", "2026-01-01", "2026-01-05", "year"),
        ("in the past two weeks", "2025-12-22", "2026-01-05", "week"),
        ("two days before Christmas", "2025-12-23", "2025-12-23", "day"),
        ("in the September 11 attacks", "2001-09-11", "2001-09-11", "day"),
    ],
)
def test_times_of_what_happened(read, words, start, end, precision) -> None:
    document = read(f"The ministers met in Oslo {words}.")
    assert [(d.start, d.end, d.precision) for d in dates(document)] == [(start, end, precision)]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The envoys will meet on Monday.", "2026-01-05", "2026-01-05"),
        ("Talks are scheduled for Sunday.", "2026-01-11", "2026-01-11"),
        ("The minister is due to arrive Tuesday.", "2026-01-06", "2026-01-06"),
        ("The pope is visiting Chad on Friday.", "2026-01-09", "2026-01-09"),
        ("They agreed to hold a vote on Thursday.", "2026-01-08", "2026-01-08"),
        ("The court will rule next week.", "2026-01-12", "2026-01-18"),
        ("The king will visit Peru in March.", "2026-03-01", "2026-03-31"),
        ("She plans to travel to Rome later this month.", "2026-01-05", "2026-01-31"),
        ("The treaty will expire early next year.", "2027-01-01", "2027-04-30"),
        ("Rebels said they would free him in the coming days.", "2026-01-05", "2026-01-12"),
        ("The navy will start a drill on January 20.", "2026-01-20", "2026-01-20"),
        ("Ministers will meet tomorrow.", "2026-01-06", "2026-01-06"),
        ("The border will stay closed until Friday.", "2026-01-05", "2026-01-09"),
        ("The fleet is to be withdrawn by 2030.", "2030-01-01", "2030-12-31"),
    ],
)
def test_times_ahead(read, text, start, end) -> None:
    (date,) = dates(read(text))
    assert (date.start, date.end) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May told reporters that the deal was dead.",
        "The army may march on the capital.",
        "Protesters joined the March for Our Lives.",
        "The Sunday Times published the letter.",
        "Some 2,000 troops crossed the river.",
        "The court cited Resolution 1701 and Article 1949.",
        "The Six Day War changed the map, and the Arab Spring did too.",
        "They read Orwell's 1984 in school.",
        "The second envoy left with more than 2000 refugees.",
        "Flight 1549 had 1500 passengers on board.",
        "Sales on Black Friday fell.",
        "The G20 agreed.",
        "It honoured the June 15 Joint Declaration.",
        "In summer the wells run dry.",
    ],
)
def test_words_that_are_no_times(read, text) -> None:
    assert dates(read(text)) == []


def test_a_person_named_may_does_not_hide_the_month(read) -> None:
    document = read("Theresa May may visit Ankara in May.")
    assert [(d.raw, d.start) for d in dates(document)] == [("May", "2026-05-01")]


@pytest.mark.parametrize("words", ["31 February", "on 2025-13-01", "on 05/01/2026", "on June 35"])
def test_impossible_or_ambiguous_days_keep_their_words_only(read, words) -> None:
    (date,) = dates(read(f"The sides met {words} in Oslo."))
    assert date.start is None
    assert date.end is None
    assert date.precision == "unknown"
    assert date.raw in words


def test_without_a_publication_day_dates_stay_symbolic_and_move_later(read) -> None:
    document = read("He arrived on Sunday. He will speak on Monday.", None)
    first, second = dates(document)
    assert (first.start, first.anchor) == (None, None)
    assert first.symbol == "the Sunday on or before the day after the report"
    assert second.symbol == "the Monday on or after the report"
    assert anchor(first, MONDAY).start == "2026-01-04"
    assert anchor(anchor(second, "2026-01-07T10:00:00Z"), MONDAY).start == MONDAY
    assert anchor(anchor(first, MONDAY), None) == first


def test_a_publication_time_counts_by_its_day(read) -> None:
    (date,) = dates(read("They met yesterday.", "2026-01-05T23:30:00-08:00"))
    assert date.start == "2026-01-04"


def test_same_day_leans_on_the_day_told_before(read) -> None:
    document = read("The navy fired at a boat on Saturday. On the same day, a drone crashed.")
    date = dates(document)[1]
    assert (date.start, date.anchor) == ("2026-01-03", "event")
    assert date.symbol == "the day of (the Saturday on or before the day after the report)"
    later = read("The embargo began on 3 June 2019. Three days later, a ship was seized.")
    assert dates(later)[1].start == "2019-06-06"


def test_year_of_a_past_story_carries_on(read) -> None:
    document = read("War broke out on 24 February 2022. In April, troops left Kyiv.")
    assert (dates(document)[1].start, dates(document)[1].anchor) == ("2022-04-01", "event")


def test_time_goes_to_its_own_predicate(read) -> None:
    document = read(
        "The premier said on Friday that Oslo backs the pact. "
        "The talks, scheduled for Tuesday, will cover trade. "
        "Officials praised Mali's September pledge and its 2016 decision to leave. "
        '"We agreed," he said last week.'
    )
    assert when(document, "said").start == "2026-01-02"
    assert when(document, "backs") is None
    assert when(document, "talks").start == "2026-01-06"
    assert when(document, "cover") is None
    assert when(document, "pledge").start == "2025-09-01"
    assert when(document, "decision").start == "2016-01-01"
    assert when(document, "praised") is None
    assert when(document, "agreed") is None
    assert when(document, "said", 1).precision == "week"


def test_noun_carried_by_a_light_verb_shares_its_time(read) -> None:
    document = read("The two sides held talks in Geneva on Saturday.")
    assert when(document, "held").start == "2026-01-03"
    assert when(document, "talks").start == "2026-01-03"
    other = read("The attack on the base came on Thursday.")
    assert when(other, "attack").start == "2026-01-01"


def test_first_visit_since_a_year_is_not_of_that_year(read) -> None:
    document = read("It was the first visit by a Danish king since 2019.")
    assert when(document, "visit") is None
    assert when(document, "was") is None
    (date,) = dates(document)
    assert date.symbol == "since 2019"
    assert (date.start, date.end) == ("2019-01-01", MONDAY)


def test_when_clause_takes_the_point_not_the_bound(read) -> None:
    document = read("It will be their second meeting since November, when Xi travelled to Seoul.")
    date = when(document, "travelled")
    assert (date.start, date.end) == ("2025-11-01", "2025-11-30")
    assert when(document, "meeting") is None


@pytest.mark.parametrize("words", ["for nearly a decade", "for years", "for three weeks"])
def test_durations_date_nothing(read, words) -> None:
    document = read(f"The two armies fought {words}.")
    assert when(document, "fought") is None
    assert all(d.start is None for d in dates(document))


def test_no_time_crosses_a_sentence(read) -> None:
    document = read("They met on Sunday. They quarrelled.")
    assert when(document, "quarrelled") is None


def test_dateline_stands_in_for_an_unknown_publication_day(read) -> None:
    document = read("OSLO, Jan 5, 2026 (Reuters) - Norway expelled an envoy on Sunday.", None)
    assert dateline_day(document).start == MONDAY
    assert when(document, "expelled").start == "2026-01-04"
    assert when(document, "expelled").anchor == "text"
    short = read("OSLO, Jan 5 (Reuters) - Norway expelled an envoy on Sunday.", None)
    assert dateline_day(short).start is None
    assert when(short, "expelled").start is None


def test_present_verb_does_not_take_a_year_long_past(read) -> None:
    document = read("Hanoi is using the shared struggle against France in the 1950s.")
    assert when(document, "using") is None


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Crews are still working at the scene of Saturday's earthquake.", "2026-01-03"),
        ("The ministers did not sign until last week.", "2025-12-29"),
        ("Lawmakers left ahead of Wednesday's vote.", "2026-01-07"),
        ("They discussed the November accord.", "2025-11-01"),
        ("On Sunday, the governor was expected to meet farmers.", "2026-01-04"),
        ("North Korea has held 20 tests in the year since the May 3 launch.", "2025-05-03"),
    ],
)
def test_cues_and_nouns_turn_the_direction(read, text, start) -> None:
    assert start in [d.start for d in dates(read(text))]


def test_times_are_found_in_order_and_do_not_overlap(read) -> None:
    text = "In March, May and June 2018 he met Kim; on Friday he spoke from Monday to Tuesday."
    document = read(text)
    spans = [(t.start, t.end) for t in document.times]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert [d.start for d in dates(document)][:3] == ["2018-03-01", "2018-05-01", "2018-06-01"]


def test_a_history_takes_missing_years_from_its_last_full_date(language) -> None:
    text = "War began on 10 May 1940. The army fell back. On 4 June the port was lost."
    document = Times(narrative=True)(language.parse(Report(id="r", text_sha256=""), text))
    assert [t.date.start for t in document.times] == ["1940-05-10", "1940-06-04"]


@pytest.mark.parametrize(
    ("published", "text", "start"),
    [
        # from the east, a day ahead of the publisher's: never called by its bare name six days on
        ("2026-01-05", "Tokyo recalled its envoy on Tuesday.", "2026-01-06"),
        ("2026-01-05", "Tokyo recalled its envoy on Wednesday.", "2025-12-31"),
        # a loose tie tells little: what lies near is meant
        ("2026-01-05", "The king called to thank the premier on Sunday.", "2026-01-04"),
        ("2026-01-05", "They asked the council to meet on Thursday.", "2026-01-08"),
        ("2026-01-05", "He defended the order to fire the missiles on Saturday.", "2026-01-03"),
        ("2026-05-25", "The date of the summit was June 12.", "2026-06-12"),
        ("2026-01-05", "The date of the summit was June 12.", "2025-06-12"),
        ("2026-03-16", "Her visit was put off to March 20.", "2026-03-20"),
        ("2026-03-16", "Referring to a conference in May, she promised aid.", "2026-05-01"),
        ("2026-04-11", "They deplored the decision to launch a rocket in December.", "2025-12-01"),
        ("2026-05-09", "Chile was the first to report a launch in November.", "2025-11-01"),
        ("2026-02-20", "The army planned an offensive this spring.", "2026-03-01"),
        ("2026-03-20", "Many died in the floods this summer.", "2025-06-01"),
        ("2026-01-09", "They left for this weekend's summit.", "2026-01-10"),
        ("2026-01-05", "They came back after a weekend trip to Rome.", "2026-01-03"),
        ("2026-01-10", "The fleet sailed last Friday.", "2026-01-02"),  # not yesterday
        ("2026-01-10", "The term had been set for December 20.", "2025-12-20"),
        ("2025-09-21", "She handed over the files over the summer.", "2025-06-01"),
        ("2026-01-10", "He convened them on June 30, Juche 19 (1930).", "1930-06-30"),
        ("2026-01-10", "Little has changed since the Sept. 11, 2012, attacks.", "2012-09-11"),
        # deadlines
        ("2026-01-05", "By early August 2025 the town had fallen.", "2025-08-01"),
        ("2026-01-08", "Mali was supposed to reply by Wednesday.", "2026-01-07"),
        # years that belong to what follows
        ("2026-01-05", "An embargo was imposed following 1989's crackdown.", "1989-01-01"),
        ("2026-01-05", "Theresa May expects a vote around the end of May.", "2026-05-29"),
        ("2026-01-05", "Oslo will host the talks this week in Bergen.", "2026-01-05"),
    ],
)
def test_where_a_day_lies(read, published, text, start) -> None:
    assert [d.start for d in dates(read(text, published))] == [start]


@pytest.mark.parametrize(
    ("published", "text", "start", "end"),
    [
        ("2026-01-08", "The senate passed the bill this week.", "2026-01-05", "2026-01-08"),
        ("2026-01-08", "The senate will vote this week.", "2026-01-08", "2026-01-11"),
        ("2026-01-11", "The senate passed the bill this week.", "2026-01-05", "2026-01-11"),
        ("2026-01-11", "The senate will vote this week.", "2026-01-12", "2026-01-18"),
        ("2026-01-11", "The senate voted last week.", "2026-01-05", "2026-01-11"),
        ("2026-01-12", "The senate voted last week.", "2026-01-05", "2026-01-11"),
        ("2026-01-05", "A vote may take place within the next week.", "2026-01-05", "2026-01-12"),
        ("2026-01-05", "France will send arms in the coming hours.", "2026-01-05", "2026-01-05"),
        ("2026-01-05", "They expect attacks in the days to come.", "2026-01-05", "2026-01-12"),
        ("2026-01-05", "A deal will come within six months.", "2026-01-05", "2026-07-05"),
        ("2026-01-05", "The talks will begin in ten days.", "2026-01-15", "2026-01-15"),
        (
            "2026-01-05",
            "The navy has shelled the port for over a year.",
            "2025-01-05",
            "2026-01-05",
        ),
        ("2026-01-05", "The war has killed thousands in two years.", "2024-01-05", "2026-01-05"),
        ("2026-01-05", "The six-year-old war goes on.", "2020-01-05", "2026-01-05"),
        ("2026-01-05", "In the five years since the coup, Mali left.", "2021-01-05", "2026-01-05"),
    ],
)
def test_weeks_and_spans_around_the_report(read, published, text, start, end) -> None:
    assert [(d.start, d.end) for d in dates(read(text, published))] == [(start, end)]


def test_a_day_after_dates_what_it_follows(read) -> None:
    document = read("The move came a day after the North closed the plant.")
    assert when(document, "closed").start == "2026-01-04"
    assert when(document, "came") is None
    told = read("Mali opened its offensive on July 17, nine days after bombing the camps.")
    assert when(told, "bombing").start == "2025-07-08"
    assert when(told, "opened").start == "2025-07-17"


@pytest.mark.parametrize(
    "text",
    [
        "A day after the attack, Peru said it would close the border.",  # long ago, perhaps
        "Nearly two years after the army left, the town is in ruins.",
        "The sides met for the first time in six years.",
        "People here pray in the morning.",
        "The ten-year-old boy was hurt.",
    ],
)
def test_what_the_words_leave_open_stays_unknown(read, text) -> None:
    assert all(d.start is None for d in dates(read(text)))


def test_what_follows_an_attack_is_not_of_its_day(read) -> None:
    document = read("Peru vowed to help after the September 11 attacks.")
    assert [d.start for d in dates(document)] == ["2001-09-11"]
    assert when(document, "vowed") is None
    assert when(document, "help") is None


def test_part_of_a_day_belongs_to_the_day_told_before(read) -> None:
    document = read("The mayor resigned on Friday. Crowds filled the square in the evening.")
    date = dates(document)[1]
    assert (date.start, date.anchor) == ("2026-01-02", "event")
    document = read("He said Friday that a strike the previous night killed two.")
    assert [d.start for d in dates(document)] == ["2026-01-02", "2026-01-01"]
    document = read("In the evening of 3 March 2024 crowds filled the square.")
    assert [d.start for d in dates(document)] == ["2024-03-03"]
