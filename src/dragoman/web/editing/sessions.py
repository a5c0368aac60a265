"""Who may correct: readers who have shown the token, and programs that send it.

The token is compared in constant time and never leaves this module: a reader's browser gets the id
of a session, in a cookie that no script reads and that no other site's page sends along.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading

from starlette.requests import Request
from starlette.responses import Response

from dragoman.errors import DragomanError
from dragoman.web.guards import is_own

LEAST = 16
"""Letters of a token at least: one that is guessed lets everybody write."""
_SESSIONS = 100  # kept at a time; the oldest give way
COOKIE = "dragoman-edit"


class Editing:
    """The token of a server, and the sessions of readers who have shown it.

    Example:
        >>> editing = Editing("a long enough secret")
        >>> session = editing.begin("a long enough secret")
        >>> editing.knows(session), editing.knows("other"), editing.begin("guess") is None
        (True, False, True)
    """

    def __init__(self, token: str) -> None:
        """Raises DragomanError "bad-token" for one that is too short."""
        if len(token) < LEAST:
            raise DragomanError(
                f"The token is too short to be a secret: give {LEAST} letters or more, or none, "
                "and a random one is made.",
                error="bad-token",
            )
        self._token = token.encode()
        self._secret = secrets.token_bytes(32)
        self._sessions: dict[str, None] = {}
        self._lock = threading.Lock()

    def fits(self, given: str) -> bool:
        """Whether this is the token."""
        return hmac.compare_digest(given.encode(), self._token)

    def begin(self, given: str) -> str | None:
        """A new session for who has the token, else None."""
        if not self.fits(given):
            return None
        session = secrets.token_urlsafe(32)
        with self._lock:
            self._sessions[session] = None
            while len(self._sessions) > _SESSIONS:
                del self._sessions[next(iter(self._sessions))]
        return session

    def end(self, session: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(session, None)

    def knows(self, session: str | None) -> bool:
        """Whether a session is open."""
        return session is not None and session in self._sessions

    def csrf(self, session: str) -> str:
        """What forms of this session carry, so that no other page can send one in its name."""
        return hmac.new(self._secret, session.encode(), hashlib.sha256).hexdigest()


def csrf(request: Request) -> str | None:
    """What the forms of this reader's pages carry; None for who may not correct."""
    editing, session = editing_of(request), request.cookies.get(cookie_name(request))
    if editing is None or session is None or not editing.knows(session):
        return None
    return editing.csrf(session)


def editing_of(request: Request) -> Editing | None:
    """The sessions of this server; None where it only shows."""
    found: Editing | None = request.app.state.editing
    return found


def cookie_name(request: Request) -> str:
    """The cookie of this archive's server: those of other ports come with it."""
    path = str(request.app.state.access.path.resolve())
    return f"{COOKIE}-{hashlib.sha256(path.encode()).hexdigest()[:8]}"


def set_cookie(request: Request, response: Response, session: str) -> None:
    """Keep the session in the browser until it is closed."""
    response.set_cookie(
        cookie_name(request), session, httponly=True, samesite="strict", path="/",
        secure=request.url.scheme == "https",
    )  # fmt: skip


def check_reader(request: Request, given: str | None) -> None:
    """Raises DragomanError "forbidden" unless the reader may correct and sent our own form."""
    check_server(request)
    wanted = csrf(request)
    if wanted is None:
        raise DragomanError(
            "Show the token first: open the address that `dragoman serve --edit` printed, or give "
            "the token at /login.",
            error="forbidden",
        )
    same = hmac.compare_digest((given or "").encode(), wanted.encode())
    if not (same and from_own_page(request)):
        raise DragomanError(
            "This form is out of date, or comes from another page. Open the page anew and send it "
            "from there.",
            error="forbidden",
        )


def check_program(request: Request) -> None:
    """Raises DragomanError "forbidden" unless a program sends the token."""
    editing = check_server(request)
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not editing.fits(given.strip()):
        raise DragomanError(
            "Send the token of the server: `Authorization: Bearer TOKEN`.", error="forbidden"
        )


def check_server(request: Request) -> Editing:
    """The sessions of this server; raises DragomanError "forbidden" where it only shows."""
    editing = editing_of(request)
    if editing is None:
        raise DragomanError(
            "This server only shows. Start it with `dragoman serve ARCHIVE --edit` to correct, or "
            "use `dragoman correct`.",
            error="forbidden",
        )
    return editing


def from_own_page(request: Request) -> bool:
    """Whether a browser says that a page of this server sent the request.

    Browsers tell it in Sec-Fetch-Site; where they leave that out (plain HTTP to another machine),
    in Origin. A request with neither is no form of ours.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if origin not in (None, "null") and not is_own(origin, request):
        return False
    return site == "same-origin" if site is not None else origin not in (None, "null")
