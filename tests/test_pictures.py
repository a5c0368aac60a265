"""Pictures: marks, counts, what they tell to those who do not see them, files, the command."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from dragoman import Archive, pictures
from dragoman.cli import main
from dragoman.errors import DragomanError
from dragoman.pictures.style import FILL
from dragoman.records import (
    Edge,
    Ledger,
    LedgerEntry,
    Level,
    Network,
    Node,
    Period,
    PlaceCount,
    Places,
    Series,
)
from exports_archive import archive_of

PERIODS = (
    Period(start="2026-01-01", end="2026-01-31", quads={"1": 2, "4": 3}, count=5, read=9,
           goldstein=-2.0, scored_goldstein=4, events=("me_1",)),
    Period(start="2026-02-01", end="2026-02-28"),
    Period(start="2026-03-01", end="2026-03-31", read=4),
    Period(start="2026-04-01", end="2026-04-30", quads={"2": 7}, count=7, read=8),
)  # fmt: skip
LEVEL = Level(day="2026-04-01", measure="cooperation", before=1.0, after=7.0, chance=0.004)
SERIES = Series(a="NOR", b="PER", periods=PERIODS, undated=6, levels=(LEVEL,))
NETWORK = Network(
    nodes=tuple(Node(code=c, name=n, events=e) for c, n, e in
                [("NOR", "Norway", 12), ("PER", "Peru", 9), ("TON", "Tonga", 4),
                 ("FJI", "Fiji", 1)]),
    edges=(Edge(a="NOR", b="PER", quads={"1": 8}, count=8),
           Edge(a="NOR", b="TON", quads={"4": 4}, count=4),
           Edge(a="FJI", b="PER", quads={"3": 1}, count=1)),
)  # fmt: skip
LEDGER = Ledger(a="NOR", b="PER", left_out={"alleged": 2}, entries=(
    LedgerEntry(record="me_1", kind="event", says="Norway seized a boat of Peru", quad=4,
                status="actual", day="2026-01-10", dated="told"),
    LedgerEntry(record="me_2", kind="event", says="Norway will visit Peru", quad=1,
                status="planned", day="2026-01-20", dated="told"),
    LedgerEntry(record="ut_1", kind="statement", by="Solberg", says="no", day="2026-01-12",
                dated="published"),
    LedgerEntry(record="me_3", kind="event", says="Norway aided Peru", quad=2, status="actual"),
))  # fmt: skip
PLACES = Places(unplaced=5, places=(
    PlaceCount(name="Lima", country="PER", latitude=-12.05, longitude=-77.04, quads={"1": 3},
               count=3, events=("me_1",)),
    PlaceCount(name="Arica", country="CHL", latitude=-18.48, longitude=-70.33, quads={"4": 1},
               count=1),
))  # fmt: skip
DRAWN = [
    lambda: pictures.series(SERIES, SERIES),
    lambda: pictures.series(SERIES, measure="goldstein"),
    lambda: pictures.network(NETWORK),
    lambda: pictures.timeline(LEDGER),
    lambda: pictures.map(PLACES),
]


def values(chart: Any) -> list[dict[str, Any]]:
    """All rows of a chart's data."""
    text = json.dumps(chart.to_dict())
    found: list[dict[str, Any]] = []

    def walk(item: Any) -> None:
        if isinstance(item, dict):
            for rows in (item.get("values"), *item.get("datasets", {}).values()):
                found.extend(rows if isinstance(rows, list) else ())
            for value in item.values():
                walk(value)
        elif isinstance(item, list):
            for value in item:
                walk(value)

    walk(json.loads(text))
    return found


def test_a_series_counts_shades_what_was_not_read_and_dates_its_levels() -> None:
    chart = pictures.series(SERIES)
    bars = [row for row in values(chart) if "high" in row]
    assert {(row["what"], row["low"], row["high"]) for row in bars} == {
        ("verbal cooperation", 0, 2), ("material conflict", 0, -3), ("material cooperation", 0, 7)
    }  # fmt: skip
    shaded = [row for row in values(chart) if row.get("what") == "no report read"]
    assert [(row["from"][:10], row["to"][:10]) for row in shaded] == [("2026-02-01", "2026-03-01")]
    assert "2026-04-01 cooperation 1.0 → 7.0 per period" in {r.get("text") for r in values(chart)}
    assert "12 events (9 cooperation, 3 conflict) while 21 reports" in chart.description
    assert "6 without a day" in chart.description


