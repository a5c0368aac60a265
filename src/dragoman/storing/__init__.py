"""Reports into an archive, and the stories of what it holds."""

from dragoman.storing.correcting import correct, read_corrections, take_corrections, undo
from dragoman.storing.keeping import keep
from dragoman.storing.telling import tell_stories, untold

__all__ = [
    "correct", "keep", "read_corrections", "take_corrections", "tell_stories", "undo", "untold",
]  # fmt: skip
