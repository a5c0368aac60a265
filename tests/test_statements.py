"""Who says what to whom: what a reader of the brief would notice."""

from __future__ import annotations

import pytest

from dragoman.actors import Actors
from dragoman.document import Document
from dragoman.language import Language
from dragoman.records import Report, Statement
from dragoman.statements import Statements, attribution_at

LANGUAGE = Language()


def read(text: str, *, trained: bool = True) -> Document:
    document = LANGUAGE.parse(Report(id="r", text_sha256=""), text)
    return Statements(trained=trained)(Actors()(document))


def said(document: Document) -> list[tuple[str, str, str]]:
    """(speaker's words, kind, content) of every statement."""
    return [
        (s.speaker.text, s.kind, " // ".join(document.text[e.start : e.end] for e in s.content))
        for s in document.statements
    ]


def only(text: str) -> tuple[Document, Statement]:
    document = read(text)
    assert len(document.statements) == 1, said(document)
    return document, document.statements[0]


def content(document: Document, statement: Statement) -> str:
    return " // ".join(document.text[e.start : e.end] for e in statement.content)


@pytest.mark.parametrize(
    ("text", "speaker", "kind", "words"),
    [
        (
            "“We will keep the border open,” Norwegian Foreign Minister Kari Dahl said on Tuesday.",
            "Kari Dahl",
            "direct",
            "We will keep the border open,",
        ),
        (
            'Kari Dahl told reporters: "The border stays open for everyone."',
            "Kari Dahl",
            "direct",
            "The border stays open for everyone.",
        ),
        (
            'President Omar Keita said the deal was "a gift to smugglers" and would be dropped.',
            "Keita",
            "mixed",
            'the deal was "a gift to smugglers" and would be dropped',
        ),
        (
            "Omar Keita said that the talks had failed.",
            "Keita",
            "indirect",
            "the talks had failed",
        ),
        ("Omar Keita said the talks had failed.", "Keita", "indirect", "the talks had failed"),
        ("The talks had failed, Keita noted.", "Keita", "indirect", "The talks had failed"),
        (
            "According to Omar Keita, the talks had failed.",
            "Omar Keita",
            "indirect",
            "the talks had failed",
        ),
        (
            "The talks had failed, according to Omar Keita.",
            "Omar Keita",
            "indirect",
            "The talks had failed",
        ),
        (
            "Omar Keita vowed to rebuild the harbour of Dakar.",
            "Omar Keita",
            "indirect",
            "to rebuild the harbour of Dakar",
        ),
        (
            "Ethiopia claims the dam is needed for electricity, but Egypt harbours doubts.",
            "Ethiopia",
            "indirect",
            "the dam is needed for electricity",
        ),
    ],
)
def test_speaker_kind_and_words(text: str, speaker: str, kind: str, words: str) -> None:
    document, statement = only(text)
    assert speaker in statement.speaker.text
    assert (statement.kind, content(document, statement)) == (kind, words)


def test_broken_quotation_is_one_statement_with_two_pieces() -> None:
    document, statement = only(
        '"The ships will sail," Admiral Lena Ortiz said. "Nobody will stop them."'
    )
    assert content(document, statement) == "The ships will sail, // Nobody will stop them."
    assert "Ortiz" in statement.speaker.name


def test_cue_in_the_middle_splits_the_content() -> None:
    document, statement = only("Ankara, he said, would not send any more troops to the island.")
    assert content(document, statement) == (
        "Ankara // would not send any more troops to the island"
    )


def test_quotation_continued_over_paragraphs() -> None:
    text = (
        "“We came in peace,” said Governor Tom Reyes of Luzon.\n\n"
        "“We asked for water and we were given stones.\n\n"
        "“We shall not come again,” Reyes said."
    )
    document = read(text)
    pieces = [document.text[e.start : e.end] for s in document.statements for e in s.content]
    assert "We asked for water and we were given stones." in pieces
    assert "We shall not come again," in pieces
    assert all("Reyes" in s.speaker.name for s in document.statements)


@pytest.mark.parametrize(
    "text",
    [
        'The "special relationship" between the two kingdoms is old.',
        "Chile's ministers met in Santiago and signed the treaty.",
        "Peru harbours security concerns about the port.",
        "The minister hopes that the talks will succeed.",
        "The president declined to say whether he would run again.",
        "It was said that the king was ill.",
        "The workers' rights and the farmers' debts were on the table.",
        'He read "The Art of War" on the plane.',
    ],
)
def test_no_statement(text: str) -> None:
    assert said(read(text)) == []


