"""One GET of one address at one number, bounded in time and bytes."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache

import certifi
import urllib3
from urllib3.connection import HTTPConnection

from dragoman.errors import DragomanError
from dragoman.ingest.limits import too_large
from dragoman.watching.addresses import Address, shown

_PIECE = 16_384
_PACKED = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_BROKEN = (OSError, http.client.HTTPException, urllib3.exceptions.HTTPError)


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Bounds on one fetch.

    Fields:
        connect: seconds to look up a host, and to reach it.
        read: seconds in which something has to come.
        whole: seconds for one request and its answer.
        size: bytes of an answer, unpacked.
        redirects: how many are followed.
    """

    connect: float = 10.0
    read: float = 20.0
    whole: float = 60.0
    size: int = 10_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answered. ``data`` is empty where ``status`` is not 200."""

    status: int
    headers: Mapping[str, str]
    data: bytes = b""


@lru_cache(maxsize=1)
def default_tls() -> ssl.SSLContext:
    """Certificates are checked against the system's list and that of certifi."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def ask(
    address: Address,
    numbers: list[str],
    headers: Mapping[str, str],
    limits: FetchLimits,
    *,
    kinds: tuple[str, ...] = (),
    tls: ssl.SSLContext | None = None,
) -> Answer:
    """The answer of the first of these numbers that can be reached; no proxy, no redirect.

    Args:
        kinds: beginnings of content types that are read; others are refused before their body.
        tls: whose certificates are believed; default those that browsers believe.

    Raises DragomanError: unreachable, host-slow, too-large, not-a-page.
    """
    with _deadline(limits.whole) as deadline:
        try:
            connection = _connected(address, numbers, limits, tls, deadline)
            try:
                connection.request(
                    "GET", address.target, headers={**headers, "Host": address.host_header},
                    preload_content=False,
                )  # fmt: skip
                answer = _read(address, connection.getresponse(), limits, kinds)
            finally:
                connection.close()
        except DragomanError:
            raise
        except _BROKEN as error:
            late = isinstance(error, (TimeoutError, urllib3.exceptions.TimeoutError))
            if deadline.passed or late:
                raise _slow(address, limits) from error
            raise _unreachable(address, error) from error
        except ValueError as error:  # a head that is no head of an answer
            raise _unreachable(address, error) from error
        if deadline.passed:  # an answer that was cut off must not pass for a whole one
            raise _slow(address, limits)
        return answer


class _Deadline:
    """Cuts a connection off when its time is up, whatever it is doing.

    Time limits of a socket count from byte to byte: a host that sends one a minute is in time.
    """

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def over(self, sock: socket.socket) -> None:
        """Watch over a connection, by a second handle: TLS takes the first one away."""
        with self._lock:
            self._sockets.append(sock.dup())
        if self.passed:
            self._cut()

    def end(self) -> None:
        self._timer.cancel()
        with self._lock:
            while self._sockets:
                self._sockets.pop().close()

    def _cut(self) -> None:
        self.passed = True
        with self._lock:
            for sock in self._sockets:
                with suppress(OSError):  # it has gone already
                    sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def _deadline(seconds: float) -> Iterator[_Deadline]:
    deadline = _Deadline(seconds)
    try:
        yield deadline
    finally:
        deadline.end()


def _connected(
    address: Address,
    numbers: list[str],
    limits: FetchLimits,
    tls: ssl.SSLContext | None,
    deadline: _Deadline,
) -> HTTPConnection:
    """A connection to one of the numbers that were checked, and to no name."""
    last: OSError | None = None
    for number in numbers[:4]:
        try:
            sock = socket.create_connection((number, address.port), timeout=limits.connect)
        except OSError as error:
            last = error
            continue
        try:
            deadline.over(sock)
            sock.settimeout(limits.read)
            if address.scheme == "https":
                context = tls or default_tls()
                sock = context.wrap_socket(sock, server_hostname=address.host)
        except BaseException:
            sock.close()
            raise
        connection = HTTPConnection(number, address.port, timeout=limits.read)
        connection.sock = sock
        return connection
    raise last or OSError("no address")


def _read(
    address: Address,
    answer: urllib3.BaseHTTPResponse,
    limits: FetchLimits,
    kinds: tuple[str, ...],
) -> Answer:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if answer.status != 200:
        return Answer(answer.status, headers)
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    packed = headers.get("content-encoding", "").strip().lower()
    if packed not in _PACKED or (kinds and kind and not kind.startswith(kinds)):
        raise DragomanError(
            f"{shown(address.url)} is of a kind that is not read ({kind or 'unknown'}"
            f"{f', packed as {packed}' if packed else ''}). Leave it out, or save its text as a "
            "file.",
            error="not-a-page",
        )
    over = too_large(shown(address.url), limits.size, "It is left out.")
    if headers.get("content-length", "").isdigit() and int(headers["content-length"]) > limits.size:
        raise over
    pieces: list[bytes] = []
    total = 0
    for piece in answer.stream(_PIECE, decode_content=True):
        total += len(piece)
        # what comes over the wire counts too: packed data may unpack to nothing without end
        if total > limits.size or answer.tell() > limits.size:
            raise over
        pieces.append(piece)
    return Answer(answer.status, headers, b"".join(pieces))


def _slow(address: Address, limits: FetchLimits) -> DragomanError:
    return DragomanError(
        f"{shown(address.url)} did not answer wholly in {limits.whole:g} seconds. It is asked "
        "again later.",
        error="host-slow",
    )


def _unreachable(address: Address, error: Exception) -> DragomanError:
    why = " ".join(str(getattr(error, "strerror", None) or error).split())[:200]
    return DragomanError(
        f"{shown(address.url)} could not be reached ({why}). Check the address and the network; "
        "it is asked again later.",
        error="unreachable",
    )
