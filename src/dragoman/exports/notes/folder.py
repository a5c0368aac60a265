"""All notes of a selection, one after the other: (path from the folder's root, text)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dragoman.archive import Archive
from dragoman.briefs.assemble import assemble_stories
from dragoman.briefs.markdown import write_markdown
from dragoman.briefs.model import Brief
from dragoman.exports.notes.holding import Holding, actor_title, issue_title
from dragoman.exports.notes.of_list import index, list_note, list_path
from dragoman.exports.notes.of_party import actor_note, dyad_note, issue_note
from dragoman.exports.notes.of_report import report_note
from dragoman.exports.notes.text import front_matter, link
from dragoman.exports.rows import rows
from dragoman.exports.selection import Selection
from dragoman.records import Dyad, MergedEvent, Story
from dragoman.relations import code_name
from dragoman.storing.kept import kept_story

Note = tuple[str, str]


def notes(archive: Archive, selection: Selection, *, texts: bool = False) -> Iterator[Note]:
    """The notes of the stories that hold a selected event, or of all stories.

    The notes of stories and reports are whole; those of actors, dyads and issues tell the selected
    events. ``texts`` also gives the reports' whole texts.
    """
    stories, wanted = _chosen(archive, selection)
    ids = {report for story in stories for report in story.reports}
    held = {story.id for story in stories}
    merged = [
        event
        for event in archive.merged_events()
        if event.story in held and _is_wanted(event, wanted)
    ]
    holding = Holding((r for r in archive.reports() if r.id in ids), stories, merged)
    readings: list[tuple[str, str]] = []  # report and story; their notes come last
    for story in stories:
        yield _story(archive, holding, story, wanted)
        readings += [(report, story.id) for report in story.reports]
    # Lines of actors and others name sentences, for which the notes of reports need an anchor.
    for code in sorted(holding.actors):
        yield holding.paths[("actors", code)], _text(actor_note(holding, code))
    for pair in sorted(holding.dyads):
        yield holding.paths[("dyads", "-".join(pair))], _text(dyad_note(holding, pair))
    for issue in sorted(holding.issues):
        yield holding.paths[("issues", issue)], _text(issue_note(holding, issue))
    homes = dict(readings)
    for reading in archive.readings(homes):
        report = reading.report.id
        found = report_note(holding, reading, homes[report], texts=texts)
        yield holding.paths[("reports", report)], _text(found)
    for kind in holding.kinds():
        yield list_path(kind), _text(list_note(holding, kind))
    yield "index.md", _text(index(holding))


def _chosen(archive: Archive, selection: Selection) -> tuple[list[Story], set[str] | None]:
    """The stories, and the ids of the selected events, None where all are."""
    stories = archive.stories()
    if selection == Selection(tellings=selection.tellings):
        return stories, None
    if selection == Selection(story=selection.story, tellings=selection.tellings):
        return [story for story in stories if story.id == selection.story], None
    found = list(rows(archive, selection))
    homes = {row.story.id for row in found if row.story}
    return [story for story in stories if story.id in homes], {row.event.id for row in found}


def _is_wanted(event: MergedEvent, wanted: set[str] | None) -> bool:
    return wanted is None or event.id in wanted or not wanted.isdisjoint(event.members)


def _story(archive: Archive, holding: Holding, story: Story, wanted: set[str] | None) -> Note:
    records = kept_story(archive, story)
    events = records.events
    brief = assemble_stories([records], records.readings)
    dyads = [one for one in archive.derived(story.id) if isinstance(one, Dyad)]
    chosen = [event for event in events if _is_wanted(event, wanted)]
    holding.gather(story, brief.briefs[0], chosen, dyads)
    path = holding.paths[("stories", story.id)]
    return path, _text(_story_lines(holding, story, brief, events))


def _story_lines(
    holding: Holding, story: Story, brief: Brief, events: Sequence[MergedEvent]
) -> Iterable[str]:
    at = holding.paths[("stories", story.id)]
    yield front_matter(
        {
            "type": "story",
            "title": story.title,
            "story": story.id,
            "first": story.first,
            "last": story.last,
            "reports": len(story.reports),
            "origins": story.independent,
        }
    )
    links = {
        shown.letter: link("", holding.paths[("reports", shown.id)], at)[3:-1]
        for shown in brief.reports
    }
    text, passages = write_markdown(brief, links)
    for passage in passages:
        holding.named[passage.report].add(passage.number)
    body, _, feet = text.partition("\n---\n")
    yield from (body, "## Notes", "")
    codes = dict.fromkeys(a.code for e in events for a in (*e.actors, *e.recipients))
    pairs = dict.fromkeys((d.a.code, d.b.code) for d in brief.briefs[0].relations)
    issues = dict.fromkeys(issue for event in events for issue in event.issues)
    named = {
        "Actors": [(actor_title(c), holding.path("actors", c)) for c in codes],
        "Relations": [
            (" – ".join(map(code_name, p)), holding.path("dyads", "-".join(p))) for p in pairs
        ],
        "Issues": [(issue_title(i), holding.path("issues", i)) for i in issues],
    }
    for title, found in named.items():
        shown = [link(words, path, at) for words, path in found if path]
        yield from ([f"{title}: {', '.join(shown)}", ""] if shown else [])
    yield f"---\n{feet}"


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"
