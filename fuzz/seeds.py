"""Where fuzzing begins: small inputs of each target, all invented, and words to put into them."""

from __future__ import annotations

import json

import sound
from archives import BYTES, CELLS, CUT, QUESTIONS
from damage import NAMES, PATH, SPLICED, VALUE, said
from targets import ENDINGS, GOOD, PACKED, SIDECAR, STREAM

from dragoman.corrections import anchor_of
from dragoman.records import Correction, to_json

_ROW = {
    "id": "r1", "source": "Fjord Post", "published": "2026-01-05T08:30:00Z", "title": "Treaty",
    "url": "https://fjord.example/1", "text": GOOD.decode(),
}  # fmt: skip
_PAGE = (
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>Treaty</title>"
    '<meta property="article:published_time" content="2026-01-05"></head><body><article><h1>Treaty'
    f"</h1><p>{GOOD.decode()}</p><p>{GOOD.decode()}</p></article></body></html>"
)
_FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Fjord Post</title><item><guid>g1'
    "</guid><title>Treaty</title><pubDate>Mon, 05 Jan 2026 08:30:00 GMT</pubDate><description>"
    f"&lt;p&gt;{GOOD.decode()}&lt;/p&gt;</description></item></channel></rss>"
)
_BY_ENDING = {
    ".md": f"---\ntitle: Treaty\npublished: 2026-01-05\n---\n# Treaty\n\n{GOOD.decode()}",
    ".html": _PAGE,
    ".rss": _FEED,
    ".json": json.dumps({"articles": [_ROW]}),
    ".jsonl": json.dumps(_ROW) + "\n" + json.dumps(_ROW),
    ".csv": f'id,published,text\n1,2026-01-05,"{GOOD.decode()}"\n',
    ".tsv": f"id\tpublished\ttext\n1\t2026-01-05\t{GOOD.decode()}\n",
    ".txt": GOOD.decode(),
}
_CORRECTION = {
    "record": "correction", "id": "co_1", "action": "join", "of": "event",
    "these": [
        {"report": "r1", "start": 17, "end": 23, "text": "signed", "around": "signed", "type": "x"},
        {"report": "r2"},
    ],
    "made": "2026-01-05T08:30:00Z",
}  # fmt: skip
_TIMES = (
    "on Monday, January 5, 2026, two weeks after the talks", "late in 2019-11", "9/11 and Q3 1990s",
    "the Monday on or before the report", "from 2019 to 2020-02", "for some days",
    "2 weeks before the report", "the start of the month of the report", "since the (2019-01-02)",
    "early next week, the second half of last year, 5th of May 2024, from 3 to 9 June",
)  # fmt: skip
_QUOTES = (
    'He said: "We agreed." Then he left.', "“One,” she said. “Two ‘three’ four.”",
    "'We will not,' said the minister. Workers' rights.", '"Open\n\n"and on" he said', "«a» ''b''",
    "SEOUL, Jan 5 (Wire) - The envoy said \"no\". The U.S. left.",
)  # fmt: skip


def seeds(target: str) -> list[bytes]:
    """The first inputs of a target."""
    if target == "ingest":
        plain = [bytes([ENDINGS.index(e), 0]) + t.encode() for e, t in _BY_ENDING.items()]
        packed = [bytes([ENDINGS.index(e), PACKED]) + t.encode() for e, t in _BY_ENDING.items()]
        streams = [bytes([0, STREAM]) + t.encode() for t in _BY_ENDING.values()]
        aside = [
            bytes([1, SIDECAR]) + json.dumps(_ROW).encode(),
            bytes([0, SIDECAR]) + b"source: Fjord Post\npublished: 2026-01-05\n",
        ]
        return plain + packed[:2] + streams + aside
    if target == "corrections":
        one = json.dumps(_CORRECTION).encode()
        return [one, one + b"\n" + one, *(to_json(made) for made in _decisions())]
    if target == "archive":
        # the header, the two alternating block headers, the first blocks
        places = (0, 8, 12, 4096, 8192, 12288, 12296, 274432)
        changed = [
            bytes([BYTES, n]) + at.to_bytes(3, "big") + b"\x07" + bytes(range(8))
            for n, at in enumerate(places)
        ]
        asked = [bytes([CELLS, n, said(VALUE), 0, 0, 0, 0]) for n in range(len(QUESTIONS))]
        return [*changed, bytes([CUT, 0, 0, 64, 0]), *asked, *_cells()]
    return [one.encode() for one in (_TIMES if target == "times" else _QUOTES)]


