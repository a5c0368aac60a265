"""Prints docs/records.md from the record types: python scripts/records_doc.py > docs/records.md

A test compares the file with what is printed, so that the two cannot drift apart.
"""

from __future__ import annotations

import inspect
import re

import msgspec

from dragoman import records
from dragoman.records.fields import summary, told

HEAD = """# Records

Written by `python scripts/records_doc.py` from `src/dragoman/records/`; change it there.

A record is one JSON object, alone on its line in JSON Lines; its key `record` names its kind (parts
of records, such as evidence, have none). All positions are character offsets into the report's text
as given, counted from 0, end exclusive: `text[start:end]` is verbatim. Days are ISO 8601. Unknown
is a value: `null`, an empty list, or the code `---`. Fields may be added, none is renamed.
"""


PARTS = (
    "base", "reading", "story", "relations", "issues", "ledger", "corrections", "agenda", "ties",
    "exports", "answers", "watching", "running",
)  # fmt: skip
MODULES = [f"dragoman.records.{name}" for name in PARTS]


def main() -> None:
    """Print the page."""
    kinds = [
        kind
        for _, kind in inspect.getmembers(records, inspect.isclass)
        if issubclass(kind, records.Record) and kind is not records.Record
    ]
    kinds.sort(key=lambda kind: (MODULES.index(kind.__module__), inspect.getsourcelines(kind)[1]))
    shared = told(records.Record)
    parts = [HEAD]
    for kind in kinds:
        tag = kind.__struct_config__.tag
        parts.append(f"\n## {kind.__name__}" + (f" (`{tag}`)" if tag else "") + "\n")
        parts.append(summary(kind) + "\n")
        parts.append("| field | type | if absent | |\n|---|---|---|---|")
        own = told(kind)
        for field in msgspec.structs.fields(kind):
            says = own.get(field.name) or shared[field.name]
            parts.append(
                f"| `{field.name}` | {type_name(field.type)} | {default(field)} | {says} |"
            )
    print("\n".join(parts))


def type_name(kind: object) -> str:
    """A type as other programs see it in JSON."""
    text = str(getattr(kind, "__name__", kind) if isinstance(kind, type) else kind)
    text = re.sub(r"(?:typing|dragoman\.records\.\w+)\.", "", text)
    text = re.sub(r"tuple\[(.+), \.\.\.\]", r"list of \1", text)
    text = re.sub(r"Literal\[(.+)\]", r"\1", text).replace("'", "`").replace("|", "or")
    names = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
    text = re.sub(r"\b(str|int|float|bool)\b", lambda m: names[m.group()], text)
    text = text.replace("~Found", "records of the kind asked for")
    return text.replace("None", "null").replace("dict[string, ", "object of string to ").rstrip("]")


def default(field: msgspec.structs.FieldInfo) -> str:
    """What the field holds where a line leaves it out."""
    if field.required:
        return "must be there"
    if field.default_factory is not msgspec.NODEFAULT:
        return "`{}`"
    return "`" + msgspec.json.encode(field.default).decode() + "`"


if __name__ == "__main__":
    main()
