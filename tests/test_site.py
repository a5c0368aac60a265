"""The documentation site: it builds, its links hold, and it tells what the code has, no more."""

from __future__ import annotations

import ast
import html
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
import pytest
import yaml
from lxml.html import HtmlElement, document_fromstring
from typer.main import get_command

import dragoman
from dragoman import records
from dragoman.cli import commands as commands  # registers every command
from dragoman.cli.app import app
from dragoman.ingest import Limits

ROOT = Path(__file__).parents[1]
SOURCE = Path(dragoman.__file__).parent
DOCS = ROOT / "docs"


@dataclass(frozen=True)
class Site:
    """A built site, its pages parsed by their path in it."""

    folder: Path
    pages: dict[str, HtmlElement]

    def text(self, page: str) -> str:
        """What a reader sees of a page."""
        [article] = self.pages[page].xpath("//article[@role='main']")
        return " ".join(str(article.text_content()).split())

    def codes(self, page: str) -> set[str]:
        """What stands as code in the running text of a page."""
        return {str(code.text_content()) for code in self.pages[page].xpath("//article//code")}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site, built once; some ten seconds."""
    folder = tmp_path_factory.mktemp("site")
    ended = _build(ROOT / "scripts" / "site.py", folder / "out")
    assert ended.returncode == 0, ended.stderr
    out = folder / "out"
    pages = {
        path.relative_to(out).as_posix(): document_fromstring(path.read_bytes())
        for path in sorted(out.rglob("*.html"))
    }
    return Site(out, pages)


def _build(script: Path, out: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(script), str(out), "--kept", str(out.parent / "kept")],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip


def _commands(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    yield name, command
    for each in getattr(command, "commands", {}).values():
        yield from _commands(each, f"{name} {each.name}".strip())


COMMANDS = dict(_commands(get_command(app)))


# --- what the site is -----------------------------------------------------------------------------


def test_the_front_leads_to_the_start_page(site: Site) -> None:
    [link] = site.pages["index.html"].xpath("//a/@href")
    assert "<h1>Dragoman" in (site.folder / link).read_text("utf-8")


def test_every_page_of_docs_is_in_the_contents(site: Site) -> None:
    start = site.pages["docs/index.html"]
    named = {
        urlsplit(urljoined("docs/index.html", href)).path
        for href in start.xpath("//div[contains(@class, 'sidebar-tree')]//a/@href")
    }
    for page in DOCS.glob("*.md"):
        if page.name != "index.md":
            assert f"docs/{page.stem}.html" in named, f"docs/index.md names no {page.name}"


def test_links_and_anchors_lead_somewhere(site: Site) -> None:
    ids = {name: set(page.xpath("//@id")) for name, page in site.pages.items()}
    broken = []
    for name, page in site.pages.items():
        for href in page.xpath("//a/@href | //link/@href | //img/@src | //script/@src"):
            if urlsplit(href).scheme or href.startswith("//"):
                continue
            target = urljoined(name, re.sub(r"\?v=\w+", "", href))
            path, _, anchor = target.partition("#")
            if not (site.folder / path).is_file() or (anchor and anchor not in ids[path]):
                broken.append(f"{name}: {href}")
    assert broken == []


def test_nothing_of_a_page_is_fetched_from_elsewhere(site: Site) -> None:
    for name, page in site.pages.items():
        fetched = page.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src")
        assert [at for at in fetched if urlsplit(at).netloc] == [], name
    for style in site.folder.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(?:https?:)?//", style.read_text("utf-8")), style.name


def urljoined(page: str, href: str) -> str:
    """Where a link of a page leads, as a path in the site with its anchor."""
    path, _, anchor = href.partition("#")
    parts = page.split("/")[:-1] if path else page.split("/")
    for part in unquote(path).split("/") if path else ():
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    if path.endswith("/"):
        parts.append("index.html")
    return "/".join(parts) + (f"#{unquote(anchor)}" if anchor else "")


# --- what it tells --------------------------------------------------------------------------------


def test_commands_are_described_as_they_are() -> None:
    ended = subprocess.run(
        [sys.executable, "scripts/commands_doc.py"], cwd=ROOT, capture_output=True, check=True
    )
    page = (DOCS / "commands.md").read_text("utf-8")
    assert page == ended.stdout.decode(), "run: python scripts/commands_doc.py > docs/commands.md"


def test_every_command_and_option_is_told_and_no_other(site: Site) -> None:
    page = site.pages["docs/commands.html"]
    told: dict[str, set[str]] = {}
    for section in page.xpath("//article//section[starts-with(@id, 'dragoman-')]"):
        name = section.xpath("./*[self::h2 or self::h3]/text()")[0].removeprefix("dragoman ")
        cells = section.xpath("./div/table//tbody/tr/td[1]//code | ./table//tbody/tr/td[1]//code")
        told[name] = {str(code.text_content()) for code in cells}
    assert set(told) == set(COMMANDS) - {""}
    for name, shown in told.items():
        command = COMMANDS[name]
        if hasattr(command, "commands"):
            continue
        assert shown == {
            way
            for p in command.params
            for way in (
                [*p.opts, *p.secondary_opts]
                if p.param_type_name == "option"
                else [p.metavar or p.name.upper()]
            )
        }, name


def test_exit_codes_are_told_where_a_command_can_end_so() -> None:
    page = (DOCS / "commands.md").read_text("utf-8")
    told = re.findall(r"^## dragoman (\w+)\n(.*?)(?=^## |\Z)", page, re.M | re.S)
    ends = {name: re.findall(r"^Exit codes: (.+)\.$", text, re.M) for name, text in told}
    assert ends["read"] == ends["brief"] == ["0, 1, 2, 3, 130"]
    assert ends["events"] == ["0, 1, 2, 130"]  # nothing is left out of a query


@pytest.mark.parametrize("page", [*sorted(p.name for p in DOCS.glob("*.md")), "../README.md"])
def test_calls_that_pages_show_can_be_made(page: str) -> None:
    """Every `dragoman ...` line of a block names a command and options that there are."""
    text = (DOCS / page).resolve().read_text("utf-8")
    calls = re.findall(r"^(?:    )?(?:\S*bin/)?dragoman ([a-z].*)$", text, re.M)
    for call in calls:
        words = call.split("#")[0].split()
        name = " ".join(words[:2]) if " ".join(words[:2]) in COMMANDS else words[0]
        assert name in COMMANDS, f"{page}: dragoman {call}"
        known = {way for p in COMMANDS[name].params for way in (*p.opts, *p.secondary_opts)}
        for word in words:
            if re.match(r"--[a-z]", word):
                assert word.split("=")[0] in known | {"--help"}, f"{page}: dragoman {call}"


def _variables() -> set[str]:
    """The environment variables that the package reads, with names that stand for them."""
    trees = {p: ast.parse(p.read_text("utf-8")) for p in SOURCE.rglob("*.py")}
    named = {
        target.id: node.value.value
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = set()
    for path, tree in trees.items():
        for node in ast.walk(tree):
            key = _asked(node)
            if key is None:
                continue
            if isinstance(key, ast.Name):
                assert key.id in named, f"{path}: which variable is {key.id}?"
                found.add(str(named[key.id]))
            else:
                assert isinstance(key, ast.Constant), f"{path}:{node.lineno}: no plain name"
                found.add(str(key.value))
    params = [p for command in COMMANDS.values() for p in command.params]
    found |= {p.envvar for p in params if p.envvar}
    return found - {"PYTHONPATH"}  # of Python itself, handed on to worker processes


def _asked(node: ast.AST) -> ast.expr | None:
    """The key of ``os.environ[key]``, ``os.environ.get(key)`` or ``os.getenv(key)``."""
    if isinstance(node, ast.Subscript):
        return node.slice if _last(node.value) == "environ" else None
    if not isinstance(node, ast.Call) or not node.args:
        return None
    of_environ = isinstance(node.func, ast.Attribute) and _last(node.func.value) == "environ"
    return node.args[0] if of_environ or _last(node.func) == "getenv" else None


def _last(node: ast.expr) -> str:
    """The last name of ``a.b.c``."""
    return getattr(node, "attr", getattr(node, "id", ""))


def test_every_environment_variable_is_told_and_no_other(site: Site) -> None:
    variables = _variables()
    page = (DOCS / "settings.md").read_text("utf-8")
    table = page.partition("## Environment variables")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.M)) == variables
    assert variables <= site.codes("docs/settings.html")


def test_limits_are_told_with_their_defaults() -> None:
    page = (DOCS / "settings.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([a-z]+)` \| (\d+) \|", page, re.M))
    assert rows == {field.name: str(field.default) for field in fields(Limits)}


def test_every_record_field_and_error_is_found(site: Site) -> None:
    page = site.pages["docs/records.html"]
    kinds = [
        kind
        for kind in vars(records).values()
        if isinstance(kind, type) and issubclass(kind, records.Record)
    ]
    kinds.remove(records.Record)  # what all have in common; no record is that alone
    titles = {}
    for section in page.xpath("//article//section/section"):
        title = str(section.xpath("./h2")[0].text_content()).split(" ")[0].rstrip("#¶")
        cells = section.xpath(".//tbody/tr/td[1]")
        titles[title] = {str(cell.text_content()).strip() for cell in cells}
    told = {kind.__name__: {f.name for f in msgspec.structs.fields(kind)} for kind in kinds}
    assert titles == told
    described = site.pages["docs/python-records.html"]
    for kind, names in told.items():
        [entry] = described.xpath(f"//dt[@id='dragoman.records.{kind}']/..")
        listed = {str(name.text_content()) for name in entry.xpath(".//li//strong | .//p/strong")}
        assert names <= listed, kind
    raised = {
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r'error="([a-z]+(?:-[a-z]+)+)"', path.read_text("utf-8"))
    }
    assert raised
    assert raised <= site.codes("docs/errors.html")


def test_every_public_name_is_in_the_reference(site: Site) -> None:
    here = set()
    for page in ("docs/python.html", "docs/python-records.html"):
        here |= set(site.pages[page].xpath("//dt/@id"))
    expected = {f"dragoman.{name}" for name in dragoman.__all__}
    for module in ("dragoman.exports", "dragoman.pictures", "dragoman.storing"):
        expected |= {f"{module}.{name}" for name in importlib.import_module(module).__all__}
    shown = {at.rpartition(".")[2] for at in here}
    assert {name for name in expected if name.rpartition(".")[2] not in shown} == set()
    archive = {name for name in dir(dragoman.Archive) if not name.startswith("_")}
    documented = {at.rpartition(".")[2] for at in here if at.startswith("dragoman.Archive.")}
    callable_ = {name for name in archive if callable(getattr(dragoman.Archive, name))}
    assert callable_ - documented == set()
    for name in here:  # what is documented can be imported
        assert _exists(name), name


def _exists(name: str) -> bool:
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:cut]))
        except ImportError:
            continue
        for part in parts[cut:]:
            annotated = getattr(found, "__annotations__", {})
            if not hasattr(found, part):
                return part in annotated
            found = getattr(found, part)
        return True
    return False


# --- cards and citation ---------------------------------------------------------------------------


def test_the_tables_of_the_cards_are_those_of_the_files() -> None:
    ended = subprocess.run(
        [sys.executable, "scripts/cards_doc.py", "--check"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_figures_of_the_model_card_are_those_of_the_other_pages() -> None:
    """A figure stands where it is measured or used; the card repeats it, and adds none."""
    card = (DOCS / "model-card.md").read_text("utf-8").partition("## Figures")[2]
    card = card.partition("\n## ")[0]
    pages = ("README.md", "docs/benchmarks.md", "training/README.md")
    others = "".join((ROOT / page).read_text("utf-8") for page in pages)
    found = re.findall(r"\b0\.\d{2,3}\b", card)
    assert len(found) > 10
    assert [figure for figure in found if figure not in others and figure != "0.39"] == []
    for command in re.findall(r"`(benchmarks/\w+\.py)", card):
        assert (ROOT / command).is_file()


def test_the_citation_is_whole_and_of_this_version() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    # required by version 1.2.0 of the format, and what we promise beyond
    assert cited["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(cited)
    known = {
        "abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi",
        "identifiers", "keywords", "license", "license-url", "message", "preferred-citation",
        "references", "repository", "repository-artifact", "repository-code", "title", "type",
        "url", "version",
    }  # fmt: skip
    assert set(cited) <= known
    assert cited["version"] == dragoman.__version__
    assert cited["license"] == "Apache-2.0"
    assert cited["type"] == "software"
    assert cited["authors"] == [{"name": "The Dragoman developers"}]
    assert all(isinstance(word, str) for word in cited["keywords"])
    assert len(set(cited["keywords"])) == len(cited["keywords"])


# --- what would be wrong is found -----------------------------------------------------------------


def test_a_page_that_no_contents_name_and_a_broken_link_fail(tmp_path: Path) -> None:
    for name in ("index.md", "conf.py"):
        (tmp_path / "docs").mkdir(exist_ok=True)
        text = (DOCS / name).read_text("utf-8")
        if name == "index.md":  # the start page alone
            text = re.sub(r"```\{toctree\}.*?```", "", text, flags=re.S)
            text = text.partition("## Where to look")[0].replace("(first-steps.md)", "(nowhere.md)")
        (tmp_path / "docs" / name).write_text(text, "utf-8")
    (tmp_path / "docs" / "alone.md").write_text("# Alone\n", "utf-8")
    (tmp_path / "docs" / "_static").mkdir()
    (tmp_path / "scripts").mkdir()
    (tmp_path / "src").symlink_to(ROOT / "src")
    for name in ("site.py", "records_doc.py"):
        text = (ROOT / "scripts" / name).read_text("utf-8")
        (tmp_path / "scripts" / name).write_text(text, "utf-8")
    ended = _build(tmp_path / "scripts" / "site.py", tmp_path / "out")
    assert ended.returncode == 1
    assert "alone" in ended.stderr
    assert "nowhere.md" in html.unescape(ended.stderr)
