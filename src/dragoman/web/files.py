"""Files beside the pages: the brief's own style and script, and briefs to take along."""

from __future__ import annotations

from importlib import resources

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from dragoman.briefs.page import Page
from dragoman.questions.stories import page_of, story_of
from dragoman.web.responses import HEADERS

_KINDS = {"html": "text/html", "md": "text/markdown"}
# A page in one file brings its own policy; as a download nothing of it runs under our address.
_TAKEN = {**HEADERS, "Content-Security-Policy": "sandbox; default-src 'none'"}


def brief_files() -> list[Route]:
    """Style and script of the brief, which its own page carries inside and the site's loads."""
    folder = resources.files("dragoman.briefs").joinpath("templates")

    def serve(name: str) -> Route:
        async def answer(_: Request) -> Response:
            return FileResponse(str(folder.joinpath(name)), headers=HEADERS)

        return Route(f"/static/{name}", answer, methods=["GET"])

    return [serve("base.css"), serve("brief.css"), serve("brief.js")]


def story_files() -> list[Route]:
    """``/stories/{story}/brief.html`` and ``brief.md``: the brief of a story to take along."""

    async def answer(request: Request) -> Response:
        story: str = request.path_params["story"]
        made: Page = await request.app.state.access.ask(
            lambda archive: page_of(archive, story_of(archive, story))
        )
        return await taken(made, request.path_params["kind"])

    return [Route("/stories/{story}/brief.{kind:str}", answer, methods=["GET"])]


async def taken(made: Page, kind: str) -> Response:
    """A brief as a file: "html" or "md"."""
    if kind not in _KINDS:
        return Response("There is brief.html and brief.md.", 404, HEADERS)
    text = await run_in_threadpool(made.html if kind == "html" else made.markdown)
    headers = {**_TAKEN, "Content-Disposition": f'attachment; filename="brief.{kind}"'}
    return Response(text, 200, headers, _KINDS[kind])
