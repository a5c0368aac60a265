"""Stage: brief. One page about some reports, in HTML, Markdown, a terminal, or JSON.

:func:`assemble` works stories and relations out from readings; the views only show what the
:class:`Brief` holds.

Example:
    >>> from dragoman.brief import assemble
    >>> assemble([]).briefs
    ()
"""

from __future__ import annotations

from dragoman.brief.assemble import assemble
from dragoman.brief.html import to_html
from dragoman.brief.markdown import to_markdown
from dragoman.brief.model import Brief, StoryBrief
from dragoman.brief.terminal import to_terminal

__all__ = ["Brief", "StoryBrief", "assemble", "to_html", "to_markdown", "to_terminal"]
