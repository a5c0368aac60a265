"""Who may change something: only pages of this server, never a page of another site."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

from dragoman.errors import DragomanError


def same_origin(request: Request) -> None:
    """Let a request through that a page of this server, or a program, sent.

    A browser tells where a form comes from: by Sec-Fetch-Site, and by Origin. A program such as
    curl tells neither, and cannot be used by a foreign page. Raises DragomanError "forbidden".
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:  # whatever Origin says: the browser itself tells us
        if site not in ("same-origin", "none"):
            raise _foreign(site)
        return
    origin = request.headers.get("origin")
    if origin is not None and not is_own(origin, request):
        raise _foreign(origin)


def is_own(origin: str, request: Request) -> bool:
    """Whether an Origin is that of this server.

    By host and port alone: before a proxy that adds TLS the scheme is another one.
    """
    try:
        return urlsplit(origin).netloc == request.headers.get("host", "")
    except ValueError:  # what is no address is none of ours
        return False


def _foreign(where: str) -> DragomanError:
    return DragomanError(
        f"This was sent by a page of another site ({where[:80]}) and was not done. Open the page "
        "of this server and send it from there.",
        error="forbidden",
    )
