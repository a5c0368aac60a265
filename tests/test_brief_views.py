"""The views of a brief: complete, safe against hostile reports, readable where they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import StringIO

import pytest
from rich.console import Console

from brief_readings import HOSTILE, fish_readings, hostile_reading
from dragoman.briefs import Brief, assemble, to_html, to_markdown, to_terminal
from dragoman.records import Reading

PARTS = [
    "What happened, and what is only planned",
    "Who said what, through whom",
    "Issues, and where each actor stands",
    "Relations",
    "Where the reports agree, differ and stand alone",
    "Origins",
    "What is coming",
    "What could not be read",
]
VOID = {"meta", "br", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """The page as a browser sees it: elements with attributes, and the text in each."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[int] = []
        self.errors: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.texts.append("")
        if tag not in VOID:
            self.open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        top = self.elements[self.open[-1]][0] if self.open else ""
        if top != tag:
            self.errors.append(f"</{tag}> closes <{top}>")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for index in self.open:
            self.texts[index] += data

    def having(self, name: str) -> Iterator[tuple[str, dict[str, str | None], str]]:
        for (tag, attrs), text in zip(self.elements, self.texts, strict=True):
            if name in attrs:
                yield tag, attrs, text


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return fish_readings()


@pytest.fixture(scope="module")
def brief(readings: list[Reading]) -> Brief:
    return assemble(readings)


@pytest.fixture(scope="module")
def source(brief: Brief, readings: list[Reading]) -> str:
    return to_html(brief, readings)


@pytest.fixture(scope="module")
def page(source: str) -> Page:
    return Page(source)


def _text_of(page: Page, letter: str) -> str:
    label = f"Text of report {letter}"
    return next(t for _, a, t in page.having("aria-label") if a["aria-label"] == label)


def test_html_is_well_formed_and_has_every_part_in_order(page: Page) -> None:
    assert page.errors == []
    assert page.open == []
    heads = [text for (tag, _), text in zip(page.elements, page.texts, strict=True) if tag == "h2"]
    assert [head for head in heads if head in PARTS] == PARTS


def test_html_has_landmarks_language_and_one_title(page: Page) -> None:
    tags = [tag for tag, _ in page.elements]
    assert tags.count("main") == tags.count("aside") == tags.count("h1") == 1
    assert dict(page.elements)["html"]["lang"] == "en"


def test_html_loads_nothing_from_the_network(page: Page, source: str) -> None:
    for tag, attrs in page.elements:
        assert tag not in {"link", "iframe", "object", "embed", "img"}
        assert "src" not in attrs
    css = re.search(r"<style>(.*?)</style>", source, re.DOTALL)
    assert css is not None
    assert "url(" not in css[1]
    assert "@import" not in css[1]
    assert "default-src 'none'" in source


def test_html_anchors_lead_somewhere_and_ids_are_unique(page: Page) -> None:
    ids = [attrs["id"] for _, attrs, _ in page.having("id")]
    assert len(ids) == len(set(ids))
    for _, attrs, _ in page.having("href"):
        href = attrs["href"] or ""
        if href.startswith("#"):
            assert href[1:] in ids, f"{href} leads nowhere"


def test_html_marks_are_exactly_the_evidence(page: Page, brief: Brief) -> None:
    marked: dict[str, str] = {}
    for _, attrs, text in page.having("data-w"):
        for line in (attrs["data-w"] or "").split():
            marked[line] = marked.get(line, "") + text
    sentences = {attrs["id"]: attrs.get("data-l") or "" for _, attrs, _ in page.having("data-l")}
    for section in brief.briefs:
        for line in section.lines():
            covered = []
            for passage in line.passages:
                inside: set[int] = set()
                for mark in passage.marks:
                    inside.update(range(mark.start, mark.end))
                words = "".join(passage.text[i - passage.start] for i in sorted(inside))
                covered.append((passage.letter, passage.start, words))
                assert line.id in sentences[passage.label.lower()].split()
            expected = "".join(words for _, _, words in sorted(set(covered)))
            assert marked.get(line.id, "") == expected


def test_html_shows_each_report_s_whole_text(page: Page, readings: list[Reading]) -> None:
    for letter, reading in zip("AB", readings, strict=True):
        text = _text_of(page, letter)
        plain = re.sub(r"\d", "", "".join(text.split()))
        assert plain == re.sub(r"\d", "", "".join(reading.text.split()))


