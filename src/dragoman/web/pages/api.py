"""The page about REST: each question with its parameters and an example that works here."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from dragoman.archive import Archive
from dragoman.questions import questions
from dragoman.questions.base import NoParameters
from dragoman.questions.examples import examples
from dragoman.questions.schemas import parameters_schema
from dragoman.web.paging import View, link, page


class ParameterShown(msgspec.Struct, frozen=True, kw_only=True):
    """One parameter of a question.

    Fields:
        kind: what it takes, in words. needed: it must be given.
        default: what holds where it is left out, or "".
    """

    name: str
    kind: str
    needed: bool
    default: str
    says: str


class QuestionShown(msgspec.Struct, frozen=True, kw_only=True):
    """One question.

    Fields:
        path: its address. example: an address that this archive answers, or null where it has
            nothing that it could tell of.
    """

    name: str
    path: str
    summary: str
    parameters: tuple[ParameterShown, ...]
    example: str | None


class ApiView(View, frozen=True, kw_only=True):
    """What the page about REST shows."""

    questions: tuple[QuestionShown, ...]


@page("/api", "api.html.j2")
def api(archive: Archive, _: NoParameters) -> ApiView:
    """REST: the questions, their parameters, and examples about what the archive has most of."""
    shown = examples(archive)
    found = [
        QuestionShown(
            name=one.name,
            path=f"/api/{one.name}",
            summary=one.summary.replace("``", ""),
            parameters=_parameters(parameters_schema(one.parameters)),
            example=link(f"/api/{one.name}", **shown[one.name]) if one.name in shown else None,
        )
        for one in questions().values()
    ]
    return ApiView(title="REST", questions=tuple(found))


def _parameters(schema: dict[str, Any]) -> tuple[ParameterShown, ...]:
    needed = set(schema.get("required", ()))
    found = [
        ParameterShown(
            name=name, kind=_kind(one), needed=name in needed, says=one.get("description", ""),
            default=json.dumps(one["default"]).strip('"') if one.get("default") else "",
        )
        for name, one in schema["properties"].items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (not one.needed, one.name in ("limit", "offset"))))


def _kind(schema: dict[str, Any]) -> str:
    """What a parameter takes, in words."""
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("format") == "date":
        return "day"
    match schema.get("type"):
        case "array":
            inner = _kind(schema["items"])
            return f"{inner}; may be repeated"
        case "boolean":
            return "true | false"
        case "integer" | "number":
            ends = schema.get("minimum"), schema.get("maximum")
            if None not in ends:
                return f"number, {ends[0]} to {ends[1]:,}"
            return "number" if ends[0] is None else f"number from {ends[0]}"
    return "text"
