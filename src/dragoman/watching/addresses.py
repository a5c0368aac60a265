"""Which addresses may be asked: http and https, outer hosts, no credentials."""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from dragoman.errors import DragomanError

PORTS = frozenset({80, 443, 8080, 8443})
_USUAL = {"http": 80, "https": 443}
_SECRET = re.compile(
    r"(?:.*[_.-])?(?:key|apikey|token|auth|secret|password|passwd|pwd|sig)\Z", re.I
)
_NO_ADDRESS = re.compile(r"[\x00-\x20\x7f\\]")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")
_LONGEST = 2000

# Not global, or not to be reached, whatever the Python at hand knows of them: protocol assignments
# (Teredo among them), relays, documentation, old site addresses, a cloud's inner service.
_INNER = tuple(
    ipaddress.ip_network(net)
    for net in (
        "192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "2001::/23", "3fff::/20",
        "5f00::/16", "fec0::/10", "64:ff9b:1::/48", "::/96",
    )
)  # fmt: skip
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Resolver = Callable[[str, int], list[str]]
"""Host and port -> the numbers of its addresses; raises OSError."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be asked beside outer hosts at the usual ports.

    Fields:
        hosts: names or numbers of hosts that may be inner, as they stand in addresses.
        ports: ports that may be asked.
    """

    hosts: frozenset[str] = frozenset()
    ports: frozenset[int] = PORTS


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address that was checked.

    Fields:
        url: as it is asked, without fragment. target: path and query.
    """

    url: str
    scheme: str
    host: str
    port: int
    target: str

    @property
    def host_header(self) -> str:
        """The host as a request names it, with its port where that is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _USUAL[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt speaks for."""
        return f"{self.scheme}://{self.host_header}"


def parse(url: str, allowed: Allowed = Allowed()) -> Address:
    """An address taken apart. Raises DragomanError "bad-address".

    Example:
        >>> parse("https://News.example/world?page=2#top").url
        'https://news.example/world?page=2'
    """
    url = url.strip()
    if len(url) > _LONGEST or _NO_ADDRESS.search(url):
        raise _bad(url, "it holds blanks or marks that none may hold, or is too long")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _bad(url, str(error)) from error
    scheme = parts.scheme.lower()
    if scheme not in _USUAL:
        raise _bad(url, "only http and https are asked")
    if parts.username is not None or parts.password is not None:
        raise _bad(url, "it holds a name or password, and these are neither sent nor kept")
    host = _host(parts.hostname or "", url)
    port = _USUAL[scheme] if port is None else port
    if port not in allowed.ports:
        raise _bad(url, f"port {port} is not asked unless --allow-port {port} says so")
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        target += "?" + quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]|")
    found = Address("", scheme, host, port, target)
    return Address(found.origin + target, scheme, host, port, target)


def joined(base: str, link: str) -> str:
    """The address of a link on a page. Raises DragomanError "bad-address"."""
    try:
        return urljoin(base, link.strip().replace(" ", "%20"))
    except ValueError as error:
        raise _bad(link, str(error)) from error


def shown(url: str) -> str:
    """An address as it is printed and kept: no name, password or key in it, no fragment.

    Example:
        >>> shown("https://me:word@news.example/feed?api_key=12&page=2")
        'https://news.example/feed?api_key=...&page=2'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition("?")[0].rpartition("@")[2]
    query = parts.query
    pairs = parse_qsl(query, keep_blank_values=True)
    if any(_SECRET.match(name) for name, _ in pairs):
        hidden = [(name, "..." if _SECRET.match(name) else value) for name, value in pairs]
        query = urlencode(hidden)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, ""))


def numbers(address: Address, allowed: Allowed, resolver: Resolver, seconds: float) -> list[str]:
    """The numbers that a host's name stands for, all of them outer ones.

    They are looked up once, and the connection goes to one of these: so a name that stands for
    another number a moment later leads nowhere else.

    Raises DragomanError "unreachable" where nothing is found in ``seconds``, and "inner-address"
    where one of them is no outer one and the host is not allowed by name.
    """
    found = _looked_up(address, resolver, seconds)
    if address.host not in allowed.hosts:
        for number in found:
            if not is_outer(number):
                raise DragomanError(
                    f"{shown(address.url)} leads to {number}, which is no address of the open "
                    f"network. If you mean it, give --allow-host {address.host}.",
                    error="inner-address",
                )
    return found


def is_outer(number: str) -> bool:
    """Whether an IP address, and each that is packed into it, is one of the open network.

    Example:
        >>> [is_outer(n) for n in ("1.1.1.1", "10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1")]
        [True, False, False, False]
    """
    try:
        ip = ipaddress.ip_address(number)  # one with a zone ("fe80::1%eth0") is refused below
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id is not None:
            return False
        if ip.ipv4_mapped is not None:
            return _plainly_outer(ip.ipv4_mapped)
        if not all(_plainly_outer(inner) for inner in _packed(ip)):
            return False
        if ip in _NAT64:
            return True  # not global in every Python's list; what it leads to is
    return _plainly_outer(ip)


def _packed(ip: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """The IPv4 addresses that 6to4, NAT64 and ISATAP carry inside an IPv6 one."""
    if ip.sixtofour is not None:
        yield ip.sixtofour
    last = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip in _NAT64 or (int(ip) >> 32) & 0xFDFFFFFF == 0x00005EFE:
        yield last


def _plainly_outer(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if any(ip.version == net.version and ip in net for net in _INNER):
        return False
    return ip.is_global and not (
        ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or ip.is_link_local
    )


def system_resolver(host: str, port: int) -> list[str]:
    """What the system's resolver says; decimal, octal and short numbers come out as full ones."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _looked_up(address: Address, resolver: Resolver, seconds: float) -> list[str]:
    """In a thread, since the system's resolver takes no time limit."""
    found: list[str] = []
    why = ["no answer in time"]

    def look() -> None:
        try:
            found.extend(resolver(address.host, address.port))
            why[0] = "it has no address"
        except (OSError, UnicodeError) as error:
            why[0] = getattr(error, "strerror", None) or str(error)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive() or not found:
        raise DragomanError(
            f"The host {address.host} was not found ({why[0]}). Check the address and the network.",
            error="unreachable",
        )
    return list(found)


def _host(name: str, url: str) -> str:
    """A host's name in letters that the network knows, or its number."""
    name = name.rstrip(".").lower()
    if ":" in name:
        try:
            return ipaddress.IPv6Address(name).compressed
        except ValueError as error:
            raise _bad(url, str(error)) from error
    try:
        name = name.encode("idna").decode("ascii").lower() if not name.isascii() else name
    except UnicodeError as error:
        raise _bad(url, "its host is no name") from error
    if not _HOST.fullmatch(name) or len(name) > 253:
        raise _bad(url, "its host is no name")
    return name


def _bad(url: str, why: str) -> DragomanError:
    return DragomanError(
        f"{shown(url)[:200]} is not asked: {why}. Give an address such as "
        "https://news.example/feed.xml.",
        error="bad-address",
    )
