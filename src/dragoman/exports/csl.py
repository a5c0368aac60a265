"""CSL-JSON: reports as items for Zotero, pandoc, citeproc and other reference managers.

Format: CSL's schema of input data (github.com/citation-style-language/schema,
schemas/input/csl-data.json). The id of the report stands in ``annote``, which every version of the
schema has and no common style prints.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from dragoman.archive import Archive
from dragoman.briefs.words import plain
from dragoman.exports.formats import Format
from dragoman.exports.losses import Losses
from dragoman.exports.references import (
    citation_keys,
    day_parts,
    lose,
    selected_reports,
    web_address,
)
from dragoman.exports.selection import Selection
from dragoman.files import written
from dragoman.records import Exported, Report


def item(report: Report, key: str) -> dict[str, Any]:
    """A report as one CSL-JSON item; what is not known is left out.

    Example:
        >>> report = Report(id="r1", text_sha256="", source="El Faro", published="2025-03-12")
        >>> item(report, "elfaro2025-1")["issued"]
        {'date-parts': [[2025, 3, 12]]}
    """
    url = web_address(report.url)
    found: dict[str, Any] = {
        "id": key,
        "type": "article-newspaper" if report.source else "webpage" if url else "document",
        "title": plain(report.title) if report.title else None,
        "container-title": plain(report.source) if report.source else None,
        "issued": _date(report.published),
        "accessed": _date(report.retrieved),
        "URL": url,
        "language": report.language,
        "annote": f"Dragoman report {report.id}",
    }
    return {name: value for name, value in found.items() if value}


def _date(value: str | None) -> dict[str, Any] | None:
    parts = day_parts(value)
    if parts:
        return {"date-parts": [list(parts)]}
    return {"literal": plain(value)} if value and plain(value) else None


def write(archive: Archive, to: Path, selection: Selection) -> Exported:
    """Write the reports that tell the selected events, or all reports where nothing is selected."""
    losses = Losses()
    reports = selected_reports(archive, selection)
    keys = citation_keys(reports)
    items = [item(report, keys[report.id]) for report in reports]
    for report in reports:
        lose(losses, report)
    with written(to) as out:
        out.write(msgspec.json.format(msgspec.json.encode(items), indent=2) + b"\n")
    return Exported(
        format="csl", files=(str(to),), rows={"reports": len(items)}, losses=losses.told()
    )


FORMAT = Format(
    "csl", "reports for Zotero, pandoc and other reference managers (CSL-JSON)", ".json", write
)
