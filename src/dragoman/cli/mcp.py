"""The MCP server over an archive."""

from __future__ import annotations

from typing import Annotated

import typer

from dragoman.cli.app import app
from dragoman.cli.queries import DB, told


@app.command(name="mcp")
def serve_mcp(
    archive: DB,
    seconds: Annotated[float, typer.Option(min=0.1, help="A question may take so long.")] = 60.0,
) -> None:
    """Serve an archive to a language model: MCP over standard input and output, read-only."""
    from dragoman.mcp import serve

    with told(archive):
        pass  # all reports are in stories, or the user hears now why not
    serve(archive, seconds=seconds)