def _decisions() -> list[Correction]:
    """Corrections whose places are there."""
    a, b, c = sound.readings()
    sides = (
        ("event", [anchor_of(a, a.events[1])], [anchor_of(b, b.events[2])]),
        ("statement", [anchor_of(a, a.statements[0])], [anchor_of(b, b.statements[0])]),
        ("report", [anchor_of(a)], [anchor_of(b)]),
        ("report", [anchor_of(a), anchor_of(c)], []),
    )
    found = []
    for of, these, those in sides:
        for action in ("join", "split", "pin"):
            said = (these, those) if action == "split" else (these + those, ())
            found.append(
                Correction(
                    id=f"co_{len(found) + 2}", action=action, of=of, these=tuple(said[0]),
                    those=tuple(said[1]), made="2026-02-01T08:30:00.000+00:00",
                )
            )  # fmt: skip
    return found


def _cells() -> list[bytes]:
    """Damage of each kind in each table, with a question each."""
    words = (b"9999-12-31", b"-infinity", b'"', b"[", b"nan", b"\x7f\xff\xff", b"r1", b"", b"<b>")
    found, number = [], 0
    for what in range(7):
        for table in range(len(NAMES)):
            number += 1
            word = words[number % len(words)]
            places = bytes([number * 7 % 251, number * 5 % 17])
            rest = places + bytes([len(word)]) + word
            if what == SPLICED:
                rest = places + bytes([number % 4, number * 11 % 256, 2, len(word)]) + word
            elif what == PATH:
                rest = places + bytes([number % 9, number % 5, 251, number % 8, len(word)]) + word
            found.append(bytes([CELLS, number % len(QUESTIONS), said(what), table]) + rest)
    return found


WORDS = {
    "ingest": (
        "text", "published", "title", "url", "source", "id", "articles", "null", "NaN", "\\ud800",
        "<p>", "<![CDATA[", "&#0;", "<!DOCTYPE", "<!ENTITY", "]]>", '""', "\r\n", "---\n", "&a ",
        "*a", "\ufeff", "\x00", "2026-01-05", "<item>", "charset=utf-16", "datetime=", "!!python",
        "1e999", "0001-01-01", "PAR1", "{", "[", "encoding=",
    ),
    "times": (
        "Monday", "week", "month", "the report", "of", "before", "on or after", "since", "until",
        "from", " to ", "late in", "the end of", "2019", "-11", "-05", "9999", "0000", "5th", "Q3",
        "January", "last", "next", "century", "decade", "for some", "(", ")", "weekend", "quarter",
        "three", "half", "99999999", "Christmas", "1990s", "/", "day", "31", "BC", "ago", "'s",
    ),
    "quotes": (
        '"', "'", "''", "“", "”", "‘", "’", "«", "»", "said", "\n", "\n\n", ". ", "? ", "U.S.", "(",
        ")", " - ", "—", "SEOUL, Jan 5 (Wire) - ", "\u202e", "\x00", "„", "5\"", "It's",
    ),
    "corrections": (
        '"record"', '"correction"', '"these"', '"start"', '"end"', "-1", "99999999999999999999",
        "null", '"\\ud800"', '"of"', '"statement"', '"split"', '"pin"', "1e5", "[", "{", "\n",
        '"r0"', '"r1"', '"r2"', '"those"', '"undone"', '"event"', '"report"', '"id"', "co_1",
        '"type"',
    ),
    "archive": (
        "DUCK", "\xff\xff\xff\xff", "\x00\x00\x00\x00", "9999-12-31", "0001-01-01", "infinity",
        "-infinity", "290000-01-01", "2026-01-07", "nan", "1e308", "null", "r1", "r2", "ev_r1_0",
        "KEN", "---", "[a]", "[]", "{}", '"', "\\ud800", "planned", "actual", "true", "99", "-1",
    ),
}  # fmt: skip
