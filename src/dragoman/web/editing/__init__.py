"""Corrections over the web: who may make them, forms and REST.

Nothing of it answers but "forbidden" unless the server was started with a token
(``dragoman serve ARCHIVE --edit``). Pages get ``editing``: the CSRF token of a reader who has shown
the token, else None; their forms carry it.
"""

from __future__ import annotations

from dragoman.web.editing.posting import routes
from dragoman.web.editing.sessions import csrf

__all__ = ["csrf", "routes"]
