"""Stage: briefs. One page about some reports, in HTML, Markdown, a terminal, or JSON.

:func:`assemble` works stories and relations out from readings; the views only show what the
:class:`Brief` holds.

Example:
    >>> from dragoman.briefs import assemble
    >>> assemble([]).briefs
    ()
"""

from __future__ import annotations

from dragoman.briefs.assemble import assemble
from dragoman.briefs.html import to_html
from dragoman.briefs.markdown import to_markdown
from dragoman.briefs.model import Brief, StoryBrief
from dragoman.briefs.terminal import to_terminal

__all__ = ["Brief", "StoryBrief", "assemble", "to_html", "to_markdown", "to_terminal"]
