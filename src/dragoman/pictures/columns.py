"""Counts by period as columns: an SVG that is drawn at once, with colours by CSS variable.

For pages of a server: Altair would take a second for each. What it shows stands in its title for
screen readers; the page gives the numbers in a table beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_HEIGHT, _FOOT, _HEAD = 120, 18, 12
_WIDTH = 720
_COLOURS = ("--q1", "--q3")


@dataclass(frozen=True, slots=True)
class Column:
    """One period.

    Fields:
        label: its first day, ISO.
        parts: counts that stand on each other; None where nothing was read, which is no 0.
        mark: it stands out.
    """

    label: str
    parts: tuple[int, ...] | None
    mark: bool = False


def columns(found: Sequence[Column], *, title: str, names: Sequence[str]) -> str:
    """Columns as SVG; "" where there is no period.

    Example:
        >>> svg = columns([Column("2026-01-01", (2, 1)), Column("2026-02-01", None)], title="Fish",
        ...               names=("acts", "statements"))
        >>> svg.count("<rect"), "2026-01-01: 2 acts, 1 statements" in svg
        (3, True)
    """
    if not found:
        return ""
    top = max((sum(one.parts) for one in found if one.parts), default=0) or 1
    step = _WIDTH / max(len(found), 12)
    wide = max(1.0, step * 0.8)
    base = _HEAD + _HEIGHT
    drawn = []
    for number, one in enumerate(found):
        x = number * step
        drawn.append(f"<g><title>{escape(_told(one, names))}</title>")
        if one.parts is None:
            drawn.append(_rect(x, base - 3, wide, 3, "--dots"))
        else:
            y = float(base)
            for part, colour in zip(one.parts, _COLOURS, strict=False):
                height = part / top * _HEIGHT
                y -= height
                if part:
                    drawn.append(_rect(x, y, wide, height, colour))
            if one.mark:
                drawn.append(
                    f'<path d="M{x + wide / 2:.1f} {y - 3:.1f}l-4 -6h8z" fill="var(--accent)"/>'
                )
        drawn.append("</g>")
    labels = "".join(
        f'<text x="{number * step:.1f}" y="{base + 14}" font-size="11" fill="var(--soft)">'
        f"{escape(found[number].label[:7])}</text>"
        for number in range(0, len(found), max(1, -(-60 // int(step or 1))))
        if number * step < _WIDTH - 44
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {base + _FOOT}" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg">'
        f'<path d="M0 {base}.5H{_WIDTH}" stroke="var(--rule)"/>{"".join(drawn)}{labels}</svg>'
    )


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="var({colour})"/>'
    )


def _told(one: Column, names: Sequence[str]) -> str:
    if one.parts is None:
        return f"{one.label}: nothing was read of these days"
    counts = ", ".join(f"{count} {name}" for count, name in zip(one.parts, names, strict=False))
    return f"{one.label}: {counts}{'; a peak' if one.mark else ''}"
