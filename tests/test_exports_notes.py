"""The folder of notes: links that resolve, hostile words that do nothing, names for any system."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path

import msgspec
import pytest
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from brief_readings import FISH_A
from dragoman import DragomanError
from dragoman.exports import export
from dragoman.exports.filenames import file_names, slug
from exports_archive import archive_of, readings

RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive_of(tmp_path_factory.mktemp("archive") / "news.duckdb")


@pytest.fixture(scope="module")
def notes(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notes") / "notes"
    export(archive, "markdown", folder)
    return folder


def texts(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for file in folder.rglob("*.md")
    }


def tokens(text: str) -> list[Token]:
    """All tokens of a note's body, inline ones too, as CommonMark with tables reads it."""
    body = text.split("---\n", 2)[2]
    found = MarkdownIt("commonmark").enable("table").parse(body)
    return [t for token in found for t in (token, *(token.children or ()))]


def links(text: str) -> list[str]:
    shown = [str(t.attrs["href"]) for t in tokens(text) if t.type == "link_open"]
    # CommonMark has no footnotes: those of the brief are read as definitions of links
    return shown + re.findall(r"^\[\^\w+\]: \[[^\]]*\]\(([^)]+)\)", text, re.M)


def anchors(text: str) -> set[str]:
    """Anchors as GitHub, Obsidian and pandoc make them of one-word headings."""
    return {heading.lower() for heading in re.findall(r"^#+ (S\d+)$", text, re.M)}


def test_every_link_has_its_target(notes: Path) -> None:
    found = texts(notes)
    followed = 0
    for path, text in found.items():
        for target in links(text):
            if target.startswith("https://"):
                continue
            place, _, anchor = target.partition("#")
            goal = posixpath.normpath(posixpath.join(posixpath.dirname(path), place))
            assert goal in found, f"{path} links to {target}"
            assert not anchor or anchor in anchors(found[goal]), f"{path} links to {target}"
            followed += 1
    assert followed > 100


def test_every_note_is_reached_from_the_index(notes: Path) -> None:
    found = texts(notes)
    seen, waiting = {"index.md"}, ["index.md"]
    while waiting:
        path = waiting.pop()
        for target in links(found[path]):
            goal = posixpath.normpath(
                posixpath.join(posixpath.dirname(path), target.partition("#")[0])
            )
            if goal in found and goal not in seen:
                seen.add(goal)
                waiting.append(goal)
    assert seen == set(found)


def test_there_is_a_note_for_each_story_report_actor_dyad_and_issue(notes: Path) -> None:
    names = set(texts(notes))
    assert {"actors/peru-per.md", "actors/chile-chl.md", "dyads/chile-peru.md"} <= names
    assert any(name.startswith("issues/fish") for name in names)
    assert sum(name.startswith("reports/") for name in names) == 3 + 1  # with their list
    assert sum(name.startswith("stories/") for name in names) == 2 + 1


def test_quotations_are_verbatim_and_lead_to_their_sentence(notes: Path) -> None:
    found = texts(notes)
    dyad = found["dyads/chile-peru.md"]
    sentence = "Chile's navy seized two Peruvian trawlers off Arica on Monday."
    assert sentence in FISH_A
    assert f"  > {sentence}" in dyad
    path = next(p for p in found if "el-faro" in p)
    number = re.search(r"el-faro[\w-]*\.md#s(\d+)", dyad[dyad.index(sentence) :])
    assert number
    report = found[path]
    assert f"### S{number[1]}\n\n> {sentence}\n\n- ● " in report


def test_front_matter_is_yaml_that_says_what_is_known(notes: Path) -> None:
    heads = {p: yaml.safe_load(t.split("---\n", 2)[1]) for p, t in texts(notes).items()}
    report = next(head for path, head in heads.items() if "el-faro" in path)
    assert report["type"] == "report"
    assert report["published"] == "2025-03-12"
    assert report["title"] == "Lima awaits Araya"
    assert "url" not in report
    assert heads["actors/peru-per.md"]["aliases"] == ["Peru", "PER"]
    assert all(head["type"] for head in heads.values())


def test_counts_of_a_dyad_leave_out_what_did_not_happen(notes: Path) -> None:
    dyad = texts(notes)["dyads/chile-peru.md"]
    assert "\n\nNot counted: 1 claimed by one side, 1 told as not having happened." in dyad
    # a seizure happened; the shooting that only Peru's navy claims is not counted
    assert re.search(r"^\| events \| .* \| 1 \| [^|]+ \|$", dyad, re.M)
    assert "**(claimed by one side)**" in dyad
    assert "**(planned)**" in dyad


def test_hostile_words_stay_words(notes: Path) -> None:
    for path, text in texts(notes).items():
        for token in tokens(text):
            assert token.type not in ("html_inline", "html_block", "image"), (path, token.content)
            if token.type == "link_open":
                assert re.match(r"https?://|[./\w-]+\.md(#s\d+)?$", str(token.attrs["href"]))
        assert "javascript:" not in text
        body = text.split("---\n", 2)[2]
        assert not re.search(r"(?<!\\)\[\[|(?<![\\#])#[a-z]\w*(?![\w)#-])(?<!#s)", body)


