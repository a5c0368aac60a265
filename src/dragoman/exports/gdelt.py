"""GDELT 2.0: the 61 columns of its event table, tab-separated, without a header.

The columns and their order are those of "The GDELT Event Database Data Format Codebook V2.0"
(19 February 2015). GLOBALEVENTID is a number made from our ids; FILE.ids.tsv beside the table leads
back. What is not known is empty, as there.
"""

from __future__ import annotations

from pathlib import Path

from dragoman.archive import Archive
from dragoman.exports.cameo_rows import Pair, write_table
from dragoman.exports.common import cell, country_row, day_of, is_city
from dragoman.exports.formats import Format
from dragoman.exports.losses import Losses
from dragoman.exports.selection import Selection
from dragoman.records import UNKNOWN_CODE, Actor, Exported, Place

_GEO = ("Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code",
    "Religion2Code", "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
COLUMNS = (
    "GLOBALEVENTID", "Day", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{name}" for name in _ACTOR), *(f"Actor2{name}" for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"Actor1Geo_{name}" for name in _GEO), *(f"Actor2Geo_{name}" for name in _GEO),
    *(f"ActionGeo_{name}" for name in _GEO), "DATEADDED", "SOURCEURL",
)  # fmt: skip
"""The columns; the file itself has no header."""

# PLOVER's sectors in CAMEO's codes of types: those that CAMEO has, and the two that it names
# otherwise (health is HLH there, media MED).
_SAME = frozenset(
    "GOV JUD LEG MIL COP OPP REB SPY UAF CVL ELI BUS EDU LAB AGR REF CRM NGO IGO MNC".split()
)
_TYPE = {**{code: code for code in _SAME}, "MED": "HLH", "JRN": "MED"}
_GROUPS = frozenset(("UNO",))  # CAMEO's codes of known groups that are ours after IGO


def write(archive: Archive, to: Path, selection: Selection) -> Exported:
    """Write a GDELT table, and the ids of its rows beside it."""
    return write_table(
        archive, to, selection, format="gdelt", header=(), cells=_cells, lost=_lost
    )  # fmt: skip


def _lost(losses: Losses, pair: Pair) -> None:
    event = pair.row.event
    parties = (*event.actors, *event.recipients)
    losses.add(
        "reports", "GDELT counts them, and names the address of one",
        when=len(pair.row.reports) > 1,
    )  # fmt: skip
    losses.add("role", "GDELT has no office or title", when=any(a.role for a in parties))
    losses.add(
        "sectors", "sectors that CAMEO has no type for, or beyond three, are left out",
        when=any(len(_types(a)) < len(a.sectors) for a in parties),
    )  # fmt: skip
    losses.add(
        "code", "bodies and groups without a CAMEO code are told by name alone",
        when=any(len(_code(a)) < len(a.code) for a in parties if a.code != UNKNOWN_CODE),
    )  # fmt: skip


def _cells(pair: Pair) -> list[str]:
    event, report = pair.row.event, pair.row.report
    code = pair.cameo
    day = day_of(event.date)
    sources = {r.source for r in pair.row.reports.values() if r.source}
    whole = all(r.source for r in pair.row.reports.values())
    values = (
        pair.number,
        *_days(day),
        *_party(pair.actor),
        *_party(pair.recipient),
        None,  # IsRootEvent: whether it is the lead of the report is not looked at
        code.code,
        code.code[:3],
        code.root,
        code.quad,
        code.goldstein,
        len(pair.row.tellings),
        len(sources) if whole else None,
        len(pair.row.reports),
        None,  # AvgTone: no tone is measured
        *(None for _ in range(16)),  # where the two actors are, is not told
        *_place(event.place),
        None,  # DATEADDED: when GDELT saw it first
        report.url,
    )
    return [cell(value) for value in values]


def _days(day: str | None) -> tuple[object, ...]:
    """Day, month, year and the share of the year, as the codebook computes it."""
    if day is None:
        return None, None, None, None
    year, month, number = day.split("-")
    part = min(0.9999, (int(month) * 30 + int(number)) / 365)
    return year + month + number, year + month, year, f"{int(year) + part:.4f}"


def _code(actor: Actor) -> str:
    """Country or kind of body, and its group: what a CAMEO actor code begins with."""
    if actor.code == UNKNOWN_CODE:
        return actor.country or ""
    if actor.code.startswith("IGO"):
        return "IGO" + (actor.code[3:] if actor.code[3:] in _GROUPS else "")
    return actor.code if len(actor.code) == 3 else ""


def _types(actor: Actor) -> list[str]:
    return [_TYPE[sector] for sector in actor.sectors if sector in _TYPE][:3]


def _party(actor: Actor | None) -> list[str | None]:
    if actor is None:
        return [None] * 10
    code, types = _code(actor), _types(actor)
    group = code[3:] or None
    known = bool(country_row(code))
    if code.startswith("IGO") or code in ("NGO", "MNC"):
        types = list(dict.fromkeys([code[:3], *types]))[:3]
    tail = types if known else [t for t in types if t != code[:3]]
    types += [""] * (3 - len(types))
    return [
        (code + "".join(tail))[:15] or None, actor.name.upper(), code if known else None, group,
        None, None, None, *types,
    ]  # fmt: skip


def _place(place: Place | None) -> list[object]:
    """The kind of place (1 a country, 3 a US city, 4 another city), its name and its point."""
    if place is None:
        return [None] * 8
    row = country_row(place.country)
    kind: int | None = None
    if row and place.name == row.get("name"):
        kind = 1
    elif is_city(place):
        kind = 3 if place.country == "USA" else 4
    fips = row.get("fips") or None
    return [kind, place.name, fips, None, None, place.latitude, place.longitude, None]


FORMAT = Format("gdelt", "GDELT 2.0 events: 61 columns, tab-separated, no header", ".CSV", write)
