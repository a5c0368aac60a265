"""Upload reports in the browser and get their brief: a form, and the briefs that it makes."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dragoman.briefs.html import shown
from dragoman.errors import DragomanError
from dragoman.web.files import taken
from dragoman.web.guards import same_origin
from dragoman.web.rendering import render
from dragoman.web.responses import HEADERS, frame, html, json, status_of
from dragoman.web.uploads import (
    ENDINGS,
    MOST_BYTES,
    MOST_FILES,
    MOST_WORDS,
    Desk,
    Upload,
)

_ROWS = 2  # reports that the form has room for without a script, beside files
_BODY = MOST_FILES * MOST_BYTES + 1_000_000


def upload_routes(desk: Desk) -> list[Route]:
    """``/upload`` and ``/briefs/{id}`` with its twin and its files."""

    async def form(request: Request) -> Response:
        return html(_form(request))

    async def send(request: Request) -> Response:
        same_origin(request)
        given: FormData | None = None
        try:
            given = await _received(request)
            key = await run_in_threadpool(desk.read, await _uploads(given))
        except DragomanError as error:
            return html(_form(request, error, given), status_of(error))
        finally:
            await request.close()
        return RedirectResponse(f"/briefs/{key}", 303, HEADERS)

    async def brief(request: Request) -> Response:
        page = desk.brief(request.path_params["id"])
        title = page.brief.briefs[0].title if page.brief.briefs else "Nothing to tell"
        text = await run_in_threadpool(
            lambda: render(
                "brief.html.j2", title=title, path=request.url.path, query="", asked={},
                **shown(page.brief, page.readings), **frame(request),
            )
        )  # fmt: skip
        return html(text)

    async def twin(request: Request) -> Response:
        return json(desk.brief(request.path_params["id"]).brief)

    async def file(request: Request) -> Response:
        return await taken(desk.brief(request.path_params["id"]), request.path_params["kind"])

    return [
        Route("/upload", form, methods=["GET"]),
        Route("/upload", send, methods=["POST"]),
        Route("/briefs/{id}.json", twin, methods=["GET"]),
        Route("/briefs/{id}/brief.{kind:str}", file, methods=["GET"]),
        Route("/briefs/{id}", brief, methods=["GET"]),
    ]


def _form(
    request: Request, error: DragomanError | None = None, given: FormData | None = None
) -> str:
    """The form; after an error with what was typed, since files cannot be filled in again."""
    rows: list[dict[str, Any]] = [
        {
            key: str(given.get(f"{key}-{number}") or "") if given else ""
            for key in ("text", "published", "source")
        }
        for number in range(1, _ROWS + 1)
    ]
    return render(
        "upload.html.j2", title="Upload reports", path="/upload", query="", asked={}, error=error,
        rows=rows, endings=ENDINGS, most_files=MOST_FILES, most_words=MOST_WORDS, **frame(request),
    )  # fmt: skip


async def _received(request: Request) -> FormData:
    """The fields that were sent, within bounds. Raises DragomanError "too-large", "bad-query"."""
    length = request.headers.get("content-length", "")
    if not length.isdigit():  # without it a body has no end that could be known beforehand
        raise DragomanError("The size of what is sent is not told.", error="bad-query")
    if int(length) > _BODY:
        raise DragomanError(
            f"This is {int(length) / 1e6:.0f} MB. Send {MOST_FILES} files of 2 MB at most.",
            error="too-large",
        )
    try:
        return await request.form(max_files=4 * MOST_FILES, max_fields=40, max_part_size=MOST_BYTES)
    except HTTPException as error:
        large = "size" in str(error.detail) or "Too many" in str(error.detail)
        raise DragomanError(
            f"What was sent cannot be taken: {error.detail}",
            error="too-large" if large else "bad-query",
        ) from error


async def _uploads(given: FormData) -> list[Upload]:
    """Files and pasted texts, each with what is said of it; empty fields are no report."""
    found = []
    for number in range(1, MOST_FILES + 1):
        about = {
            key: value.strip()[:200]
            for key in ("published", "source")
            if isinstance(value := given.get(f"{key}-{number}"), str)
        }
        for one in given.getlist(f"file-{number}"):
            if isinstance(one, UploadFile) and one.filename:
                data = await one.read(MOST_BYTES + 1)
                found.append(Upload(label=_label(one.filename), data=data, **about))
        text = given.get(f"text-{number}")
        if isinstance(text, str) and text.strip():
            data = text.replace("\r\n", "\n").encode()
            found.append(Upload(label=f"text {number}.txt", data=data, **about))
    for one in given.getlist("files"):
        if isinstance(one, UploadFile) and one.filename:
            found.append(Upload(label=_label(one.filename), data=await one.read(MOST_BYTES + 1)))
    return found


def _label(name: str) -> str:
    """A file's name without folders, as it is shown."""
    return name.replace("\\", "/").rsplit("/", 1)[-1][-100:] or "file"
