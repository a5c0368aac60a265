"""Feeds and folders watched: what is new in them is read into an archive as it comes.

Only addresses of the open network are asked, politely (robots.txt, pauses, no page twice), and
within limits of time and size; :mod:`addresses <dragoman.watching.addresses>` says which.
"""

from dragoman.watching.addresses import PORTS, Allowed
from dragoman.watching.asking import FetchLimits
from dragoman.watching.fetching import Manners
from dragoman.watching.memory import memory_of
from dragoman.watching.settings import SHORTEST, Settings
from dragoman.watching.watching import Watcher, watch

__all__ = [
    "PORTS", "SHORTEST", "Allowed", "FetchLimits", "Manners", "Settings", "Watcher", "memory_of",
    "watch",
]  # fmt: skip
