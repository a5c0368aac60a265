"""One utterance, many versions: which is the fullest, and in which words the others depart."""

from __future__ import annotations

import pytest

from dragoman.briefs.assemble import assemble
from dragoman.briefs.html import to_html
from dragoman.briefs.markdown import to_markdown
from dragoman.briefs.model import Brief
from dragoman.briefs.terminal import to_terminal
from dragoman.stories import StoryRecords, build
from reading_fixtures import Draft

WHOLE = (
    "We will not raise our canal tolls before the harvest, and our barges will carry "
    "two million tonnes of wheat to the northern ports"
)


def told(text, content, kind="direct", name="Nadia Karim", role="minister", **more):
    """A report in which one speaker says one thing."""
    draft = Draft(text)
    speaker = draft.actor(name, code="EGY", sectors=["GOV"], role=role, **more)
    draft.statement(speaker, "said", content, kind=kind)
    return draft.reading()


TAIL = ", as in every year since the flood"


def quotation():
    """The fullest version: longer than each other one of these tests."""
    return told(f'Nadia Karim said: "{WHOLE}{TAIL}."', f"{WHOLE}{TAIL}")


def beside(other) -> tuple[StoryRecords, tuple]:
    """The quotation and another version of it: the story, and the changes of the other version."""
    records = build([quotation(), other])
    [utterance] = records.utterances
    base, version = utterance.wordings
    assert (base.kind, base.of, base.changes) == ("full", None, ())
    assert version.of == base.statement
    assert version.statement != base.statement
    for change in version.changes:
        assert change.base == " … ".join(
            records.words(base.report, e) for e in change.base_evidence
        )
        if change.words:
            assert change.words == " … ".join(
                records.words(version.report, e) for e in change.evidence
            )
    return records, (version, *version.changes)


def clipping():
    words = "We will not raise our canal tolls … and our barges will carry two million tonnes"
    return told(f'Nadia Karim said: "{words}," at a fair.', words)


def paraphrase():
    words = (
        "they would raise their canal tolls and their barges would carry 2 million tons of wheat"
    )
    return told(f"Nadia Karim said {words}.", words, kind="indirect")


def test_a_quotation_its_clipping_and_its_paraphrase_are_one_utterance():
    records = build([clipping(), paraphrase(), quotation()])
    [utterance] = records.utterances
    kinds = [w.kind for w in utterance.wordings]
    assert kinds[0] == "full"
    assert sorted(kinds[1:]) == ["clipping", "paraphrase"]
    assert {w.of for w in utterance.wordings[1:]} == {utterance.wordings[0].statement}


def test_what_a_clipping_drops_and_whether_it_says_so():
    _, (version, *changes) = beside(clipping())
    assert version.kind == "clipping"
    assert [(c.kind, c.base, c.marked) for c in changes] == [
        ("dropped", "before the harvest", True),
        ("dropped", f"of wheat to the northern ports{TAIL}", False),
    ]
    assert 0.3 < version.kept < 0.9


def test_person_tense_and_digits_of_indirect_speech_are_no_change_of_content():
    _, (version, *changes) = beside(paraphrase())
    assert version.kind == "paraphrase"
    forms = {(c.base, c.words): c.form for c in changes}
    assert forms["We", "they"] == "person"
    assert forms["will", "would"] == "tense"
    assert forms["our", "their"] == "person"
    assert forms["two million", "2 million"] == "number"
    assert ("tonnes", "tons") in {(c.base, c.words) for c in changes if c.form is None}


def test_a_negation_that_is_dropped_stands_out():
    _, (_, *changes) = beside(paraphrase())
    [dropped] = [c for c in changes if c.base == "not"]
    assert dropped.kind == "dropped"
    [point] = dropped.points
    assert (point.kind, point.base, point.words) == ("negation", "not", "")


@pytest.mark.parametrize(
    ("old", "new", "kind", "base", "words"),
    [
        ("two million", "three million", "number", "two million", "three million"),
        ("will carry", "could carry", "modal", "will", "could"),
        ("our barges will", "our barges will probably", "hedge", "", "probably"),
    ],
)
def test_numbers_modals_and_hedges_that_one_version_has_stand_out(old, new, kind, base, words):
    other = WHOLE.replace(old, new)
    _, (version, *changes) = beside(told(f'Nadia Karim said: "{other}."', other))
    [point] = [p for c in changes for p in c.points]
    assert (point.kind, point.base, point.words) == (kind, base, words)
    assert version.kind in ("clipping", "variant")


def test_a_name_that_one_version_has_stands_out():
    draft = Draft(
        "Nadia Karim said Cairo would not raise its canal tolls before the harvest in Libya."
    )
    speaker = draft.actor("Nadia Karim", code="EGY", sectors=["GOV"], role="minister")
    draft.actor("Cairo", "Egypt", "EGY")
    draft.actor("Libya", "Libya", "LBY")
    draft.statement(
        speaker, "said", "Cairo would not raise its canal tolls before the harvest in Libya"
    )
    _, (_, *changes) = beside(draft.reading())
    points = [(p.kind, p.words) for c in changes for p in c.points]
    assert ("name", "Libya") in points