def test_single_marks_are_quotations_and_apostrophes_are_not() -> None:
    document, statement = only("‘We don’t want the workers’ money,’ said Prime Minister Ann Lowe.")
    assert content(document, statement) == "We don’t want the workers’ money,"


def test_offsets_are_into_the_text_as_given() -> None:
    text = "Rain.\r\n\r\n\t“Öl ist teuer – oil is dear,” said Minister Jörg Weiß.\n"
    document, statement = only(text)
    for span in statement.evidence:
        assert text[span.start : span.end].strip()
    assert content(document, statement) == "Öl ist teuer – oil is dear,"


def test_told_a_broadcaster_makes_a_relay_and_no_addressee() -> None:
    _, statement = only(
        "Ingrid Holm, a professor of law at Uppsala University, told the BBC the treaty was void."
    )
    assert statement.addressee is None
    assert [s.name for s in statement.attribution][1:] == ["BBC"]
    assert "Holm" in statement.attribution[0].name
    assert statement.attribution[0].kind == "expert"


def test_hearers_of_remarks() -> None:
    _, statement = only("The envoy told parliament that the truce would hold.")
    assert statement.addressee is not None
    assert statement.addressee.name == "parliament"


def test_state_broadcaster_by_its_own_name() -> None:
    document = read("The queen will open the canal, as reported by state-run CCTV.")
    assert [s.speaker.name for s in document.statements] == ["CCTV"]
    assert document.statements[0].attribution[0].code == "CHN"


def test_unnamed_experts_stay_unnamed() -> None:
    document, statement = only("Analysts say the currency will fall.")
    assert (statement.speaker.name, statement.speaker.code) == ("Analysts", "---")
    assert statement.attribution[0].kind == "expert"
    assert [s.name for s in document.origin] == ["Analysts"]


def test_chain_goes_outward() -> None:
    document = read("Reuters reported that Kenya's president said the army would leave Somalia.")
    at = document.text.index("leave")
    names = [s.name for s in attribution_at(document, at, at + 5)]
    assert names[-1] == "Reuters"
    assert len(names) == 2


def test_the_report_itself_has_no_chain() -> None:
    document = read("The army left Somalia on Friday. Analysts say peace is near.")
    assert attribution_at(document, 4, 8) == ()


def test_a_partys_own_claim_is_interested() -> None:
    _, statement = only("Iran claimed the sinking of two warships in the Gulf.")
    assert statement.attribution[0].interested
    _, neutral = only("Analysts reported the sinking of two warships in the Gulf.")
    assert not neutral.attribution[0].interested


def test_origins_have_one_name_each() -> None:
    document = read(
        "LAGOS (Reuters) - The port is closed, the BBC reported.\n"
        "A captain told BBC News that ships were waiting. Officials confirmed it to the AP.\n"
        "(with AFP)\n"
    )
    names = [s.name for s in document.origin]
    assert names.count("BBC") == 1
    assert {"Reuters", "BBC", "Agence France-Presse"} <= set(names)


def test_reportedly_names_no_source() -> None:
    document = read("The king is reportedly planning a visit to Lima.")
    assert document.statements == []
    assert document.origin == []


def test_noun_of_speech() -> None:
    document = read(
        "Remarks by Prime Minister Elsa Berg suggesting a naval blockade of the strait hurt."
    )
    assert [("Berg" in a, c) for a, _, c in said(document)] == [
        (True, "a naval blockade of the strait")
    ]


def test_ids_do_not_depend_on_the_run() -> None:
    text = "Mali said it would leave the pact. Niger said it would stay."
    first, second = read(text), read(text)
    assert [s.id for s in first.statements] == [s.id for s in second.statements]
    assert len({s.id for s in first.statements}) == 2


def test_empty_report() -> None:
    assert read("").statements == []


def test_quoted_as_saying_is_the_quoted_ones_statement() -> None:
    document = read("“We shall answer,” the BBC quoted General Ali Noor as saying.")
    assert len(document.statements) == 1, said(document)
    chain = [s.name for s in document.statements[0].attribution]
    assert "Noor" in chain[0]
    assert chain[1:] == ["BBC"]


