"""What all pictures share: colours with their CSS names, fonts, shapes, titles and the list beside.

Colours are fixed in a chart and become CSS variables in an SVG, so that one drawing serves light
and dark pages. ``FILL`` keeps the hue that a quad has elsewhere; verbal acts are light and material
ones dark, so that the two are told apart without seeing red and green.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from dragoman.errors import DragomanError
from dragoman.relations.names import plain

INK, SOFT, RULE, PAPER = "#1b1b19", "#5a5850", "#dcd8cc", "#fbfaf6"
QUAD_COLOUR = {1: "#27619f", 2: "#15735a", 3: "#93590a", 4: "#ad2b2b"}
FILL = {1: "#7fb2dd", 2: "#0f5c47", 3: "#e0a63f", 4: "#a32626"}
EVEN = "#8d897d"
LAND = "#e4e0d4"
VARIABLES = {
    INK: "--ink", SOFT: "--soft", RULE: "--rule", PAPER: "--paper", EVEN: "--even", LAND: "--land",
    **{colour: f"--q{quad}" for quad, colour in QUAD_COLOUR.items()},
    **{colour: f"--fill{quad}" for quad, colour in FILL.items()},
}  # fmt: skip
DARK = {
    "--ink": "#e9e6de", "--soft": "#b3afa4", "--rule": "#34373b", "--paper": "#15171a",
    "--even": "#8d897d", "--land": "#2b2f34",
    "--q1": "#86b8ee", "--q2": "#6fcaa8", "--q3": "#e3b25f", "--q4": "#f2918b",
    "--fill1": "#a5cdf0", "--fill2": "#2c8f72", "--fill3": "#efc97f", "--fill4": "#d9534b",
}  # fmt: skip
"""Variable -> its colour on a dark page."""
FONT = "Inter, system-ui, Segoe UI, Helvetica Neue, Arial, sans-serif"
SHAPE = {"actual": "circle", "planned": "diamond", "possible": "triangle-up", "negated": "cross"}
LABEL: dict[str, dict[str, Any]] = {
    "left": {"align": "right", "baseline": "middle"},
    "right": {"align": "left", "baseline": "middle"},
    "top": {"align": "center", "baseline": "bottom"},
    "bottom": {"align": "center", "baseline": "top"},
}
BALANCE = (
    ("cooperation (over 4 in 5)", FILL[2]),
    ("more cooperation", FILL[1]),
    ("as much of both", EVEN),
    ("more conflict", FILL[3]),
    ("conflict (over 4 in 5)", FILL[4]),
)
"""Classes of the share of conflict, with their colours."""
WIDE = 760.0
_LINE = 118  # letters of a subtitle's line


def balance(quads: Mapping[str, int]) -> str:
    """The class of what is cooperation (quads 1, 2) and conflict (3, 4).

    Example:
        >>> balance({"1": 9, "4": 1}), balance({"1": 1, "4": 1})
        ('cooperation (over 4 in 5)', 'as much of both')
    """
    together, against = sides(quads)
    share = against / ((together + against) or 1)
    place = 0 if share < 0.2 else 1 if share < 0.45 else 2 if share <= 0.55 else 3
    return BALANCE[4 if share > 0.8 else place][0]


def sides(quads: Mapping[str, int]) -> tuple[int, int]:
    """How many events are cooperation, and how many conflict."""
    together = sum(quads.get(quad, 0) for quad in "12")
    return together, sum(quads.get(quad, 0) for quad in "34")


def pixels(rows: list[dict[str, Any]], width: float, height: float) -> alt.Chart:
    """A layer over pixel coordinates, y downwards, without axes."""
    return alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, width], nice=False, zero=False)),
        y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False, zero=False)),
    )


def legend(classes: Sequence[tuple[str, str]], lines: bool = False) -> dict[str, Any]:
    """Scale and legend of colours that are named by words, above the picture."""
    return {
        "scale": alt.Scale(domain=[c[0] for c in classes], range=[c[1] for c in classes]),
        "legend": alt.Legend(
            title=None, orient="top", direction="horizontal", columns=0, labelLimit=400,
            symbolType="stroke" if lines else "square", symbolStrokeWidth=6 if lines else 0,
        ),
    }  # fmt: skip


def finished(
    chart: Any,
    title: str,
    told: Sequence[str],
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    also: Sequence[str] = (),
) -> Any:
    """A chart with its title, what it counts, and the list that tells each of its marks.

    ``told`` are sentences: the first lines of the picture and its text for screen readers; ``also``
    are sentences of that text alone. Rows begin with the id to which marks link; all
    stands in the chart's ``usermeta``.
    """
    told, also = ([plain(s) for s in part if s] for part in (told, also))
    lines = [line for sentence in told for line in textwrap.wrap(sentence, _LINE)]
    return (
        chart.properties(
            title=alt.TitleParams(
                plain(title), subtitle=lines, anchor="start", frame="group", offset=14
            ),
            description=" ".join([plain(title) + ".", *told, *also]),
            background=PAPER,
            padding=16,
            usermeta={
                "dragoman": {
                    "title": plain(title),
                    "told": told,
                    "columns": list(columns),
                    "rows": [[plain(cell) for cell in row] for row in rows],
                }
            },
        )
        .configure(font=FONT)
        .configure_view(stroke=None, fill=None)
        .configure_title(
            color=INK, subtitleColor=SOFT, fontSize=17, subtitleFontSize=12, subtitlePadding=5,
            subtitleLineHeight=16,
        )
        .configure_axis(
            labelColor=SOFT, titleColor=SOFT, domainColor=RULE, tickColor=RULE, gridColor=RULE,
            titleFontWeight="normal", labelFontSize=11, titleFontSize=11.5,
        )
        .configure_legend(labelColor=INK, labelFontSize=12)
    )  # fmt: skip


def nothing(what: str) -> DragomanError:
    """The error of a picture that would show nothing."""
    return DragomanError(
        f"There is nothing to draw: {what}. Ask for a longer time, another dyad, or also for "
        "planned and alleged events.",
        error="nothing-to-draw",
    )
