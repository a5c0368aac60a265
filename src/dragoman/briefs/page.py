"""A brief with the reports it opens: what :func:`dragoman.brief` returns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dragoman.briefs.model import Brief
from dragoman.records import Reading


@dataclass(frozen=True, slots=True)
class Page:
    """The brief and the readings that its lines open, ready for any view.

    Fields:
        brief: everything that is shown, as records (the JSON twin).
        readings: the reports with their texts and records, in the order given.

    In a notebook the page shows itself.
    """

    brief: Brief
    readings: tuple[Reading, ...]

    def html(self) -> str:
        """One self-contained HTML page."""
        from dragoman.briefs.html import to_html

        return to_html(self.brief, self.readings)

    def markdown(self) -> str:
        """The brief as Markdown, each line with the sentences it rests on."""
        from dragoman.briefs.markdown import to_markdown

        return to_markdown(self.brief)

    def json(self) -> str:
        """The brief as JSON: everything that any view shows."""
        return self.brief.to_json()

    def save(self, path: str | Path) -> Path:
        """Write the view that the file's ending names: .html, .md or .json. Returns the path."""
        target = Path(path)
        views = {".html": self.html, ".htm": self.html, ".md": self.markdown, ".json": self.json}
        if target.suffix.lower() not in views:
            raise ValueError(f"{target.name}: end the name with .html, .md or .json")
        target.write_text(views[target.suffix.lower()](), encoding="utf-8")
        return target

    def __repr__(self) -> str:
        """What it holds, in a line: the records themselves would fill screens."""
        reports, stories = len(self.readings), len(self.brief.briefs)
        return (
            f"<Page: {reports} report{'s' * (reports != 1)} of "
            f"{stories} stor{'y' if stories == 1 else 'ies'}>"
        )

    def _repr_html_(self) -> str:
        return self.html()