def test_citing_makes_the_cited_the_speaker() -> None:
    document = read("Reuters reported that the port was closed, citing two diplomats.")
    assert [s.name for s in document.statements[0].attribution] == ["two diplomats", "Reuters"]
    assert content(document, document.statements[0]) == "the port was closed"


def test_collected_voices_signed_after_a_dash() -> None:
    document = read(
        "Readers answered.\n\n“We lost everything in the flood.” — Ada Mensah, farmer\n"
    )
    assert [("Mensah" in a, c) for a, _, c in said(document)] == [
        (True, "We lost everything in the flood.")
    ]


def test_transcript_turns() -> None:
    document = read(
        "HALL: Will the minister resign?\n\nVEGA: No, she will stay in office.\n\n"
        "HALL: Then the party will split.\n"
    )
    assert [(a, c) for a, _, c in said(document)] == [
        ("HALL", "Will the minister resign?"),
        ("VEGA", "No, she will stay in office."),
        ("HALL", "Then the party will split."),
    ]


def test_title_after_the_cue_is_no_content() -> None:
    document, statement = only('"We will win," Senator Dale Ross said on "Good Day Ohio."')
    assert content(document, statement) == "We will win,"


def test_what_a_participle_adds_is_the_speakers() -> None:
    document = read(
        "Chancellor Eva Roth said Poland would close the bridge, adding that trains would stop."
    )
    assert {s.speaker.name for s in document.statements} == {document.statements[0].speaker.name}
    assert "Roth" in document.statements[0].speaker.name


def test_a_refusal_to_comment_is_no_statement() -> None:
    assert said(read("The palace declined to comment on the flood in the valley.")) == []
    assert said(read("The palace would not say that the king had left.")) == []


def test_quotation_before_a_long_name() -> None:
    document, statement = only(
        '"It will end sooner rather than later," said Amadou Ba, a physicist who is co-director of '
        'the policy program at the Institute for Peace in Dakar. "Nobody can pay for it."'
    )
    assert "Ba" in statement.speaker.name
    assert content(document, statement) == (
        "It will end sooner rather than later, // Nobody can pay for it."
    )


@pytest.mark.parametrize(
    "text",
    [
        "A grim picture of the coast, saying that the harbour was lost.",
        "No word from the palace, adding to the fear, saying nothing.",
        "Talks about talks, citing officials, saying so.",
    ],
)
def test_sentences_without_a_verb_come_to_an_end(text: str) -> None:
    # spaCy makes a new Token at each look, so "is" never finds the root; this once never ended.
    assert all(s.content for s in read(text).statements)


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        # The speaker stands between commas, with an apposition, after what he says.
        ("Aid will come, his spokeswoman, Ani Dahl, told reporters.", "Ani Dahl", "Aid will come"),
        (
            "The biggest threat to the pact, says Kari Dahl, head of the centre, is fear.",
            "Kari Dahl",
            "The biggest threat to the pact // is fear",
        ),
        # The place and day of a dateline are nobody's words.
        (
            "OSLO, April 12 (LPU) - Norway would leave the pact, diplomats here said.",
            "diplomats here",
            "Norway would leave the pact",
        ),
        # No comma closes it: somebody else than the name before.
        (
            "The government has put off the pact until after a vote of no confidence in"
            " Prime Minister Joseph Natapei, a minister said.",
            "a minister",
            "The government has put off the pact until after a vote of no confidence in"
            " Prime Minister Joseph Natapei",
        ),
        ('Oslo regretted "a completely unjustified decision".', "Norway",
         "a completely unjustified decision"),
        ("The Interfax news service reported that the ship sank.", "Interfax", "the ship sank"),
        ("The border is open, the news agency Blif reported.", "Blif", "The border is open"),
        ("Norway closed the port. Its migration office said it was busy.", "Its migration office",
         "it was busy"),
        ("Norway, whose president, Kari Dahl, said that no oil would flow, is angry.",
         "Kari Dahl", "no oil would flow"),
    ],
)  # fmt: skip
def test_speaker_and_words(text: str, speaker: str, words: str) -> None:
    document, statement = only(text)
    assert statement.speaker.name == speaker
    assert content(document, statement) == words


