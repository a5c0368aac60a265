"""BibTeX: reports as entries for LaTeX, JabRef, Zotero; biblatex reads them as well.

Format: the fields of BibTeX (btxdoc) and of biblatex's manual; ``dragoman`` holds the report's id,
which both pass over.
"""

from __future__ import annotations

import re
from pathlib import Path

from babel import Locale, UnknownLocaleError

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

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_LATEX = {
    **{letter: f"\\{letter}" for letter in "&%$#_"},
    "\\": "\\textbackslash{}",
    "{": "\\lbrace{}",
    "}": "\\rbrace{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "<": "\\textless{}",
    ">": "\\textgreater{}",
    "|": "\\textbar{}",
}


def entry(report: Report, key: str) -> str:
    r"""A report as one BibTeX entry; what is not known is left out.

    ``date`` is read by biblatex, ``year`` and ``month`` by BibTeX. Titles stand in a second pair of
    braces, so that no style changes their capitals.

    Example:
        >>> report = Report(id="r1", text_sha256="", title="Oil & gas", url="https://news.example/1")
        >>> print(entry(report, "unknownnd-1"))
        @online{unknownnd-1,
          title = {{Oil \& gas}},
          url = {https://news.example/1},
          dragoman = {r1},
        }
    """
    url = web_address(report.url)
    parts = day_parts(report.published)
    accessed = day_parts(report.retrieved)
    fields = {
        "title": f"{{{latex(report.title)}}}" if report.title else "",
        "journal": latex(report.source) if report.source else "",
        "date": _iso(parts),
        "year": f"{parts[0]:04d}" if parts else "",
        "month": _MONTHS[parts[1] - 1] if len(parts) > 1 else "",
        "note": "" if parts or not report.published else latex(report.published),
        "url": _verbatim(url) if url else "",
        "urldate": _iso(accessed),
        "langid": _language(report.language),
        "dragoman": latex(report.id),
    }
    kind = "article" if report.source else "online" if url else "misc"
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},"
        for name, value in fields.items()
        if value
    ]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def latex(text: str) -> str:
    r"""A text that LaTeX shows as it is; letters beyond ASCII stay (UTF-8).

    Braces become commands: BibTeX counts them even behind a backslash.

    Example:
        >>> latex("50% of {all} A&B_1")
        '50\\% of \\lbrace{}all\\rbrace{} A\\&B\\_1'
    """
    return "".join(_LATEX.get(letter, letter) for letter in plain(text))


def _verbatim(url: str) -> str:
    """An address as the verbatim field ``url`` takes it: without braces or backslashes."""
    return re.sub(r"[{}\\\s]", lambda found: f"%{ord(found.group()):02X}", url)


def _iso(parts: tuple[int, ...]) -> str:
    return "-".join(f"{part:0{4 if n == 0 else 2}d}" for n, part in enumerate(parts))


def _language(code: str | None) -> str:
    """The name by which babel and polyglossia know a language ("english"); "" where none."""
    try:
        name = Locale.parse(code).english_name if code else None
    except (ValueError, UnknownLocaleError):
        return ""
    return (name or "").lower() if (name or "").isalpha() else ""


def write(archive: Archive, to: Path, selection: Selection) -> Exported:
    """Write the reports that tell the selected events, or all reports where nothing is selected."""
    losses = Losses()
    reports = selected_reports(archive, selection)
    keys = citation_keys(reports)
    for report in reports:
        lose(losses, report)
    with written(to) as out:
        for report in reports:
            out.write(f"{entry(report, keys[report.id])}\n\n".encode())
    return Exported(
        format="bibtex", files=(str(to),), rows={"reports": len(reports)}, losses=losses.told()
    )


FORMAT = Format("bibtex", "reports for LaTeX and reference managers (BibTeX)", ".bib", write)
