"""What a user notices of reading reports: the formats, the metadata, the order of precedence."""

import gzip
import io
import json
from pathlib import Path

import duckdb
import pytest

from dragoman.errors import DragomanError
from dragoman.ingest import Limits, make_report, read_reports
from dragoman.records import Failure, Report

TREATY = (
    "Norway’s foreign minister signed a fishing treaty with her Kenyan counterpart in Oslo on "
    "Friday. The two ministers said that the treaty would take effect in June.\n\n"
    "Tanzania criticised the agreement and recalled its ambassador for talks."
)
DAM = (
    "Ethiopia began to fill the reservoir behind its new dam, officials in Addis Ababa said. "
    "Egypt and Sudan had asked for a pause until the three countries agree on the water's use."
)


def read(*paths: object, **kwargs: object) -> tuple[list[tuple[Report, str]], list[Failure]]:
    failures: list[Failure] = []
    found = list(read_reports(list(map(str, paths)), on_error=failures.append, **kwargs))  # type: ignore[arg-type]
    return found, failures


def one(path: object, **kwargs: object) -> tuple[Report, str]:
    found, failures = read(path, **kwargs)
    assert not failures
    assert len(found) == 1
    return found[0]


def errors(failures: list[Failure]) -> list[str]:
    return [f.error for f in failures]


# --- formats -----------------------------------------------------------------------------------


def test_text_is_kept_to_the_letter(tmp_path: Path) -> None:
    text = "\n " + TREATY.replace("\n", "\r\n") + "  \n\n"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    report, given = one(path, published="2026-01-09", source="Daily")
    assert given == text
    assert (report.published, report.source, report.language) == ("2026-01-09", "Daily", "en")
    assert report.title is None
    assert report.retrieved is None


def test_the_id_does_not_depend_on_place_or_date(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TREATY)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.txt").write_text(TREATY)
    first = one(tmp_path / "a.txt", published="2026-01-09")[0].id
    assert first == one(tmp_path / "b" / "c.txt")[0].id == make_report(TREATY).id
    assert first != one(tmp_path / "a.txt", source="Daily")[0].id


def test_json_lines_with_every_key(tmp_path: Path) -> None:
    row = {"id": 17, "source": "Daily", "published": "2026-01-09T08:00:00Z", "title": "Treaty",
           "url": "https://example.org/1", "text": TREATY, "retrieved": "2026-01-10"}  # fmt: skip
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(row) + "\n\n")
    report, text = one(path)
    assert text == TREATY
    assert report.id == "17"
    assert report.published == "2026-01-09T08:00:00+00:00"
    assert (report.source, report.title, report.url) == ("Daily", "Treaty", "https://example.org/1")
    assert report.retrieved == "2026-01-10"


def test_other_names_for_the_keys(tmp_path: Path) -> None:
    row = {"publisher": {"name": "Daily"}, "publishedAt": "Fri, 09 Jan 2026 08:00:00 GMT",
           "Headline": "Treaty", "link": "https://example.org/1", "full text": TREATY}  # fmt: skip
    path = tmp_path / "a.ndjson"
    path.write_text(json.dumps(row))
    report, text = one(path)
    assert text == TREATY
    assert (report.source, report.title, report.url) == ("Daily", "Treaty", "https://example.org/1")
    assert report.published == "2026-01-09T08:00:00+00:00"


@pytest.mark.parametrize("shape", ["object", "array", "wrapped", "pretty", "lines"])
def test_json_in_any_shape(tmp_path: Path, shape: str) -> None:
    rows = [{"text": TREATY, "id": "a"}, {"text": DAM, "id": "b"}]
    value = {
        "object": json.dumps(rows[0]),
        "array": json.dumps(rows),
        "wrapped": json.dumps({"status": "ok", "articles": rows}),
        "pretty": json.dumps(rows, indent=2),
        "lines": "\n".join(map(json.dumps, rows)),
    }[shape]
    path = tmp_path / "a.json"
    path.write_text(value)
    found, failures = read(path)
    assert not failures
    assert [r.id for r, _ in found] == (["a"] if shape == "object" else ["a", "b"])
    with path.open("rb") as stream:
        assert read("-", stdin=stream)[0] == found


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_with_quotes_and_line_breaks_in_cells(tmp_path: Path, separator: str) -> None:
    quoted = 'He said: "No, never; not\tnow."\n\n' + DAM
    cells = ['"' + cell.replace('"', '""') + '"' for cell in ("7", "Daily", "2026-01-09", quoted)]
    path = tmp_path / ("a.tsv" if separator == "\t" else "a.csv")
    header = separator.join(["id", "outlet", "date", "content"])
    path.write_text(f"{header}\r\n{separator.join(cells)}\r\n", newline="")
    report, text = one(path)
    assert text == quoted
    assert (report.id, report.source, report.published) == ("7", "Daily", "2026-01-09")


