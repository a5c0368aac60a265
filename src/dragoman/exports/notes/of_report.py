"""The note of a report: what is known of it, and what it tells, sentence by sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from dragoman.briefs import words
from dragoman.briefs.sentences import Framer
from dragoman.exports.notes.holding import Holding, actor_title, issue_title, report_title
from dragoman.exports.notes.text import chips, day, escape, front_matter, link, quoted
from dragoman.exports.references import web_address
from dragoman.records import UNKNOWN_CODE, Event, Evidence, Reading, Statement, Tie
from dragoman.relations import headline, trigger_words


def report_note(
    holding: Holding, reading: Reading, story: str | None, *, texts: bool = False
) -> Iterable[str]:
    """The lines of the note; ``texts`` also gives the report's whole text.

    Each sentence that anything rests on has the heading "S" and its number, so that any program
    finds it by the anchor ``#s12``.
    """
    report = reading.report
    at = holding.paths[("reports", report.id)]
    home = holding.path("stories", story) if story else None
    url = web_address(report.url)
    yield front_matter(
        {
            "type": "report",
            "title": report.title,
            "source": report.source,
            "published": report.published,
            "retrieved": report.retrieved,
            "url": url,
            "language": report.language,
            "report": report.id,
            "story": story,
            "run": report.run,
        }
    )
    yield from (f"# {escape(report_title(report))}", "")
    about = [escape(report.source or "source not given"), escape(day(report.published))]
    about += [f"[its page](<{_in_brackets(url)}>)"] if url else []
    about += [f"story: {link(holding.stories[story].title, home, at)}"] if story and home else []
    yield from (" · ".join(about), "")
    if report.origin:
        named = dict.fromkeys(
            escape(s.name) + ("" if s.kind == "unknown" else f" ({s.kind})") for s in report.origin
        )
        yield from (f"It cites {', '.join(named)}.", "")
    for failure in report.failures:
        yield from (f"Not read: {escape(failure.message)}", "")
    yield from _told(holding, reading, at)
    if texts:
        yield from ("## Text", "")
        for line in reading.text.splitlines():
            yield from ([escape(line), ""] if line.strip() else [])


def _told(holding: Holding, reading: Reading, at: str) -> Iterable[str]:
    framer = Framer(reading.report.id, "", reading.text)
    found: dict[int, list[str]] = defaultdict(list)

    def put(spans: Iterable[Evidence], line: str) -> None:
        core = [p.number for p in framer.passages(spans) if p.core]
        if core:
            found[core[0]].append(line)
            for number in core[1:]:
                found.setdefault(number, [])

    for event in reading.events:
        put(event.evidence, _event(holding, event, reading.text, at))
    for statement in reading.statements:
        put((*statement.evidence, *statement.content), _statement(statement, reading.text))
    for tie in reading.ties:
        put(tie.evidence, _tie(tie))
    for number in holding.named.get(reading.report.id, ()):
        found.setdefault(number, [])
    counts = (
        words.count(len(reading.events), "event"),
        words.count(len(reading.statements), "statement"),
        words.count(len(reading.ties), "tie"),
    )
    yield from ("## What it tells", "")
    yield f"{', '.join(counts)}, in {len(found)} of {len(framer.sentences)} sentences."
    yield ""
    for number in sorted(found):
        sentence = framer.sentences[number - 1]
        yield from (f"### S{number}", "")
        yield from (quoted(reading.text[sentence.start : sentence.end]), "")
        yield from ([*found[number], ""] if found[number] else [])


def _event(holding: Holding, event: Event, text: str, at: str) -> str:
    shown = headline(event, trigger=trigger_words(event, text), plain=True)
    act = f"{event.type.lower()}, {event.mode}" if event.mode else event.type.lower()
    meta = [escape(act), words.QUAD[event.quad]]
    meta += [escape(words.when(event.date))] if event.date else []
    meta += [escape(event.place.name)] if event.place else []
    told = " → ".join(words.plain(source.name) for source in event.attribution)
    meta += [f"says {escape(told)}"] if told else []
    meta += [f"in the words {escape(', '.join(f'“{h}”' for h in event.hedges))}"] * bool(
        event.hedges
    )
    meta += [f"confidence {event.confidence:.2f}"]
    codes = dict.fromkeys(a.code for a in (*event.actors, *event.recipients))
    links = [
        link(actor_title(code), path, at)
        for code in codes
        if code != UNKNOWN_CODE and (path := holding.path("actors", code))
    ]
    links += [
        link(issue_title(issue), path, at)
        for issue in event.issues
        if (path := holding.path("issues", issue))
    ]
    sign = words.STATUS_MARK[event.status]
    rows = [f"- {sign} {escape(shown)}{chips(event.status, event.alleged)}", " · ".join(meta)]
    return "  \n  ".join([*rows, *([" · ".join(links)] if links else [])])


def _statement(statement: Statement, text: str) -> str:
    speaker = escape(statement.speaker.name)
    to = f" to {escape(statement.addressee.name)}" if statement.addressee else ""
    chain = [words.plain(s.name) for s in statement.attribution if s.name != statement.speaker.name]
    through = f", through {escape(' → '.join(chain))}" if chain else ""
    said = " … ".join(text[piece.start : piece.end] for piece in statement.content)
    kind = words.SPEECH[statement.kind]
    return f"- {speaker}{to} ({kind}{through}): *{escape(words.shorten(said))}*"


def _tie(tie: Tie) -> str:
    return f"- {escape(tie.kind)}: {escape(actor_title(tie.a))} – {escape(actor_title(tie.b))}"


def _in_brackets(url: str) -> str:
    """An address as it stands in <> of a link."""
    return url.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C").replace(" ", "%20")