def test_means_stand_over_the_counts_they_rest_on_and_break_where_there_is_none() -> None:
    rows = values(pictures.series(SERIES, measure="goldstein"))
    assert [(r["mean"], r["number"]) for r in rows if "mean" in r] == [(-2.0, 4)]
    assert sum("high" in row for row in rows) == 3


def test_a_network_draws_the_busiest_and_tells_how_many_are_left_out() -> None:
    chart = pictures.network(NETWORK, most=3)
    told = [row["told"] for row in values(chart) if "x2" in row]
    assert told == [
        "Norway – Tonga: 4 events, conflict (over 4 in 5)",
        "Norway – Peru: 8 events, cooperation (over 4 in 5)",
    ]
    assert "Left out: 1 actor with fewer events, and 1 dyad (counts add up to 1)" in (
        chart.description
    )


def test_a_timeline_has_a_mark_for_each_day_and_tells_what_has_none() -> None:
    chart = pictures.timeline(LEDGER)
    marks = {row["link"]: row for row in values(chart) if "link" in row}
    assert set(marks) == {"#me_1", "#me_2", "#ut_1"}
    assert marks["#me_2"]["status"] == "planned"
    assert marks["#ut_1"]["y"] > marks["#me_1"]["y"] > marks["#me_2"]["y"]
    assert "Not drawn: 1 without a day, 2 alleged" in chart.description


def test_a_map_has_a_dot_for_each_place_and_tells_how_many_events_have_none() -> None:
    chart = pictures.map(PLACES)
    dots = [row for row in values(chart) if "size" in row]
    assert [row["told"] for row in dots] == [
        "Lima (PER): 3 events (3 verbal cooperation)", "Arica (CHL): 1 event (1 material conflict)"
    ]  # fmt: skip
    assert dots[0]["size"] > dots[1]["size"]
    assert "4 events at 2 places" in chart.description
    assert "5 more have no place with coordinates" in chart.description


@pytest.mark.parametrize("draw", DRAWN)
def test_each_picture_is_one_file_that_links_to_its_list_and_is_always_the_same(draw: Any) -> None:
    page = pictures.to_html(draw())
    assert page == pictures.to_html(draw())
    assert re.search(r"<title>[^<]+</title><desc>[^<]+</desc>", page)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'<tr id="([^"]+)"', page))
    assert 'href="#' in page
    assert not re.search(r'(?:href|src)="(?!#)', page)
    assert "prefers-color-scheme:dark" in pictures.to_svg(draw(), alone=True)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: pictures.series(),
        lambda: pictures.network(Network()),
        lambda: pictures.timeline(Ledger(a="NOR", b="PER")),
        lambda: pictures.map(Places(unplaced=3)),
    ],
)
def test_nothing_to_draw_is_told(draw: Any) -> None:
    with pytest.raises(DragomanError) as error:
        draw()
    assert error.value.error == "nothing-to-draw"


def test_quads_are_told_apart_without_red_and_green() -> None:
    def seen(colour: str) -> tuple[float, float]:
        """Lightness and blueness, which those who do not see red or green keep."""
        red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
        return 0.3 * red + 0.6 * green + 0.1 * blue, blue - (red + green) / 2

    found = [seen(colour) for colour in FILL.values()]
    far = [
        abs(a[0] - b[0]) + abs(a[1] - b[1])
        for n, a in enumerate(found) for b in found[:n] if {n} != {3}
    ]  # fmt: skip
    assert min(far) > 60


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["dragoman", *words])
    with pytest.raises(SystemExit) as end:
        main()
    return int(end.value.code or 0)


def test_the_command_draws_files_and_a_series_in_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    db = archive_of(tmp_path / "news.duckdb")
    with Archive(db) as archive:
        found = archive.places()
        assert {p.name for p in found.places} <= {"Lima", "Arica"}
        assert found.places
        assert found.unplaced
    for kind, ending in (("map", "svg"), ("network", "json"), ("timeline", "html")):
        more = ["--dyad", "CHL-PER"] if kind == "timeline" else []
        to = tmp_path / f"{kind}.{ending}"
        assert run(monkeypatch, "picture", str(db), "--kind", kind, "--to", str(to), *more) == 0
        assert to.stat().st_size > 1000
    assert run(monkeypatch, "picture", str(db), "--dyad", "CHL-PER") == 0
    assert "conflict" in capsys.readouterr().out
    assert run(monkeypatch, "picture", str(db), "--kind", "map") == 2
    assert "--to FILE.svg" in " ".join(capsys.readouterr().err.replace("│", " ").split())
    to = tmp_path / "map.bmp"
    assert run(monkeypatch, "picture", str(db), "--kind", "map", "--to", str(to)) == 1
