"""The MCP server, asked by the SDK's own client: tools, evidence, errors, and answers cut short."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import msgspec
import pytest
from jsonschema import Draft202012Validator
from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError

import dragoman.mcp
from archive_writer import reading
from calling import call
from dragoman.archive import Archive
from dragoman.errors import DragomanError
from dragoman.mcp.cutting import fit
from dragoman.mcp.instructions import INSTRUCTIONS, OPENS, opens
from dragoman.mcp.server import MOST_ROWS, ROWS, make_server
from dragoman.questions import ask, questions
from dragoman.questions.examples import examples
from dragoman.records import Answer, Period, Series
from exports_archive import RUN, archive_of


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive_of(tmp_path_factory.mktemp("mcp") / "fish.duckdb")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of 150 reports with an event or more each."""
    found = []
    for number in range(200):
        one = reading(number, RUN)
        if one.events:
            found.append(one)
    return archive_of(tmp_path_factory.mktemp("mcp") / "many.duckdb", found)


def asking(path: Path, work: Callable[[Client], Awaitable[Any]], **given: Any) -> Any:
    """What ``work`` makes of a client of the server over this archive."""

    async def run() -> Any:
        async with Client(make_server(path, **given)) as client:
            return await work(client)

    return anyio.run(run)


def told(path: Path, name: str, given: dict[str, Any], **settings: Any) -> tuple[str, Any]:
    """An answer's text and its structured content."""
    result = asking(path, lambda client: client.call_tool(name, given), **settings)
    assert not result.is_error, result.content[0].text
    return result.content[0].text, result.structured_content


