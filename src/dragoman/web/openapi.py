"""REST as OpenAPI 3.1, made from the structs of the questions and records."""

from __future__ import annotations

from functools import cache
from typing import Any

from dragoman._version import __version__
from dragoman.questions import Question, questions
from dragoman.questions.schemas import Schema, answer_name, parameters_schema, record_schemas
from dragoman.web.posted import MOST_BYTES, Error, SentReports

_ABOUT = """What an archive of news reports says of relations between states, with the sentences
that each record rests on. Dragoman reports what reports say; it never judges what is true.
`status` tells whether something happened (`actual`), is only planned, possible, or is negated;
`alleged` that only an interested party claims it. Unknown is a value: `null`, an empty list, `---`.
Positions are character offsets into the report's text: `text[start:end]` is verbatim."""
_ERRORS = {
    400: "What was asked does not fit; the message says why.",
    404: "There is no such record, story, actor or issue.",
    405: "This address takes another method.",
    500: "A fault of ours, or a damaged archive.",
    503: "The archive is being written, or the question took too long. Try again, or ask for less.",
}


@cache
def openapi() -> Schema:
    """The whole description; the same for every archive."""
    schemas = dict(record_schemas(SentReports, Error))
    paths: dict[str, Any] = {
        f"/api/{name}": {"get": _get(question)} for name, question in questions().items()
    }
    paths.setdefault("/api/brief", {})["post"] = _post()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Dragoman",
            "version": __version__,
            "summary": "Events, statements and relations that news reports tell, with evidence.",
            "description": " ".join(_ABOUT.split()),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "This server."}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _get(question: Question[Any, Any]) -> Schema:
    whole = parameters_schema(question.parameters)
    wanted = whole.get("required", [])
    parameters = []
    for name, schema in whole["properties"].items():
        given = {key: value for key, value in schema.items() if key != "examples"}
        one: Schema = {"name": name, "in": "query", "required": name in wanted, "schema": given}
        if says := given.pop("description", None):
            one["description"] = says
        if shown := schema.get("examples"):
            one["examples"] = {"one": {"value": shown[0]}}
        if given.get("type") == "array":
            one |= {"style": "form", "explode": True}
        parameters.append(one)
    return {
        "operationId": question.name,
        "summary": question.summary,
        "parameters": parameters,
        "responses": _responses(answer_name(question), "The answer.", 400, 404, 500, 503),
    }


def _post() -> Schema:
    content = {
        "application/json": {
            "schema": {"$ref": f"#/components/schemas/{SentReports.__name__}"},
            "examples": {
                "two": {
                    "summary": "Two reports of one story",
                    "value": {
                        "reports": [
                            {
                                "text": "Kenya's president met Uganda's in Entebbe on Monday.",
                                "source": "Daily A",
                                "published": "2026-01-05",
                            },
                            {
                                "text": "The presidents of Uganda and Kenya met on Monday.",
                                "published": "2026-01-06",
                            },
                        ]
                    },
                }
            },
        }
    }
    responses = _responses("Brief", "The brief.", 400, 413, 415, 500, 503)
    return {
        "operationId": "brief_of_reports",
        "summary": "The brief of reports that you send. Nothing is kept.",
        "requestBody": {
            "required": True,
            "description": f"JSON of at most {MOST_BYTES} bytes.",
            "content": content,
        },
        "responses": responses,
    }


def _responses(name: str, says: str, *errors: int) -> Schema:
    about = {413: "More than the server takes.", 415: "No JSON.", **_ERRORS}
    found: Schema = {
        "200": {
            "description": says,
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
        }
    }
    for status in errors:
        found[str(status)] = {
            "description": about[status],
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
        }
        if status == 503:
            found["503"]["headers"] = {
                "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string"}}
            }
    return found
