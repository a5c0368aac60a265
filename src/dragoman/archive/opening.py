"""Open an archive's file, or make a new one; never change a file that is something else."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

import duckdb

from dragoman.archive import schema
from dragoman.archive.errors import told
from dragoman.errors import DragomanError

# The archive reads and writes its own file and nothing else: no other files, no network, whatever
# a query asks for.
_CONFIG: dict[str, Any] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def no_bar(connection: duckdb.DuckDBPyConnection) -> None:
    """In a Python session DuckDB would draw a bar into what its user prints."""
    with contextlib.suppress(duckdb.Error):  # a notebook that cannot draw one, and none is drawn
        connection.execute("SET enable_progress_bar = false")


def connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """A connection to the archive at ``path``, which is made if it is not there.

    Raises DragomanError: not-found, not-an-archive, archive-busy, unwritable, damaged-archive,
    archive-newer, archive-older.
    """
    with told(path):
        fresh = not path.exists() or (path.is_file() and path.stat().st_size == 0)
        if fresh and read_only:
            raise DragomanError(
                f"There is no archive {path}. Check the name, or make it by reading reports into "
                "it.",
                error="not-found",
            )
        if fresh:
            _make(path)
        connection = duckdb.connect(str(path), read_only=read_only, config=_CONFIG)
        try:
            settle(connection, path, read_only=read_only)
            connection.execute("SET TimeZone = 'UTC'")
            no_bar(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def settle(connection: duckdb.DuckDBPyConnection, path: Path, *, read_only: bool) -> None:
    """Make sure that a database is an archive with all its tables; an older one is brought up."""
    version = schema.version_of(connection)
    if version is None:
        raise DragomanError(
            f"{path} is a DuckDB database, but no archive of Dragoman. Nothing was changed; name "
            "another file.",
            error="not-an-archive",
        )
    schema.migrate(connection, version, path, read_only=read_only)
    lacking = schema.lacking(connection)
    if lacking:
        raise DragomanError(
            f"The archive {path} is damaged: it has not {', '.join(lacking[:5])}. Nothing was "
            "changed. Restore it from a copy, or read the reports again into a new archive.",
            error="damaged-archive",
        )


def _make(path: Path) -> None:
    """Make a new archive beside its place, then move it there whole.

    So an archive is there with all its tables, or not there, whenever the program is killed; and
    of two programs that make the same, the second finds the first's.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()
        connection = duckdb.connect(str(draft), config=_CONFIG)
        try:
            schema.create(connection)
            # Closing does it too, but says nothing where the disk is full: the file would be there
            # without tables, and the log that has them is no part of what is moved.
            connection.execute("CHECKPOINT")
        finally:
            connection.close()
        if path.exists() and path.stat().st_size == 0:
            path.unlink()
        try:
            os.link(draft, path)  # unlike a move, it never puts itself over another file
        except FileExistsError:
            pass
        except OSError:  # a file system without links
            if not path.exists():
                draft.rename(path)
    except OSError as error:
        raise DragomanError(
            f"The archive {path} cannot be made ({error.strerror}). Check the folder and its "
            "permissions, or choose another.",
            error="unwritable",
        ) from error
    finally:
        for left in (draft, draft.with_name(draft.name + ".wal")):
            with contextlib.suppress(OSError):
                left.unlink()
