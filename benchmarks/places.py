"""Country (and distance) of the places that the actors stage finds in reports.

Input: JSON Lines, one text a line with ``toponyms``: spans (``start``, ``end``, ``text``), latitude
and longitude, and the country's name where the data have it. Toponyms without a position are left
out. The country that a toponym should have:

- the ``country`` given, turned into a code by ``countries.tsv`` and ``ambiguous.tsv``;
- else, of a toponym that is a state by its ``page`` (or its own words), that state;
- else the country of the nearest place of the tables; continents and seas are left out, since
  they have none. Near borders this errs, so read such a figure within a point or two.

A toponym is resolved when a mention of the stage lies over it and has a country; the mention with
the closest ends counts. Of toponyms that are no states the share with coordinates, and of these the
share within 161 km (100 miles) of the place given, are printed as well. Wrong countries are
printed by how often they occur.

Usage: python benchmarks/places.py FILE... [--misses N] [--limit N]
"""

from __future__ import annotations

import argparse
import json
import math
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np

from dragoman.actors import Actors
from dragoman.codebooks import read_table, split
from dragoman.codebooks.places import coordinates
from dragoman.document import Document, Mention
from dragoman.language import Language
from dragoman.records import Report

NEAR = 161.0
_LARGE = re.compile(
    r"(?:(?:North|South|East|West|Central|Southeast|Sub-Saharan|Latin|Northern|Southern|Eastern|"
    r"Western)[ -]?)*(?:Africa|Asia|Europe|America|Americas|Oceania|Antarctica|Middle East|"
    r"Caribbean|Balkans|Pacific|.*\b(?:Ocean|Sea))"
)


@dataclass(frozen=True)
class Toponym:
    """A place name of the data and where it should lead."""

    start: int
    end: int
    text: str
    country: str
    state: bool
    at: tuple[float, float]


def state_names() -> dict[str, str]:
    """Names of states -> alpha-3."""
    found = {"Palestinian Territory": "PSE"}  # as GeoNames calls it
    for row in read_table("countries"):
        for name in (row["name"], *split(row["aliases"])):
            found[name] = row["code"]
    for row in read_table("ambiguous"):
        if row["default"] and len(row["default"]) == 3:
            found.setdefault(row["name"], row["default"])
    return found


class Nearest:
    """The country of the nearest place of the tables."""

    def __init__(self) -> None:
        """Read the positions of capitals and towns."""
        rows = [(r["code"], r["latitude"], r["longitude"]) for r in read_table("countries")]
        for table in ("cities", "gazetteer"):
            rows += [(r["country"], r["latitude"], r["longitude"]) for r in read_table(table)]
        rows = [row for row in rows if row[0] and row[1]]
        self._codes = [row[0] for row in rows]
        self._at = np.radians(np.array([[float(row[1]), float(row[2])] for row in rows]))

    def __call__(self, latitude: float, longitude: float) -> str:
        """Alpha-3 of the country whose place is nearest."""
        a = np.radians([latitude, longitude])
        lat, lon = self._at[:, 0], self._at[:, 1]
        half = np.sin((lat - a[0]) / 2) ** 2
        half += np.cos(lat) * math.cos(a[0]) * np.sin((lon - a[1]) / 2) ** 2
        return self._codes[int(half.argmin())]


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance of two points on the globe."""
    la, lo, lb, lp = (math.radians(x) for x in (*a, *b))
    half = math.sin((lb - la) / 2) ** 2
    half += math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 12742 * math.asin(math.sqrt(half))


def toponyms(
    row: dict[str, Any], states: dict[str, str], nearest: Nearest, dropped: Counter[str]
) -> Iterator[Toponym]:
    """The toponyms of a text whose country is known."""
    for top in row["toponyms"]:
        if top.get("lat") is None:
            dropped["no position"] += 1
            continue
        page = unquote(str(top.get("page") or "").rsplit("/", 1)[-1]).replace("_", " ")
        title = page.removesuffix(" (country)") or top["text"]
        at = (float(top["lat"]), float(top["lon"]))
        if top.get("country"):
            code = states.get(top["country"])
            if code is None:
                dropped[f"country {top['country']}"] += 1
                continue
            state = states.get(top["text"]) == code
        elif title in states or (top["text"] in states and not page):
            code, state = states.get(title) or states[top["text"]], True
        elif _LARGE.fullmatch(title):
            dropped["continents and seas"] += 1
            continue
        else:
            code, state = nearest(*at), False
        yield Toponym(top["start"], top["end"], top["text"], code, state, at)


def mention_over(document: Document, top: Toponym) -> Mention | None:
    """The mention whose ends are closest to the toponym's, of those that name a place."""
    over = [
        m
        for m in document.mentions
        if m.start < top.end
        and top.start < m.end
        and (m.kind == "state" or (m.start, m.end) == (top.start, top.end))
    ]
    return min(over, key=lambda m: abs(m.start - top.start) + abs(m.end - top.end), default=None)


def main() -> None:
    """Read the files and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--misses", type=int, default=15, help="how many errors to print")
    parser.add_argument("--limit", type=int, default=0, help="only the first N texts")
    options = parser.parse_args()
    language, stage = Language(), Actors()
    states, nearest = state_names(), Nearest()
    for path in options.files:
        started = time.perf_counter()
        counts: Counter[tuple[str, str]] = Counter()
        dropped: Counter[str] = Counter()
        wrong: Counter[tuple[str, str, str]] = Counter()
        missed: Counter[str] = Counter()
        lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
        for line in lines[: options.limit or None]:
            row = json.loads(line)
            report = Report(id="text", text_sha256="", published=row.get("date"))
            document = stage(language.parse(report, row["text"]))
            for top in toponyms(row, states, nearest, dropped):
                mention = mention_over(document, top)
                actor = mention.actors[0] if mention is not None else None
                country = actor.country if actor is not None else None
                at = None
                if actor is not None and actor.how.split(";")[0] in ("capital", "city"):
                    at = coordinates(actor.text, actor.country)
                for group in ("all", "states" if top.state else "other places"):
                    counts[group, "n"] += 1
                    counts[group, "resolved"] += country is not None
                    counts[group, "right"] += country == top.country
                    counts[group, "placed"] += at is not None
                    counts[group, "near"] += at is not None and kilometres(at, top.at) <= NEAR
                if country is None:
                    missed[top.text] += 1
                elif country != top.country:
                    wrong[top.text, country, top.country] += 1
        print(f"{path.name}: {len(lines)} texts, {time.perf_counter() - started:.0f} s")
        for group in ("all", "states", "other places"):
            n, found, right = (counts[group, key] for key in ("n", "resolved", "right"))
            if not n:
                continue
            line = f"  {group:13} {n:5}  resolved {found / n:.3f}"
            line += (
                f"  country right of resolved {right / max(found, 1):.3f}, of all {right / n:.3f}"
            )
            placed = counts[group, "placed"]
            if group == "other places":
                line += f"  with coordinates {placed / n:.3f}"
                line += f", of these within 161 km {counts[group, 'near'] / max(placed, 1):.3f}"
            print(line)
        print("  left out:", ", ".join(f"{what} {n}" for what, n in dropped.most_common(6)))
        for (text, got, want), n in wrong.most_common(options.misses):
            print(f"  {n:5} {text}: {got}, should be {want}")
        print("  not found:", ", ".join(f"{t} {n}" for t, n in missed.most_common(options.misses)))


if __name__ == "__main__":
    main()
