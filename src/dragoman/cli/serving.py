"""The server over an archive."""

from __future__ import annotations

import contextlib
import secrets
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.app import app
from dragoman.cli.queries import told
from dragoman.cli.shared import error_console
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from starlette.applications import Starlette

_ENDING = 3  # seconds that requests may go on when the server is ended


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
    edit: Annotated[
        bool, typer.Option("--edit", help="Let who has the token correct merges.")
    ] = False,
    token: Annotated[
        str | None,
        typer.Option(
            envvar="DRAGOMAN_TOKEN", help="The token of --edit; a random one is made without."
        ),
    ] = None,
) -> None:
    """Serve an archive as pages and REST on this machine; read-only without --edit.

    Reports can be uploaded for a brief, also without an archive.
    """
    if token and not edit:
        raise typer.BadParameter("--token is for --edit: give both.")
    if edit and archive is None:
        raise typer.BadParameter("--edit is for an archive: name one.")
    secret = (token or secrets.token_urlsafe(24)) if edit else None
    site = _site(archive, seconds, host, name or [], secret)
    if archive is not None:
        with told(archive):
            pass  # all reports are in stories, or the user hears now why not
    # Ctrl-C is how a server ends, and no error
    with _listening(host, port) as listener, contextlib.suppress(KeyboardInterrupt):
        at = _address(host, listener.getsockname()[1])
        _tell(archive, host, at)
        if secret is not None:
            given = "YOUR-TOKEN" if token else secret
            error_console.print(
                f"To correct, open {at}/login?token={given}",
                highlight=False, soft_wrap=True, markup=False,
            )  # fmt: skip
        _run(site, listener)
    error_console.print("The server has ended.", highlight=False)


def _site(
    archive: Path | None, seconds: float, host: str, names: list[str], secret: str | None
) -> Starlette:
    from dragoman.web import make_app
    from dragoman.web.hosts import LOOPBACK, is_loopback

    # addresses in numbers name no foreign page; they are what others on the network ask by
    hosts = [*LOOPBACK, host, *names, *([] if is_loopback(host) else ["*"])]
    return make_app(archive, seconds=seconds, hosts=hosts, token=secret)


def _listening(host: str, port: int) -> socket.socket:
    """A socket at this address. Raises DragomanError "port-in-use", "bad-host"."""
    try:
        kind, *_, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise DragomanError(
            f"{host} is no address of this machine ({error.strerror}). Leave --host out, or give "
            "an address of this machine.",
            error="bad-host",
        ) from error
    listener = socket.socket(kind, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise DragomanError(
            f"The server cannot listen at port {port} of {host} ({error.strerror}). Give another "
            "port with --port, or --port 0 for any free one.",
            error="port-in-use",
        ) from error
    return listener


def _address(host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{'127.0.0.1' if shown == '0.0.0.0' else shown}:{port}"


def _tell(archive: Path | None, host: str, at: str) -> None:
    from dragoman.web.hosts import is_loopback

    error_console.print(
        f"Serving {archive or 'uploads'} at {at} (Ctrl-C ends it)",
        highlight=False,
        soft_wrap=True,
        markup=False,
    )
    if not is_loopback(host):
        error_console.print(
            f"[yellow]Everybody who reaches {host} over the network can read this archive.[/] What "
            "is sent is not encrypted; names of this machine are given with --name.",
            highlight=False,
            soft_wrap=True,
        )


def _run(site: Starlette, listener: socket.socket) -> None:
    """Answer until the user ends it."""
    import uvicorn

    # no access log: addresses may hold the token
    config = uvicorn.Config(
        site, log_level="warning", access_log=False, server_header=False,
        timeout_graceful_shutdown=_ENDING,
    )  # fmt: skip
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        if site.state.access is not None:  # with uploads alone there is no archive
            site.state.access.close()
