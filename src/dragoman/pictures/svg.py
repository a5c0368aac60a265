"""A chart as SVG that serves light and dark pages and tells screen readers what it shows."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from dragoman.pictures.style import DARK, VARIABLES

_EMPTY = re.compile(r'<g class="mark-[\w-]+ role-mark[^>]*/>')  # a layer with nothing in it
_GROUND = re.compile(r'<rect width="[\d.]+" height="[\d.]+" fill="(?:white|transparent)"/>')
# a layer without marks: screen readers would find a picture without a name
_EMPTY = re.compile(r'<g class="mark-[^>]*/>')


def to_svg(
    chart: Any, title: str = "", description: str = "", *, css: bool = True, alone: bool = False
) -> str:
    """A chart as SVG: colours by CSS variable, a title and a text for screen readers.

    Args:
        chart: of this package, or any other Altair chart.
        title: what it shows; without one, the chart's own title and description are taken.
        description: the same at length.
        css: False keeps plain colours.
        alone: for a file of its own: it brings the colours of dark pages with it.
    """
    import vl_convert

    drawing = chart.to_dict()
    own = drawing.get("usermeta", {}).get("dragoman", {})
    title = title or own.get("title", "")
    description = description or drawing.get("description", "")
    svg: str = vl_convert.vegalite_to_svg(drawing)
    svg = _EMPTY.sub("", _GROUND.sub("", svg, count=1))
    if css:
        for colour, variable in VARIABLES.items():
            svg = svg.replace(f'"{colour}"', f'"var({variable},{colour})"')
    svg = _EMPTY.sub("", svg)
    svg = svg.replace("xlink:href=", "href=").replace(' target="_blank"', "")
    # the drawer puts a site of its own before addresses that begin with "#"
    svg = re.sub(r'href="https?://[^"#]*#', 'href="#', svg)
    head = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>" if title else ""
    if css and alone:
        head += f"<style>{dark('svg')}</style>"
    return re.sub(
        r"(<svg\b[^>]*)>",
        lambda found: f'{found[1]} role="group" aria-label="{escape(title)}">{head}',
        svg,
        count=1,
    )


def dark(selector: str) -> str:
    """The CSS that gives the variables their colours on dark pages."""
    listed = ";".join(f"{name}:{colour}" for name, colour in DARK.items())
    return f"@media (prefers-color-scheme:dark){{{selector}{{{listed}}}}}"
