"""The MCP server: a tool for each question, the text of a report as a resource."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import mcp_types as types
import msgspec
from mcp.server import Server
from mcp.shared.exceptions import MCPError

from dragoman._version import __version__
from dragoman.archive import Archive
from dragoman.errors import DragomanError
from dragoman.mcp.cutting import MOST, fit
from dragoman.mcp.instructions import INSTRUCTIONS
from dragoman.mcp.telling import text_of
from dragoman.questions import Question, parameters_of, questions
from dragoman.questions.schemas import Schema, parameters_schema
from dragoman.web.access import Access

ROWS = 20
"""Records in one answer, where the model does not say how many."""
MOST_ROWS = 100
"""Records in one answer at most."""
_REPORTS = "dragoman://reports/"
_LONGEST = 1000  # characters of an error: it may repeat what was asked, of any length
_KINDS = {"brief": "Brief of a story", "record": "One record", "reading": "One report"}


def make_server(
    archive: str | Path, *, seconds: float = 60.0, most: int = MOST
) -> Server[dict[str, Any]]:
    """The server over an archive; it reads only.

    Args:
        archive: its file.
        seconds: that a question may take.
        most: characters of an answer's JSON, roughly.
    """
    access = Access(archive, seconds=seconds)

    async def list_tools(_: Any, __: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_tool(one) for one in questions().values()])

    async def call_tool(_: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            question, asked = _asked(params.name, params.arguments or {})
            told, short = await access.ask(lambda db: _told(question.answers(db, asked), most))
        except DragomanError as error:
            said = _short(error)
            return types.CallToolResult(
                content=[types.TextContent(type="text", text=f"{said} ({error.error})")],
                structured_content={"error": error.error, "message": said},
                is_error=True,
            )
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=told)], structured_content=short
        )

    async def list_templates(_: Any, __: Any) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(
            resource_templates=[
                types.ResourceTemplate(
                    uri_template=_REPORTS + "{id}", name="report", mime_type="text/plain",
                    description="The text of a report as given; spans of records point into it.",
                )
            ]
        )  # fmt: skip

    async def read_resource(
        _: Any, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        uri = str(params.uri)
        report = unquote(uri.removeprefix(_REPORTS))
        try:
            if not uri.startswith(_REPORTS):
                raise DragomanError(
                    f"There is no resource {uri}. Known: {_REPORTS}ID.", error="not-found"
                )
            text = await access.ask(lambda db: _text_of(db, report))
        except DragomanError as error:
            raise MCPError(types.INVALID_PARAMS, _short(error), {"error": error.error}) from error
        return types.ReadResourceResult(
            contents=[
                types.TextResourceContents(
                    uri=_REPORTS + quote(report, safe=""), mime_type="text/plain", text=text
                )
            ]
        )

    return Server(
        "dragoman",
        version=__version__,
        title=f"Dragoman: {access.path.stem}",
        description="Events, statements and relations that news reports tell, with evidence.",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
    )


@cache
def _tool(question: Question[Any, Any]) -> types.Tool:
    return types.Tool(
        name=question.name,
        title=_KINDS.get(question.name, question.name.replace("_", " ").capitalize()),
        description=question.summary.replace("``", "`"),
        input_schema=_input(question),
        annotations=types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


def _input(question: Question[Any, Any]) -> Schema:
    """The question's parameters, with fewer records by default and at most."""
    schema = parameters_schema(question.parameters)
    if limit := schema["properties"].get("limit"):
        limit |= {"default": ROWS, "maximum": MOST_ROWS}
    return schema


def _asked(name: str, given: Mapping[str, Any]) -> tuple[Question[Any, Any], Any]:
    """The question and its parameters. Raises DragomanError."""
    question = questions().get(name)
    if question is None:
        raise DragomanError(
            f"There is no tool {name!r}. Known: {', '.join(questions())}.", error="not-found"
        )
    asked = parameters_of(question.parameters, given)
    if "limit" in question.parameters.__struct_fields__:
        wanted = ROWS if given.get("limit") in (None, "") else min(asked.limit, MOST_ROWS)
        asked = msgspec.structs.replace(asked, limit=wanted)
    return question, asked


def _short(error: DragomanError) -> str:
    """The message of an error, its middle left out where it is long."""
    said, half = str(error), _LONGEST // 2
    return said if len(said) <= _LONGEST else f"{said[:half]} … {said[-half:]}"


def _told(answer: Any, most: int) -> tuple[str, dict[str, Any]]:
    """The answer in words, and as values short enough."""
    return text_of(answer), fit(answer, most)


def _text_of(archive: Archive, report: str) -> str:
    rows = archive.rows("SELECT text FROM texts WHERE report = $1", [report])
    if not rows:
        raise DragomanError(
            f"There is no report {report} in the archive. The tool `reports` lists them.",
            error="not-found",
        )
    return str(rows[0][0])
