"""Text of brief and site stands out from its ground as WCAG 2.2 AA asks: light, dark, in print."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from starlette.testclient import TestClient

from dragoman.briefs.html import to_html
from dragoman.briefs.model import Brief
from dragoman.web import make_app

_TEXT, _SIGN = 4.5, 3.0
_PAIRS = [
    *((ink, ground, _TEXT) for ink in ("ink", "soft", "faint", "accent", "q1", "q2", "q3", "q4")
      for ground in ("paper", "sheet")),
    ("ink", "chosen", _TEXT), ("soft", "chosen", _TEXT), ("mark-ink", "mark", _TEXT),
    ("mark-ink", "mark-strong", _TEXT), ("paper", "ink", _TEXT),
    ("focus", "paper", _SIGN), ("focus", "sheet", _SIGN),
]  # fmt: skip


_GROUND = ("briefs", "templates/base.css")
_SHEETS = [
    ("briefs", "templates/brief.css"), ("web", "static/site.css"), ("web", "static/inside.css"),
]  # fmt: skip


def _sheet(part: str, name: str) -> str:
    return resources.files(f"dragoman.{part}").joinpath(name).read_text(encoding="utf-8")


def _variables(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,6})\b", block))


def _themes() -> dict[str, dict[str, str]]:
    css = _sheet(*_GROUND)
    roots = [(m.start(), m.group(1)) for m in re.finditer(r":root\s*\{(.*?)\}", css, re.DOTALL)]
    light = _variables(roots[0][1])
    dark = next(b for at, b in roots if "prefers-color-scheme: dark" in css[at - 60 : at])
    printed = next(b for at, b in roots if at > css.index("@media print"))
    return {
        "light": light,
        "dark": light | _variables(dark),
        "print": light | _variables(printed),
    }


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(d * 2 for d in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_that_of_the_standard() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_text_stands_out_from_its_ground(theme: str) -> None:
    colours = _themes()[theme]
    weak = {
        (ink, ground): round(contrast(colours[ink], colours[ground]), 2)
        for ink, ground, least in _PAIRS
        if contrast(colours[ink], colours[ground]) < least
    }
    assert not weak


def test_dark_has_colours_of_its_own() -> None:
    themes = _themes()
    assert all(themes["dark"][name] != themes["light"][name] for name in ("paper", "ink", "q1"))


@pytest.mark.parametrize("sheet", _SHEETS, ids=lambda one: one[1])
def test_each_sheet_takes_its_colours_from_the_common_ground(sheet: tuple[str, str]) -> None:
    css = _sheet(*sheet)
    # A sheet may name further colours (of a map's land, say), but change none of the ground's.
    blocks = re.compile(r":root\s*\{(.*?)\}", re.DOTALL)
    own = set(_variables(" ".join(blocks.findall(css))))
    ground = set(re.findall(r"--([\w-]+):", _sheet(*_GROUND)))
    assert not own & ground
    assert not re.findall(r":[^;{}]*#[0-9a-fA-F]{3}", blocks.sub("", css))
    used = set(re.findall(r"var\(--([\w-]+)", css))
    assert used
    assert used <= own | ground


def test_brief_and_site_stand_on_the_common_ground() -> None:
    ground = _sheet(*_GROUND).strip()
    page = to_html(Brief(id="b", version="0"))
    assert page.index(ground) < page.index(_sheet(*_SHEETS[0]).strip())
    with TestClient(make_app(None), base_url="http://127.0.0.1") as client:
        assert client.get("/static/base.css").text.strip() == ground
        site = client.get("/").text
    assert site.index("/static/base.css") < site.index("/static/site.css")
