"""The server: addresses, hosts that may ask, errors. Pages and REST register themselves."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from importlib import resources
from pathlib import Path

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dragoman.archive import Archive
from dragoman.errors import DragomanError
from dragoman.questions import parameters_of
from dragoman.web import calendar, editing
from dragoman.web.access import Access
from dragoman.web.editing.sessions import Editing
from dragoman.web.files import brief_files, story_files
from dragoman.web.hosts import LOOPBACK, Hosts
from dragoman.web.paging import PageOf, pages
from dragoman.web.rendering import render
from dragoman.web.responses import HEADERS, failed, html, json, own_path
from dragoman.web.rest import api_routes
from dragoman.web.uploading import upload_routes
from dragoman.web.uploads import Desk

Endpoint = Callable[[Request], Awaitable[Response]]


def make_app(
    archive: str | Path | None = None,
    *,
    seconds: float = 10.0,
    hosts: Sequence[str] = LOOPBACK,
    token: str | None = None,
) -> Starlette:
    """The site over an archive, as an ASGI app.

    Args:
        archive: its file; it is opened for reading, for as long as people ask. Without one, reports
            can be uploaded and read, and nothing else.
        seconds: that a question may take.
        hosts: names under which the server may be asked; a request for another name is refused,
            so that a foreign page cannot reach a server on this machine under a name of its own;
            "*" allows addresses in numbers.
        token: who has it may correct what was merged; without one the site only shows.
    """
    access = Access(archive, seconds=seconds) if archive is not None else None
    routes: list[Route | Mount] = [*brief_files(), *upload_routes(Desk())]
    if access is None:
        routes.append(Route("/", _to_upload, methods=["GET"]))
    else:
        routes += story_files()
        for one in pages():
            routes += _of_page(one)
        routes += [*editing.routes(), *calendar.routes(), *api_routes()]
    folder = resources.files("dragoman.web").joinpath("static")
    routes.append(Mount("/static", StaticFiles(directory=str(folder)), name="static"))

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        if access is not None:
            threading.Thread(target=_warm, args=[access], name="dragoman-warm").start()
        try:
            yield
        finally:
            if access is not None:
                access.close()

    app = Starlette(
        routes=routes,
        lifespan=life,
        middleware=[Middleware(Hosts, names=hosts)],
        exception_handlers={
            DragomanError: _told,
            HTTPException: _http,
            ClientDisconnect: _gone,
            Exception: _fault,
        },
    )
    app.state.access = access
    app.state.editing = Editing(token) if token else None
    return app


def _warm(access: Access) -> None:
    """Follow the agenda once before somebody waits for it: several pages ask for it."""
    with suppress(DragomanError):  # who asks for it is told
        access.read(lambda archive: archive.agenda() if _is_small(archive) else [])


def _is_small(archive: Archive) -> bool:
    """Whether all planned events can be followed in less than a minute."""
    return archive.counts()["events"] < 200_000


async def _to_upload(_: Request) -> Response:
    """The first page of a server without an archive."""
    return RedirectResponse("/upload", 303, HEADERS)


def _of_page(one: PageOf) -> list[Route]:
    """The page and its twin."""
    twin = "/index.json" if one.path == "/" else f"{one.path}.json"
    shows = _endpoint(one, as_json=False)
    routes = [Route(twin, _endpoint(one, as_json=True), methods=["GET"])]
    if one.path.endswith(":path}"):  # for ids that end as a twin does: see paging.link
        routes.append(Route(f"{one.path}.html", shows, methods=["GET"]))
    return [*routes, Route(one.path, shows, methods=["GET"])]


def _endpoint(one: PageOf, *, as_json: bool) -> Endpoint:
    async def answer(request: Request) -> Response:
        given = [*request.query_params.multi_items(), *request.path_params.items()]
        asked = parameters_of(one.parameters, given)
        view = await request.app.state.access.ask(lambda archive: one.view(archive, asked))
        if as_json:
            return json(view.twin())
        told = {
            field.encode_name: getattr(asked, field.name)
            for field in msgspec.structs.fields(asked)
            if field.encode_name not in request.path_params
        }
        text = await run_in_threadpool(  # pictures take a while; others are answered meanwhile
            render,
            one.template,
            view=view,
            title=view.title,
            asked=told,
            asked_with=lambda **changed: {**told, **changed},
            path=own_path(request),
            query=f"?{request.url.query}" if request.url.query else "",
            editing=editing.csrf(request),
        )
        return html(text)

    return answer


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, DragomanError)
    return failed(request, error)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        told = DragomanError(f"There is no page {own_path(request)}.", error="not-found")
        return failed(request, told)
    if error.status_code == 405:
        named = (error.headers or {}).get("Allow", "GET").split(", ")
        allowed = ", ".join(sorted(named))  # as a set has them, they differ from run to run
        told = DragomanError(
            f"{own_path(request)} takes {allowed}, not {request.method}.", error="wrong-method"
        )
        response = failed(request, told)
        response.headers["Allow"] = allowed
        return response
    return Response(error.detail, error.status_code, {**HEADERS, **(error.headers or {})})


async def _gone(_: Request, __: Exception) -> Response:
    """Who asked hung up before all was sent: no fault, and nothing for the log."""
    return Response(status_code=400, headers=HEADERS)


async def _fault(request: Request, error: Exception) -> Response:
    """What we did not foresee: the log has the traceback, the asker no more than that."""
    return failed(
        request,
        DragomanError(
            f"This is a fault of ours ({type(error).__name__}). Please report it with what you "
            "asked.",
            error="fault",
        ),
    )
