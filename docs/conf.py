"""How the documentation site is built: `python scripts/site.py`.

The source folder is the repository itself, so that links between the Markdown files hold on the
site as they do where the files lie; only the files that `include_patterns` names become pages.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from docutils import nodes

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
sys.path.append(str(ROOT / "scripts"))  # last, so that none of them hides a module

import msgspec  # noqa: E402
import records_doc  # noqa: E402

from dragoman._version import __version__  # noqa: E402
from dragoman.records import Record  # noqa: E402

project = "Dragoman"
author = "The Dragoman developers"
project_copyright = author
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
root_doc = "docs/index"
include_patterns = [
    "docs/**",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "corpus/*.md",
    "training/README.md",
    "src/dragoman/**/CARD*.md",
]
# folders that are not walked through: that would take longer than the build
exclude_patterns = [
    ".*", "build", "dist", "site", "out", "tests", "scripts", "benchmarks", "examples",
    "training/labels", "corpus/t*", "corpus/second", "src/dragoman/codebooks", "**/__pycache__",
]  # fmt: skip

myst_heading_anchors = 4  # the anchors that other viewers of Markdown make, too
smartquotes = False  # would make an n-dash of the dashes of --html

default_role = "literal"  # `name` in a docstring is code
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
napoleon_custom_sections = [("Fields", "params_style")]

html_theme = "furo"
html_title = f"Dragoman {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False


def pages_that_are_there(app: Any, name: str, content: list[str]) -> None:
    """Take a page that a toctree of the start page names with ``?`` where it is there."""
    del app
    if name == root_doc:
        content[0] = re.sub(
            r"^([a-z-]+)\?\n",
            lambda m: f"{m[1]}\n" if (ROOT / "docs" / f"{m[1]}.md").exists() else "",
            content[0],
            flags=re.M,
        )


def shared_fields(
    app: Any, what: str, name: str, kind: Any, options: Any, lines: list[str]
) -> None:
    """Tell in every record also those fields that all records have in common, such as ``start``."""
    del app, what, name, options
    if not (isinstance(kind, type) and issubclass(kind, Record)) or kind is Record:
        return
    own, shared = records_doc.told(kind), records_doc.told(Record)
    names = [field.name for field in msgspec.structs.fields(kind)]
    untold = [name for name in names if name in shared and name not in own]
    if "Fields:" not in lines:
        lines += ["", "Fields:"]
    at = lines.index("Fields:") + 1
    lines[at:at] = [f"    {name}: {shared[name]}" for name in untold]


def dashes(app: Any, tree: Any, name: str) -> None:
    """Make a dash of the two hyphens that autodoc puts between a field and what is said of it."""
    del app, name
    for text in list(tree.findall(nodes.Text)):
        if text.startswith(" -- "):
            text.parent.replace(text, nodes.Text(" – " + text.removeprefix(" -- ")))


def setup(app: Any) -> None:
    """Register what is done with pages before and after they are read."""
    app.connect("source-read", pages_that_are_there)
    app.connect("autodoc-process-docstring", shared_fields, priority=400)  # before napoleon
    app.connect("doctree-resolved", dashes)
