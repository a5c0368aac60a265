"""Pictures as files: SVG, an HTML page with the list of what is drawn, PNG, Vega-Lite."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

import msgspec

from dragoman.errors import DragomanError
from dragoman.files import written
from dragoman.pictures.style import VARIABLES
from dragoman.pictures.svg import dark, to_svg

ENDINGS = (".svg", ".html", ".png", ".json")
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
:root{{color-scheme:light dark;{light}}}
{dark}
body{{margin:0 auto;padding:1rem;max-width:62rem;background:var(--paper);color:var(--ink);
font:15px/1.45 Inter,system-ui,Segoe UI,Helvetica Neue,Arial,sans-serif}}
figure{{margin:0;overflow-x:auto}} svg{{max-width:100%;height:auto}}
table{{border-collapse:collapse;width:100%;font-size:.85rem}}
th,td{{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;
border-top:1px solid var(--rule);overflow-wrap:anywhere}}
th{{color:var(--soft);font-weight:500;border:0}}
tr:target{{background:var(--land)}} tr{{scroll-margin-top:2rem}}
a:hover{{opacity:.7}}
</style></head><body><figure>{svg}</figure>
<table><thead><tr>{head}</tr></thead><tbody>
{rows}
</tbody></table></body></html>
"""


def to_html(chart: Any) -> str:
    """One page without scripts: the picture, and the list to which its marks link."""
    own = chart.to_dict().get("usermeta", {}).get("dragoman", {})
    rows = [
        f'<tr id="{escape(anchor(row[0]))}">{"".join(f"<td>{escape(c)}</td>" for c in row)}</tr>'
        for row in own.get("rows", ())
    ]
    return _PAGE.format(
        title=escape(own.get("title", "Picture")),
        light=";".join(f"{name}:{colour}" for colour, name in VARIABLES.items()),
        dark=dark(":root"),
        svg=to_svg(chart),
        head="".join(f"<th>{escape(name)}</th>" for name in own.get("columns", ())),
        rows="\n".join(rows),
    )


def save(chart: Any, to: str | Path) -> Path:
    """Write a picture by its name's ending: .svg, .html, .png, or .json (Vega-Lite).

    Raises DragomanError "unknown-format" or "unwritable".
    """
    path = Path(to)
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise DragomanError(
            f"{path.name} has no ending of a picture. Name it {', '.join(ENDINGS)}.",
            error="unknown-format",
        )
    with written(path) as out:
        out.write(_content(chart, ending))
    return path


def _content(chart: Any, ending: str) -> bytes:
    if ending == ".png":
        import vl_convert

        png: bytes = vl_convert.vegalite_to_png(chart.to_dict(), scale=2)
        return png
    if ending == ".json":
        return msgspec.json.format(msgspec.json.encode(chart.to_dict()), indent=1) + b"\n"
    return (to_html(chart) if ending == ".html" else to_svg(chart, alone=True)).encode()


def anchor(name: str) -> str:
    """A name as an address within a page.

    Example:
        >>> anchor("USA>PRK 2026-01")
        'USA-PRK-2026-01'
    """
    return re.sub(r"[^\w.-]+", "-", name)