def test_the_whole_text_is_left_out_unless_asked_for(
    archive: Path, notes: Path, tmp_path: Path
) -> None:
    unread = "In 2014 judges in The Hague moved the sea border."
    assert unread in FISH_A
    assert not any(unread in text for text in texts(notes).values())
    done = export(archive, "markdown", tmp_path / "a")
    assert [(loss.field, loss.records) for loss in done.losses] == [("text", 3)]
    done = export(archive, "markdown-with-texts", tmp_path / "b")
    assert done.losses == ()
    path = next((tmp_path / "b" / "reports").glob("*el-faro*"))
    assert unread in path.read_text(encoding="utf-8")


def test_a_selection_takes_its_stories_whole(archive: Path, tmp_path: Path) -> None:
    done = export(archive, "markdown", tmp_path / "a", dyad="PER-BOL")
    assert (done.rows["stories"], done.rows["reports"]) == (1, 2)
    found = texts(tmp_path / "a")
    assert "seized" in "".join(text for path, text in found.items() if path.startswith("stories/"))
    assert "seized" not in found["actors/bolivia-bol.md"]


def test_the_same_archive_gives_the_same_notes_in_any_order(tmp_path: Path) -> None:
    there = archive_of(tmp_path / "a.duckdb", readings())
    back = archive_of(tmp_path / "b.duckdb", readings()[::-1])
    export(there, "markdown", tmp_path / "a")
    export(back, "markdown", tmp_path / "b")
    assert texts(tmp_path / "a") == texts(tmp_path / "b")


def test_written_again_a_readers_own_notes_stay(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    export(archive, "markdown", folder)
    (folder / ".obsidian").mkdir()
    (folder / ".obsidian" / "app.json").write_text("{}")
    (folder / "actors" / "my thoughts.md").write_text("mine")
    export(archive, "markdown", folder, dyad="PER-BOL")
    assert (folder / ".obsidian" / "app.json").read_text() == "{}"
    assert (folder / "actors" / "my thoughts.md").read_text() == "mine"
    assert not list((folder / "reports").glob("*evil*"))  # no longer selected
    listed = json.loads((folder / ".dragoman-notes.json").read_text())
    assert set(listed) == set(texts(folder)) - {"actors/my thoughts.md"}


def test_notes_that_a_reader_changed_are_not_written_over(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    export(archive, "markdown", folder)
    changed = folder / "actors" / "peru-per.md"
    changed.write_text("my own words", encoding="utf-8")
    with pytest.raises(DragomanError, match=r"peru-per\.md") as raised:
        export(archive, "markdown", folder)
    assert raised.value.error == "unwritable"
    assert changed.read_text() == "my own words"
    assert not list(tmp_path.glob("*.part"))


def test_a_folder_of_somebody_else_is_left_alone(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "diary.md").write_text("mine")
    with pytest.raises(DragomanError, match=r"diary\.md"):
        export(archive, "markdown", tmp_path / "vault")
    assert [p.name for p in (tmp_path / "vault").iterdir()] == ["diary.md"]


def test_file_names_fit_every_system() -> None:
    wanted = {
        "a": "CON", "b": "com1", "c": "a/b\\c:d*e?f\"g<h>i|j", "d": "..", "e": "", "f": "…",
        "g": "x" * 400, "h": "é" * 400, "i": "Report.", "j": "REPORT", "k": "report ", "l": "NUL",
        "m": "caf\u00e9", "n": "cafe\u0301", "o": "stra\u00dfe", "p": "STRASSE", "q": "index",
        "r": "\u202egnp.exe", "s": "北京", "t": "#tag [x](y)",
    }  # fmt: skip
    names = file_names(wanted.items())
    assert names == file_names(reversed(list(wanted.items())))
    for name in names.values():
        assert re.fullmatch(r"[^\W_]+(-[^\W_]+)*", name), name
        assert len(f"{name}.md".encode()) <= 130
        assert not RESERVED.match(f"{name}.md")
    folded = {name.casefold() for name in names.values()}
    assert len(folded) == len(wanted)
    assert names["s"] == "北京"
    assert "index" not in names.values()


def test_a_name_is_the_same_however_its_accents_are_written() -> None:
    assert slug("cafe\u0301") == slug("caf\u00e9") == "caf\u00e9"


def test_titles_that_are_the_same_give_notes_of_their_own(tmp_path: Path) -> None:
    one = readings()[0]
    text = one.text + "\n\nMore."
    from dragoman.ids import text_hash

    def moved(record: object) -> object:
        return msgspec.structs.replace(record, id=f"{record.id}x", report="other")  # type: ignore[attr-defined,type-var]

    other = msgspec.structs.replace(
        one,
        text=text,
        report=msgspec.structs.replace(one.report, id="other", text_sha256=text_hash(text)),
        events=tuple(map(moved, one.events)),
        statements=(),
        ties=(),
    )
    archive = archive_of(tmp_path / "a.duckdb", [one, other])
    done = export(archive, "markdown", tmp_path / "notes")
    assert done.rows["reports"] == 2
    assert len(list((tmp_path / "notes" / "reports").glob("2025-03-12-el-faro-*"))) == 2


def test_an_undated_line_stands_at_the_day_its_own_report_came_out(tmp_path: Path) -> None:
    first, second, _ = readings()
    later = msgspec.structs.replace(second.report, published="2025-03-20")
    archive = archive_of(
        tmp_path / "a.duckdb", [first, msgspec.structs.replace(second, report=later)]
    )
    export(archive, "markdown", tmp_path / "notes")
    said = texts(tmp_path / "notes")["actors/chile-chl.md"].partition("## What it said")[2]
    assert "**reported 20 March 2025**: Diego Araya: " in said
