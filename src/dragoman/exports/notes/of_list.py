"""The index of the folder, and the lists of all notes of one kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman._version import __version__
from dragoman.briefs import words
from dragoman.exports.notes.entries import cited
from dragoman.exports.notes.holding import Holding, Kind, actor_title, issue_title, report_title
from dragoman.exports.notes.of_party import dyad_counts
from dragoman.exports.notes.text import escape, front_matter, link, table
from dragoman.relations import code_name

_FIRST = 25  # of each kind on the index
_TITLES: dict[Kind, str] = {
    "stories": "Stories",
    "actors": "Actors",
    "dyads": "Relations",
    "issues": "Issues",
    "reports": "Reports",
}
_NOTE = "Reports what reports say; no verdict on truth. Every quotation leads to its sentence."


def index(holding: Holding) -> Iterable[str]:
    """The first note: what there is, and the most of each kind."""
    yield front_matter({"type": "index", "dragoman": __version__})
    yield from ("# Notes on the news", "", _NOTE, "")
    for kind, title in _TITLES.items():
        rows = listed(holding, kind, "index.md")
        if not rows:
            continue
        yield from (f"## {title}", "")
        yield from (rows[:_FIRST] if kind != "reports" else [])
        yield from ([""] if kind != "reports" else [])
        yield from (link(f"All {len(rows)} {title.lower()}", list_path(kind), "index.md"), "")


def list_note(holding: Holding, kind: Kind) -> Iterable[str]:
    """All notes of one kind."""
    yield front_matter({"type": "list", "of": kind})
    yield from (f"# {_TITLES[kind]}", "", link("Index", "index.md", list_path(kind)), "")
    rows = listed(holding, kind, list_path(kind))
    if kind == "dyads":
        yield from ("Numbers: happened + ahead.", "")
        head = ("pair", *(words.QUAD[quad] for quad in (1, 2, 3, 4)), "mean score")
        pairs = sorted(holding.dyads, key=lambda pair: (-holding.dyads[pair].count, pair))
        cells = [
            (
                link(
                    " – ".join(map(code_name, pair)),
                    holding.paths[("dyads", "-".join(pair))],
                    list_path(kind),
                ),
                *dyad_counts(holding.dyads[pair]),
            )
            for pair in pairs
        ]
        yield from table(head, cells)
    else:
        yield from rows
    yield ""


def list_path(kind: Kind) -> str:
    """The path of the list of one kind; "index" is no name of a note beside it."""
    return f"{kind}/index.md"


def listed(holding: Holding, kind: Kind, at: str) -> Sequence[str]:
    """A line for each note of one kind: the latest first, or those with most events."""
    if kind == "stories":
        stories = sorted(holding.stories.values(), key=lambda s: s.id)
        stories.sort(key=lambda story: story.last or "", reverse=True)
        return [
            f"- {link(story.title, holding.paths[(kind, story.id)], at)}: "
            f"{_days(story.first, story.last)}, {words.count(len(story.reports), 'report')}"
            for story in stories
        ]
    if kind == "reports":
        reports = sorted(holding.reports.values(), key=lambda r: r.id)
        reports.sort(key=lambda report: report.published or "", reverse=True)
        return [
            f"- {link(report_title(report), holding.paths[(kind, report.id)], at)}: "
            f"{escape(cited(report))}"
            for report in reports
        ]
    if kind == "actors":
        parties = sorted(holding.actors.items(), key=lambda i: (-len(i[1].did), i[0]))
        return [
            f"- {link(actor_title(code), holding.paths[(kind, code)], at)}: "
            f"{words.count(len(party.did), 'event')}"
            for code, party in parties
        ]
    if kind == "dyads":
        pairs = sorted(holding.dyads.items(), key=lambda i: (-i[1].count, i[0]))
        return [
            f"- {link(' – '.join(map(code_name, pair)), holding.paths[(kind, '-'.join(pair))], at)}"
            f": {words.count(relation.count, 'event')}"
            for pair, relation in pairs
        ]
    matters = sorted(holding.issues.items(), key=lambda i: (-len(i[1].told), i[0]))
    return [
        f"- {link(issue_title(issue), holding.paths[(kind, issue)], at)}: "
        f"{words.count(len(matter.told), 'act or statement', 'acts and statements')}"
        for issue, matter in matters
    ]


def _days(first: str | None, last: str | None) -> str:
    if not first or not last:
        return "date not given"
    a, b = words.day_label(first, False), words.day_label(last, False)
    return escape(a if a == b else f"{a} to {b}")
