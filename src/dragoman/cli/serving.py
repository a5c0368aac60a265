"""The server over an archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.app import app
from dragoman.cli.queries import told
from dragoman.cli.shared import error_console


@app.command()
def serve(
    archive: Annotated[
        Path | None,
        typer.Argument(metavar="ARCHIVE", help="Without one, reports can only be uploaded."),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")] = 8765,
    host: Annotated[
        str, typer.Option(help="Address to listen at; others than loopback reach other machines.")
    ] = "127.0.0.1",
    name: Annotated[
        list[str] | None, typer.Option(help="A further host name people ask for; repeatable.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="A question may take so long.")] = 10.0,
) -> None:
    """Serve an archive as pages and REST on this machine, read-only; upload reports for a brief."""
    import uvicorn

    from dragoman.web import make_app
    from dragoman.web.app import LOOPBACK

    if archive is not None:
        with told(archive):
            pass  # all reports are in stories, or the user hears now why not
    site = make_app(archive, seconds=seconds, hosts=[*LOOPBACK, host, *(name or ())])
    error_console.print(
        f"Serving {archive or 'uploads'} at http://{host}:{port} (Ctrl-C ends it)", highlight=False
    )
    uvicorn.run(site, host=host, port=port, log_level="warning", server_header=False)