@pytest.mark.parametrize(
    "text",
    [
        "Moscow condemned the decision.",
        "The two armies agreed to share data.",
        "The revelation stressed a Europe that is divided.",
        "The prime minister called early elections after the vote.",
    ],
)
def test_an_act_with_its_object_is_no_statement(text: str) -> None:
    assert said(read(text)) == []


def test_words_after_a_colon_are_the_speakers_to_the_end() -> None:
    text = (
        "A spokesman for the Foreign Ministry of Norway gave the following answer to a question"
        " raised by NTB on Monday:\nIt is a sheer lie that Norway closed the border.\n"
        "We demand that the port be opened.\n(ends)"
    )
    document, statement = only(text)
    assert statement.kind == "direct"
    assert content(document, statement) == (
        "It is a sheer lie that Norway closed the border. // We demand that the port be opened."
    )
    at = text.index("closed")
    assert attribution_at(document, at, at + 6)[0].kind == "spokesperson"
    last = text.index("(ends)")
    assert attribution_at(document, last, last + 6) == ()


def test_a_cue_and_a_colon_carry_the_rest_of_the_paragraph() -> None:
    document = read("The minister stressed: Norway will open the port. It is safe.\nHe left.")
    assert said(document) == [("The minister", "direct", "Norway will open the port. It is safe.")]


def test_another_voice_ends_the_content() -> None:
    document = read(
        "Poland said it would reject asylum seekers, while the National Front called for"
        ' "an immediate halt" to arrivals.'
    )
    assert said(document)[0] == ("Poland", "indirect", "it would reject asylum seekers")


def test_he_is_the_last_speaker() -> None:
    document = read(
        '"NATO is not a charity," says Ruud van Dijk, an analyst. "What does it mean for Trump,'
        ' if there is conflict?" he asks.'
    )
    assert {s.speaker.name for s in document.statements} == {"Ruud van Dijk"}


def test_a_medium_that_passes_words_on_stays_in_the_chain_only() -> None:
    _, statement = only('"The border is shut," the minister said, ITV reported.')
    assert [link.name for link in statement.attribution] == ["the minister", "ITV"]


def test_kinds_of_sources() -> None:
    document = read(
        "White House Press Secretary Sean Spicer said that it was over."
        " Western intelligence agencies warned that the plan had failed."
    )
    assert [s.attribution[0].kind for s in document.statements] == ["spokesperson", "official"]


def test_a_publisher_is_no_outside_origin() -> None:
    report = Report(id="r", text_sha256="", source="Orinoco News Agency")
    text = "LIMA, May 3 (ONA) - Guyana closed its border, Kari Dahl told the BBC."
    document = Statements()(Actors()(LANGUAGE.parse(report, text)))
    assert [o.name for o in document.origin] == ["BBC"]


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("Azerbaijan denied the accusation.", "Azerbaijan", "the accusation"),
        ("Opposition leaders appealed for calm.", "Opposition leaders", "calm"),
        ("Kari Dahl thanked the crew for its courage.", "Kari Dahl", "the crew for its courage"),
        ("The ministry put the toll at 40.", "The ministry", "the toll at 40"),
        ("Kari Dahl warned about nationalism in a speech.", "Kari Dahl", "nationalism"),
        ("Kari Dahl attributed the delay to the strike.", "Kari Dahl", "the delay to the strike"),
        ("Kari Dahl blamed the delay on the strike.", "Kari Dahl", "the delay on the strike"),
        ("Some analysts believe the truce will hold.", "Some analysts", "the truce will hold"),
        ("Kari Dahl told the BBC of a plan to close ports.", "Kari Dahl", "a plan to close ports"),
        ("The rain was late, the study finds.", "the study", "The rain was late"),
        ("Kari Dahl said in a statement it heard of the spill on May 3.", "Kari Dahl",
         "it heard of the spill on May 3"),
        ("The move, which Oslo announced on Friday, angers Rome.", "Norway", "The move"),
        ("Talks follow opposition claims that the army used gas.", "opposition",
         "the army used gas"),
        ("There was one line in the article vowing to sink the fleet.", "the article",
         "to sink the fleet"),
        ("Kari Dahl said it expects a loss, while Borealis Corp. will take a charge.", "Kari Dahl",
         "it expects a loss"),
    ],
)  # fmt: skip
def test_what_is_told_in_an_object_or_a_clause(text: str, speaker: str, words: str) -> None:
    document, statement = only(text)
    assert (statement.speaker.name, content(document, statement)) == (speaker, words)


