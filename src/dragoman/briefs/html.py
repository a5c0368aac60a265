"""The brief as one self-contained HTML page: no network, works without JavaScript, prints.

Everything that comes from reports is escaped by Jinja2; the page's own script is the only one that
its content security policy lets run.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from dragoman.briefs import words
from dragoman.briefs.groups import Speaker, contents, speakers, tally, undated_groups
from dragoman.briefs.marks import all_lines, anchor, mark_reports
from dragoman.briefs.model import (
    AgendaLine,
    Brief,
    Passage,
    ReportShown,
    SpeechLine,
    StoryBrief,
)
from dragoman.briefs.versions import told
from dragoman.records import UNKNOWN_CODE, Reading

__all__ = ["Speaker", "helpers", "shown", "to_html"]


def to_html(brief: Brief, readings: Sequence[Reading] = (), pictures: bool = True) -> str:
    """The page, with the reports' texts beside the brief where their readings are given.

    ``pictures=False`` leaves the two pictures out (they take most of the time).
    """
    template = _environment().get_template("page.html.j2")
    script = _file("brief.js")
    return template.render(
        **shown(brief, readings, pictures),
        heading=words.plain(brief.briefs[0].title) if brief.briefs else "Nothing to tell",
        css=f"{_file('base.css')}\n{_file('brief.css')}",
        js=script,
        script_hash=_csp_hash(f"\n{script}\n"),
    )


def shown(brief: Brief, readings: Sequence[Reading], pictures: bool = True) -> dict[str, Any]:
    """What ``parts.html.j2`` needs to know of a brief, beside :func:`helpers`."""
    return {
        "brief": brief,
        "lines": {line.id: line for line in all_lines(brief)},
        "texts": mark_reports(brief, readings),
        "pictures": _pictures(brief) if pictures else {},
        "reports_of": lambda story: _reports_of(brief, story),
    }


def _pictures(brief: Brief) -> dict[str, dict[str, dict[str, str]]]:
    from dragoman.briefs import pictures  # Altair takes half a second to load

    return {story.id: pictures.of_story(story) for story in brief.briefs}


def _reports_of(brief: Brief, story: StoryBrief) -> list[ReportShown]:
    return [report for report in brief.reports if report.letter in story.reports]


def _csp_hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


@lru_cache(maxsize=8)
def _file(name: str) -> str:
    folder = resources.files("dragoman.briefs").joinpath("templates")
    return folder.joinpath(name).read_text(encoding="utf-8").strip()


def _unique(passages: Iterable[Passage]) -> list[Passage]:
    return list({p.label: p for p in passages}.values())


def web(url: str | None) -> bool:
    """Whether an address may be linked: only the web's own schemes, never script.

    Example:
        >>> web("https://news.example/1"), web("javascript:alert(1)"), web("http://[none")
        (True, False, False)
    """
    try:
        return url is not None and urlsplit(url).scheme in ("http", "https")
    except ValueError:  # what a report gives as its address need not be one
        return False


def steered(value: Any) -> Any:
    """What an expression of a template gives, without marks that steer a terminal or turn words.

    Both environments hand everything through it, so that no template can forget it.
    """
    return words.steerless(value) if type(value) is str else value


def _host(url: str) -> str:
    return urlsplit(url).hostname or "source"


def _meta_ahead(line: AgendaLine) -> str:
    parts = [line.place or ""]
    parts.append(f"says {'; '.join(line.sources)}" if line.sources else "")
    quoted = ", ".join(f"“{words.plain(h)}”" for h in line.hedges)
    parts.append(f"in the words {quoted}" if quoted else "")
    return " · ".join(part for part in parts if part)


def _meta_speech(line: SpeechLine) -> str:
    parts = [f"to {line.addressee}" if line.addressee else "", line.when]
    number = len(line.renderings)
    parts.append(f"{number} versions of one utterance" if number > 1 else "")
    return " · ".join(part for part in parts if part)


def _signed(score: float) -> str:
    """A score with its sign: +2.5, −3.0."""
    return f"{score:+.1f}".replace("-", "−")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dragoman.briefs", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=steered,
    )
    environment.globals.update(helpers())
    return environment


def helpers() -> dict[str, Any]:
    """What ``parts.html.j2`` calls."""
    return {
        "STATUS": words.STATUS, "STATUS_MARK": words.STATUS_MARK, "QUAD": words.QUAD,
        "STATUS_TOLD": words.STATUS_TOLD, "ALLEGED": words.ALLEGED, "told": told,
        "act": words.act, "count": words.count, "plain": words.plain,
        "after_pair": words.after_pair, "within": words.also,
        "day_label": words.day_label, "unique": _unique, "quotes": words.telling,
        "entry_day": words.entry_day, "change_told": words.change_told,
        "clip": words.clip_parts, "balance": words.balance, "web": web,
        "host": _host, "signed": _signed, "meta_speech": _meta_speech,
        "meta_ahead": _meta_ahead, "tally": tally,
        "contents": contents, "speakers": speakers, "undated_groups": undated_groups,
        "anchor": lambda p: anchor(p.letter, p.number), "known": lambda c: c != UNKNOWN_CODE,
    }  # fmt: skip
