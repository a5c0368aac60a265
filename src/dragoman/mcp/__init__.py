"""An MCP server over an archive: a language model asks the same questions as REST and the pages.

    from dragoman.mcp import serve
    serve("news.duckdb")  # over standard input and output; `dragoman mcp news.duckdb` does this

It needs the extra ``dragoman[mcp]``.
"""

from __future__ import annotations

from pathlib import Path

from dragoman.errors import DragomanError


def serve(archive: str | Path, *, seconds: float = 60.0) -> None:
    """Answer one client over standard input and output until it goes.

    Args:
        archive: its file; it is opened for reading, for as long as there are questions.
        seconds: that a question may take.

    Raises DragomanError "missing-extra" where the MCP SDK is not installed.
    """
    try:
        from mcp.server.stdio import stdio_server
    except ImportError as error:
        raise DragomanError(
            "The MCP server needs the MCP SDK: pip install 'dragoman[mcp]'.", error="missing-extra"
        ) from error
    import anyio

    from dragoman.mcp.server import make_server

    async def run() -> None:
        server = make_server(archive, seconds=seconds)
        async with stdio_server() as (reads, writes):
            await server.run(reads, writes, server.create_initialization_options())

    anyio.run(run)
