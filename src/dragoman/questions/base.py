"""A question that can be asked of an archive: its name, its parameters, what answers it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from dragoman.archive import Archive
from dragoman.archive.days import checked_day
from dragoman.errors import DragomanError
from dragoman.records import Answer

MOST = 1000
"""Records in one answer at most."""

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Code = Annotated[str, msgspec.Meta(min_length=1, max_length=80, description="A code or a name.")]
Pair = Annotated[
    str,
    msgspec.Meta(
        min_length=3, max_length=80, description="Two codes: KOR-CHN.", examples=["KOR-CHN"]
    ),
]
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_IS_DAY = {"format": "date"}
Since = Annotated[
    str,
    msgspec.Meta(
        pattern=_DAY,
        description="First day, ISO, inclusive.",
        examples=["2026-01-05"],
        extra_json_schema=_IS_DAY,
    ),
]
Until = Annotated[
    str,
    msgspec.Meta(
        pattern=_DAY,
        description="Last day, ISO, inclusive.",
        examples=["2026-02-28"],
        extra_json_schema=_IS_DAY,
    ),
]
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=200, description="A record's id.")]
Words = Annotated[
    tuple[Text, ...], msgspec.Meta(max_length=20, description="One or several; one has to fit.")
]


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parameters of a question; a subclass for each. All faces read them from here."""


Limit = Annotated[int, msgspec.Meta(ge=1, le=MOST, description="Records at most.")]
Offset = Annotated[int, msgspec.Meta(ge=0, le=10_000_000, description="Records to skip first.")]


class Page(Asked, frozen=True, kw_only=True):
    """Parameters of a question with many records."""

    limit: Limit = 100
    offset: Offset = 0


class NoParameters(Asked, frozen=True, kw_only=True):
    """A question that needs nothing."""


P = TypeVar("P", bound=Asked)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Question(Generic[P, R]):
    """One thing that can be asked of an archive.

    Fields:
        name: "events"; the same in REST, MCP and pages.
        summary: one sentence.
        parameters: a frozen struct whose fields are the parameters.
        record: the type of the records in the answer.
        answers: answers it; gets the archive and the parameters.
        of_stories: it tells of stories, and so of reports only that have been put into one.
    """

    name: str
    summary: str
    parameters: type[P]
    record: Any
    answers: Callable[[Archive, P], Answer[R]]
    of_stories: bool


_STRANGE = re.compile("[\x00\ud800-\udfff]")
_QUESTIONS: dict[str, Question[Any, Any]] = {}


def question(
    name: str, record: Any, *, of_stories: bool = False
) -> Callable[[Callable[[Archive, P], Answer[R]]], Callable[[Archive, P], Answer[R]]]:
    """Register a function as what answers a question; its first line is the summary."""

    def register(
        answers: Callable[[Archive, P], Answer[R]],
    ) -> Callable[[Archive, P], Answer[R]]:
        hints = get_type_hints(answers)
        (parameters,) = [hint for key, hint in hints.items() if key not in ("return", "archive")]
        summary = (answers.__doc__ or "").strip().split("\n")[0]
        _QUESTIONS[name] = Question(name, summary, parameters, record, answers, of_stories)
        return answers

    return register


def questions() -> Mapping[str, Question[Any, Any]]:
    """All questions by name, in the order in which they are documented."""
    return dict(_QUESTIONS)


def parameters_of(kind: type[P], given: Mapping[str, Any] | Sequence[tuple[str, str]]) -> P:
    """Parameters from what a face was given: pairs of a URL, or an object of JSON.

    Values may be text ("100", "true"); an empty text is as if it were not there, as forms send it.
    Raises DragomanError "bad-query" for what does not fit, naming the parameter, and "bad-date".
    """
    many = {f.encode_name for f in msgspec.structs.fields(kind) if _is_many(f.type)}
    found: dict[str, Any] = {}
    pairs = given.items() if isinstance(given, Mapping) else given
    for key, value in pairs:
        if value in ("", None):
            continue
        if key in many:
            several = [value] if isinstance(value, str) else list(value)
            found.setdefault(key, []).extend(several)
        elif key in found:
            raise DragomanError(f"{key} is given twice. Give it once.", error="bad-query")
        else:
            found[key] = value
    _check_texts(found)
    try:
        asked = msgspec.convert(found, kind, strict=False)
    except msgspec.ValidationError as error:
        known = ", ".join(field.encode_name for field in msgspec.structs.fields(kind)) or "none"
        raise DragomanError(
            f"The question does not fit: {error}. Its parameters are: {known}.", error="bad-query"
        ) from error
    for field in msgspec.structs.fields(kind):
        if _is_day(field.type):
            checked_day(getattr(asked, field.name))
    return asked


def ask(archive: Archive, name: str, **given: Any) -> Answer[Any]:
    """Ask a question by its name: what REST, MCP and the pages do.

    Raises DragomanError: "not-found" for a question that is none, "bad-query" for parameters that
    do not fit, and what the archive raises.
    """
    if name not in _QUESTIONS:
        raise DragomanError(
            f"There is no question {name!r}. Known: {', '.join(_QUESTIONS)}.", error="not-found"
        )
    one = _QUESTIONS[name]
    answer: Answer[Any] = one.answers(archive, parameters_of(one.parameters, given))
    return answer


def asked_of(parameters: Asked) -> dict[str, object]:
    """Parameters as they stand in the answer: what is not the default."""
    found = {}
    for field in msgspec.structs.fields(parameters):
        value = getattr(parameters, field.name)
        if field.required or value != field.default:
            found[field.name] = value
    return found


def _is_many(kind: Any) -> bool:
    """Whether a parameter takes several values."""
    if get_origin(kind) is tuple:
        return True
    return any(_is_many(part) for part in get_args(kind))


def _check_texts(found: Mapping[str, Any]) -> None:
    """Refuse characters that no report has and that databases and encoders trip over."""
    for key, value in found.items():
        for one in (key, *(value if isinstance(value, list) else (value,))):
            if isinstance(one, str) and _STRANGE.search(one):
                raise DragomanError(
                    f"{key!a} holds a character that is no text (a NUL or half of a pair). Leave "
                    "it out.",
                    error="bad-query",
                )


def _is_day(kind: Any) -> bool:
    """Whether a parameter is a day: the pattern lets 2026-02-31 pass."""
    return any(
        (isinstance(part, msgspec.Meta) and part.pattern == _DAY) or _is_day(part)
        for part in get_args(kind)
    )
