"""Feeds and folders watched: each thing is read once, whatever happens in between."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from dragoman.archive import Archive
from dragoman.errors import DragomanError
from dragoman.records import Failure, WatchRound
from dragoman.watching import Allowed, Settings, Watcher, memory_of
from watching_hosts import Answer, Host, StillClock, html, rss, served, story


@pytest.fixture
def host() -> Iterator[Host]:
    with served() as host:
        yield host


class Desk:
    """An archive that is watched for, run after run, by one clock."""

    def __init__(self, folder: Path) -> None:
        self.archive = folder / "news.duckdb"
        self.clock = StillClock()
        self.failures: list[Failure] = []

    def round(
        self, *sources: str | Path, host: Host | None = None, **settings: object
    ) -> WatchRound:
        """A run of one round."""
        if host is not None:
            settings["manners"] = host.manners()
        with Watcher(
            self.archive, sources, Settings(**settings), on_error=self.failures.append,  # type: ignore[arg-type]
            clock=self.clock,
        ) as watcher:  # fmt: skip
            return next(watcher.rounds(once=True))

    def reports(self) -> list[tuple[str | None, ...]]:
        with Archive(self.archive, read_only=True) as db:
            assert db.check() == []
            found = [reading.report for reading in db.readings()]
        return sorted((r.url, r.title, r.source, r.published) for r in found)

    def texts(self) -> list[str]:
        with Archive(self.archive, read_only=True) as db:
            return sorted(reading.text for reading in db.readings())

    def errors(self) -> list[str]:
        return [failure.error for failure in self.failures]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_pages_of_a_feed_are_read_once_and_told_as_stories(host: Host, desk: Desk) -> None:
    host.routes["/feed"] = rss(
        ("Talks in Lima", "/1?utm_source=rss#top", "A short text."), ("A treaty", "/2", "")
    )
    host.routes["/1?utm_source=rss"] = html(story(1), "Talks in Lima | Coast Herald")
    host.routes["/2"] = html(story(2, "Ghana"), "A treaty")
    first = desk.round(host.url("/feed"), host=host)
    assert desk.failures == []
    assert len(first.reports) == 2
    assert first.stories >= 1
    assert [(s.state, s.new) for s in first.sources] == [("read", 2)]
    (one, two) = desk.reports()
    assert one[1:] == ("Talks in Lima", "Coast Herald", "2026-11-17T08:30:00+00:00")
    assert two[0] == host.url("/2")
    assert any("2 people" not in text and "3 people" in text for text in desk.texts())
    assert not any("Home" in text for text in desk.texts())
    asked = host.pages_asked()
    second = desk.round(host.url("/feed"), host=host)
    assert second.reports == ()
    assert host.pages_asked() == [*asked, "/feed"]


def test_hosts_are_asked_with_pauses(host: Host, desk: Desk) -> None:
    host.routes["/feed"] = rss(*[(f"Talks {n}", f"/{n}", "") for n in range(3)])
    for n in range(3):
        host.routes[f"/{n}"] = html(story(n))
    desk.round(host.url("/feed"), host=host)
    assert desk.clock.slept == [2.0] * 4  # robots.txt, the feed, three pages


def test_a_host_with_long_pauses_gives_its_pages_round_after_round(host: Host, desk: Desk) -> None:
    host.routes["/robots.txt"] = 200, {}, b"User-agent: *\nCrawl-delay: 600"
    host.routes["/feed"] = rss(*[(f"Talks {n}", f"/{n}", "") for n in range(3)])
    for n in range(3):
        host.routes[f"/{n}"] = html(story(n))
    with served() as other:
        other.routes["/feed"] = rss(("A treaty", "/9", ""))
        other.routes["/9"] = html(story(9))
        manners = host.manners()
        ports = manners.allowed.ports | {other.port}
        allowed = Allowed(hosts=frozenset({"127.0.0.1", "other.test"}), ports=ports)
        settings = Settings(manners=replace(manners, allowed=allowed), every=900)
        with Watcher(
            desk.archive, [host.url("/feed"), other.url("/feed", "other.test")], settings,
            on_error=desk.failures.append, clock=desk.clock, resolver=lambda *_: ["127.0.0.1"],
        ) as watcher:  # fmt: skip
            rounds = watcher.rounds()
            kept = [len(next(rounds).reports) for _ in range(3)]
    assert kept == [3, 1, 0]  # the other host's page at once, and two in a quarter of an hour
    assert desk.failures == []


FORMS = {
    "rss": rss(("Talks", "{url}", ""))[2].decode(),
    "atom": "<feed xmlns='http://www.w3.org/2005/Atom'><title>Coast Herald</title><entry>"
    "<title>Talks</title><id>tag:1</id><link rel='alternate' href='{url}'/>"
    "<published>2026-11-17T08:30:00Z</published></entry></feed>",
    "rdf": "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
    "xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
    "<channel><title>Coast Herald</title></channel><item><title>Talks</title>"
    "<link>{url}</link><dc:date>2026-11-17T08:30:00Z</dc:date></item></rdf:RDF>",
    "broken": "<rss><channel><title>Coast Herald</title><item><title>Talks</title>"
    "<link>{url}</link><pubDate>Tue, 17 Nov 2026 08:30:00 GMT</pubDate></item><item><title>B & <b>",
    "id alone": "<rss><channel><title>Coast Herald</title><item><title>Talks</title>"
    "<guid>{url}</guid><pubDate>Tue, 17 Nov 2026 08:30:00 GMT</pubDate></item></channel></rss>",
}


@pytest.mark.parametrize("form", FORMS)
def test_feeds_of_all_forms_are_read(host: Host, desk: Desk, form: str) -> None:
    words = FORMS[form].format(url=host.url("/1"))
    host.routes["/feed"] = 200, {"Content-Type": "text/xml"}, words.encode()
    host.routes["/1"] = html(story(1))
    desk.round(host.url("/feed"), host=host)
    expected = (host.url("/1"), "Talks", "Coast Herald", "2026-11-17T08:30:00+00:00")
    assert expected in desk.reports()


@pytest.mark.parametrize("place", ["text", "attribute"])
def test_a_bomb_of_entities_does_no_harm(host: Host, desk: Desk, place: str) -> None:
    entities = "<!ENTITY a0 'boom boom boom '>" + "".join(
        f"<!ENTITY a{n} '{f'&a{n - 1};' * 20}'>" for n in range(1, 12)
    )
    inside = "<title>&a11;</title>" if place == "text" else "<link href='&a11;'/>"
    words = (
        f"<!DOCTYPE rss [{entities}<!ENTITY file SYSTEM 'file:///etc/passwd'>]><rss><channel><item>"
        f"{inside}<description>&file; {story(1)}</description></item></channel></rss>"
    )
    host.routes["/feed"] = 200, {}, words.encode()
    desk.round(host.url("/feed"), host=host, feed_only=True)
    assert not any("root:" in text or len(text) > 5000 for text in desk.texts())


def test_what_is_no_feed_is_told_with_the_feeds_that_it_names(host: Host, desk: Desk) -> None:
    page = b"<!doctype html><link rel=alternate type='application/rss+xml' href='/rss.xml'><p>Hello"
    host.routes["/"] = 200, {"Content-Type": "text/html"}, page
    host.routes["/words"] = 200, {"Content-Type": "text/plain"}, b"nothing of that kind"
    host.routes["/feed"] = rss(("Talks", "/1", ""))
    host.routes["/1"] = html(story(1))
    done = desk.round(host.url("/"), host.url("/words"), host.url("/feed"), host=host)
    assert [s.state for s in done.sources] == ["failed", "failed", "read"]
    assert desk.errors() == ["bad-feed", "bad-feed"]
    assert host.url("/rss.xml") in desk.failures[0].message
    assert len(done.reports) == 1
    again = desk.round(host.url("/words"), host=host)
    assert again.sources[0].state == "waiting"  # it is left alone for a while


def test_one_item_in_two_feeds_is_one_report(host: Host, desk: Desk) -> None:
    host.routes["/a"] = rss(("Talks", "/1?utm_source=a", ""))
    host.routes["/b"] = rss(
        ("Talks in Lima", "/1?utm_source=b", "Told otherwise."), ("C", "/2", "")
    )
    for path in ("/1?utm_source=a", "/1?utm_source=b"):
        host.routes[path] = html(story(1))
    host.routes["/2"] = html(story(2))
    desk.round(host.url("/a"), host.url("/b"), host=host)
    desk.round(host.url("/a"), host.url("/b"), host=host)
    assert len(desk.reports()) == 2
    assert sum(path.startswith("/1") for path in host.asked) == 1


def test_an_item_that_changes_takes_the_place_of_its_report(host: Host, desk: Desk) -> None:
    host.routes["/1"] = html(story(1))
    for n in range(8):
        host.routes["/feed"] = rss((f"Talks, version {n}", "/1", ""))
        desk.round(host.url("/feed"), host=host)
    assert host.asked.count("/1") == 4  # a feed that changes an item at each look is not followed
    assert [report[1] for report in desk.reports()] == ["Talks, version 3"]


def test_more_items_than_a_round_takes_come_in_the_next(host: Host, desk: Desk) -> None:
    names = [f"/{n}" for n in range(5)]
    for n, name in enumerate(names):
        host.routes[name] = html(story(n))
    words = rss(*[(f"Talks {n}", name, "") for n, name in enumerate(names)])[2]

    def feed(asked: BaseHTTPRequestHandler) -> Answer:
        same = asked.headers.get("If-None-Match") == '"v1"'
        return (304, {}, b"") if same else (200, {"ETag": '"v1"'}, words)

    host.routes["/feed"] = feed
    rounds = [desk.round(host.url("/feed"), host=host, most=2) for _ in range(4)]
    assert [len(done.reports) for done in rounds] == [2, 2, 1, 0]
    assert rounds[3].sources[0].state == "unchanged"


LONG = " ".join(story(3).split()) + " It was the second attack on an embassy in this year."


@pytest.mark.parametrize(
    ("page", "own", "error"),
    [
        ((403, {}, b""), LONG, None),
        ((200, {"Content-Type": "application/pdf"}, b"%PDF-"), LONG, None),
        (html("Please log in to read this article."), LONG, None),
        ((403, {}, b""), "A short text.", "refused"),
        ((200, {"Content-Type": "application/pdf"}, b"%PDF-"), "", "not-a-page"),
        (html("Der Minister sprach am Dienstag mit den Journalisten über die Gespräche."), "",
         "not-english"),
    ],
)  # fmt: skip
def test_where_a_page_is_refused_the_feeds_own_text_does(
    host: Host, desk: Desk, page: Answer, own: str, error: str | None
) -> None:
    host.routes["/feed"] = rss(("Talks", "/1", own), ("Treaty", "/2", ""))
    host.routes["/1"], host.routes["/2"] = page, html(story(2))
    done = desk.round(host.url("/feed"), host=host)
    assert desk.errors() == [error or "feed-text-only"]
    assert desk.failures[0].item == host.url("/1")
    assert done.left_out == (1 if error else 0)
    assert len(desk.reports()) == (1 if error else 2)
    assert (LONG in desk.texts()) == (error is None)
    with Archive(desk.archive, read_only=True) as db:
        assert [failure.error for failure in db.failures()] == desk.errors()
    desk.round(host.url("/feed"), host=host)
    assert len(desk.failures) == 1  # told once; the page is not asked again
    assert host.asked.count("/1") == 1


def test_feed_only_asks_for_no_page(host: Host, desk: Desk) -> None:
    host.routes["/feed"] = rss(("Talks", "/1", f"<p>{LONG}</p>"), ("Treaty", "/2", ""))
    desk.round(host.url("/feed"), host=host, feed_only=True, source="Coast Wire")
    assert host.pages_asked() == ["/feed"]
    assert desk.texts() == [LONG]
    assert desk.reports()[0][2] == "Coast Wire"
    assert desk.errors() == ["no-text"]


def test_pages_that_robots_forbid_or_that_lead_inside_are_left_out(host: Host, desk: Desk) -> None:
    host.routes["/robots.txt"] = 200, {}, b"User-agent: *\nDisallow: /no"
    host.routes["/feed"] = rss(
        ("A", "/no/1", ""), ("B", "/2", ""), ("C", "http://169.254.169.254/key", ""),
        ("D", "file:///etc/passwd", ""), ("E", host.url("/3", "me:s3cret@127.0.0.1"), ""),
    )  # fmt: skip
    host.routes["/2"] = 302, {"Location": host.url("/inner", "localhost")}, b""
    host.routes["/inner"] = html(story(1))
    done = desk.round(host.url("/feed"), host=host)
    assert done.reports == ()
    assert sorted(desk.errors()) == [
        "bad-address", "bad-address", "inner-address", "inner-address", "robots-refused",
    ]  # fmt: skip
    assert host.pages_asked() == ["/feed", "/2"]
    assert not any("s3cret" in failure.item + failure.message for failure in desk.failures)
    assert b"s3cret" not in memory_of(desk.archive).read_bytes()


def test_a_page_that_cannot_be_had_is_asked_again_later_and_at_last_given_up(
    host: Host, desk: Desk
) -> None:
    host.routes["/feed"] = rss(("Talks", "/1", ""))
    host.routes["/1"] = 200, {"Content-Type": "text/html", "Content-Length": "90"}, b"cut off"
    first = desk.round(host.url("/feed"), host=host)
    assert (first.waiting, first.left_out) == (1, 0)
    desk.round(host.url("/feed"), host=host)
    assert host.asked.count("/1") == 1  # not yet its time
    for _ in range(8):
        desk.clock.moment += 3600
        last = desk.round(host.url("/feed"), host=host)
    assert host.asked.count("/1") == 4
    assert last.waiting == 0
    assert desk.errors() == ["unreachable"]


def test_a_feed_that_is_gone_is_asked_no_more(host: Host, desk: Desk) -> None:
    host.routes["/feed"] = 410, {}, b""
    desk.round(host.url("/feed"), host=host)
    desk.clock.moment += 1_000_000
    done = desk.round(host.url("/feed"), host=host)
    assert done.sources[0].state == "gone"
    assert desk.errors() == ["gone", "gone"]  # told again by each run, and not asked
    assert host.pages_asked() == ["/feed"]


def test_a_feed_that_has_moved_for_good_is_asked_there(host: Host, desk: Desk) -> None:
    host.routes["/feed"] = 301, {"Location": "/new"}, b""
    host.routes["/new"] = rss()
    desk.round(host.url("/feed"), host=host)
    desk.round(host.url("/feed"), host=host)
    assert host.pages_asked() == ["/feed", "/new", "/new"]
    host.routes["/new"] = 404, {}, b""
    host.routes["/feed"] = rss(("Talks", "/1", ""))
    host.routes["/1"] = html(story(1))
    assert len(desk.round(host.url("/feed"), host=host).reports) == 1


def test_a_busy_host_is_asked_when_its_time_has_come(host: Host, desk: Desk) -> None:
    host.routes["/feed"] = 429, {"Retry-After": "3600"}, b""
    desk.round(host.url("/feed"), host=host)
    desk.clock.moment += 1800
    assert desk.round(host.url("/feed"), host=host).sources[0].state == "waiting"
    assert host.pages_asked() == ["/feed"]
    desk.clock.moment += 1900
    host.routes["/feed"] = rss()
    assert desk.round(host.url("/feed"), host=host).sources[0].state == "read"


@pytest.mark.parametrize("step", ["keep_found", "keep", "done", "tell"])
def test_a_run_that_is_killed_at_any_step_loses_nothing(
    host: Host, desk: Desk, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dragoman.watching import keeping, memory

    owner = keeping.Keeper if step in ("keep", "tell") else memory.Memory
    host.routes["/feed"] = rss(("Talks", "/1", ""), ("Treaty", "/2", ""))
    host.routes["/1"], host.routes["/2"] = html(story(1)), html(story(2))

    class Killed(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(owner, step, die)
        with pytest.raises(Killed):
            desk.round(host.url("/feed"), host=host)
    host.routes["/feed"] = 304, {}, b""
    desk.clock.moment += 100
    done = desk.round(host.url("/feed"), host=host)
    assert len(desk.reports()) == 2
    assert done.waiting == 0
    with Archive(desk.archive, read_only=True) as db:
        assert len(db.stories()) >= 1
    # the page in hand is asked again at most
    assert [host.asked.count(page) for page in ("/1", "/2")] == [
        2 if step == "keep_found" else 1,
        1,
    ]


def test_an_archive_that_is_open_elsewhere_is_waited_for(host: Host, desk: Desk) -> None:
    host.routes["/feed"] = rss(("Talks", "/1", ""))
    host.routes["/1"] = html(story(1))
    said: list[str] = []
    with Watcher(
        desk.archive, [host.url("/feed")], Settings(manners=host.manners(), patience=30),
        on_error=desk.failures.append, on_wait=said.append, clock=desk.clock,
    ) as watcher:  # fmt: skip
        with Archive(desk.archive):
            done = watcher.round()
        assert done.reports == ()
        assert done.waiting == 1
        assert desk.errors() == ["archive-busy"]
        assert len(said) == 1
        assert watcher.round().waiting == 0
    assert host.asked.count("/1") == 1  # it was kept in the meantime
    assert len(desk.reports()) == 1


def test_a_wrong_archive_is_told_and_nothing_is_put_beside_it(desk: Desk, tmp_path: Path) -> None:
    desk.archive.write_text("my notes")
    with pytest.raises(DragomanError) as failed:
        desk.round(tmp_path)
    assert failed.value.error == "not-an-archive"
    assert not memory_of(desk.archive).exists()


def test_others_can_read_the_archive_between_rounds(host: Host, desk: Desk) -> None:
    host.routes["/feed"] = rss(("Talks", "/1", ""))
    host.routes["/1"] = html(story(1))
    settings = Settings(manners=host.manners(), every=60)
    with Watcher(desk.archive, [host.url("/feed")], settings, clock=desk.clock) as watcher:
        rounds = watcher.rounds()
        assert len(next(rounds).reports) == 1
        assert len(desk.reports()) == 1
        second = next(rounds)
        assert (second.number, second.reports) == (2, ())
    assert desk.clock.slept[:3] == [2.0, 2.0, 56.0]  # a minute from beginning to beginning


def test_two_that_watch_for_one_archive_are_one_too_many(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with (
        Watcher(desk.archive, [tmp_path / "in"]),
        pytest.raises(DragomanError) as failed,
        Watcher(desk.archive, [tmp_path / "in"]),
    ):
        pass
    assert failed.value.error == "watch-busy"
    desk.round(tmp_path / "in")


def test_another_file_in_the_place_of_the_memory_is_told_and_kept(
    desk: Desk, tmp_path: Path
) -> None:
    memory_of(desk.archive).write_bytes(b"my own notes, and long enough to be none of ours" * 20)
    with pytest.raises(DragomanError) as failed:
        desk.round(tmp_path)
    assert failed.value.error == "bad-memory"
    assert memory_of(desk.archive).read_bytes().startswith(b"my own notes")


@pytest.mark.parametrize(
    ("source", "every", "error"),
    [("nowhere", 900.0, "not-found"), ("ftp://news.test/feed", 900.0, "bad-address"),
     ("https://news.test/feed", 5.0, "bad-query")],
)  # fmt: skip
def test_wrong_sources_are_told_before_anything_is_made(
    desk: Desk, source: str, every: float, error: str
) -> None:
    with pytest.raises(DragomanError) as failed:
        desk.round(source, every=every)
    assert failed.value.error == error
    assert not desk.archive.exists()


# --- folders ------------------------------------------------------------------------------------


@pytest.fixture
def box(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def test_new_and_changed_files_are_read_once(desk: Desk, box: Path) -> None:
    (box / "sub").mkdir()
    (box / "a.txt").write_text(story(1))
    (box / "sub" / "b.html").write_bytes(html(story(2))[2])
    for name in (".hidden.txt", "c.txt.part", "d.tmp", "~$e.txt", "f.txt~"):
        (box / name).write_text(story(9))
    assert len(desk.round(box).reports) == 2
    assert desk.round(box).sources[0].state == "unchanged"
    os.utime(box / "a.txt")
    assert desk.round(box).reports == ()
    (box / "a.txt").write_text(story(3))
    (box / "c.txt.part").rename(box / "c.txt")
    assert len(desk.round(box).reports) == 2
    assert desk.failures == []


def test_the_archive_may_lie_in_the_folder(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(story(1))
    assert [len(desk.round(tmp_path).reports) for _ in range(3)] == [1, 0, 0]
    assert desk.failures == []


def test_a_file_that_is_still_written_is_left_for_later(desk: Desk, box: Path) -> None:
    (box / "a.txt").write_text(story(1))
    (box / "b.txt").write_text("Kenya conde")

    def write_on(seconds: float) -> None:
        with (box / "b.txt").open("a") as out:
            out.write("mned an attack ")

    desk.clock.sleep = write_on  # type: ignore[method-assign]
    assert desk.round(box).reports != ()
    assert desk.texts() == [story(1)]
    (box / "b.txt").write_text(story(2))
    desk.clock.sleep = lambda seconds: None  # type: ignore[method-assign]
    desk.round(box)
    assert desk.texts() == sorted([story(1), story(2)])


def test_links_out_of_the_folder_are_not_followed(desk: Desk, box: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.txt").write_text(story(1))
    (outside / "about.json").write_text('{"title": "From outside"}')
    (box / "a.txt").symlink_to(outside / "a.txt")
    (box / "folder").symlink_to(outside)
    (box / "b.txt").write_text(story(2))
    (box / "b.meta.json").symlink_to(outside / "about.json")
    done = desk.round(box)
    assert desk.texts() == [story(2)]
    assert desk.reports()[0][1] != "From outside"
    assert desk.errors() == ["outside-folder"] * 3
    assert done.left_out == 3
    desk.round(box)
    assert len(desk.failures) == 3  # told once


def test_a_file_that_cannot_be_read_is_told_once_and_read_when_mended(
    desk: Desk, box: Path
) -> None:
    (box / "a.json").write_text("{ no json")
    (box / "b.txt").write_text(story(2))
    (box / "c.xyz").write_text("what is this")
    assert len(desk.round(box).reports) == 1
    assert sorted(desk.errors()) == ["bad-json", "unknown-format"]
    desk.round(box)
    assert len(desk.failures) == 2
    (box / "a.json").write_text('{"text": "Norway and Kenya signed a treaty in Oslo on Friday."}')
    assert len(desk.round(box).reports) == 1


def test_a_table_of_many_reports_is_read_in_parts(desk: Desk, box: Path) -> None:
    lines = [f'{{"text": "Kenya freed {n} prisoners in Lima on Tuesday, officials said."}}\n'
             for n in range(3, 48)]  # fmt: skip
    (box / "many.jsonl").write_text("".join(lines))
    assert len(desk.round(box).reports) == 45
    with (box / "many.jsonl").open("a") as out:
        out.write('{"text": "Peru and Ghana signed a treaty in Oslo on Friday."}\n')
    done = desk.round(box)
    assert (len(done.reports), done.held) == (1, 45)


def test_a_folder_that_goes_away_is_told_and_the_rest_goes_on(desk: Desk, box: Path) -> None:
    other = box.with_name("other")
    other.mkdir()
    (other / "a.txt").write_text(story(1))
    with Watcher(desk.archive, [box, other], on_error=desk.failures.append, clock=desk.clock) as w:
        box.rmdir()
        done = w.round()
    assert [s.state for s in done.sources] == ["failed", "read"]
    assert desk.errors() == ["not-found"]
