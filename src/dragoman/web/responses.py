"""Answers of the server: HTML and JSON with the headers that keep readers safe; errors in words."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from dragoman.errors import DragomanError
from dragoman.web.rendering import render

POLICY = (
    "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; script-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""What a page may load: its own style sheet and script, and nothing else."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # not "no-referrer": browsers then send "Origin: null" with our own forms
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}

# Short name of an error -> HTTP status; others are 400.
_STATUS = {
    "not-found": 404, "archive-busy": 503, "too-slow": 503, "out-of-memory": 503,
    "archive-full": 507, "damaged-archive": 500, "archive-error": 500, "fault": 500,
    "wrong-method": 405, "not-json": 415, "forbidden": 403,
    "too-large": 413, "unwritable": 403,
    "server-busy": 503,
}  # fmt: skip


def html(text: str, status: int = 200) -> Response:
    """A page."""
    return Response(text, status, HEADERS, "text/html")


def json(value: Any, status: int = 200) -> Response:
    """Records as JSON."""
    return Response(msgspec.json.encode(value), status, HEADERS, "application/json")


def failed(request: Request, error: DragomanError) -> Response:
    """An error as the face that asked understands it: a page, or JSON with its short name."""
    status = status_of(error)
    if wants_json(request):
        response = json({"error": error.error, "message": str(error)}, status)
    else:
        response = html(
            render("error.html.j2", title="This did not work", error=error, path=own_path(request),
                   query="", asked={}, **frame(request)),
            status,
        )  # fmt: skip
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def status_of(error: DragomanError) -> int:
    """The HTTP status of an error."""
    return _STATUS.get(error.error, 400)


def frame(request: Request) -> dict[str, Any]:
    """What the frame of a page shows where the server has no archive: the upload alone."""
    if getattr(request.app.state, "access", None) is not None:
        return {}
    return {"navigation": (("/upload", "Upload"),), "searches": False}


def own_path(request: Request) -> str:
    """The address that was asked, without its query: ``url.path`` ends at a "?" of an id."""
    path: str = request.scope["path"]
    return path.removesuffix(".html")


def wants_json(request: Request) -> bool:
    """Whether the asker is a program: a JSON twin or REST."""
    path: str = request.scope["path"]
    return path.endswith(".json") or path.startswith("/api/")