def test_parquet_with_typed_columns_and_an_odd_name(tmp_path: Path) -> None:
    path = tmp_path / "news [1]*.parquet"
    other = tmp_path / "news 1x.parquet"
    for file, text in ((path, TREATY), (other, DAM)):
        duckdb.connect().execute(
            "COPY (SELECT 5 AS id, $1 AS body, TIMESTAMP '2026-01-09' AS date, "
            f"'Daily' AS \"site name\", [1, 2] AS numbers) TO '{file}'",
            [text],
        )
    report, text = one(path)
    assert text == TREATY
    assert (report.id, report.published, report.source) == ("5", "2026-01-09", "Daily")
    packed = tmp_path / "more.parquet.gz"
    packed.write_bytes(gzip.compress(other.read_bytes()))
    assert one(packed)[1] == DAM


PAGE = """<!DOCTYPE html><html lang="en"><head><title>Treaty signed | The Daily</title>
<meta property="og:title" content="Norway and Kenya sign treaty">
<meta property="og:site_name" content="The Daily">
<meta property="og:url" content="https://daily.example/treaty">
<link rel="canonical" href="https://daily.example/treaty">
<meta property="article:published_time" content="2026-01-09T08:30:00+02:00">
<style>.p{color:red}</style><script>var tracking = "secret";</script></head>
<body><nav><a href="/">Home</a><a href="/world">World</a></nav><article>
<h1>Norway and Kenya sign treaty</h1>
<p>Norway’s foreign minister signed a fishing treaty with her Kenyan counterpart in Oslo on Friday,
officials in both capitals said.</p><script>document.write("injected")</script>
<p>“This treaty is fair to both of our nations,” she told reporters after the ceremony in Oslo.</p>
<blockquote><p>“We waited ten years for this day,” the Kenyan minister said.</p></blockquote>
<p>Tanzania criticised the agreement and recalled its ambassador from Oslo for talks.</p>
</article><footer>© 2026 The Daily. All rights reserved.</footer></body></html>"""


def test_a_page_gives_its_article_and_what_it_says_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE)
    report, text = one(path)
    assert report.title == "Norway and Kenya sign treaty"
    assert report.source == "The Daily"
    assert report.url == "https://daily.example/treaty"
    assert report.published == "2026-01-09T08:30:00+02:00"
    for part in ("signed a fishing treaty", "fair to both", "ten years", "recalled its ambassador"):
        assert part in text
    for part in ("tracking", "injected", "color", "Home", "rights reserved"):
        assert part not in text


def test_a_page_in_the_encoding_it_names(tmp_path: Path) -> None:
    path = tmp_path / "a.htm"
    page = PAGE.replace("<head>", '<head><meta charset="windows-1252">')
    path.write_bytes(page.encode("cp1252"))
    assert "Norway’s foreign minister" in one(path)[1]


def test_a_date_in_the_words_of_a_page_is_not_taken_for_its_own(tmp_path: Path) -> None:
    page = PAGE.replace("2026-01-09T08:30:00+02:00", "").replace("© 2026", "© 3 May 2019")
    path = tmp_path / "a.html"
    path.write_text(page.replace("on Friday,", "on 4 March 2016,"))
    assert one(path)[0].published is None


def test_what_stands_round_an_article_stays_out(tmp_path: Path) -> None:
    round_about = (
        '<div class="cookie-banner"><p>We use cookies to improve your experience.</p></div>',
        '<aside class="related"><h3>Related</h3><a href="/x">Ten killed in flood</a></aside>',
        '<div class="newsletter-signup"><p>Sign up for our newsletter.</p></div>',
        "<figure><figcaption>The ministers shake hands. Photograph: Agency</figcaption></figure>",
    )
    page = PAGE
    for piece in round_about:
        page = page.replace("<blockquote>", piece + "<blockquote>")
    path = tmp_path / "a.html"
    path.write_text(page)
    text = one(path)[1]
    for word in ("cookies", "Related", "killed", "newsletter", "Photograph"):
        assert word not in text
    assert "ten years" in text


