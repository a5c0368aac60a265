"""Pictures of an archive: series of dyads, the network, a dyad's timeline, a map.

    from dragoman import pictures
    chart = pictures.series(archive.series("USA-PRK"))  # an Altair chart
    pictures.save(chart, "usa-prk.html")

The names are loaded when first used: Altair takes half a second, and bars need none of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.pictures.bars import sparkline as sparkline
    from dragoman.pictures.days import timeline as timeline
    from dragoman.pictures.dyads import series as series
    from dragoman.pictures.files import save as save
    from dragoman.pictures.files import to_html as to_html
    from dragoman.pictures.globe import map as map
    from dragoman.pictures.svg import to_svg as to_svg
    from dragoman.pictures.web import network as network

_HOME = {
    "map": "globe",
    "network": "web",
    "save": "files",
    "series": "dyads",
    "sparkline": "bars",
    "timeline": "days",
    "to_html": "files",
    "to_svg": "svg",
}
__all__ = ["map", "network", "save", "series", "sparkline", "timeline", "to_html", "to_svg"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'dragoman.pictures' has no attribute {name!r}")
    return getattr(import_module(f"dragoman.pictures.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return list(__all__)
