"""The actor code books: what a user or a stage may rely on, and that the data keeps to it."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from dragoman.codebooks import OVERRIDE_VARIABLE, parse_table, read_table, split
from dragoman.errors import DragomanError

SECTORS = set(
    "GOV MIL REB OPP PTY COP JUD LEG SPY MED JRN EDU BUS CVL LAB REF REL CRM SOC AGR ELI"
    " UNS IGO NGO".split()
)
ORGANISATION_KINDS = set(
    "igo court ngo armed party legislature military intelligence police ministry bank company"
    " university religious court union media".split()
)
LEVELS = set(
    "head_of_state head_of_government minister official spokesperson diplomat military legislator"
    " judge expert media civilian rebel royal other".split()
)
CODES = {row["code"] for row in read_table("countries")}


def row_of(table: str, name: str) -> dict[str, str]:
    return next(row for row in read_table(table) if name in {row["name"], *split(row["aliases"])})


# The reader


def test_comments_and_short_rows_are_read_as_meant() -> None:
    header, rows = parse_table("# title\n\nname\tcode\tnote\nA\tX\n", "own.tsv")
    assert header == ["name", "code", "note"]
    assert rows == [{"name": "A", "code": "X", "note": ""}]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# only comments\n", "no header"),
        ("name\tname\nA\tB\n", "repeated column"),
        ("name\tcode\nA\tB\tC\n", "line 2: 1 more cells"),
        ("name\tcode\n\tB\n", r"first column \(name\) is empty"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(DragomanError, match=says) as caught:
        parse_table(text, "own.tsv")
    assert "own.tsv" in str(caught.value)


def test_an_unknown_table_names_those_there_are() -> None:
    with pytest.raises(DragomanError, match=r"no code book planets.tsv.*countries") as caught:
        read_table("planets")
    assert caught.value.error == "no-codebook"


def test_cells_hold_several_values() -> None:
    assert split("US| USA ||America") == ["US", "USA", "America"]
    assert split("") == []


def test_changing_a_row_changes_nothing_for_others() -> None:
    read_table("countries")[0]["name"] = "Nowhere"
    assert read_table("countries")[0]["name"] != "Nowhere"


def test_a_user_adds_and_replaces_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "media.tsv"
    own.write_text("name\tkind\tcountry\nReuters\tsite\tIRL\nOur Gazette\tsite\tKEN\n", "utf-8")
    monkeypatch.setenv("DRAGOMAN_CODEBOOKS", str(tmp_path))
    rows = {row["name"]: row for row in read_table("media.tsv")}
    assert rows["Reuters"]["country"] == "IRL"
    assert rows["Our Gazette"] == {
        "name": "Our Gazette", "aliases": "", "kind": "site", "country": "KEN", "state": "",
    }  # fmt: skip
    assert rows["Xinhua"]["state"] == "yes"
    assert len(read_table("cities")) > 1000
    own.write_text("name\tplanet\nReuters\tMars\n", "utf-8")
    with pytest.raises(DragomanError, match="columns name, planet"):
        read_table("media")


def test_a_folder_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAGOMAN_CODEBOOKS", "/nowhere/at/all")
    with pytest.raises(DragomanError, match="unset the variable"):
        read_table("media")


# What the books say


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("DPRK", "PRK"), ("ROK", "KOR"), ("Burma", "MMR"), ("U.S.", "USA"), ("Zaire", "COD"),
        ("Russian Federation", "RUS"), ("Republic of China", "TWN"), ("Côte d'Ivoire", "CIV"),
    ],
)  # fmt: skip
def test_states_are_found_by_their_other_names(name: str, code: str) -> None:
    assert row_of("countries", name)["code"] == code


def test_names_of_two_states_belong_to_neither_alone() -> None:
    alone = {
        word
        for row in read_table("countries")
        for word in [row["name"], *split(row["aliases"]), *split(row["demonyms"])]
    }
    ambiguous = {row["name"]: row for row in read_table("ambiguous")}
    for word in ("Korean", "Congolese", "Dominican"):
        assert word not in alone
        assert len(split(ambiguous[word]["candidates"])) > 1


@pytest.mark.parametrize(
    ("table", "name", "column", "value"),
    [
        ("organisations", "IDF", "sectors", "MIL"),
        ("organisations", "Hizbollah", "country", "LBN"),
        ("organisations", "ISIL", "code", "ISI"),
        ("organisations", "Nato", "code", "IGONAT"),
        ("media", "China Central Television", "state", "yes"),
        ("media", "BBC News", "state", "no"),
        ("media", "Korean Central News Agency", "country", "PRK"),
        ("cities", "Bombay", "country", "IND"),
        ("cities", "Diaoyu Islands", "country", ""),
        ("historical_states", "USSR", "code", "RUS"),
    ],
)
def test_well_known_names(table: str, name: str, column: str, value: str) -> None:
    assert row_of(table, name)[column] == value


def test_an_office_has_its_years() -> None:
    offices = [row for row in read_table("people") if row["name"] == "Vladimir Putin"]
    assert [(row["role"], row["from"][:4]) for row in offices] == [
        ("President", "2000"), ("President", "2012"), ("Prime Minister", "2008"),
        ("Prime Minister", "1999"),
    ]  # fmt: skip


def test_plover_scores_keep_the_sign_of_their_quad() -> None:
    rows = {(row["type"], row["mode"]): row for row in read_table("plover")}
    assert len({kind for kind, _ in rows}) == 16
    assert rows["ACCUSE", ""]["score"] == "-3"
    assert {rows["SANCTION", mode]["quad"] for mode in ("", "convict", "expel")} == {"4"}
    for row in rows.values():
        score = float(row["score"] or 0)
        assert (
            score > 0 if row["quad"] in "12" else score <= (0.5 if row["mode"] == "assist" else 0)
        )


# The data keeps to its own rules


def test_country_codes_are_those_of_iso_and_kosovo() -> None:
    babel = pytest.importorskip("babel.core")
    aliases = babel.get_global("territory_aliases")
    alpha3 = {code for code in aliases if re.fullmatch("[A-Z]{3}", code)}
    assert CODES - alpha3 == {"KOS"}
    for code in ("TWN", "PSE", "HKG", "MAC", "ESH", "SSD", "VAT"):
        assert code in CODES
    names = babel.Locale("en").territories
    known = {
        word.replace("’", "'").replace("St. ", "Saint ").replace(" & ", " and ")
        for row in read_table("countries")
        for word in [row["name"], *split(row["aliases"])]
    }
    for code in CODES - {"KOS"}:
        name = names[aliases[code][0]].replace("’", "'").replace("St. ", "Saint ")
        plain = re.sub(r" \(.*\)$| SAR China$", "", name).replace(" & ", " and ")
        assert plain.replace(" - ", "-") in known, f"{code}: CLDR says {name}"


@pytest.mark.parametrize(
    "table",
    "countries historical_states metonyms ambiguous organisations media cities roles".split(),
)
def test_no_key_stands_twice(table: str) -> None:
    keys = [next(iter(row.values())) for row in read_table(table)]
    assert len(keys) == len(set(keys))


def test_no_office_stands_twice() -> None:
    keys = [(row["name"], row["role"], row["from"]) for row in read_table("people")]
    assert len(keys) == len(set(keys))


def test_codes_sectors_and_kinds_are_known() -> None:
    organisations = read_table("organisations")
    igos = {row["code"] for row in organisations if row["code"].startswith("IGO")}
    for row in organisations:
        code, where = row["code"], row["name"]
        assert code in CODES | igos | {"NGO", "ISI", "---"}, where
        assert row["country"] in CODES | {""}, where
        assert row["kind"] in ORGANISATION_KINDS, where
        assert split(row["sectors"]), where
    for row in read_table("metonyms"):
        assert row["code"] in CODES | igos, row["name"]
    for row in read_table("media"):
        assert row["country"] in CODES | {""}, row["name"]
        assert row["kind"] in {"agency", "broadcaster", "newspaper", "magazine", "site"}
        assert row["state"] in {"yes", "no"}
    for row in read_table("roles"):
        assert row["kind"] in {"person", "institution", "group"}, row["phrase"]
        assert row["level"] in LEVELS, row["phrase"]
        assert split(row["sectors"]), row["phrase"]
    for row in read_table("people"):
        assert row["country"] in CODES | igos, row["name"]
    for row in read_table("ambiguous"):
        candidates = split(row["candidates"])
        assert set(candidates) <= CODES | igos | {"NGO", "ISI", "SUN"}, row["name"]
        assert row["default"] in {"", *CODES, *igos}, row["name"]
    for table in ("organisations", "metonyms", "roles", "people"):
        for row in read_table(table):
            assert set(split(row["sectors"])) <= SECTORS, row


def test_coordinates_lie_on_earth() -> None:
    for table in ("countries", "cities"):
        for row in read_table(table):
            if row["latitude"] or table == "cities":
                assert -90 <= float(row["latitude"]) <= 90, row
                assert -180 <= float(row["longitude"]) <= 180, row


def test_years_of_office_are_in_order() -> None:
    for row in read_table("people"):
        for column in ("from", "to"):
            assert re.fullmatch(r"(\d{4}(-(0[1-9]|1[0-2]))?)?", row[column]), row
        if row["from"] and row["to"]:
            assert row["from"] <= row["to"][: len(row["from"])] or row["from"][:4] <= row["to"], row


def test_a_name_of_two_rows_is_marked_as_ambiguous() -> None:
    owners: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in read_table("countries"):
        words = [row["name"], row["capital"]]
        for column in ("aliases", "demonyms", "capital_aliases"):
            words += split(row[column])
        for word in filter(None, words):
            owners[word].add(("state", row["code"]))
    for row in read_table("metonyms"):
        owners[row["name"]].add(("metonym", row["code"]))
    for table in ("historical_states", "organisations", "media", "cities", "people"):
        for row in read_table(table):
            for word in {row["name"], *split(row["aliases"])}:
                owners[word].add((table, row["name"]))
    # A city that stands for the government of its own state is one thing, not two.
    country_of = {row["name"]: row["country"] for row in read_table("cities")}
    ambiguous = {row["name"] for row in read_table("ambiguous")}
    clashes = {}
    for word, rows in owners.items():
        countries = {country_of[name] if kind == "cities" else name for kind, name in rows}
        if len(rows) > 1 and len(countries) > 1 and word not in ambiguous:
            clashes[word] = rows
    assert not clashes


def test_no_stray_whitespace_or_case_variants_of_one_phrase() -> None:
    phrases = [row["phrase"].lower() for row in read_table("roles")]
    assert len(phrases) == len(set(phrases))
    for table in ("countries", "organisations", "media", "cities", "people", "roles"):
        for row in read_table(table):
            for cell in row.values():
                assert cell == cell.strip()
                assert "  " not in cell
                assert "||" not in cell
                assert not re.search("[‘’“”]", cell), cell


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plover.tsv", b"type\tmode\tquad\tscore\nCONSULT\t\tone\t1\n", "quad"),
        ("people.tsv", b"name\tcountry\nJos\xe9\tPER\n", "UTF-8"),
    ],
)
def test_a_table_that_could_not_work_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    monkeypatch.setenv(OVERRIDE_VARIABLE, str(tmp_path))
    with pytest.raises(DragomanError, match=said) as error:
        read_table(name)
    assert name in str(error.value)
    assert error.value.error == "bad-codebook"