def test_a_page_without_an_article(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><body><script>app()</script></body></html>")
    assert errors(read(path)[1]) == ["no-text"]


RSS = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/hostname">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Daily World</title><language>en</language>
<item><title>Treaty &amp; talks</title><link>https://daily.example/1</link><guid>g1</guid>
<pubDate>Fri, 09 Jan 2026 08:30:00 +0200</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{TREATY}</p><script>x()</script>]]></content:encoded></item>
<item><title>Dam</title><link>https://daily.example/2</link><description>{DAM} &file;</description>
</item><item><title>Nothing</title></item></channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Daily</title>
<entry><id>a1</id><title type="html">&lt;b&gt;Dam&lt;/b&gt; fills</title>
<updated>2026-01-10</updated>
<published>2026-01-09T08:30:00Z</published>
<link rel="self" href="https://daily.example/self"/><link href="https://daily.example/3"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{DAM}</p><p>More.</p></div>
</content></entry></feed>"""


def test_feeds(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(RSS)
    (tmp_path / "b.xml").write_text(ATOM)
    found, failures = read(tmp_path / "a.rss")
    (first, text), (second, dam) = found
    assert text == TREATY.replace("\n\n", " ")
    assert (first.id, first.title, first.source) == ("g1", "Treaty & talks", "Daily World")
    assert first.published == "2026-01-09T08:30:00+02:00"
    assert second.url == "https://daily.example/2"
    assert dam == DAM  # and nothing of the file that the entity names
    assert errors(failures) == ["empty-file"]
    report, text = one(tmp_path / "b.xml")
    assert text == DAM + "\nMore."
    assert (report.title, report.url) == ("Dam fills", "https://daily.example/3")
    assert report.published == "2026-01-09T08:30:00+00:00"


def test_a_billion_laughs(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    path = tmp_path / "a.xml"
    path.write_text(
        f'<!DOCTYPE rss [<!ENTITY l0 "{"lol" * 10}">{entities}]><rss><channel><item>'
        "<title>T</title><description>&l11;</description></item></channel></rss>"
    )
    found, failures = read(path)
    assert not found
    assert errors(failures) in (["bad-feed"], ["empty-file"])


def test_xml_that_is_no_feed(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<catalogue><book/></catalogue>")
    failures = read(path)[1]
    assert errors(failures) == ["bad-feed"]
    assert "catalogue" in failures[0].message


def test_packed_files(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"text": t}) for t in (TREATY, DAM)).encode()
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines))
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(("Summit.\n" + DAM).encode()))
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress(b"text\nA short note on the talks."))
    found, failures = read(tmp_path)
    assert not failures
    assert [t for _, t in found] == [TREATY, DAM, "Summit.\n" + DAM, "A short note on the talks."]


@pytest.mark.parametrize("text", [TREATY, PAGE, RSS, json.dumps({"text": TREATY})])
def test_standard_input_tells_its_format(text: str) -> None:
    found, _ = read("-", stdin=io.BytesIO(text.encode()), published="2026-02-01")
    assert "treaty" in found[0][1]
    assert "<p>" not in found[0][1]
    assert "{" not in found[0][1]
    assert found[0][0].published == "2026-02-01"


def test_a_single_path_is_one_path(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TREATY)
    assert [t for _, t in read_reports(str(path))] == [TREATY]


# --- metadata ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["a.txt.meta.json", "a.meta.json", "a.meta.yaml", "a.txt.meta.yml"]
)
def test_sidecars_and_precedence(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text("A treaty on fish\n\n" + TREATY)
    (tmp_path / name).write_text('{"source": "Side", "date": "2026-01-09", "url": "https://e.org"}')
    (tmp_path / "b.txt").write_text(DAM)
    found, failures = read(tmp_path, source="Given")
    assert not failures
    first, second = (r for r, _ in found)
    assert (first.source, first.published, first.url) == ("Given", "2026-01-09", "https://e.org")
    assert first.title == "A treaty on fish"
    assert (second.source, second.published, second.url) == ("Given", None, None)


def test_a_sidecar_of_many_reports_gives_only_what_they_share(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps({"text": t, "source": "Row"}) for t in (TREATY, DAM)))
    (tmp_path / "a.meta.json").write_text('{"id": "x", "title": "T", "source": "Side"}')
    found, failures = read(path)
    assert not failures
    assert [(r.source, r.title) for r, _ in found] == [("Side", None)] * 2
    assert len({r.id for r, _ in found}) == 2


@pytest.mark.parametrize("content", ["{broken", "[1, 2]", '{"publised": "2026-01-09"}'])
def test_a_bad_sidecar_is_told_and_the_report_read(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.txt").write_text(TREATY)
    (tmp_path / "a.meta.json").write_text(content)
    found, failures = read(tmp_path / "a.txt")
    assert errors(failures) == ["bad-sidecar"]
    assert found[0][0].failures == tuple(failures)


def test_markdown_head(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: Treaty\ndate: 2026-01-09\nsource: Daily\n---\n{TREATY}")
    report, text = one(path)
    assert text == TREATY
    assert (report.title, report.published, report.source) == ("Treaty", "2026-01-09", "Daily")
    path.write_text(f"# Fishing treaty signed\n{TREATY}")
    report, text = one(path)
    assert report.title == "Fishing treaty signed"
    assert text.startswith("# Fishing")


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("Kenya signs fishing treaty", "Kenya signs fishing treaty"),
        ("Is a treaty near?", "Is a treaty near?"),
        ("The minister signed a treaty.", None),
        ("By Jane Doe and John Roe", None),
        ("NAIROBI, Jan 9 (Reuters) - Kenya", None),
        ("Friday, 9 January 2026", None),
        ("Kenya", None),
    ],
)
def test_a_title_only_from_a_clear_headline(tmp_path: Path, first: str, title: str | None) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{first}\n\n{TREATY}")
    report, text = one(path)
    assert report.title == title
    assert text.startswith(first)
    path.write_text(f"{first}\n{TREATY}")
    assert one(path)[0].title is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2026-01-09", "2026-01-09"),
        ("2026-01-09T10:20:30Z", "2026-01-09T10:20:30+00:00"),
        ("2026-01-09 10:20", "2026-01-09T10:20:00"),
        ("2026-01-09 00:00:00", "2026-01-09"),
        ("20260109", "2026-01-09"),
        ("2026/1/9", "2026-01-09"),
        (1767950430, "2026-01-09T09:20:30+00:00"),
        ("January 9, 2026", "2026-01-09"),
        ("9 Jan 2026 10:20", "2026-01-09T10:20:00"),
        ("", None),
        ("nan", None),
    ],
)
def test_dates(tmp_path: Path, given: object, kept: str | None) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": TREATY, "date": given}))
    assert one(path)[0].published == kept


@pytest.mark.parametrize("given", ["2026-13-45", "01/05/2026", "yesterday", "May 2026", "Friday"])
def test_a_bad_date_is_told_and_the_report_read_without(tmp_path: Path, given: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": TREATY, "date": given}))
    found, failures = read(path)
    assert errors(failures) == ["bad-date"]
    assert given in failures[0].message
    assert found[0][0].published is None
    assert found[0][0].failures == tuple(failures)
    with pytest.raises(DragomanError, match="2026-01-05") as caught:
        read_reports([], published=given)
    assert caught.value.error == "bad-date"


# --- encodings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252",
                 "mac_roman"]
)  # fmt: skip
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "“A fair treaty,” Norway’s minister said of the café talks – the Élysée’s too.\n" * 3
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert one(path)[1] == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings_of_lines_and_tables(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(
        json.dumps({"text": TREATY}, ensure_ascii=False).encode(encoding)
    )
    (tmp_path / "b.csv").write_bytes(f'text,id\n"{DAM} “Fair.”",1\n'.encode(encoding))
    found, failures = read(tmp_path)
    assert not failures
    assert [t for _, t in found] == [TREATY, DAM + " “Fair.”"]


def test_half_characters_do_not_break_the_report(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "' + DAM + ' \\ud83d end"}')
    assert one(path)[1] == DAM + " \ufffd end"


# --- what cannot be read -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", "empty-file", "empty"),
        (b" \n\t\r\n", "empty-file", "empty"),
        (b"\xef\xbb\xbf", "empty-file", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "binary-file", "PDF"),
        (b"PK\x03\x04rest", "binary-file", "zip"),
        (b"\x89PNG\r\n", "binary-file", "PNG"),
        (bytes(range(256)) * 20, "binary-file", "not text"),
        (b"The talks\x00\x00 went on\x00\x01", "binary-file", "not text"),
    ],
)
def test_what_is_no_text(tmp_path: Path, data: bytes, error: str, words: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (tmp_path / "b.txt").write_text(DAM)
    found, failures = read(tmp_path)
    assert [t for _, t in found] == [DAM]
    assert errors(failures) == [error]
    assert words in failures[0].message
    assert failures[0].item == str(tmp_path / "a.txt")
    assert failures[0].stage == "ingest"


def test_bad_lines_are_told_by_number_and_the_others_go_on(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good, bad = json.dumps({"text": TREATY}), '{"text": "unfinished'
    path.write_text(f'{good}\n{bad}\n[1]\n{{"title": "T"}}\n{{"text": 5}}\n{{"text": null}}\n'
                    f'{{"text": "nan"}}\n{json.dumps({"text": DAM})}\n')  # fmt: skip
    found, failures = read(path)
    assert [t for _, t in found] == [TREATY, DAM]
    assert [f.item.rsplit(":", 1)[1] for f in failures] == ["2", "3", "4", "5", "6", "7"]
    assert errors(failures) == [
        "bad-json", "bad-json", "missing-column", "bad-json", "empty-file", "empty-file",
    ]  # fmt: skip


def test_a_missing_column_names_those_found(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("nr,words\n1,x\n")
    duckdb.connect().execute(f"COPY (SELECT 1 AS nr, 'x' AS words) TO '{tmp_path}/b.parquet'")
    failures = read(tmp_path)[1]
    assert errors(failures) == ["missing-column"] * 2
    assert all("nr, words" in f.message for f in failures)


def test_bad_rows_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'id,text\n1,"{DAM}"\n2,a,b,c\n3,"never closed\n4,"{TREATY}"\n5,"{DAM} Yes."\n')
    found, failures = read(path)
    assert [r.id for r, _ in found] == ["1", "4", "5"]
    assert [(f.item.rsplit(":", 1)[1], f.error) for f in failures] == [
        ("3", "bad-row"), ("4", "bad-row"),
    ]  # fmt: skip
    (tmp_path / "b.csv").write_text("")
    assert errors(read(tmp_path / "b.csv")[1]) == ["empty-file"]


def test_damaged_files(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"text": f"{n} {DAM}"}) for n in range(2000)).encode()
    packed = gzip.compress(lines)
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "b.txt.gz").write_bytes(b"not gzip at all")
    (tmp_path / "c.parquet").write_bytes(b"PAR1 and then nothing")
    found, failures = read(tmp_path)
    assert found  # what came before the damage
    assert errors(failures) == ["damaged-file"] * 3


def test_limits(tmp_path: Path) -> None:
    limits = Limits(text=1000, line=3000, file=5000, unpacked=200_000)
    (tmp_path / "a.txt").write_text("The talks went on. " * 100)
    (tmp_path / "b.txt").write_text("The talks went on. " * 1000)
    (tmp_path / "c.txt.gz").write_bytes(gzip.compress(b"talks " * 1_000_000))
    long = json.dumps({"text": "talks " * 1000})
    (tmp_path / "d.jsonl").write_text(f"{long}\n{json.dumps({'text': DAM})}\n")
    (tmp_path / "e.jsonl.gz").write_bytes(gzip.compress(b"\n" * 1_000_000))
    found, failures = read(tmp_path, limits=limits)
    assert [t for _, t in found] == [DAM]
    assert errors(failures) == ["too-large"] * 5
    assert [Path(f.item).name for f in failures][3] == "d.jsonl:1"


def test_names_that_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DAM)
    found, failures = read(tmp_path / "gone.txt", tmp_path / "a.txt")
    assert len(found) == 1
    assert errors(failures) == ["not-found"]
    with pytest.raises(DragomanError, match=r"gone\.txt") as caught:
        list(read_reports([tmp_path / "gone.txt"]))
    assert caught.value.error == "not-found"
    assert errors(read("x" * 5000)[1]) in (["not-found"], ["unreadable"])


def test_the_same_report_twice_and_an_id_used_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [("1", DAM), ("1", DAM), ("1", TREATY), (None, TREATY), (None, TREATY)]
    path.write_text("\n".join(json.dumps({"id": i, "text": t}) for i, t in rows))
    found, failures = read(path, path)
    assert [t for _, t in found] == [DAM, TREATY]
    assert errors(failures) == ["duplicate-id"] * 2


# --- languages ---------------------------------------------------------------------------------

SPANISH = (
    "Los ministros de Noruega y Kenia firmaron en Oslo un tratado de pesca que entrará en vigor en "
    "junio, según informaron el viernes fuentes oficiales de ambos países."
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (SPANISH, "Spanish"),
        ("Die Minister beider Länder unterzeichneten am Freitag in Oslo ein Abkommen.", "German"),
        ("Министры двух стран подписали в пятницу в Осло договор о рыболовстве.", "Russian"),
        (
            "两国外长星期五在奥斯陆签署了一项渔业协定，双方官员表示该协定将于六月生效。" * 2,
            "Chinese",
        ),
        ("وقع وزيرا خارجية البلدين يوم الجمعة في أوسلو اتفاقية بشأن الصيد البحري.", "Arabic"),
    ],
)
def test_other_languages_are_refused_by_name(tmp_path: Path, text: str, language: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    (tmp_path / "b.txt").write_text(DAM)
    found, failures = read(tmp_path)
    assert [t for _, t in found] == [DAM]
    assert errors(failures) == ["not-english"]
    assert language in failures[0].message


def test_english_with_long_foreign_quotes_stays_english(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"“{SPANISH}”\n{DAM}\n“{SPANISH}”\n{TREATY}\n{DAM}")
    assert one(path)[0].language == "en"


@pytest.mark.parametrize("text", ["Talks fail.", "G20: Xi, Modi", "Tokyo"])
def test_a_few_words_have_no_known_language(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    assert one(tmp_path / "a.txt")[0].language is None


@pytest.mark.parametrize("text", ["東京で会談", "Переговоры", "12 345 --- 9"])
def test_a_few_words_in_other_letters_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    assert errors(read(tmp_path / "a.txt")[1]) == ["not-english"]


# --- folders -----------------------------------------------------------------------------------


def test_a_folder_in_order_with_what_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    (folder / "sub").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden.txt", "notes.docx", "README.md"):
        (folder / name).write_text(f"{name}: {DAM}")
    (folder / ".git").mkdir()
    (folder / ".git" / "d.txt").write_text(DAM)
    found, failures = read(folder)
    assert [t.split(":")[0] for _, t in found] == ["a.txt", "b.txt", "sub/c.txt"]
    assert [(Path(f.item).name, f.error) for f in failures] == [
        ("README.md", "not-a-report"), ("notes.docx", "unknown-format"),
    ]  # fmt: skip
    assert len(read(folder / "README.md")[0]) == 1


def test_an_empty_folder(tmp_path: Path) -> None:
    assert errors(read(tmp_path)[1]) == ["empty-folder"]


def test_links_do_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder, outside = tmp_path / "news", tmp_path / "private"
    folder.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text(TREATY)
    (outside / "meta.json").write_text('{"source": "Secret"}')
    (folder / "a.txt").write_text(DAM)
    (folder / "a.meta.json").symlink_to(outside / "meta.json")
    (folder / "again.txt").symlink_to(folder / "a.txt")
    (folder / "file.txt").symlink_to(outside / "secret.txt")
    (folder / "folder").symlink_to(outside)
    (folder / "ring").symlink_to(folder)
    (folder / "broken.txt").symlink_to(folder / "gone.txt")
    found, failures = read(folder)
    assert [(r.source, t) for r, t in found] == [(None, DAM)]
    outside_names = [Path(f.item).name for f in failures if f.error == "outside-folder"]
    assert outside_names == ["a.meta.json", "broken.txt", "file.txt", "folder"]
    assert one(folder / "file.txt")[1] == TREATY  # a link that the user names is meant