def test_there_is_a_tool_for_each_question_with_its_parameters(path: Path) -> None:
    tools = asking(path, lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == list(questions())
    for tool in tools:
        question = questions()[tool.name]
        Draft202012Validator.check_schema(tool.input_schema)
        fields = [one.name for one in msgspec.structs.fields(question.parameters)]
        assert list(tool.input_schema["properties"]) == fields
        assert tool.description == question.summary.replace("``", "`")
        assert tool.annotations.read_only_hint
        assert tool.annotations.destructive_hint is False
        assert tool.annotations.open_world_hint is False


def test_every_question_is_answered_with_evidence_or_with_what_opens_it(path: Path) -> None:
    with Archive(path, read_only=True) as archive:
        shown = examples(archive)
        answers = {name: ask(archive, name, **given) for name, given in shown.items()}
    assert shown.keys() == questions().keys()
    for name, given in shown.items():
        text, content = told(path, name, given)
        whole = msgspec.json.decode(msgspec.json.encode(answers[name]))
        assert content["question"] == name
        assert content["sentences"] == whole["sentences"], name
        assert text.startswith(f"{name}: ")
        if content["sentences"]:
            first = next(iter(content["sentences"].values()))[0]["text"]
            assert first in text
        else:
            assert opens(name) in text


def test_shown_sentences_are_verbatim_and_the_resource_has_their_text(path: Path) -> None:
    async def work(client: Client) -> int:
        answer = (await client.call_tool("events", {"dyad": "CHL-PER"})).structured_content
        seen = 0
        for sentences in answer["sentences"].values():
            for one in sentences:
                uri = f"dragoman://reports/{one['report']}"
                text = (await client.read_resource(uri)).contents[0].text
                assert text[one["start"] : one["end"]] == one["text"]
                seen += 1
        return seen

    assert asking(path, work) > 4


def test_planned_negated_and_claimed_say_so_in_the_text(path: Path) -> None:
    text, content = told(path, "events", {"dyad": "CHL-PER", "limit": 50})
    lines = {line.split(":")[0].removeprefix("- "): line for line in text.splitlines()}
    for event in content["found"]:
        line = lines[event["id"]]
        assert ("[planned]" in line) == (event["status"] == "planned")
        assert ("[claimed]" in line) == event["alleged"]
    assert {event["status"] for event in content["found"]} >= {"actual", "planned", "negated"}
    assert any(event["alleged"] for event in content["found"])
    _, ledger = told(path, "ledger", {"dyad": "CHL-PER", "planned": True, "alleged": True})
    assert any(one["dated"] == "published" for one in ledger["found"][0]["entries"])
    assert "reported 2025-03-12" in told(path, "ledger", {"dyad": "CHL-PER"})[0]


def test_errors_are_told_in_words(path: Path) -> None:
    async def work(client: Client) -> list[Any]:
        return [
            await client.call_tool("events", {"since": "2020-02-31"}),
            await client.call_tool("events", {"colour": "red"}),
            await client.call_tool("record", {"id": "ev_1"}),
            await client.call_tool("actors", {"words": "a\x00"}),
            await client.call_tool("ledger", {"dyad": 7}),
            await client.call_tool("weather", {}),
        ]

    results = asking(path, work)
    assert all(result.is_error for result in results)
    names = [result.structured_content["error"] for result in results]
    assert names == [
        "bad-date", "bad-query", "not-found", "bad-query", "bad-query", "not-found",
    ]  # fmt: skip
    for result in results:
        assert result.structured_content["message"] in result.content[0].text
    assert "`colour`" in results[1].content[0].text


def test_errors_are_short_however_long_what_was_asked(path: Path) -> None:
    async def work(client: Client) -> list[str]:
        found = [
            await client.call_tool("weather" * 100_000, {}),
            await client.call_tool("events", {"colour" * 100_000: 1}),
            await client.call_tool("record", {"id": "x" * 200}),
        ]
        with pytest.raises(MCPError) as error:
            await client.read_resource("dragoman://reports/" + "x" * 100_000)
        return [*(one.structured_content["message"] for one in found), str(error.value)]

    told = asking(path, work)
    assert all(len(said) < 1200 for said in told)
    assert "Known: " in told[0]
    assert "Its parameters are: " in told[1]


def test_a_report_of_any_id_is_opened_by_the_address_that_is_told(tmp_path: Path) -> None:
    strange = "a/../b?x=1#y %41"
    one = reading(2, RUN)
    report = msgspec.structs.replace(one.report, id=strange)
    made = msgspec.structs.replace(one, report=report, events=(), statements=(), ties=())
    path = archive_of(tmp_path / "a.duckdb", [made])
    text, _ = told(path, "reading", {"id": strange})
    (address,) = re.findall(r"dragoman://reports/\S+", text)

    async def work(client: Client) -> str:
        return str((await client.read_resource(address)).contents[0].text)

    assert asking(path, work) == one.text


@pytest.mark.parametrize("uri", ["dragoman://reports/none", "file:///etc/passwd"])
def test_resources_that_are_none_are_errors(path: Path, uri: str) -> None:
    async def work(client: Client) -> str:
        with pytest.raises(MCPError) as error:
            await client.read_resource(uri)
        return str(error.value)

    assert "There is no" in asking(path, work)


def test_answers_are_shorter_by_default_and_can_be_gone_on_with(many: Path) -> None:
    _, first = told(many, "events", {})
    assert (len(first["found"]), first["more"], first["next_offset"]) == (ROWS, True, ROWS)
    _, second = told(many, "events", {"offset": first["next_offset"], "limit": 1000})
    assert len(second["found"]) <= MOST_ROWS
    ids = [one["id"] for one in (*first["found"], *second["found"])]
    with Archive(many, read_only=True) as archive:
        assert ids == [event.id for event in archive.events(limit=len(ids))]


@pytest.mark.parametrize("most", [3000, 10_000, 30_000])
def test_long_answers_are_cut_and_say_so(many: Path, most: int) -> None:
    with Archive(many, read_only=True) as archive:
        whole = ask(archive, "events", limit=100)
        ledger = ask(archive, "ledger", dyad="KEN-NOR", limit=100)
        series = ask(archive, "series", dyad="KEN-NOR", by="day")
    for answer in (whole, ledger, series):
        short = fit(answer, most)
        assert len(json.dumps(short)) < most * 1.6
    short = fit(whole, most)
    kept = [one["id"] for one in short["found"]]
    assert kept == [one.id for one in whole.found[: len(kept)]]
    assert 0 < len(kept) < 100
    assert short["more"]
    assert short["next_offset"] == len(kept)
    assert f"{100 - len(kept)} records at the end" in short["cut"][0]
    assert set(short["sentences"]) <= set(kept)
    assert set(short["told_by"]) == {
        one["report"] for told in short["sentences"].values() for one in told
    }


def test_what_fits_is_not_cut(path: Path) -> None:
    with Archive(path, read_only=True) as archive:
        answer = ask(archive, "events")
    short = fit(answer, 10_000_000)
    assert short["cut"] == []
    assert short["next_offset"] is None
    held = {key: value for key, value in short.items() if key not in ("cut", "next_offset")}
    kind: Any = Answer
    assert msgspec.convert(held, kind[questions()["events"].record]) == answer


def test_periods_without_anything_go_first() -> None:
    days = [f"{year}-01-01" for year in range(1700, 2000)]
    periods = [Period(start=d, end=d, count=int(d in days[100:103])) for d in days]
    answer = Answer(question="series", found=(Series(a="A", b="B", periods=tuple(periods)),))
    short = fit(answer, 4000)
    assert [one["start"] for one in short["found"][0]["periods"]] == days[100:103]
    assert short["cut"] == ["found[].periods, entries: 297 left out"]


def test_the_instructions_say_how_to_take_records(path: Path) -> None:
    async def work(client: Client) -> str | None:
        return client.instructions

    assert asking(path, work) == INSTRUCTIONS
    for word in ("`planned`", "`alleged`", "never judges what is true", "Unknown is a value"):
        assert word in INSTRUCTIONS
    assert set(OPENS) <= set(questions())


def test_the_command_speaks_mcp_over_standard_input_and_output(path: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "dragoman", "mcp", str(path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip

    async def run() -> Any:
        with anyio.fail_after(60):
            async with Client(server) as client:
                return await client.call_tool("overview", {})

    assert anyio.run(run).structured_content["found"][0]["counts"]["reports"] == 3


def test_without_the_sdk_the_command_says_what_to_install(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.stdio", None)
    with pytest.raises(DragomanError, match=r"dragoman\[mcp\]") as error:
        dragoman.mcp.serve(path)
    assert error.value.error == "missing-extra"
    ended = call(capsys, "mcp", path)
    assert ended.code == 1
    assert "dragoman[mcp]" in "".join(ended.err.split())


def test_nobody_else_needs_the_sdk() -> None:
    code = "import sys, dragoman.cli.commands, dragoman.web; print('mcp.server' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, timeout=100,
    )  # fmt: skip
    assert done.stdout.strip() == "False"
