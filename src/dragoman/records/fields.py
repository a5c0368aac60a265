"""What docstrings say of records and their fields: read by docs/records.md, OpenAPI and MCP."""

from __future__ import annotations

import inspect
import re


def summary(kind: type) -> str:
    """The docstring up to its list of fields, in one paragraph.

    Example:
        >>> from dragoman.records import Run
        >>> summary(Run)
        'What made a record. The id depends on nothing else.'
    """
    return " ".join((inspect.getdoc(kind) or "").split("Fields:")[0].split())


def told(kind: type) -> dict[str, str]:
    """What the docstring says of each field.

    Example:
        >>> from dragoman.records import Run
        >>> told(Run)["version"]
        'of Dragoman.'
    """
    _, _, listed = (inspect.getdoc(kind) or "").partition("Fields:")
    found: dict[str, str] = {}
    # each line of the list that stands least deep begins a field; deeper lines go on
    for entry in re.split(r"\n {4}(?=[a-z_])", listed.split("\n\n")[0]):
        names, _, says = " ".join(entry.split()).partition(": ")
        for name in names.split(", "):
            found[name] = says
    return found
