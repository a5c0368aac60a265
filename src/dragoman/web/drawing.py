"""Pictures of what a page shows, as SVG in the page; each is drawn once and kept for a while.

Drawing takes up to a second and depends on nothing but the records, so their bytes are the key.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from markupsafe import Markup

from dragoman.errors import DragomanError
from dragoman.records import Network, Places, Series

_KEPT = 64  # pictures, about 100 kB each
_DRAWN: OrderedDict[str, Markup] = OrderedDict()
_LOCK = threading.Lock()


def series_picture(found: Sequence[Series]) -> Markup:
    """Series as one picture; "" where there is nothing to draw."""
    from dragoman import pictures

    return _drawn("series", found, lambda: pictures.series(*found))


def network_picture(found: Network) -> Markup:
    """A network as a picture; "" where there is nothing to draw."""
    from dragoman import pictures

    return _drawn("network", found, lambda: pictures.network(found))


def map_picture(found: Places) -> Markup:
    """Places as a map; "" where there is nothing to draw."""
    from dragoman import pictures

    return _drawn("map", found, lambda: pictures.map(found))


def _drawn(kind: str, records: Any, chart: Callable[[], Any]) -> Markup:
    key = kind + hashlib.sha256(msgspec.json.encode(records)).hexdigest()
    with _LOCK:  # the drawer has one engine; who asks for the same picture waits for it
        if key in _DRAWN:
            _DRAWN.move_to_end(key)
            return _DRAWN[key]
        try:
            from dragoman.pictures import to_svg

            # names from reports are escaped where the SVG is made
            made = Markup(to_svg(chart()))
        except DragomanError as error:
            if error.error != "nothing-to-draw":
                raise
            made = Markup()
        _DRAWN[key] = made
        while len(_DRAWN) > _KEPT:
            _DRAWN.popitem(last=False)
        return made
