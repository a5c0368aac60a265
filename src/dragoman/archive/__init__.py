"""The archive: one DuckDB file with every record, its evidence and the run that made it.

:class:`Archive` adds readings and stories and answers queries. It can also be opened by any other
DuckDB client: the tables are listed in :data:`dragoman.archive.schema.TABLES`.
"""

from dragoman.archive.store import Archive

__all__ = ["Archive"]