def test_british_spelling_and_short_forms_are_forms():
    ours = "we won't honour the neighbours' programme for the lakes"
    theirs = "we will not honor the neighbors' program for the lakes"
    a = told(f'Nadia Karim said: "{ours}."', ours)
    b = told(f'Nadia Karim said: "{theirs}."', theirs)
    [utterance] = build([a, b]).utterances
    changes = utterance.wordings[1].changes
    assert {c.form for c in changes} == {"contraction", "spelling"}
    assert utterance.wordings[1].kind == "full"


def test_words_that_a_report_adds_in_brackets_are_marked():
    words = WHOLE.replace("our barges", "our [river] barges")
    _, (_, *changes) = beside(told(f'Nadia Karim said: "{words}."', words))
    added = [(c.words, c.marked) for c in changes if c.kind == "added"]
    assert added == [("river", True)]


def test_two_statements_of_one_speaker_stay_apart():
    other = "wheat that spoils in the sun is of no use to the bakers of the old town"
    records = build([quotation(), told(f'Nadia Karim said: "{other}."', other)])
    assert len(records.utterances) == 2
    assert all(u.wordings == () for u in records.utterances)


def test_two_sentences_of_one_quotation_are_one_with_it():
    first, second = WHOLE.split(", and ")
    draft = Draft(f'Nadia Karim said: "{first}." Later she said: "{second}."')
    speaker = draft.actor("Nadia Karim", code="EGY", sectors=["GOV"], role="minister")
    draft.statement(speaker, "said", first, kind="direct")
    draft.statement(speaker, "said", second, kind="direct", nth=1)
    [utterance] = build([quotation(), draft.reading()]).utterances
    assert [w.kind for w in utterance.wordings] == ["full", "clipping", "clipping"]


def test_a_speaker_by_name_and_by_office_alone_is_one():
    words = "the canal tolls would not rise before the harvest"
    named = told(f"Nadia Karim said {words}.", words, kind="indirect", role="canal minister")
    draft = Draft(f"The canal minister said {words}.")
    office = draft.actor("The canal minister", "canal minister", "EGY", role="canal minister")
    draft.statement(office, "said", words)
    assert len(build([named, draft.reading()]).utterances) == 1


def test_word_for_word_the_same_is_one_whoever_is_said_to_speak():
    other = told(f'Omar Said said: "{WHOLE}."', WHOLE, name="Omar Said", role="mayor")
    assert len(build([quotation(), other]).utterances) == 1
    short = "the tolls will rise"
    a = told(f'Nadia Karim said: "{short}."', short)
    b = told(f'Omar Said said: "{short}."', short, name="Omar Said", role="mayor")
    assert len(build([a, b]).utterances) == 2


def test_two_persons_are_not_joined_by_a_third_report_that_runs_their_words_together():
    first = "we will not raise our canal tolls before the northern harvest"
    second = "barges carry wheat past the old lighthouse every single evening"
    both = f"{first}, and {second}"
    draft = Draft(f'A clerk said: "{both}."')
    clerk = draft.actor("A clerk", "a clerk", "---")
    draft.statement(clerk, "said", both, kind="direct")
    a = told(f'Nadia Karim said: "{first}."', first)
    b = told(f'Omar Said said: "{second}."', second, name="Omar Said", role="mayor")
    apart = [set(u.reports) for u in build([a, b, draft.reading()]).utterances]
    assert len(apart) == 2
    assert not any({a.report.id, b.report.id} <= reports for reports in apart)


@pytest.fixture(scope="module")
def page() -> Brief:
    return assemble([quotation(), clipping(), paraphrase()])


def test_the_page_keeps_the_pieces_of_a_version_in_its_json_twin(page):
    [line] = page.briefs[0].speech
    base, clipped, retold = line.renderings
    assert (base.version, base.beside, base.pieces) == ("full", "", ())
    assert (clipped.version, clipped.beside) == ("clipping", "A")
    assert [p.text for p in clipped.pieces if p.kind == "dropped"] == [
        "before the harvest",
        f"of wheat to the northern ports{TAIL}",
    ]
    assert "negation: without “not”" in retold.points
    assert Brief.from_json(page.to_json()) == page


def test_marks_are_read_without_colour(page, capsys):
    html = to_html(page, pictures=False)
    assert '<del class="weighs"><span class="sr">only in A: </span>not' in html
    assert "<del><span" in html
    assert "~~before the harvest~~" in to_markdown(page)
    to_terminal(page, full=True)
    printed = " ".join(capsys.readouterr().out.split())
    assert "[-before the harvest-]" in printed
    assert "{+only in this version+}" in printed


def test_a_long_dropped_stretch_is_shortened():
    long = f"{WHOLE}, where bakers wait for it and mills stand idle since the last floods of spring"
    brief = assemble(
        [told(f'Nadia Karim said: "{long}."', long),
         told(f'Nadia Karim said: "{WHOLE[:52]}."', WHOLE[:52])]
    )  # fmt: skip
    [line] = brief.briefs[0].speech
    [dropped] = [p.text for p in line.renderings[1].pieces if p.kind == "dropped"]
    assert dropped.count(" … ") == 2
    assert len(dropped.split()) < 20
