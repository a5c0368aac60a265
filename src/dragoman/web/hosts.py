"""Names under which the server may be asked, so that no foreign page reaches it by one of its own.

A page of another site can give its own name the address of this machine (DNS rebinding) and then
ask as if it were ours; its requests carry that name. Addresses in numbers cannot be turned so.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from dragoman.errors import DragomanError
from dragoman.web.responses import failed

_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?")
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class Hosts:
    """Refuses requests for other names (ASGI middleware)."""

    def __init__(self, app: ASGIApp, *, names: Iterable[str]) -> None:
        """``names`` of this server; "*" for all addresses in numbers."""
        self._app = app
        self._names = {plain(name) for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go on, or answer that this name is not ours."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name = host_of(Headers(scope=scope).get("host", ""))
        if name is not None and self._ours(name):
            await self._app(scope, receive, send)
            return
        told = DragomanError(
            "This server is not asked under this name. Give it with --name when you start it.",
            error="bad-host",
        )
        await failed(Request(scope), told)(scope, receive, send)

    def _ours(self, name: str) -> bool:
        return name in self._names or ("*" in self._names and is_address(name))


def host_of(header: str) -> str | None:
    """The name in a Host header, without its port; None where it is none.

    Example:
        >>> host_of("LocalHost:8765"), host_of("[::1]:80"), host_of("a b"), host_of("")
        ('localhost', '::1', None, None)
    """
    found = _HOST.fullmatch(header)
    return plain(found["name"]) if found else None


def plain(name: str) -> str:
    """A host name as it is compared.

    Example:
        >>> plain("[::1]"), plain("LocalHost.")
        ('::1', 'localhost')
    """
    return name.strip("[]").rstrip(".").lower()


def is_address(name: str) -> bool:
    """Whether a host is an address in numbers."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens at a host."""
    name = plain(host)
    return name == "localhost" or (is_address(name) and ipaddress.ip_address(name).is_loopback)