def test_html_says_the_status_in_words_not_only_in_colour(page: Page) -> None:
    chips = {text for _, attrs, text in page.having("class") if "chip" in (attrs["class"] or "")}
    assert {"planned", "possible", "did not happen", "claimed by one side"} <= chips


def test_html_pictures_have_titles_link_to_lines_and_need_no_second_drawing(page: Page) -> None:
    ids = {attrs["id"] for _, attrs, _ in page.having("id")}
    svgs = [attrs for tag, attrs in page.elements if tag == "svg"]
    assert {attrs["aria-label"] for attrs in svgs} == {"Timeline", "Relations"}
    links = [a["href"] or "" for tag, a, _ in page.having("href") if tag == "a"]
    assert all(link[1:] in ids for link in links if link.startswith("#e-"))
    colours = {attrs["fill"] for _, attrs, _ in page.having("fill")}
    assert any((colour or "").startswith("var(--q1") for colour in colours)
    assert not any(colour == "white" for colour in colours)


def test_html_without_texts_or_pictures_still_tells_everything(brief: Brief) -> None:
    page = Page(to_html(brief, pictures=False))
    assert page.errors == []
    tags = [tag for tag, _ in page.elements]
    assert "svg" not in tags
    assert "aside" not in tags


def test_hostile_reports_cannot_inject_anything_into_the_page() -> None:
    reading = hostile_reading()
    brief = assemble([reading])
    page = Page(to_html(brief, [reading]))
    assert page.errors == []
    pairs = zip(page.elements, page.texts, strict=True)
    scripts = [text for (tag, _), text in pairs if tag == "script"]
    assert len(scripts) == 1
    assert "alert" not in scripts[0]
    for tag, attrs in page.elements:
        assert tag != "img"
        assert not any(name.startswith("on") for name in attrs)
        assert not (attrs.get("href") or "").startswith("javascript")
    text = _text_of(page, "A")
    assert "<script>alert('text')</script>" in text
    marks = "".join(t for _, _, t in page.having("data-w"))
    assert set(marks) <= set(HOSTILE)


def test_hostile_reports_cannot_steer_markdown() -> None:
    text = to_markdown(assemble([hostile_reading()]))
    bare = re.sub(r"\\.", "", text)  # what stays special
    assert "<" not in bare
    assert "`" not in bare
    assert "**agree**" not in bare
    assert "\x1b" not in text


def test_markdown_has_every_part_and_a_footnote_for_every_reference(brief: Brief) -> None:
    text = to_markdown(brief)
    heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert sorted(heads) == sorted(PARTS)
    used = set(re.findall(r"\[\^(\w+)\](?!:)", text))
    defined = re.findall(r"^\[\^(\w+)\]:", text, re.MULTILINE)
    assert used == set(defined)
    assert len(defined) == len(set(defined))
    tables = [line for line in text.splitlines() if line.startswith("|")]
    for line in tables:
        cells = re.sub(r"\\\|", "", line).count("|") - 1
        assert cells in (4, 6)


@pytest.mark.parametrize("width", [80, 40, 160])
def test_terminal_has_every_part_and_keeps_to_the_width(brief: Brief, width: int) -> None:
    out = StringIO()
    to_terminal(brief, Console(file=out, width=width))
    text = out.getvalue()
    flat = " ".join(text.split())
    assert all(part in flat for part in PARTS)
    assert max(len(line) for line in text.splitlines()) <= width
    assert all(line == line.rstrip() for line in text.splitlines())
    assert "\x1b" not in text  # plain when piped


def test_terminal_escapes_what_reports_say() -> None:
    out = StringIO()
    to_terminal(assemble([hostile_reading()]), Console(file=out, width=80, force_terminal=True))
    text = out.getvalue()
    assert "[red]met[/red]" in text
    assert "\x1b[31m" not in text.split("not a date")[0].split("Evil")[-1]


def test_terminal_folds_long_lists_unless_asked(brief: Brief) -> None:
    short, full = StringIO(), StringIO()
    to_terminal(brief, Console(file=short, width=80))
    to_terminal(brief, Console(file=full, width=80), full=True)
    assert " more" not in full.getvalue().replace("more than one", "")
    assert len(full.getvalue()) >= len(short.getvalue())