def test_a_second_that_clause_is_content_too() -> None:
    document, statement = only(
        'Finance Minister Ann Lee told Channel Two that his people won\'t cave to "extortion" and'
        " that they expect an answer by June."
    )
    assert content(document, statement).endswith("and that they expect an answer by June")


def test_a_joined_cue_goes_on_with_the_speaker() -> None:
    document = read(
        "Minister Kari Dahl has denied that her party had taken bribes and warned of lies about it."
    )
    assert [(s.speaker.name, content(document, s)) for s in document.statements] == [
        ("Kari Dahl", "her party had taken bribes"),
        ("Kari Dahl", "lies about it"),
    ]


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("Asked if there was a plan to go, Dahl said: \"No.\"", "Dahl", "No."),
        ("\"The worry is that we would be helping Oslo,\" Marek, a retired judge, said on Tuesday.",
         "Marek", "The worry is that we would be helping Oslo,"),
        ("When Bo Reyes pressed her about it, she cut him off coldly: \"I have told you all.\"",
         "she", "I have told you all."),
        ("\"The king keeps large stocks of grain,\" read the statement.", "the statement",
         "The king keeps large stocks of grain,"),
    ],
)  # fmt: skip
def test_who_says_a_quotation(text: str, speaker: str, words: str) -> None:
    document, statement = only(text)
    assert statement.speaker.name.endswith(speaker)
    assert content(document, statement) == words


def test_words_reported_within_a_quotation_have_both_voices() -> None:
    document = read('"The mayor told us that the bridge had fallen," Kari Dahl said.')
    assert [[link.name for link in s.attribution] for s in document.statements] == [
        ["Kari Dahl"],
        ["The mayor", "Kari Dahl"],
    ]


def test_an_article_that_goes_on_speaks_to_the_end() -> None:
    document = read(
        "A paper carried an article.\nThe article went on:, , The dam is high.\n"
        "It is a wonder of the valley."
    )
    assert [content(document, s) for s in document.statements] == [
        "The dam is high. // It is a wonder of the valley."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "I insist that the road is long.",
        "If the minister says that the port is shut, ships will turn.",
        "Oil fell after the captain ordered the crew to strike.",
        "The drought threatened to ruin farmers in both valleys.",
    ],
)
def test_views_conditions_and_orders_are_no_statements(text: str) -> None:
    assert said(read(text)) == []


def test_a_medium_that_leads_tells_what_it_heard() -> None:
    document = read("ITV reported that the minister said the border was shut.")
    assert [s.speaker.name for s in document.statements] == ["ITV", "the minister"]


def test_he_is_the_person_told_of_before_where_nobody_spoke() -> None:
    document = read(
        "Party spokesman Rolf Brandt gave a cautious view of the vote.\n\n"
        '"The leader has said for years that the tax must fall," he said.'
    )
    assert [s.speaker.name for s in document.statements] == ["Rolf Brandt", "The leader"]


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("Kari Dahl said the bridge was old but could be mended within a year.", "Kari Dahl",
         "the bridge was old but could be mended within a year"),
        ('Kari Dahl told "60 Minutes" that the bridge would be mended.', "Kari Dahl",
         "the bridge would be mended"),
        ("Minister Omar Keita appeared to suggest that the port would close.", "Omar Keita",
         "the port would close"),
        ("The accord says that the ships will leave by May.", "The accord",
         "the ships will leave by May"),
        ("Kari Dahl closed the port, citing high costs of repair at the quay.", "Kari Dahl",
         "high costs of repair at the quay"),
        ("Kari Dahl called for a meeting to end the strike.", "Kari Dahl",
         "a meeting to end the strike"),
        ("It estimated that farmers lost nine million crowns.", "It",
         "farmers lost nine million crowns"),
    ],
)  # fmt: skip
def test_how_far_words_go(text: str, speaker: str, words: str) -> None:
    document, statement = only(text)
    assert speaker in statement.speaker.text
    assert content(document, statement) == words


def test_a_participle_after_a_comma_says_the_next_words() -> None:
    document = read("Kari Dahl said Oslo had not paid its share, warning that it would be sued.")
    assert [content(document, s) for s in document.statements] == [
        "Oslo had not paid its share",
        "it would be sued",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The minister refused to confirm or deny the report.",
        'Omar Keita released "Man of the Hills," his weakest album.',
    ],
)
def test_refusals_and_names_are_no_statements(text: str) -> None:
    assert said(read(text)) == []


