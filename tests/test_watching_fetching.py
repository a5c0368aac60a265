"""Fetching: bounded in time and size, polite, redirects looked at."""

from __future__ import annotations

import gzip
import shutil
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from dragoman._version import __version__
from dragoman.errors import DragomanError
from dragoman.watching import Allowed, FetchLimits, Manners
from dragoman.watching.fetching import FEEDS, PAGES, Fetched, Fetcher
from dragoman.watching.memory import Memory
from watching_hosts import Host, StillClock, html, served


@pytest.fixture
def host() -> Iterator[Host]:
    with served() as host:
        yield host


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory(tmp_path / "news.watch") as memory:
        yield memory


def _fetch(host: Host, memory: Memory, path: str, **limits: float) -> Fetched:
    return Fetcher(memory, host.manners(**limits), clock=StillClock()).fetch(host.url(path), PAGES)


def _error(host: Host, memory: Memory, path: str, **limits: float) -> str:
    with pytest.raises(DragomanError) as failed:
        _fetch(host, memory, path, **limits)
    return failed.value.error


def test_a_page_is_fetched_under_our_name(host: Host, memory: Memory) -> None:
    host.routes["/a"] = html("Talks opened.")
    got = _fetch(host, memory, "/a#part")
    assert b"Talks opened." in got.data
    assert got.url == host.url("/a")
    assert host.asked == ["/robots.txt", "/a"]
    head = host.heads[-1]
    assert head["user-agent"] == f"dragoman/{__version__}"
    assert head["host"] == f"127.0.0.1:{host.port}"
    assert "cookie" not in head
    assert "authorization" not in head


