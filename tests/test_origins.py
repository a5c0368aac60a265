"""What reports rest on: credits, copies, rewrites, shared stretches, and how that is told."""

from __future__ import annotations

from io import StringIO

import msgspec
import pytest
from rich.console import Console

from dragoman.briefs import Brief, assemble, to_html, to_markdown, to_terminal
from dragoman.records import Reading, Story
from dragoman.stories import build
from dragoman.stories.carried import links
from dragoman.stories.credits import credits
from dragoman.stories.telling import Told
from dragoman.stories.wording import quotations
from reading_fixtures import Draft

FERRY = (
    "A ferry with ninety passengers ran aground near Lamu before dawn on Sunday. "
    "Rescue boats brought everybody ashore within three hours, the harbour master said. "
    "The captain had lost sight of the channel markers in heavy rain. "
    "Two sailors were treated for bruises at the district hospital. "
    "Divers will inspect the damaged hull as soon as the tide allows. "
    "The operator has stopped its evening service until further notice. "
    "An inquiry by the maritime authority is due to open next week."
)
REWORDED = (
    "Some ninety travellers were aboard a ferry that hit the ground off Lamu early on Sunday. "
    "Everybody was carried ashore by rescue boats inside three hours, said the harbour master. "
    "In heavy rainfall the skipper lost sight of the markers of the channel. "
    "At the district hospital a pair of sailors received treatment for bruises. "
    "The damaged hull will be examined by divers once the tide permits it. "
    "Until further notice the company has halted its evening services. "
    "Next week the maritime authority is to open an inquiry into the case."
)
INDEPENDENT = (
    "Fishermen at Lamu said they woke to the sound of a horn on Sunday. "
    "The ferry lay on its side on a sandbank, and children were crying on deck. "
    "Mothers handed babies down to men standing in the shallow water. "
    "Asha Bwana, who sells mangoes at the jetty, gave her shawl to a girl. "
    "Boats of this line have run onto sandbanks twice in two years. "
    "Traders complain that the beacons have been dark since the flood in April. "
    "The governor flew over the wreck at noon and promised new lamps."
)


def report(text: str, source: str | None = None) -> Reading:
    return Draft(text, source=source).reading()


def story(*readings: Reading) -> Story:
    return build(readings).story


def shows(found: Story) -> set[str]:
    return {o.shows for o in found.origins}


# --- credits --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "extent"),
    [
        ("LONDON (Reuters) - Rain fell in Oslo.", "Reuters", "whole"),
        ("NAIROBI, May 3 (Xinhua) -- Rain fell.", "Xinhua", "whole"),
        ("(AFP) — Rain fell.", "Agence France-Presse", "whole"),
        ("TOKYO, Kyodo - Rain fell.", "Kyodo", "whole"),
        ("By Jane Odhiambo, Associated Press\nRain fell.", "Associated Press", "whole"),
        ("Jane Odhiambo\nReuters\nRain fell.\nIt was wet.\nSo it was.", "Reuters", "whole"),
        ("Rain fell. It was wet. (AP)", "Associated Press", "whole"),
        ("Rain fell.\n© AFP", "Agence France-Presse", "whole"),
        ("Rain.\nCopyright 2027 The Associated Press. More here.", "Associated Press", "whole"),
        ("Rain fell.\nSource: Xinhua", "Xinhua", "whole"),
        ("Rain fell.\nvia Yonhap", "Yonhap", "whole"),
        ("Rain. This article was first published by Reuters.", "Reuters", "whole"),
        ("Rain. This story originally appeared on Al Jazeera.", "Al Jazeera", "whole"),
        ("First published by Kalmar News Agency.", "Kalmar News Agency", "whole"),
        ("Rain fell.\nWith files from AFP", "Agence France-Presse", "part"),
        ("Rain fell.\nWith AFP", "Agence France-Presse", "part"),
        ("By Jane Odhiambo and Reuters\nRain fell.", "Reuters", "part"),
        ("Rain.\nAdditional reporting by Omar Said; Reuters", "Reuters", "part"),
        ("Rain fell. AFP contributed to this report.", "Agence France-Presse", "part"),
        ("Rain.\n(Material from Reuters was used in this story.)", "Reuters", "part"),
        ("Rain.\nContributing: Omar Said; the Associated Press", "Associated Press", "part"),
    ],
)
def test_lines_that_say_whose_a_report_is(text: str, name: str, extent: str) -> None:
    [found] = credits(text)
    assert (found.name, found.extent) == (name, extent)
    assert text[found.start : found.end] in text


@pytest.mark.parametrize(
    "text",
    [
        "Boats at Lamu. Omar Said/Reuters\nRain fell.",
        "Rain fell. (Photo: Reuters)\nIt was wet.",
        "Video provided by Reuters\nRain fell.",
        "Rain fell, Reuters said on Monday, with AFP agreeing.",
        "The head of the agency (Reuters) said that rain fell.",
        "One.\nTwo boats lay at the pier.\nReuters\nFour.\nFive.\nSix.\nSeven.",
        "Radio Nile's Jane Odhiambo contributed to this report.",
    ],
)
def test_credits_of_pictures_and_citations_in_the_text_are_no_credits(text: str) -> None:
    assert credits(text) == []


