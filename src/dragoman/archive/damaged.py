"""Questions over many records, asked of an archive whose records may be damaged."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from dragoman.archive.checking import problems
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.archive.queries import Queries

A = TypeVar("A", bound="Queries")
P = ParamSpec("P")
R = TypeVar("R")

# What records that do not fit each other lead to; told as it is where the archive is sound, since
# then the fault is ours.
_LED_TO = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError,
    ValueError,
)  # fmt: skip


def tells_damage(
    ask: Callable[Concatenate[A, P], R],
) -> Callable[Concatenate[A, P], R]:
    """A question that tells "damaged-archive" where it fails and records do not fit each other.

    Only then is the archive checked, which takes seconds for some ten thousand events.
    """

    @wraps(ask)
    def asked(archive: A, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return ask(archive, *args, **kwargs)
        except _LED_TO as error:
            wrong = first_problem(archive)
            if wrong is None:
                raise
            raise DragomanError(
                f"The archive {archive.path} is damaged ({wrong}). Restore it from a copy, or read "
                "the reports again into a new archive.",
                error="damaged-archive",
            ) from error

    return asked  # type: ignore[return-value]  # wraps() hides that the first is by place


def first_problem(archive: Queries) -> str | None:
    """The first thing that is wrong with an archive, in words."""
    try:
        return next(problems(archive), None)
    except DragomanError as error:
        return str(error)
