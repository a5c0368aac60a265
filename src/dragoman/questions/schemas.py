"""Questions as JSON Schema: their parameters and answers, with what the docstrings say of fields.

REST (OpenAPI 3.1) and MCP both describe themselves with these, so that they cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cache
from typing import Any, get_args

import msgspec

from dragoman.questions.base import Asked, Question, questions
from dragoman.records import Answer, Record
from dragoman.records.fields import summary, told

Schema = dict[str, Any]


def parameters_schema(kind: type[Asked]) -> Schema:
    """The parameters of a question as one object, without references.

    Example:
        >>> from dragoman.questions import questions
        >>> parameters_schema(questions()["brief"].parameters)["required"]
        ['id']
    """
    _, parts = msgspec.json.schema_components([kind])
    whole = parts[kind.__name__]
    shown: Schema = {"type": "object", "properties": {}, "additionalProperties": False}
    for name, given in whole["properties"].items():
        shown["properties"][name] = _without_null(deepcopy(given))
    if whole["required"]:
        shown["required"] = whole["required"]
    return shown


def answer_name(question: Question[Any, Any]) -> str:
    """The name of the schema of a question's answer: by its records ("AnswerOfEvent")."""
    return f"AnswerOf{getattr(question.record, '__name__', 'AnyRecord')}"


@cache
def record_schemas(*others: type) -> Mapping[str, Schema]:
    """The schemas of all answers and records, and of these ``others``, by name; OpenAPI's place.

    All fields are required, since all are written. Fields that are not named are allowed: records
    may gain some.
    """
    kinds: dict[str, Any] = {answer_name(one): one.record for one in questions().values()}
    generic: Any = Answer
    _, parts = msgspec.json.schema_components(
        [*(generic[kind] for kind in kinds.values()), *others],
        schema_hook=lambda _: {"type": ["string", "number", "boolean", "array"]},  # of ``asked``
        ref_template="#/components/schemas/{name}",
    )
    structs = {one.__name__: one for one in _structs([*kinds.values(), Answer, *others])}
    found = {}
    names = iter(kinds)
    for name, part in parts.items():
        if name.startswith("Answer_"):  # generics are named by the path of their type
            own = next(names)
            found[own] = _described(part, Answer, own)
        elif name in structs:
            found[name] = _described(part, structs[name], name)
        else:
            found[name] = part
    return found


def _described(part: Schema, kind: type, name: str) -> Schema:
    fields = {**told(Record), **_told_of(kind)}
    shown = {**deepcopy(part), "title": name, "description": summary(kind)}
    if issubclass(kind, Record):
        shown.pop("additionalProperties", None)
        shown["required"] = list(shown["properties"])
    for field, given in shown["properties"].items():
        if field == "record":
            given["description"] = "The kind of record."
        elif says := fields.get(field):
            given["description"] = says
        given.pop("default", None) if issubclass(kind, Record) else None
    return shown


def _told_of(kind: type) -> dict[str, str]:
    """What the docstrings of a struct and of those that it extends say."""
    found: dict[str, str] = {}
    for one in reversed(kind.__mro__):
        if issubclass(one, msgspec.Struct) and one is not msgspec.Struct and one is not Record:
            found |= told(one)
    return found


def _structs(kinds: Iterable[Any]) -> set[type]:
    """All structs that these types are made of."""
    found: set[type] = set()
    left = list(kinds)
    while left:
        one = left.pop()
        if isinstance(one, type) and issubclass(one, msgspec.Struct):
            if one not in found:
                found.add(one)
                left += [field.type for field in msgspec.structs.fields(one)]
        else:
            left += [part for part in get_args(one) if not isinstance(part, str)]
    return found


def _without_null(given: Schema) -> Schema:
    """A parameter as it is given: one that says nothing is left out, never null."""
    if given.get("default", ...) is None:
        del given["default"]
    kinds = given.pop("anyOf", None)
    if kinds is None:
        return given
    left = [kind for kind in kinds if kind != {"type": "null"}]
    merged = left[0] if len(left) == 1 else {"enum": [v for kind in left for v in kind["enum"]]}
    return {**merged, **given}
