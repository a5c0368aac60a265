"""Views as HTML: the templates and what they call. Everything from reports is escaped."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from dragoman._version import __version__
from dragoman.briefs import words
from dragoman.briefs.html import helpers, steered
from dragoman.records import UNKNOWN_CODE, EvidenceSentence
from dragoman.web.drawing import map_picture, network_picture, series_picture
from dragoman.web.paging import link, twin

NAVIGATION = (
    ("/", "Overview"), ("/stories", "Stories"), ("/agenda", "Agenda"), ("/network", "Network"),
    ("/actors", "Actors"), ("/issues", "Issues"), ("/run", "Run"),
    ("/upload", "Upload"),
)  # fmt: skip
"""The main pages, as every page lists them."""


_MOST_PERIODS = 400  # rows of a table of periods: the days of a year
PICTURES = {"series": series_picture, "network": network_picture, "map": map_picture}


def render(template: str, **context: Any) -> str:
    """A template as HTML; ``editing`` is the CSRF token of a reader who may correct, else None."""
    return environment().get_template(template).render(**{"editing": None, **context})


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of the site; those of the brief are under ``briefs/``."""
    made = Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("dragoman.web", "templates"),
                PrefixLoader({"briefs": PackageLoader("dragoman.briefs", "templates")}),
            ]
        ),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=steered,
    )
    made.globals.update(helpers())
    made.globals.update(
        version=__version__, navigation=NAVIGATION, link=link, twin_of=twin, count=words.count,
        plain=words.plain, marked=marked, name_of=name_of,
        known=lambda code: code not in (None, "", UNKNOWN_CODE), QUAD=words.QUAD,
        STATUS=words.STATUS, CHANGE=words.CHANGE, day_label=words.day_label, when=words.when,
        shorten=words.shorten,
        row_anchor=row_anchor, pictures=PICTURES, MOST_PERIODS=_MOST_PERIODS,
    )  # fmt: skip
    return made


def marked(sentence: EvidenceSentence) -> Markup:
    """A sentence with the words that show the record in <mark>."""
    edges = sorted(
        {sentence.start, sentence.end}
        | {
            min(max(edge, sentence.start), sentence.end)
            for mark in sentence.marks
            for edge in (mark.start, mark.end)
        }
    )
    out = []
    for start, end in pairwise(edges):
        piece = steered(sentence.text[start - sentence.start : end - sentence.start])
        inside = any(m.start <= start and end <= m.end for m in sentence.marks)
        out.append(Markup("<mark>{}</mark>").format(piece) if inside else Markup.escape(piece))
    # two marks that touch are one to the eye
    return Markup("").join(out).replace(Markup("</mark><mark>"), Markup(""))


def name_of(code: str) -> str:
    """The name of an actor code ("South Korea"), or the code itself."""
    from dragoman.relations.names import code_name

    return code_name(code)


def row_anchor(name: str) -> str:
    """A name as an address within a page, as pictures link to the rows of their table."""
    from dragoman.pictures.files import anchor

    return anchor(name)
