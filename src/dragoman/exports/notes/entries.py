"""Lines of stories as the notes of actors, dyads and issues show them: told, quoted, linked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.briefs import words
from dragoman.briefs.model import EventLine, Passage, SpeechLine, TieLine
from dragoman.exports.notes.holding import Holding, Told
from dragoman.exports.notes.text import chips, day, escape, link, quoted
from dragoman.records import Report

MOST = 200
"""Lines of one kind in one note; all stand in the notes of the reports."""
_MOST_QUOTED = 2  # reports quoted for one line


def latest_first(told: Iterable[Told]) -> list[Told]:
    """By day, the latest first, undated ones last; each once, those of one sentence together."""
    once = {one.line.id + one.story: one for one in told}
    found = sorted(once.values(), key=lambda one: (one.story, _places(one), one.line.id))
    return sorted(found, key=lambda one: one.day, reverse=True)


def _places(told: Told) -> list[tuple[str, int]]:
    """The sentences that show a line."""
    return [(p.report, p.number) for p in words.telling(told.line) if p.core]


def section(
    holding: Holding, title: str, told: Sequence[Told], at: str, none: str = ""
) -> Iterable[str]:
    """A part of a note: its lines, the latest first, at most :data:`MOST`."""
    if not told:
        yield from ([f"## {title}", "", none, ""] if none else [])
        return
    listed = latest_first(told)
    yield from (f"## {title}", "")
    if len(listed) > MOST:
        yield from (f"The latest {MOST} of {len(listed)}; all stand in the reports' notes.", "")
    shown = listed[:MOST]
    for one, after in zip(shown, [*shown[1:], None], strict=True):
        # What one sentence tells in several ways is quoted once, under the last of them.
        same = after is not None and _places(after) == _places(one) != []
        yield from entry(holding, one, at, quote=not same)
    yield ""


def entry(holding: Holding, told: Told, at: str, *, quote: bool = True) -> Iterable[str]:
    """One line with when it was, and the sentences that show it."""
    line = told.line
    when = line.when if not told.published and line.when else ""
    if not when and told.day:
        when = f"reported {words.day_label(told.day, weekday=False)}"
    when = escape(when or "undated")
    if isinstance(line, EventLine):
        sign = words.STATUS_MARK[line.status]
        shown = f"{sign} {escape(line.text)}{chips(line.status, line.alleged)}"
    else:
        shown = _spoken(line)
    home = holding.path("stories", told.story)
    story = f" · {link('story', home, at)}" if home else ""
    yield f"- **{when}**: {shown}{story}"
    if quote:
        yield from sentences(holding, words.telling(line), at, "  ")


def tie_entry(holding: Holding, tie: TieLine, at: str) -> Iterable[str]:
    """A standing relation with the sentence that states it."""
    yield f"- {escape(tie.kind)}: {escape(tie.text)}"
    yield from sentences(holding, tie.passages, at, "  ")


def sentences(holding: Holding, passages: Iterable[Passage], at: str, indent: str) -> Iterable[str]:
    """Sentences as quotations, each with a link to its line in the note of its report."""
    core = [passage for passage in passages if passage.core]
    for passage in core[:_MOST_QUOTED]:
        yield quoted(passage.text, indent)
        yield f"{indent}>"
        yield f"{indent}> — {sentence_link(holding, passage.report, passage.number, at)}"
        yield indent.rstrip()
    if len(core) > _MOST_QUOTED:
        rest = (sentence_link(holding, p.report, p.number, at) for p in core[_MOST_QUOTED:])
        yield f"{indent}also {'; '.join(rest)}"


def sentence_link(holding: Holding, report: str, number: int, at: str) -> str:
    """A link to a sentence: "El Faro, 12 March 2025, sentence 3"."""
    path = holding.paths[("reports", report)]
    holding.named[report].add(number)
    return link(f"{cited(holding.reports[report])}, sentence {number}", path, at, f"s{number}")


def cited(report: Report) -> str:
    """A report as a source is cited: its publisher and day."""
    return f"{report.source or report.title or 'source not given'}, {day(report.published)}"


def _spoken(line: SpeechLine) -> str:
    to = f" to {escape(line.addressee)}" if line.addressee else ""
    best = max(line.renderings, key=lambda r: len(r.words), default=None)
    if best is None:
        return f"{escape(line.speaker.name)}{to}"
    chain = [*best.chain[:-1]]  # the last link is the report, which is quoted below
    through = f" ({escape(' → '.join(chain))})" if len(chain) > 1 else ""
    return f"{escape(line.speaker.name)}{to}: {escape(words.shorten(best.words))}{through}"
