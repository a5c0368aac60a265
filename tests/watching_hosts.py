"""A host on this machine, a clock that only moves when it is told to, and feeds, for tests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from dragoman.watching import Allowed, FetchLimits, Manners

Answer = tuple[int, dict[str, str], bytes]
Route = Answer | Callable[[BaseHTTPRequestHandler], Answer | None]


@dataclass
class Host:
    """What it answers at each path, and what it was asked."""

    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    port: int = 0
    server: ThreadingHTTPServer | None = None

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def pages_asked(self) -> list[str]:
        return [path for path in self.asked if path != "/robots.txt"]

    def manners(self, **limits: float) -> Manners:
        allowed = Allowed(hosts=frozenset({"127.0.0.1"}), ports=frozenset({80, 443, self.port}))
        bounds = {"connect": 2.0, "read": 2.0, "whole": 3.0, **limits}
        return Manners(delay=2.0, allowed=allowed, limits=FetchLimits(**bounds))  # type: ignore[arg-type]


@contextmanager
def served() -> Iterator[Host]:
    host = Host()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.asked.append(self.path)
            host.heads.append({k.lower(): v for k, v in self.headers.items()})
            route = host.routes.get(self.path, (404, {}, b"nothing here"))
            answer = route(self) if callable(route) else route
            if answer is None:  # it has written by itself
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def handle(self) -> None:
            with suppress(OSError):  # the one that asked has hung up
                super().handle()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    host.server, host.port = server, server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class StillClock:
    """A clock that moves by sleeping alone, and at once."""

    def __init__(self) -> None:
        self.moment = 1_790_000_000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += seconds


def html(words: str, title: str = "Talks in Lima") -> Answer:
    """A page with an article of these words."""
    body = "".join(f"<p>{escape(part)}</p>" for part in words.split("\n"))
    page = (
        f"<!doctype html><html><head><title>{escape(title)}</title></head><body><nav>Home</nav>"
        f"<article><h1>{escape(title)}</h1>{body}</article></body></html>"
    )
    return 200, {"Content-Type": "text/html; charset=utf-8"}, page.encode()


def rss(*items: tuple[str, str, str], more: str = "") -> Answer:
    """An RSS feed of (title, link, text)."""
    entries = "".join(
        f"<item><title>{escape(title)}</title><link>{escape(link)}</link>"
        f"<description>{escape(text)}</description>"
        "<pubDate>Tue, 17 Nov 2026 08:30:00 GMT</pubDate></item>"
        for title, link, text in items
    )
    body = f"<rss version='2.0'><channel><title>Coast Herald</title>{more}{entries}</channel></rss>"
    return 200, {"Content-Type": "application/rss+xml"}, body.encode()


def story(number: int, second: str = "Peru") -> str:
    """The words of a report, invented, long enough to be an article."""
    return (
        f"Kenya condemned an attack on its embassy in {second} on Tuesday, its foreign minister "
        f"said. The minister, Amina Ouko, told reporters that {number + 2} people had been hurt.\n"
        f"{second} said that it would send a delegation of {number + 3} officials to Kenya next "
        f"week, and that it had freed {number + 4} prisoners. A spokesman said that both sides "
        "wanted to talk about the border and about fishing in the lake.\n"
        f"The two governments signed a treaty in Oslo {number + 5} years ago."
    )
