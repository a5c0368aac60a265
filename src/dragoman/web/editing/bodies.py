"""What forms and programs send: read up to a limit, and taken apart."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec
from starlette.requests import Request

from dragoman.errors import DragomanError
from dragoman.questions.base import Asked, Id
from dragoman.records import Action

_LARGEST = 64 * 1024  # bytes of a form; notes and some hundred ids are far smaller
Note = Annotated[
    str, msgspec.Meta(max_length=2000, description="Why; kept and shown with the merge.")
]


class Wanted(Asked, frozen=True, kw_only=True):
    """A correction that is asked for.

    Fields:
        action: join, split or pin.
        ids: as for :func:`dragoman.storing.correct`; of a split the whole comes first.
        note: why.
    """

    action: Action
    ids: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=500)]
    note: Note | None = None


async def body_of(request: Request) -> bytes:
    """All that was sent. Raises DragomanError "too-large"."""
    found = bytearray()
    async for piece in request.stream():
        found += piece
        if len(found) > _LARGEST:
            raise DragomanError(
                f"More than {_LARGEST // 1024} KiB were sent. Correct fewer records at once.",
                error="too-large",
            )
    return bytes(found)


async def form_of(request: Request) -> list[tuple[str, str]]:
    """The fields of a form, in order; those that are empty are left out.

    Raises DragomanError "too-large", "bad-query".
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise DragomanError(
            "A form is sent as application/x-www-form-urlencoded; programs use POST "
            "/api/corrections.",
            error="bad-query",
        )
    try:
        text = (await body_of(request)).decode("ascii")
        pairs = parse_qsl(text, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise DragomanError("The form cannot be read.", error="bad-query") from error
    return [(key, value.strip()) for key, value in pairs if value.strip()]


def wanted_of(form: list[tuple[str, str]]) -> Wanted:
    """The correction that a form asks for; ids may also be given as addresses of their pages.

    Raises DragomanError "bad-query".
    """
    fields = dict(form)
    ids = [id_of(value) for key, value in form if key == "ids"]
    try:
        return msgspec.convert(
            {
                "action": fields.get("action"),
                "ids": list(dict.fromkeys(ids)),
                "note": fields.get("note"),
            },
            Wanted,
        )
    except msgspec.ValidationError as error:
        raise _unfit(error) from error


def wanted_from(body: bytes) -> Wanted:
    """The correction that a program asks for. Raises DragomanError "bad-query"."""
    try:
        return msgspec.json.decode(body, type=Wanted)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _unfit(error) from error


def id_of(given: str) -> str:
    """The id in what a reader pastes: an id, or the address of its page.

    Example:
        >>> id_of("http://127.0.0.1:8765/stories/story_1?x=1#top"), id_of("ev_1")
        ('story_1', 'ev_1')
    """
    try:
        path = urlsplit(given.strip()).path
    except ValueError:  # no address: what it names is not found
        return given.strip()
    return unquote(path.rstrip("/").rpartition("/")[2])


def _unfit(error: Exception) -> DragomanError:
    return DragomanError(
        f"The correction does not fit: {error}. Give an action (join, split, pin), ids and, if you "
        "like, a note.",
        error="bad-query",
    )