def test_a_whole_credit_wins_over_a_part_and_both_media_of_a_list_count() -> None:
    text = "LIMA (Reuters) - Rain.\nReuters and AFP contributed to this report."
    assert [(c.name, c.extent) for c in credits(text)] == [
        ("Reuters", "whole"), ("Agence France-Presse", "part"),
    ]  # fmt: skip


def test_reports_of_one_agency_rest_on_it_as_a_whole_and_in_part() -> None:
    a = report("OSLO (Reuters) - Rain fell in the harbour.", source="Alpha")
    b = report("Roads were under water.\nWith files from Reuters", source="Gamma")
    found = story(a, b)
    [origin] = found.origins
    assert (origin.shows, origin.whole, origin.part) == (
        "credit", (a.report.id,), (b.report.id,),
    )  # fmt: skip
    assert found.independent == 1
    assert found.says == (
        "2 reports, about 1 origin: both rest on Reuters (1 as a whole, 1 in part)"
    )
    assert {v.value for v in origin.shown_by} == {"Reuters"}


def test_an_agency_is_the_origin_of_the_report_that_it_published() -> None:
    a = report("Rain fell in the harbour.", source="www.reuters.com")
    b = report("Roads were under water.\nWith AFP", source="Gamma")
    found = story(a, b)
    assert found.independent == 2
    lead, _, clauses = found.says.partition(": ")
    assert lead == "2 reports, 2 origins cited apart"
    assert set(clauses.split("; ")) == {
        "reuters.com is a news agency itself",
        "Gamma rests in part on Agence France-Presse",
    }
    assert story(a).says == "1 report, published by Reuters"
    assert story(b).says == "1 report, in part from Agence France-Presse"


def test_agencies_that_a_credit_does_not_name_join_nothing() -> None:
    a = report("Rain fell.\nWith agencies", source="Alpha")
    b = report("It was wet.\nStaff and agencies", source="Gamma")
    found = story(a, b)
    assert found.independent is None
    assert [o.name for o in found.origins] == ["agencies"]


def test_a_publisher_s_own_copyright_line_is_no_origin() -> None:
    found = story(report("Rain fell.\n© CNN", source="CNN"))
    assert found.origins == ()


# --- shared text ----------------------------------------------------------------------------------


def _told(*texts: str) -> list[Told]:
    return [Told(report(text)) for text in texts]


def test_the_same_report_again_is_a_copy_and_the_words_are_shown() -> None:
    a, b = report(FERRY), report(f"Lamu. {FERRY} Our reporter will follow the matter from there.")
    [origin] = story(a, b).origins
    assert origin.shows == "copy"
    assert origin.share == 1.0
    assert set(origin.whole) == {a.report.id, b.report.id}
    texts = {r.report.id: r.text for r in (a, b)}
    for version in origin.shown_by:
        span = version.evidence[0]
        assert texts[version.report][span.start : span.end] == version.value
    assert {v.report for v in origin.shown_by} == set(texts)


def test_a_report_told_again_in_other_words_is_a_rewrite() -> None:
    found = story(report(FERRY), report(REWORDED))
    [origin] = found.origins
    assert origin.shows == "rewrite"
    assert origin.share is not None
    assert origin.share >= 0.7
    assert "sentences alike in the same order" in found.says
    assert found.independent == 1


def test_a_rewrite_needs_the_same_order() -> None:
    turned = " ".join(f"{s.strip('.')}." for s in reversed(REWORDED.split(". ")))
    assert not links(_told(FERRY, turned))


def test_an_independent_report_of_the_event_shares_nothing() -> None:
    found = story(report(FERRY), report(INDEPENDENT))
    assert found.origins == ()
    assert found.independent is None


def test_single_stretches_are_shared_wording_of_a_part() -> None:
    taken = FERRY.split(". ")[4]
    a, b = report(FERRY), report(f"{INDEPENDENT} {taken} and the weather permits.")
    [origin] = story(a, b).origins
    assert origin.shows == "wording"
    assert set(origin.part) == {a.report.id, b.report.id}
    assert origin.share == round(1 / 7, 2)


@pytest.mark.parametrize(
    "shared",
    [
        "“The ferry must stay where it is until the divers have seen the whole of the hull.”",
        "'The ferry must stay where it is until the divers have seen the whole of the hull,'",
        "The ferry must stay where it is until the divers have seen the whole of the hull "
        "— Asha Bwana (@ashab) June 3, 2027",
    ],
)
def test_quotations_and_posts_are_no_shared_wording(shared: str) -> None:
    assert quotations(shared)
    assert not links(_told(f"{FERRY}\n{shared} it said.", f"{INDEPENDENT}\n{shared} it said."))


