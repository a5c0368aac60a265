"""What took long to work out of an archive, kept while its file stays as it is."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
_MOST = 16  # results of all archives of this program; an agenda of 3,000 items takes some 10 MB
_kept: OrderedDict[tuple[object, ...], Any] = OrderedDict()
_lock = threading.Lock()
_making: dict[tuple[object, ...], threading.Lock] = {}


def remembered(path: Path, what: str, work: Callable[[], T]) -> T:
    """What ``work`` gives, or gave before for this file as it is now.

    Only for archives that are open for reading: then nobody changes the file meanwhile. The result
    is shared, so it must be frozen.
    """
    about = path.stat()
    key = (str(path.resolve()), about.st_ino, about.st_size, about.st_mtime_ns, what)
    with _lock:
        making = _making.setdefault(key, threading.Lock())
    with making:  # who asks for the same meanwhile waits for it
        with _lock:
            if key in _kept:
                _kept.move_to_end(key)
                return _kept[key]  # type: ignore[no-any-return]
        made = work()
        with _lock:
            _kept[key] = made
            _making.pop(key, None)
            while len(_kept) > _MOST:
                _kept.popitem(last=False)
    return made