def test_posts_are_their_writers() -> None:
    document = read(
        "The port shut on Monday.\n\n"
        "Nobody asked the fishermen. It is a shame. pic.twitter.com/abc — Kari Dahl (@dahl)"
        " March 3, 2019\n\nThe minister was silent."
    )
    assert said(document) == [("Kari Dahl", "direct", "Nobody asked the fishermen. It is a shame.")]


def test_a_paragraph_that_opens_with_its_speaker() -> None:
    document = read(
        'Kari Dahl, who leads the port authority of Bergen: "We are more and more worried."\n\n'
        'Omar Keita, a banker in Dakar: "The banks will never pay for this."'
    )
    assert [s.speaker.name for s in document.statements] == ["Kari Dahl", "Omar Keita"]


def test_a_quotation_goes_on_after_the_name_of_a_broadcast() -> None:
    _, statement = only(
        '"The price is too high," Kari Dahl said on ITV\'s "The Long Show." "People will not pay."'
    )
    assert statement.speaker.name == "Kari Dahl"
    assert len(statement.content) == 2


def test_a_quotation_that_goes_on() -> None:
    document, statement = only('"For us," she went on, "there is no other way out."')
    assert content(document, statement) == "For us, // there is no other way out."


def test_a_quotation_after_what_its_speaker_said() -> None:
    document = read(
        "The Norwegian president said that Oslo was not to blame.\n\n"
        '"I give them great credit for it."\n\nThe port is shut.'
    )
    assert [s.speaker.text for s in document.statements] == ["The Norwegian president"] * 2


def test_a_source_that_only_passes_on_is_no_speaker() -> None:
    document = read(
        '"It is a risk," Kari Dahl said, according to the Wall Street Journal.'
        ' "We keep all ways open."'
    )
    assert {s.speaker.name for s in document.statements} == {"Kari Dahl"}
    document = read("Kari Dahl said that the port would shut, according to a report on Monday.")
    assert [s.speaker.name for s in document.statements] == ["Kari Dahl"]


@pytest.mark.parametrize(
    "text",
    [
        "Kari Dahl admitted that the reef was a reality but warned of new storms.",
        "Kari Dahl said the bridge stood on a rock and called on Sweden to keep away.",
        "Kari Dahl confirmed that the port was shut, though cautioned that it might open.",
    ],
)
def test_who_goes_on_speaking(text: str) -> None:
    document = read(text)
    assert [s.speaker.name for s in document.statements] == ["Kari Dahl"] * 2


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        # A parenthesis within the second of two joined acts tells of that act alone.
        (
            "The visit is to repair ties with the country that sells Kenya much of its electricity"
            " and holds back, Nairobi says, much of its water.",
            "Kenya",
            "holds back // much of its water",
        ),
        (
            "The leak hit half of the firms, which employ 4,000 people, according to the bureau.",
            "the bureau",
            "which employ 4,000 people",
        ),
        (
            "Ten people died in Mali, where, the agency estimated, 400 are missing.",
            "the agency",
            "400 are missing",
        ),
        (
            "Kari Dahl said the port was shut twice in May, amid a long strike over wages.",
            "Kari Dahl",
            "the port was shut twice in May",
        ),
        (
            'Kari Dahl promised "bitter" tariffs on Norwegian steel.',
            "Kari Dahl",
            '"bitter" tariffs on Norwegian steel',
        ),
    ],
)
def test_rules_alone_draw_borders_that_the_network_moves(
    text: str, speaker: str, words: str
) -> None:
    document = read(text, trained=False)
    [statement] = document.statements
    assert (statement.speaker.name, content(document, statement)) == (speaker, words)


def test_rules_alone_take_no_relative_clause_of_a_name_in_marks() -> None:
    text = 'Gas is a "red line" that Oslo warned a year ago the army must not cross.'
    assert said(read(text, trained=False)) == []


def speakers(text: str) -> list[str]:
    return [s.speaker.name for s in read(text).statements]


def test_a_quotation_alone_is_the_last_speakers_of_the_paragraph_before() -> None:
    text = (
        "The port would stay shut, Kari Dahl said on Monday, a day after the storm hit.\n\n"
        '"We shall not send our crews into the sea for money."'
    )
    assert speakers(text) == ["Kari Dahl", "Kari Dahl"]
    two = text.replace(", a day after the storm hit.", ". It was a lie, Omar Keita said later.")
    assert speakers(two)[-1] == "Omar Keita"


