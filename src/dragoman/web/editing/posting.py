"""Addresses that change something: the log-in, corrections by form and by REST."""

from __future__ import annotations

import anyio
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dragoman.archive import Archive
from dragoman.errors import DragomanError
from dragoman.records import Correction, to_json
from dragoman.storing import correct, undo
from dragoman.web.editing.bodies import Wanted, body_of, form_of, wanted_from, wanted_of
from dragoman.web.editing.sessions import (
    check_program,
    check_reader,
    check_server,
    cookie_name,
    csrf,
    set_cookie,
)
from dragoman.web.rendering import render
from dragoman.web.responses import HEADERS, html, json

_WRONG = 0.5  # seconds that a wrong token costs


def routes() -> list[Route]:
    """Where corrections are made; all answer "forbidden" on a server that only shows."""
    return [
        Route("/login", login_page, methods=["GET"]),
        Route("/login", login, methods=["POST"]),
        Route("/logout", logout, methods=["POST"]),
        Route("/corrections.jsonl", export, methods=["GET"]),
        Route("/corrections", make, methods=["POST"]),
        Route("/corrections/{id}/undo", take_back, methods=["POST"]),
        Route("/api/corrections", make_by_program, methods=["POST"]),
        Route("/api/corrections/{id}/undo", take_back_by_program, methods=["POST"]),
    ]


async def login_page(request: Request) -> Response:
    """Begin a session with the token in the address, or ask for it."""
    check_server(request)
    given = request.query_params.get("token")
    if given is not None:
        return await _begin(request, given)
    return html(
        render("login.html.j2", title="Correct merges", path=request.url.path, query="", asked={},
               editing=csrf(request))
    )  # fmt: skip


async def login(request: Request) -> Response:
    """Begin a session with the token of a form."""
    check_server(request)
    return await _begin(request, dict(await form_of(request)).get("token", ""))


async def logout(request: Request) -> Response:
    """End the session."""
    check_reader(request, dict(await form_of(request)).get("csrf"))
    check_server(request).end(request.cookies[cookie_name(request)])
    response = _go("/corrections")
    response.delete_cookie(cookie_name(request), path="/")
    return response


async def make(request: Request) -> Response:
    """Make the correction of a form, and go to the list."""
    form = await _own_form(request)
    made = await _correct(request, wanted_of(form))
    return _go(f"/corrections?done={made.id}")


async def take_back(request: Request) -> Response:
    """Undo a correction, and go to the list."""
    await _own_form(request)
    undone = await _undo(request)
    return _go(f"/corrections?done={undone.id}")


async def make_by_program(request: Request) -> Response:
    """Make the correction of a JSON object; answers it as it is kept."""
    check_program(request)
    return json(await _correct(request, wanted_from(await body_of(request))), 201)


async def take_back_by_program(request: Request) -> Response:
    """Undo a correction; answers it as it is kept."""
    check_program(request)
    return json(await _undo(request))


async def export(request: Request) -> Response:
    """All corrections as JSON Lines, as `dragoman correct import` takes them."""
    found = await request.app.state.access.ask(lambda archive: archive.corrections())
    lines = b"".join(to_json(one) + b"\n" for one in found)
    attached = {"Content-Disposition": 'attachment; filename="corrections.jsonl"'}
    return Response(lines, 200, {**HEADERS, **attached}, "application/jsonl")


async def _own_form(request: Request) -> list[tuple[str, str]]:
    check_server(request)
    form = await form_of(request)
    check_reader(request, dict(form).get("csrf"))
    return form


async def _correct(request: Request, wanted: Wanted) -> Correction:
    def work(archive: Archive) -> Correction:
        return correct(archive, wanted.action, wanted.ids, note=wanted.note)

    made: Correction = await request.app.state.access.change(work)
    return made


async def _undo(request: Request) -> Correction:
    def work(archive: Archive) -> Correction:
        return undo(archive, request.path_params["id"])

    undone: Correction = await request.app.state.access.change(work)
    return undone


async def _begin(request: Request, given: str) -> Response:
    session = check_server(request).begin(given)
    if session is None:
        await anyio.sleep(_WRONG)
        raise DragomanError(
            "This is not the token of the server. It is in the address that `dragoman serve "
            "--edit` printed.",
            error="forbidden",
        )
    response = _go("/corrections")
    # the address of this answer may hold the token: no page may learn it from where a link came
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    set_cookie(request, response, session)
    return response


def _go(where: str) -> RedirectResponse:
    return RedirectResponse(where, 303, HEADERS)
