"""Which addresses are asked: outer ones alone, and the very number that was looked at."""

from __future__ import annotations

import socket

import pytest

from dragoman.errors import DragomanError
from dragoman.watching.addresses import (
    Allowed,
    is_outer,
    joined,
    numbers,
    parse,
    shown,
    system_resolver,
)
from dragoman.watching.asking import FetchLimits, ask

INNER = """
127.0.0.1 127.9.9.9 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1
100.100.100.200 192.0.0.8 192.0.2.1 198.18.0.1 203.0.113.9 224.0.0.1 240.0.0.1 255.255.255.255
168.63.129.16 192.88.99.1
:: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 fe80::1 fe80::1%eth0
fc00::1 fd00:ec2::254 fec0::1 ff02::1 2001:db8::1 2001:0:4136:e378:8000:63bf:3fff:fdd2
2002:7f00:1:: 2002:a00:1::1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::a00:1
2600::5efe:10.0.0.1 2600::200:5efe:192.168.0.1 3fff::1 words
""".split()
OUTER = """
1.1.1.1 8.8.8.8 93.184.216.34 ::ffff:8.8.8.8 2606:4700:4700::1111 64:ff9b::808:808 2002:808:808::1
2600::5efe:8.8.8.8
""".split()


@pytest.mark.parametrize("number", INNER)
def test_inner_numbers_are_not_asked(number: str) -> None:
    assert not is_outer(number)


@pytest.mark.parametrize("number", OUTER)
def test_outer_numbers_are_asked(number: str) -> None:
    assert is_outer(number)


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost", "[::1]", "[::ffff:7f00:1]",
     "0", "[::ffff:127.0.0.1]", "169.254.169.254", "127.0.0.1."],
)  # fmt: skip
def test_inner_hosts_in_any_writing_are_refused(host: str) -> None:
    address = parse(f"http://{host}/feed")
    with pytest.raises(DragomanError) as refused:
        numbers(address, Allowed(), system_resolver, 5.0)
    assert refused.value.error in ("inner-address", "unreachable")  # some systems read no "0x7f"
    assert refused.value.error != "unreachable" or not host.startswith(("1", "[", "l"))


def test_one_inner_number_among_outer_ones_is_enough_to_refuse() -> None:
    address = parse("https://news.test/feed")
    with pytest.raises(DragomanError) as refused:
        numbers(address, Allowed(), lambda *_: ["93.184.216.34", "10.0.0.5"], 5.0)
    assert refused.value.error == "inner-address"
    assert "--allow-host news.test" in str(refused.value)


def test_a_host_may_be_inner_where_it_is_named() -> None:
    allowed = Allowed(hosts=frozenset({"wire.test"}))
    assert numbers(parse("http://wire.test/"), allowed, lambda *_: ["10.0.0.5"], 5) == ["10.0.0.5"]
    with pytest.raises(DragomanError):
        numbers(parse("http://other.test/"), allowed, lambda *_: ["10.0.0.5"], 5)


def test_the_number_that_was_looked_at_is_the_one_that_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = [["93.184.216.34"], ["127.0.0.1"]]  # what the name stands for: now, a moment later
    reached: list[object] = []

    def connect(where: object, **_: object) -> socket.socket:
        reached.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("looked up again"))
    address = parse("https://news.test/feed")
    found = numbers(address, Allowed(), lambda *_: answers.pop(0), 5.0)
    with pytest.raises(DragomanError) as failed:
        ask(address, found, {}, FetchLimits())
    assert failed.value.error == "unreachable"
    assert reached == [("93.184.216.34", 443)]


def test_a_resolver_that_never_answers_is_not_waited_for() -> None:
    import threading

    never = threading.Event()
    with pytest.raises(DragomanError) as failed:
        numbers(parse("http://slow.test/"), Allowed(), lambda *_: [str(never.wait(20))], 0.05)
    never.set()
    assert failed.value.error == "unreachable"


@pytest.mark.parametrize(
    "url",
    ["ftp://news.test/feed", "file:///etc/passwd", "gopher://news.test/", "news.test/feed", "//x/",
     "https://", "https:///feed", "http://news.test:22/", "http://news.test:99999/",
     "http://me:s3cret@news.test/", "http://me@news.test/", "http://a b/", "http://news.test/a\r\nb",
     "http://news.test\\@10.0.0.1/", "http://[::1/", "http://[fe80::1%25eth0]/",
     "javascript:alert(1)", "http://-x-\u0000/", "https://news.test/" + "a" * 3000],
)  # fmt: skip
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(DragomanError) as refused:
        numbers(parse(url), Allowed(), lambda *_: ["fe80::1%eth0"], 1)
    assert refused.value.error in ("bad-address", "inner-address")
    assert "s3cret" not in str(refused.value)


def test_names_and_paths_become_what_the_network_knows() -> None:
    address = parse("HTTPS://Zürich.Example.:8443/straße?q=ü&x=%20#part")
    assert address.host == "xn--zrich-kva.example"
    assert address.target == "/stra%C3%9Fe?q=%C3%BC&x=%20"
    assert address.host_header == "xn--zrich-kva.example:8443"
    assert parse("http://[2606:4700::1]/").host_header == "[2606:4700::1]"


def test_links_are_joined_and_secrets_not_shown() -> None:
    assert joined("https://a.test/x/feed", "../1.html") == "https://a.test/1.html"
    assert shown("https://u:p@a.test/f?page=1#top") == "https://a.test/f?page=1"
    for name in ("token", "api_key", "access-token", "key", "sig", "PASSWORD"):
        assert "s3cret" not in shown(f"https://a.test/f?a=1&{name}=s3cret")
    assert "s3cret" not in shown("https://u:s3cret@[bad")
