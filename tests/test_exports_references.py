"""CSL-JSON and BibTeX: checked against CSL's published fields, read back by bibtexparser."""

from __future__ import annotations

import json
from pathlib import Path

import bibtexparser
import msgspec
import pytest
from bibtexparser.middlewares import LatexDecodingMiddleware

from dragoman.exports import export
from dragoman.exports.bibtex import entry, latex
from dragoman.exports.csl import item
from dragoman.exports.references import citation_keys, day_parts
from dragoman.records import Report
from exports_archive import archive_of, readings

# Fields and types of CSL's schema (github.com/citation-style-language/schema,
# schemas/input/csl-data.json): those that a report can have. Nothing else is allowed in an item.
CSL_FIELDS = {
    "type", "id", "language", "accessed", "issued", "annote", "container-title", "title", "URL",
}  # fmt: skip
CSL_TYPES = {"article-newspaper", "webpage", "document"}
CSL_DATE_FIELDS = {"date-parts", "season", "circa", "literal", "raw", "edtf"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive_of(tmp_path_factory.mktemp("references") / "news.duckdb")


def report(**fields: object) -> Report:
    return msgspec.convert({"id": "r1", "text_sha256": "x", **fields}, Report)


def test_csl_items_hold_only_published_fields(archive: Path, tmp_path: Path) -> None:
    done = export(archive, "csl", tmp_path / "refs.json")
    items = json.loads((tmp_path / "refs.json").read_text(encoding="utf-8"))
    assert done.rows == {"reports": 3}
    assert len({one["id"] for one in items}) == len(items) == 3
    for one in items:
        assert set(one) <= CSL_FIELDS
        assert one["type"] in CSL_TYPES
        for name in ("issued", "accessed"):
            assert set(one.get(name, {})) <= CSL_DATE_FIELDS
    faro = next(one for one in items if one.get("container-title") == "El Faro")
    assert faro["title"] == "Lima awaits Araya"
    assert faro["issued"] == {"date-parts": [[2025, 3, 12]]}
    assert faro["language"] == "en"
    hostile = next(one for one in items if "Evil" in one.get("container-title", ""))
    assert hostile["issued"] == {"literal": "not a date"}
    assert "URL" not in hostile  # javascript: is no address to open


def test_types_follow_what_is_known() -> None:
    assert item(report(source="S", url="https://a.example/1"), "k")["type"] == "article-newspaper"
    assert item(report(url="https://a.example/1"), "k")["type"] == "webpage"
    assert item(report(), "k") == {"id": "k", "type": "document", "annote": "Dragoman report r1"}


def test_bibtexparser_reads_the_entries_back(archive: Path, tmp_path: Path) -> None:
    done = export(archive, "bibtex", tmp_path / "refs.bib")
    library = bibtexparser.parse_file(
        str(tmp_path / "refs.bib"), append_middleware=[LatexDecodingMiddleware()]
    )
    assert not library.failed_blocks
    assert len(library.entries) == done.rows["reports"] == 3
    kinds = {e.entry_type for e in library.entries}
    assert kinds == {"article", "misc"}
    faro = next(e for e in library.entries if e.key.startswith("elfaro2025lima-"))
    fields = {f.key: f.value for f in faro.fields}
    assert fields["title"].strip("{}") == "Lima awaits Araya"
    assert (fields["date"], fields["year"], fields["month"]) == ("2025-03-12", "2025", "mar")
    assert fields["langid"] == "english"
    evil = next(e for e in library.entries if "alert" in str(e.get("title")))
    # the decoder knows no \\textless
    assert evil["journal"] == 'Evil "Daily" img src=x onerror=alert(1)'
    assert evil["title"] == "/titlescriptalert('title')/script[31m"
    assert evil["note"] == "not a date"


def test_letters_of_latex_and_unbalanced_braces_do_no_harm(tmp_path: Path) -> None:
    title = "100% of {x & _y_ $5 #1 ~a^b \\end }} \\input{secret} Łódź – «é»"
    text = entry(report(source="S", title=title, url="https://a.example/{x}\\y z"), "key")
    parsed = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not parsed.failed_blocks
    fields = {f.key: f.value for f in parsed.entries[0].fields}
    assert fields["title"].replace("ˆ", "^") == title
    raw = {f.key: f.value for f in bibtexparser.parse_string(text).entries[0].fields}
    assert raw["url"] == "https://a.example/%7Bx%7D%5Cy%20z"
    assert "\\input" not in text


@pytest.mark.parametrize("letter", list("&%$#_{}~^\\<>|"))
def test_each_special_letter_is_escaped(letter: str) -> None:
    assert latex(letter) != letter
    assert latex(letter).count("{") == latex(letter).count("}")


def test_a_key_stays_when_other_reports_come() -> None:
    one = report(source="El Faro", published="2025-03-12", title="The Lima talks")
    same = msgspec.structs.replace(one, id="r2")
    alone = citation_keys([one])["r1"]
    both = citation_keys([same, one])
    assert both["r1"] == alone
    assert both["r2"] != alone
    assert alone.isascii()
    assert alone == alone.lower()
    assert alone.startswith("elfaro2025lima-")
    assert citation_keys([report(source="新华社", title="中文")])["r1"].startswith("unknownnd-")


def test_days_are_read_as_far_as_they_go() -> None:
    assert day_parts("2025-02-30") == ()
    assert day_parts("2025-13") == ()
    assert day_parts("2025") == (2025,)


def test_a_selection_takes_the_reports_that_tell_it(archive: Path, tmp_path: Path) -> None:
    done = export(archive, "csl", tmp_path / "a.json", type="AGREE")
    items = json.loads((tmp_path / "a.json").read_text())
    assert done.rows == {"reports": 1}
    assert items[0]["container-title"] == "El Faro"
    assert len(readings()) > 1


def test_cited_sources_are_a_loss(archive: Path, tmp_path: Path) -> None:
    done = export(archive, "bibtex", tmp_path / "a.bib")
    assert {loss.field: loss.records for loss in done.losses}["origin"] == 2
