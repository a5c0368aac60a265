"""Stable ids: the same input and version give the same id on any machine, in any order."""

from __future__ import annotations

import hashlib


def stable_id(prefix: str, *parts: object) -> str:
    """A short id from what identifies the thing; never from time, path or order.

    Example:
        >>> stable_id("ev", "r1", 10, 14, "CONSULT") == stable_id("ev", "r1", 10, 14, "CONSULT")
        True
    """
    digest = hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8)
    return f"{prefix}_{digest.hexdigest()}"


def text_hash(text: str) -> str:
    """SHA-256 of the text as given, UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
