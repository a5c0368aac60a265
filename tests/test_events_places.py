"""Where an act took place: the report's name for it, its state, and where it lies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.codebooks.places import coordinates
from dragoman.document import Document

Reader = Callable[[str], Document]


@pytest.mark.parametrize(
    ("text", "name", "country", "latitude"),
    [
        ("Norway's foreign minister, Ola Vik, arrived in Riyadh on Monday.", "Riyadh", "SAU", 24),
        ("Norwegian and Danish officials held talks in Geneva.", "Geneva", "CHE", 46),
        ("Norway's foreign minister, Ola Vik, arrived in Chile.", "Chile", "CHL", None),
    ],
)  # fmt: skip
def test_a_town_has_coordinates_and_a_state_has_none(
    read: Reader, text: str, name: str, country: str, latitude: int | None
) -> None:
    place = read(text).events[0].place
    assert place is not None
    assert (place.name, place.country) == (name, country)
    assert (place.latitude is None) == (latitude is None)
    if latitude is not None:
        assert place.latitude is not None
        assert abs(place.latitude - latitude) < 1


def test_a_place_is_found_only_in_its_country() -> None:
    assert coordinates("Nowhere at all", "FRA") is None
    assert coordinates("Kharkiv", "UKR") == coordinates("Kharkiv", None)
    assert coordinates("Kharkiv", "FRA") is None