def test_a_proxy_of_the_environment_is_not_used(
    host: Host, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    host.routes["/a"] = html("Talks opened.")
    assert _fetch(host, memory, "/a").data


@pytest.mark.parametrize("packed", ["gzip", "deflate"])
def test_packed_answers_are_unpacked(host: Host, memory: Memory, packed: str) -> None:
    words = b"Talks opened in Lima. " * 100
    data = gzip.compress(words) if packed == "gzip" else zlib.compress(words)
    host.routes["/a"] = 200, {"Content-Type": "text/html", "Content-Encoding": packed}, data
    assert _fetch(host, memory, "/a").data == words


def test_a_bomb_of_packed_data_is_refused(host: Host, memory: Memory) -> None:
    bomb = gzip.compress(b"\0" * 20_000_000)
    assert len(bomb) < 50_000
    host.routes["/a"] = 200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, bomb
    assert _error(host, memory, "/a", size=1_000_000) == "too-large"


def test_packed_data_that_unpack_to_nothing_without_end_are_refused(
    host: Host, memory: Memory
) -> None:
    empty = zlib.compressobj(wbits=31)
    block = empty.flush(zlib.Z_FULL_FLUSH)

    def forever(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(200)
        asked.send_header("Content-Type", "text/html")
        asked.send_header("Content-Encoding", "gzip")
        asked.end_headers()
        asked.wfile.write(block)
        nothing = empty.flush(zlib.Z_FULL_FLUSH) or b"\x00\x00\x00\xff\xff"
        for _ in range(200_000):
            asked.wfile.write(nothing * 1000)

    host.routes["/a"] = forever
    assert _error(host, memory, "/a", size=1_000_000, whole=1.0) in ("too-large", "host-slow")


def test_an_endless_answer_is_refused(host: Host, memory: Memory) -> None:
    def forever(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(200)
        asked.send_header("Content-Type", "text/html")
        asked.end_headers()
        for _ in range(100_000):
            asked.wfile.write(b"<p>more</p>" * 1000)

    host.routes["/a"] = forever
    assert _error(host, memory, "/a", size=500_000) == "too-large"


def test_a_length_over_the_limit_is_refused_before_it_is_read(host: Host, memory: Memory) -> None:
    host.routes["/a"] = 200, {"Content-Type": "text/html", "Content-Length": "999999999"}, b"x"
    assert _error(host, memory, "/a") == "too-large"


@pytest.mark.parametrize("where", ["head", "body", "silence"])
def test_a_host_that_drips_is_cut_off(host: Host, memory: Memory, where: str) -> None:
    stop = threading.Event()

    def drip(asked: BaseHTTPRequestHandler) -> None:
        asked.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n")
        if where == "body":
            asked.wfile.write(b"\r\n")
        for _ in range(200):
            if where != "silence":
                asked.wfile.write(b"X-A: 1\r\n" if where == "head" else b"a")
                asked.wfile.flush()
            if stop.wait(0.05):
                return

    host.routes["/a"] = drip
    began = time.monotonic()
    try:
        assert _error(host, memory, "/a", whole=0.4, read=5.0) == "host-slow"
    finally:
        stop.set()
    assert time.monotonic() - began < 5  # far from the 10 seconds of the whole drip


def test_an_answer_that_ends_early_is_no_answer(host: Host, memory: Memory) -> None:
    host.routes["/a"] = 200, {"Content-Type": "text/html", "Content-Length": "500"}, b"<p>Talks"
    assert _error(host, memory, "/a") == "unreachable"


def test_a_host_that_speaks_no_http_is_told(host: Host, memory: Memory) -> None:
    host.routes["/a"] = lambda asked: asked.wfile.write(b"SSH-2.0-server\r\n") and None
    assert _error(host, memory, "/a") == "unreachable"


@pytest.mark.parametrize("kind", ["video/mp4", "application/pdf", "image/png"])
def test_what_is_no_text_is_not_read(host: Host, memory: Memory, kind: str) -> None:
    host.routes["/a"] = 200, {"Content-Type": kind, "Content-Length": "900"}, b"x"
    assert _error(host, memory, "/a") == "not-a-page"


def test_an_encoding_that_we_did_not_ask_for_is_refused(host: Host, memory: Memory) -> None:
    host.routes["/a"] = 200, {"Content-Type": "text/html", "Content-Encoding": "gzip, gzip"}, b"x"
    assert _error(host, memory, "/a") == "not-a-page"


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("http://localhost:{port}/b", "inner-address"),
        ("http://[::1]:{port}/b", "inner-address"),
        ("http://2130706433:{port}/b", "inner-address"),
        ("http://169.254.169.254/latest", "inner-address"),
        ("file:///etc/passwd", "bad-address"),
        ("http://me:word@127.0.0.1:{port}/b", "bad-address"),
        ("http://127.0.0.1:22/", "bad-address"),
        ("/a", "redirect-loop"),
        ("", "refused"),
    ],
)
def test_redirects_are_looked_at(host: Host, memory: Memory, target: str, error: str) -> None:
    host.routes["/a"] = 302, {"Location": target.format(port=host.port)}, b""
    host.routes["/b"] = html("never reached")
    assert _error(host, memory, "/a") == error
    assert "/b" not in host.asked


def test_redirects_are_followed_five_times(host: Host, memory: Memory) -> None:
    for n in range(9):
        host.routes[f"/{n}"] = 302, {"Location": f"/{n + 1}"}, b""
    host.routes["/9"] = html("Talks opened.")
    assert _fetch(host, memory, "/4").url == host.url("/9")
    assert _error(host, memory, "/3") == "redirect-loop"


def test_a_redirect_may_name_letters_beyond_ascii(host: Host, memory: Memory) -> None:
    host.routes["/a"] = 302, {"Location": "/straße 1".encode().decode("latin-1")}, b""
    host.routes["/stra%C3%9Fe%201"] = html("Talks opened.")
    assert _fetch(host, memory, "/a").url == host.url("/stra%C3%9Fe%201")


@pytest.mark.parametrize(("second", "moved"), [(308, "/c"), (302, "/b")])
def test_a_move_for_good_is_told_as_far_as_it_goes(
    host: Host, memory: Memory, second: int, moved: str
) -> None:
    host.routes["/a"] = 301, {"Location": "/b"}, b""
    host.routes["/b"] = second, {"Location": "/c"}, b""
    host.routes["/c"] = html("Talks opened.")
    assert _fetch(host, memory, "/a").moved == host.url(moved)


def test_robots_are_heard(host: Host, memory: Memory) -> None:
    words = (
        b"User-agent: *\nDisallow: /\n\nUser-agent: dragoman\nDisallow: /private\nCrawl-delay: 7"
    )
    host.routes["/robots.txt"] = 200, {"Content-Type": "text/plain"}, words
    host.routes["/a"] = host.routes["/private/b"] = html("Talks opened.")
    clock = StillClock()
    fetcher = Fetcher(memory, host.manners(), clock=clock)
    fetcher.fetch(host.url("/a"), PAGES)
    with pytest.raises(DragomanError) as refused:
        fetcher.fetch(host.url("/private/b"), PAGES)
    assert refused.value.error == "robots-refused"
    fetcher.fetch(host.url("/a"), PAGES)
    assert host.asked == ["/robots.txt", "/a", "/a"]
    assert clock.slept == [2.0, 7.0]  # our own delay after robots.txt, then the one it asks for
    # another run remembers it for a day, no longer
    Fetcher(memory, host.manners(), clock=clock).fetch(host.url("/a"), PAGES)
    assert host.asked.count("/robots.txt") == 1
    clock.moment += 90_000
    Fetcher(memory, host.manners(), clock=clock).fetch(host.url("/a"), PAGES)
    assert host.asked.count("/robots.txt") == 2


@pytest.mark.parametrize(
    ("status", "asked"), [(404, True), (403, True), (503, False), (429, False)]
)
def test_a_host_without_rules_may_be_asked_one_that_cannot_give_them_not(
    host: Host, memory: Memory, status: int, asked: bool
) -> None:
    host.routes["/robots.txt"] = status, {}, b""
    host.routes["/a"] = html("Talks opened.")
    if asked:
        assert _fetch(host, memory, "/a").data
    else:
        assert _error(host, memory, "/a") == "host-busy"
        assert host.asked == ["/robots.txt"]


def test_robots_of_the_host_that_a_redirect_leads_to_are_heard(host: Host, memory: Memory) -> None:
    with served() as other:
        other.routes["/robots.txt"] = 200, {}, b"User-agent: *\nDisallow: /"
        other.routes["/b"] = html("never reached")
        host.routes["/a"] = 302, {"Location": other.url("/b")}, b""
        allowed = Allowed(frozenset({"127.0.0.1"}), frozenset({host.port, other.port}))
        fetcher = Fetcher(memory, Manners(allowed=allowed), clock=StillClock())
        with pytest.raises(DragomanError) as refused:
            fetcher.fetch(host.url("/a"), PAGES)
        assert refused.value.error == "robots-refused"
        assert other.asked == ["/robots.txt"]


@pytest.mark.parametrize("form", ["seconds", "date", "none"])
def test_a_busy_host_is_left_alone_for_as_long_as_it_says(
    host: Host, memory: Memory, form: str
) -> None:
    clock = StillClock()
    said = {"seconds": "600", "date": formatdate(clock.now() + 600, usegmt=True), "none": "soon"}
    host.routes["/a"] = 429, {"Retry-After": said[form]}, b""
    fetcher = Fetcher(memory, host.manners(), clock=clock)
    with pytest.raises(DragomanError):
        fetcher.fetch(host.url("/a"), PAGES)
    wait = fetcher.wait_for("127.0.0.1")
    assert wait == pytest.approx(60 if form == "none" else 598, abs=3)
    host.routes["/b"] = html("Talks opened.")
    again = Fetcher(memory, host.manners(), clock=clock)  # another run: it is remembered
    if wait > 120:
        with pytest.raises(DragomanError) as busy:
            again.fetch(host.url("/b"), PAGES)
        assert busy.value.error == "host-busy"
        assert "/b" not in host.asked
        clock.moment += wait
    assert again.fetch(host.url("/b"), PAGES).data
    assert memory.host_failed("127.0.0.1") == 0


def test_a_host_that_stays_busy_is_left_alone_longer_each_time(host: Host, memory: Memory) -> None:
    clock = StillClock()
    host.routes["/a"] = 503, {}, b""
    waits = []
    for _ in range(4):
        fetcher = Fetcher(memory, host.manners(), clock=clock)
        with pytest.raises(DragomanError):
            fetcher.fetch(host.url("/a"), PAGES)
        waits.append(fetcher.wait_for("127.0.0.1"))
        clock.moment += waits[-1]
    assert waits == [60, 120, 240, 480]


@pytest.mark.parametrize(("status", "error"), [(404, "refused"), (401, "refused"), (410, "gone")])
def test_a_refusal_is_told(host: Host, memory: Memory, status: int, error: str) -> None:
    host.routes["/a"] = status, {}, b""
    assert _error(host, memory, "/a") == error


def test_an_unchanged_feed_is_not_sent_again(host: Host, memory: Memory) -> None:
    def feed(asked: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        same = asked.headers.get("If-None-Match") == '"v1"'
        return (304, {}, b"") if same else (200, {"ETag": '"v1"'}, b"<rss/>")

    host.routes["/feed"] = feed
    fetcher = Fetcher(memory, host.manners(), clock=StillClock())
    first = fetcher.fetch(host.url("/feed"), FEEDS)
    assert not first.unchanged
    again = fetcher.fetch(host.url("/feed"), FEEDS, etag=first.headers["etag"])
    assert again.unchanged
    assert again.data == b""


def test_contact_is_told_without_marks_that_could_end_a_line() -> None:
    assert Manners(contact="desk@herald.test\r\nX: 1").agent.count("\n") == 0
    assert "desk@herald.test" in Manners(contact="desk@herald.test").agent


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_the_certificate_must_be_the_names_though_a_number_is_asked(
    tmp_path: Path, memory: Memory
) -> None:
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert,
         "-days", "2", "-subj", "/CN=news.test", "-addext", "subjectAltName=DNS:news.test"],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    with served() as host:
        assert host.server is not None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        names: list[str | None] = []
        context.sni_callback = lambda _, name, __: names.append(name)
        host.server.socket = context.wrap_socket(host.server.socket, server_side=True)
        host.routes["/a"] = html("Talks opened.")
        allowed = Allowed(frozenset({"news.test", "other.test"}), frozenset({host.port}))
        fetcher = Fetcher(
            memory, Manners(allowed=allowed, limits=FetchLimits(connect=2, read=2, whole=4)),
            clock=StillClock(), resolver=lambda *_: ["127.0.0.1"],
            tls=ssl.create_default_context(cafile=str(cert)),
        )  # fmt: skip
        assert fetcher.fetch(f"https://news.test:{host.port}/a", PAGES).data
        assert names == ["news.test", "news.test"]
        assert host.heads[-1]["host"] == f"news.test:{host.port}"
        with pytest.raises(DragomanError) as failed:
            fetcher.fetch(f"https://other.test:{host.port}/a", PAGES)
        assert failed.value.error == "unreachable"
        assert "certificate" in str(failed.value).lower()
        host.routes["/down"] = 301, {"Location": f"http://news.test:{host.port}/a"}, b""
        with pytest.raises(DragomanError) as failed:
            fetcher.fetch(f"https://news.test:{host.port}/down", PAGES)
        assert failed.value.error == "bad-address"


@pytest.mark.parametrize(
    "target", ["http://localhost:{port}/b", "http://169.254.169.254/", "http://[::ffff:10.0.0.1]/"]
)
def test_robots_that_lead_inside_let_nothing_be_asked(
    host: Host, memory: Memory, target: str
) -> None:
    host.routes["/robots.txt"] = 302, {"Location": target.format(port=host.port)}, b""
    host.routes["/a"] = html("never reached")
    assert _error(host, memory, "/a") in ("inner-address", "bad-address")
    assert host.asked == ["/robots.txt"]


@pytest.mark.parametrize("said", ["nan", "inf", "-5", "1e999", "9" * 400, "1/0", "x"])
def test_robots_cannot_ask_for_pauses_without_end(host: Host, memory: Memory, said: str) -> None:
    words = f"User-agent: *\nCrawl-delay: {said}\nRequest-rate: {said}\n"
    host.routes["/robots.txt"] = 200, {}, words.encode()
    host.routes["/a"] = host.routes["/b"] = html("Talks opened.")
    clock = StillClock()
    fetcher = Fetcher(memory, host.manners(), clock=clock)
    for path in ("/a", "/b"):
        assert fetcher.fetch(host.url(path), PAGES).data
    assert all(0 < pause <= 3600 for pause in clock.slept)


@pytest.mark.parametrize("mark", ['"a\r\n b"', "x" * 60_000, "\x0b\x0c", "\xff\x80"])
def test_a_hostile_mark_does_not_end_a_feed(host: Host, memory: Memory, mark: str) -> None:
    headers = {"Content-Type": "text/xml", "ETag": mark, "Last-Modified": mark}
    host.routes["/feed"] = 200, headers, b"<rss/>"
    fetcher = Fetcher(memory, host.manners(), clock=StillClock())
    got = fetcher.fetch(host.url("/feed"), FEEDS)
    again = fetcher.fetch(
        host.url("/feed"), FEEDS,
        etag=got.headers.get("etag"), modified=got.headers.get("last-modified"),
    )  # fmt: skip
    assert again.data == b"<rss/>"


def test_no_more_of_robots_is_kept_than_is_read(host: Host, memory: Memory) -> None:
    host.routes["/robots.txt"] = 200, {}, b"User-agent: *\nDisallow: /a\n" + b"# more\n" * 300_000
    assert _error(host, memory, "/a") == "robots-refused"
    kept = memory.robots(f"http://127.0.0.1:{host.port}", 0.0)
    assert kept is not None
    assert len(kept) == 512_000