def test_many_copies_are_one_origin_and_a_rewrite_of_them_is_told_once() -> None:
    copies = [report(f"{FERRY} This is edition number {n}, printed at the coast.") for n in "abc"]
    found = story(*copies, report(REWORDED))
    assert sorted((o.shows, len(o.reports)) for o in found.origins) == [("copy", 3), ("rewrite", 4)]
    assert found.independent == 1
    assert found.says.startswith("4 reports, about 1 origin: all 4 tell at least ")
    for origin in found.origins:
        assert {v.report for v in origin.shown_by} == set(origin.reports)


def test_a_dispute_is_told_once_for_the_same_names() -> None:
    found = story(
        report(f"LAMU (Reuters) - {FERRY}", source="Alpha"),
        report(f"LAMU (AFP) - {FERRY}", source="Gamma"),
        report(REWORDED),
    )
    assert found.independent is None
    assert found.says.count("though") == 1


def test_shared_text_under_the_names_of_two_agencies_leaves_the_number_open() -> None:
    a = report(f"LAMU (Reuters) - {FERRY}", source="Alpha")
    b = report(f"LAMU (AFP) - {FERRY}", source="Gamma")
    found = story(a, b)
    assert found.independent is None
    assert "number of origins unknown" in found.says
    assert "though Alpha names Reuters and Gamma names Agence France-Presse" in found.says


def test_a_body_s_statement_can_be_had_by_all_and_joins_nothing() -> None:
    words = "the channel is closed until all of the lamps are lit"
    readings = []
    for end in ("before noon", "in the north"):
        draft = Draft(f'Harbour Office said "{words}" {end}.')
        speaker = draft.actor("Harbour Office", code="KEN", sectors=["GOV"])
        draft.statement(speaker, "said", words, kind="direct")
        readings.append(draft.reading())
    found = story(*readings)
    assert found.independent is None
    assert shows(found) == {"quotation"}


# --- counting and telling -------------------------------------------------------------------------


def test_a_report_that_cites_two_agencies_does_not_make_them_one() -> None:
    found = story(
        report("OSLO (Reuters) - Rain fell.", source="Alpha"),
        report("OSLO (AFP) - Roads were wet.", source="Gamma"),
        report("Both coasts had storms.\nWith files from Reuters and AFP", source="Delta"),
    )
    assert found.independent == 2
    assert "all 3 are linked by Agence France-Presse (2) and Reuters (2)" in found.says


def test_the_sentence_of_twenty_reports_stays_readable() -> None:
    drops = "harbour market valley bridge school station temple garden tunnel island".split()
    texts = [f"OSLO (Reuters) - Rain fell on the {w}." for w in drops[:6]]
    texts += [f"BERN (AFP) - Snow lay on the {w}." for w in drops[:5]]
    media = ("KCNA", "Yonhap", "Bernama", "Interfax", "Tanjug", "ANSA")
    texts += [f"LIMA ({m}) - Hail hit the {w}." for m, w in zip(media, drops, strict=False)]
    texts += [f"Fog hid the {w} all day." for w in drops[:3]]
    found = story(*(report(text, source=f"Paper {n}") for n, text in enumerate(texts)))
    assert found.independent is None
    assert found.says == (
        "20 reports, about 8 origins known, 3 unknown: 6 of them rest on Reuters as a whole; "
        "5 of them rest on Agence France-Presse as a whole; 6 rest on sources that no other report "
        "names (ANSA, Bernama, Interfax, KCNA and 2 more); "
        "3 do not say where they have their news from"
    )


def _printed(brief: Brief) -> str:
    console = Console(file=StringIO(), width=300)
    to_terminal(brief, console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_terminal_html_markdown_and_json_show_the_same() -> None:
    a = report(f"LAMU (Reuters) - {FERRY}", source="Alpha")
    b = report(f"{REWORDED}\nWith files from Reuters", source="Gamma")
    brief = assemble([a, b])
    [found] = brief.briefs
    line = next(o for o in found.origins if o.text == "Reuters")
    assert line.known == "agency; whole of A; part of B; shared by A, B"
    assert {p.report for p in line.passages} == {"A", "B"} or len(line.passages) == 2
    html, page, shown = to_html(brief), to_markdown(brief), _printed(brief)
    for view in (html, page, shown):
        assert "whole of A; part of B; shared by A, B" in view
        assert "sentences alike in the same order and rest on Reuters" in view
    written = msgspec.json.decode(msgspec.json.encode(brief))["briefs"][0]
    kept = next(o for o in written["origins"] if o["text"] == "Reuters")
    assert (kept["shows"], kept["whole"], kept["part"]) == ("credit", ["A"], ["B"])
    assert written["says"] == found.says


def test_what_shows_an_origin_is_kept_in_json() -> None:
    found = story(report(f"LAMU (Reuters) - {FERRY}"), report(REWORDED))
    assert msgspec.json.decode(msgspec.json.encode(found), type=Story) == found
