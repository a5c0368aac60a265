"""REST: each question at ``/api/QUESTION``, a brief of reports that are sent, the OpenAPI page."""

from __future__ import annotations

import json as standard_json
from collections.abc import Awaitable, Callable
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dragoman.errors import DragomanError
from dragoman.questions import Question, parameters_of, questions
from dragoman.web.openapi import openapi
from dragoman.web.posted import MOST_BYTES, brief_of, reports_of
from dragoman.web.responses import HEADERS, json

Endpoint = Callable[[Request], Awaitable[Response]]


def api_routes() -> list[Route]:
    """All addresses under ``/api/``."""
    routes = [Route("/api/openapi.json", _openapi, methods=["GET"])]
    for name, question in questions().items():
        get = _answers(question)
        if name == "brief":
            routes.append(Route("/api/brief", _get_or_post(get), methods=["GET", "POST"]))
        else:
            routes.append(Route(f"/api/{name}", get, methods=["GET"]))
    routes.append(Route("/api/{question:path}", _unknown, methods=["GET"]))
    return routes


def _answers(question: Question[Any, Any]) -> Endpoint:
    async def answer(request: Request) -> Response:
        asked = parameters_of(question.parameters, request.query_params.multi_items())
        found = await request.app.state.access.ask(
            lambda archive: json(question.answers(archive, asked))
        )
        assert isinstance(found, Response)
        return found

    return answer


def _get_or_post(get: Endpoint) -> Endpoint:
    async def either(request: Request) -> Response:
        return await (_post_brief(request) if request.method == "POST" else get(request))

    return either


async def _post_brief(request: Request) -> Response:
    """The brief of the reports in the body; nothing is kept, so the archive is not opened."""
    if request.query_params:
        raise DragomanError(
            "A brief of reports that are sent takes no parameters.", error="bad-query"
        )
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":  # a foreign page could send a form, but not this
        raise DragomanError(
            "Send the reports as JSON, with the header Content-Type: application/json.",
            error="not-json",
        )
    body = bytearray()  # bytes would be copied for each piece of a slow sender
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise DragomanError(
                f"The body has more than {MOST_BYTES} bytes. Send fewer reports.", error="too-large"
            )
    given = reports_of(bytes(body))
    return json(await anyio.to_thread.run_sync(brief_of, given))


async def _openapi(_: Request) -> Response:
    # read by people, too
    text = standard_json.dumps(openapi(), indent=1, ensure_ascii=False)
    return Response(text, 200, HEADERS, "application/json")


async def _unknown(request: Request) -> Response:
    name = request.path_params["question"]
    raise DragomanError(
        f"There is no question {name!r}. Known: {', '.join(questions())}.", error="not-found"
    )
