"""The web: pages over an archive, each with its JSON twin; REST under ``/api``.

    from dragoman.web import make_app
    app = make_app("news.duckdb")  # an ASGI app; `dragoman serve news.duckdb` runs it

It asks what :mod:`dragoman.questions` answers and shows it; nothing is worked out here.
"""

from __future__ import annotations

from dragoman.web.app import make_app

__all__ = ["make_app"]