def test_a_heading_between_parts_no_speaker_from_his_words() -> None:
    text = (
        "Kari Dahl said on Monday that the port would stay shut.\n\nRead more\n\n"
        '"We shall not send our crews into the sea for money."'
    )
    assert speakers(text) == ["Kari Dahl", "Kari Dahl"]


def test_a_quotation_alone_is_the_subjects_of_the_sentence_before() -> None:
    text = (
        "Oslo lost the vote by a wide margin. Prime Minister Kari Dahl laughed.\n\n"
        '"They can close the port for as long as they like."'
    )
    assert speakers(text) == ["Kari Dahl"]


def test_she_who_goes_on_is_she_who_was_heard() -> None:
    text = (
        "Elsa Berg met Prime Minister Kari Dahl in Oslo. The port was lost, Dahl said.\n\n"
        '"What shall we do with the crews?" she asked. "Nobody has told me yet what to do."\n\n'
        '"They cannot go home before the spring comes back."'
    )
    assert speakers(text) == ["Kari Dahl"] * 3


def test_an_office_goes_on_speaking_beside_quoted_words() -> None:
    text = (
        "The talks had failed, Joseph Lund told reporters on Monday. "
        '"They never meant to sign the treaty at all," the former envoy said.'
    )
    assert speakers(text) == ["Joseph Lund", "Joseph Lund"]
    other = text.replace("the former envoy", "a former envoy")
    assert speakers(other) == ["Joseph Lund", "a former envoy"]


def test_words_before_a_line_that_says_whose_they_were() -> None:
    text = (
        "The dam will feed the whole valley. It must be built before the rains.\n"
        "Minister Omar Keita said this when he met farmers in Lome on Monday.\n"
        "The farmers went home."
    )
    assert said(read(text)) == [
        (
            "Minister Omar Keita",
            "indirect",
            "The dam will feed the whole valley. It must be built before the rains.",
        )
    ]
    one = read("The dam will feed the whole valley. Omar Keita said this on Monday.")
    assert [content(one, s) for s in one.statements] == ["The dam will feed the whole valley."]


def test_an_article_goes_on_over_many_sentences() -> None:
    text = (
        "Rivers need care, the newspaper Sentinel said. The article goes on: The dam is high. It is"
        " a wonder of the valley. It must be kept in good repair."
    )
    document = read(text)
    last = document.statements[-1]
    assert content(document, last).endswith("It must be kept in good repair.")


def test_what_the_writers_say_themselves_is_no_statement() -> None:
    assert read("As we wrote on Monday, the port is shut.").statements == []
    assert speakers('"We say that the port is shut," Kari Dahl said.') == ["Kari Dahl"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Hallgrim told Port Watch, her insurer, who confirmed the loss of the ferry.",
            "Port Watch",
        ),
        ("They wrote to Nordfisk, her employer, who denied the charge.", "Nordfisk"),
    ],
)
def test_a_name_speaks_rather_than_its_description(text: str, speaker: str) -> None:
    assert [s.speaker.name for s in read(text, trained=False).statements] == [speaker]


def test_he_is_the_last_speaker_where_only_his_words_name_another() -> None:
    text = (
        '"The port is empty and will not be sold," Ola Berg said.\n\n'
        '"Vladimir Putin has no easy track here, and everybody knows it," he said.'
    )
    assert [s.speaker.name for s in read(text, trained=False).statements] == ["Ola Berg"] * 2


def test_an_agency_that_closes_the_words_does_not_speak_the_next() -> None:
    document = read(
        '"The gates will stay open to all ships," Kari Dahl told the crowd, Reuters reported. '
        '"We condemn every attempt to close them."',
        trained=False,
    )
    [statement] = document.statements
    assert statement.speaker.name == "Kari Dahl"
    assert content(document, statement).endswith("We condemn every attempt to close them.")


def test_nobody_speaks_words_that_name_him() -> None:
    document = read(
        "She spoke to show her courage against what the charter describes as a planned raid.",
        trained=False,
    )
    [statement] = document.statements
    assert (statement.speaker.name, content(document, statement)) == (
        "the charter",
        "a planned raid",
    )
