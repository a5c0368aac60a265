"""Where the places of the code books lie."""

from __future__ import annotations

from functools import lru_cache

from dragoman.codebooks.gazetteer import coordinates_of
from dragoman.codebooks.tables import read_table, split


def coordinates(name: str, country: str | None) -> tuple[float, float] | None:
    """Latitude and longitude (decimal degrees, WGS 84) of a capital or a place of the tables.

    ``country`` tells places of one name apart; of several in one country the largest is meant.
    Without it only a name that stands for one place of news is found. A country as a whole has
    none.

    Example:
        >>> coordinates("Rome", "ITA")
        (41.89, 12.51)
        >>> coordinates("Italy", "ITA") is None
        True
    """
    found = _places().get(name, {})
    if country is not None:
        return found.get(country) or coordinates_of(name, country)
    return next(iter(found.values())) if len(found) == 1 else None


@lru_cache(maxsize=1)
def _places() -> dict[str, dict[str, tuple[float, float]]]:
    """Name -> country ("" where none or several) -> latitude, longitude."""
    places: dict[str, dict[str, tuple[float, float]]] = {}
    for row in read_table("countries"):
        if row["latitude"]:
            at = (float(row["latitude"]), float(row["longitude"]))
            for name in (*split(row["capital"]), *split(row["capital_aliases"])):
                places.setdefault(name, {}).setdefault(row["code"], at)
    for row in read_table("cities"):
        if row["latitude"]:
            at = (float(row["latitude"]), float(row["longitude"]))
            for name in (row["name"], *split(row["aliases"])):
                places.setdefault(name, {}).setdefault(row["country"], at)
    return places
