"""Polite fetching: robots.txt, one request at a time a host with pauses, redirects looked at."""

from __future__ import annotations

import email.utils
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from dragoman._version import __version__
from dragoman.errors import DragomanError
from dragoman.ingest.text import clean
from dragoman.watching.addresses import (
    Address,
    Allowed,
    Resolver,
    joined,
    numbers,
    parse,
    shown,
    system_resolver,
)
from dragoman.watching.asking import Answer, FetchLimits, ask
from dragoman.watching.memory import Memory
from dragoman.watching.robots import LASTS, NOTHING, SIZE, Robots


@dataclass(frozen=True, slots=True)
class Kind:
    """What is asked for: the request's Accept, and how the content types begin that are read."""

    accept: str
    types: tuple[str, ...] = ()


PAGES = Kind("text/html, application/xhtml+xml, text/plain;q=0.8", ("text/", "application/xhtml"))
FEEDS = Kind(
    "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
    ("text/", "application/", "xml"),
)
_ROBOTS = Kind("text/plain, */*;q=0.5")
LATER = frozenset({"unreachable", "host-slow", "host-busy"})
"""Short names of the errors after which an address is asked again."""

_MOVED = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
PATIENCE = 120.0
"""Seconds for which a busy host is waited for; a longer time is for a later round."""
_LEAVE = (60.0, 86_400.0)  # seconds for which a busy host is left alone: at first, at most


class Clock(Protocol):
    """The time, so that tests need not wait."""

    def now(self) -> float:
        """Seconds since 1970."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Manners:
    """How hosts are asked.

    Fields:
        delay: seconds between two requests to one host; its robots.txt may ask for more.
        allowed: hosts and ports beside the usual ones.
        limits: bounds on one fetch.
        contact: an address that hosts are told, so that they can write to you.
    """

    delay: float = 2.0
    allowed: Allowed = field(default_factory=Allowed)
    limits: FetchLimits = field(default_factory=FetchLimits)
    contact: str | None = None

    @property
    def agent(self) -> str:
        """The name under which hosts are asked."""
        said = "".join(c for c in self.contact or "" if c.isprintable() and c.isascii())
        return f"dragoman/{__version__}" + (f" ({said})" if said else "")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was found at an address.

    Fields:
        url: where it was found, redirects followed. moved: where it has moved for good, if so.
        unchanged: it is as it was when it had the etag or date that the request named.
    """

    url: str
    data: bytes
    headers: Mapping[str, str]
    moved: str | None = None
    unchanged: bool = False


