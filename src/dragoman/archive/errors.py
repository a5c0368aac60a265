"""DuckDB's errors in the words of the archive, each with what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import msgspec

from dragoman.errors import DragomanError

_OPEN_ELSEWHERE = (
    "Wait until that one ends, or close it. Only one program can write an archive at a time, and "
    "while one writes no other can read it."
)

# What DuckDB's message has in it -> short name, what happened, what to do. The first that fits.
_KNOWN: tuple[tuple[str, str, str, str], ...] = (
    ("No space left|File too large|disk quota|Disk quota|Could not write|not enough disk",
     "archive-full", "could not be written: the disk is full",
     "Free some space and start again; what was added before is kept."),
    ("^INTERRUPT", "too-slow", "was asked something that took longer than allowed",
     "Ask for less: fewer days, one dyad, a smaller limit."),
    ("Could not set lock", "archive-busy", "is in use by another program", _OPEN_ELSEWHERE),
    ("different configuration|already open|already attached|Unique file handle",
     "archive-busy", "is open elsewhere in this program", _OPEN_ELSEWHERE),
    ("Is a directory", "not-an-archive", "is a folder", "Name a file, such as news.duckdb."),
    ("No such file|does not exist|Not a directory", "not-found", "cannot be found",
     "Check the name; its folder must be there."),
    ("Permission denied|Read-only file system|Operation not permitted|read-only mode",
     "unwritable", "cannot be written here", "Check the permissions, or choose another folder."),
    ("newer version of DuckDB|storage version|version number|serialization version",
     "archive-newer", "was written by another version of DuckDB",
     "Upgrade: pip install --upgrade duckdb."),
    ("not a valid DuckDB", "not-an-archive", "is no archive",
     "Name an archive, or a file that is not there yet to begin one."),
    ("Out of Memory|Allocation failure|failed to allocate|failed to pin|could not allocate",
     "out-of-memory",
     "needs more memory than there is", "Close other programs, or add fewer reports at once."),
    ("Constraint|Conversion Error|Invalid Input|Binder|Catalog|Parser",
     "archive-error", "could not be used", "Please report this as a bug."),
)  # fmt: skip


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raise DuckDB's and the decoder's errors as DragomanErrors about this archive."""
    try:
        yield
    except duckdb.Error as error:
        raise translate(path, error) from error
    except RuntimeError as error:
        raise interrupted(error) from error
    except (msgspec.MsgspecError, TypeError) as error:  # a cell that is empty is no text
        raise DragomanError(
            f"A record in the archive {path} cannot be read ({error}). The archive may be damaged, "
            "or written by another version of Dragoman: read its reports again into a new one.",
            error="damaged-archive",
        ) from error


def interrupted(error: RuntimeError) -> BaseException:
    """Ctrl-C while DuckDB was at work, which comes as a RuntimeError; else the error itself."""
    return KeyboardInterrupt() if "Query interrupted" in str(error) else error


def translate(path: Path, error: Exception) -> DragomanError:
    """One of DuckDB's errors as ours."""
    text = " ".join(str(error).split())
    for pattern, name, what, advice in _KNOWN:
        if re.search(pattern, text, re.I):
            holder = re.search(r"PID \d+", text) if name == "archive-busy" else None
            detail = f" ({holder.group()})" if holder else ""
            if name == "archive-error":
                detail = f" ({text[:300]})"
            return DragomanError(f"The archive {path} {what}{detail}. {advice}", error=name)
    return DragomanError(
        f"The archive {path} is damaged ({text[:200]}). Nothing was changed. Restore it from a "
        "copy, or read the reports again into a new archive.",
        error="damaged-archive",
    )
