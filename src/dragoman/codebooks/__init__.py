"""Code books: versioned tables of names, codes and words, read from the TSV files of this folder.

A table is UTF-8 with tab-separated cells: comment lines that begin with ``#`` (title, version,
source), a header row, then one row a key; several values in a cell are joined with ``|``. Users
extend or correct a table without touching the package: a file of the same name in the folder that
the environment variable ``DRAGOMAN_CODEBOOKS`` names adds its rows, and a row whose first column
is already there replaces it.

Example:
    >>> next(row for row in read_table("countries") if row["code"] == "KOR")["name"]
    'South Korea'
    >>> split("US|USA|America")
    ['US', 'USA', 'America']
"""

from __future__ import annotations

from dragoman.codebooks.tables import OVERRIDE_VARIABLE, parse_table, read_table, split

__all__ = ["OVERRIDE_VARIABLE", "parse_table", "read_table", "split"]