class Fetcher:
    """Asks hosts one after the other; what they ask for in return is kept in the memory."""

    def __init__(
        self,
        memory: Memory,
        manners: Manners = Manners(),
        *,
        clock: Clock | None = None,
        resolver: Resolver = system_resolver,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """``resolver`` and ``tls`` are those of the system unless tests give others."""
        self._memory, self._manners, self._tls = memory, manners, tls
        self._clock = clock or SystemClock()
        self._resolver = resolver
        self._ready: dict[str, float] = {}  # host -> when it may be asked again

    def host_of(self, url: str) -> str:
        """The host of an address; "" for what is no address that may be asked."""
        try:
            return parse(url, self._manners.allowed).host
        except DragomanError:
            return ""

    def wait_for(self, host: str) -> float:
        """Seconds until a host may be asked."""
        return max(self._ready.get(host, 0.0) - self._clock.now(), self.busy_for(host), 0.0)

    def busy_for(self, host: str) -> float:
        """Seconds for which a host asked to be left alone; the pauses between requests apart."""
        return max(self._memory.host_next(host) - self._clock.now(), 0.0)

    def fetch(
        self,
        url: str,
        kind: Kind,
        *,
        etag: str | None = None,
        modified: str | None = None,
    ) -> Fetched:
        """What is at an address, robots.txt and redirects heard.

        Args:
            kind: ``PAGES`` or ``FEEDS``.
            etag, modified: what the last answer bore; an unchanged page is not sent again.

        Raises DragomanError: bad-address, inner-address, unreachable, host-slow, too-large,
        not-a-page, robots-refused, host-busy, refused, gone, redirect-loop.
        """
        headers = {"Accept": kind.accept}
        if etag:
            headers["If-None-Match"] = etag
        if modified:
            headers["If-Modified-Since"] = modified
        return self._follow(url, headers, kind.types)

    def _follow(
        self, url: str, headers: Mapping[str, str], kinds: tuple[str, ...], *, robots: bool = True
    ) -> Fetched:
        """Follow redirects, each looked at like the first address."""
        asked, for_good, moved = [url], True, None
        for _ in range(self._manners.limits.redirects + 1):
            address = parse(url, self._manners.allowed)
            answer = self._ask(address, headers, kinds, robots)
            if answer.status == 200:
                return Fetched(address.url, answer.data, answer.headers, moved)
            if answer.status == 304 and headers.keys() & {"If-None-Match", "If-Modified-Since"}:
                return Fetched(address.url, b"", answer.headers, moved, unchanged=True)
            if answer.status not in _MOVED or not answer.headers.get("location"):
                raise self._refused(address, answer)
            url = joined(address.url, _utf8(answer.headers["location"]))
            if address.scheme == "https" and url.lower().startswith("http:"):
                raise DragomanError(
                    f"{shown(address.url)} leads from https to plain http ({shown(url)}); this is "
                    "not followed. Give that address if you trust it.",
                    error="bad-address",
                )
            if url in asked:
                break
            asked.append(url)
            for_good = for_good and answer.status in _FOR_GOOD
            if for_good and shown(url) == url:  # an address with a key in it is not kept
                moved = url
        raise DragomanError(
            f"{shown(asked[0])} leads on and on ({len(asked)} addresses). Give the address of the "
            "page or feed itself.",
            error="redirect-loop",
        )

    def _ask(
        self, address: Address, headers: Mapping[str, str], kinds: tuple[str, ...], robots: bool
    ) -> Answer:
        """One request, when it is the host's turn."""
        delay = self._manners.delay
        if robots:
            rules = self._robots(address)
            if not rules.allows(address.url):
                raise DragomanError(
                    f"The robots.txt of {address.host} asks programs not to read "
                    f"{shown(address.url)}. It is left out; give its text as a file if you may "
                    "use it.",
                    error="robots-refused",
                )
            delay = max(delay, rules.delay)
        if (busy := self.busy_for(address.host)) > PATIENCE:
            raise self._busy(address, busy)
        if (wait := self.wait_for(address.host)) > 0:
            self._clock.sleep(wait)
        limits = self._manners.limits
        found = numbers(address, self._manners.allowed, self._resolver, limits.connect)
        sent = {"User-Agent": self._manners.agent, "Accept-Encoding": "gzip, deflate", **headers}
        try:
            answer = ask(address, found, sent, limits, kinds=kinds, tls=self._tls)
        finally:
            self._ready[address.host] = self._clock.now() + delay
        if answer.status in _BUSY:
            raise self._leave_alone(address, answer)
        if self._memory.host_failed(address.host):
            self._memory.keep_host(address.host, 0.0, 0)
        return answer

    def _robots(self, address: Address) -> Robots:
        """The rules of a host; while it cannot give them, it is asked for nothing else."""
        now = self._clock.now()
        words = self._memory.robots(address.origin, now)
        if words is None:
            until = now + LASTS
            try:
                asked = {"Accept": _ROBOTS.accept}
                got = self._follow(f"{address.origin}/robots.txt", asked, (), robots=False)
                words = clean(got.data.decode("utf-8", "replace"))[:SIZE]
            except DragomanError as error:
                if error.error in LATER or error.error == "inner-address":
                    raise
                # it has none, or one that nobody can read: RFC 9309 takes both as leave
                words = NOTHING if error.error == "too-large" else ""
            self._memory.keep_robots(address.origin, words, until)
        return Robots(words)

    def _leave_alone(self, address: Address, answer: Answer) -> DragomanError:
        failed = self._memory.host_failed(address.host) + 1
        least, most = _LEAVE
        wait = _seconds(answer.headers.get("retry-after", ""), self._clock.now())
        if wait is None:
            wait = least * 2 ** min(failed - 1, 20)
        wait = min(max(wait, self._manners.delay), most)
        self._memory.keep_host(address.host, self._clock.now() + wait, failed)
        return self._busy(address, wait, answer.status)

    def _busy(self, address: Address, wait: float, status: int | None = None) -> DragomanError:
        said = f" (status {status})" if status else ""
        return DragomanError(
            f"{address.host} asks to be left alone for now{said}: {shown(address.url)} is asked "
            f"again in {wait:.0f} seconds at the earliest. Nothing is lost.",
            error="host-busy",
        )

    def _refused(self, address: Address, answer: Answer) -> DragomanError:
        if answer.status == 410:
            return DragomanError(
                f"{shown(address.url)} is gone for good, says its host. Leave it out, or give its "
                "new address.",
                error="gone",
            )
        return DragomanError(
            f"{address.host} does not give {shown(address.url)} (status {answer.status}). Check "
            "the address; what needs a login is not read.",
            error="refused",
        )


def _utf8(value: str) -> str:
    """A header's value, which was taken for Latin-1 as the standard says, as hosts mean it."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _seconds(said: str, now: float) -> float | None:
    """What Retry-After says, a number or a date, in seconds from now."""
    said = said.strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        return max(email.utils.parsedate_to_datetime(said).timestamp() - now, 0.0)
    except (ValueError, TypeError, OverflowError):
        return None
