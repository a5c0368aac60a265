"""Value F1 of the times stage on WikiWars.

    python benchmarks/times.py ../shared/data/time/wikiwars/tml

WikiWars are histories: no day of publication is given to Dragoman, and a date without a year leans
on the last full date of the text (``Times(narrative=True)``), anchor "event".

Matching: a gold expression and a found one match where their characters overlap; pairs are made
greedily, the largest overlap first, each expression used once. A match is right by value where
the value written from the Date (day, month, season, quarter, year, decade, century; duration) is
the gold ``value``; parts of a day are cut off the gold ("1950-06-25TMO" counts as 1950-06-25).
Precision, recall and F1 are over all documents together. "dates" leaves out, on both sides, what
Dragoman does not keep by design: durations, PRESENT_REF, PAST_REF, FUTURE_REF, times that the gold
leaves open (X in the value, null) and years before Christ; "all" leaves nothing out.

Two ways of marking differ from the gold's and are evened out: the gold marks "1944" of "by 1944"
and gives it the value 1944, so a Date that is only bounded counts with its point; and the gold
marks both ends of a range ("July 1946 to June 1950"), so a range counts as two expressions, cut at
the word or dash between its ends.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dragoman.document import TimeExpression
from dragoman.language import Language
from dragoman.records import Date, Report
from dragoman.times import Times
from dragoman.times.calendar import unit_around
from dragoman.times.meaning import Bound, fixed
from dragoman.times.resolving import to_date
from dragoman.times.symbol import read

_TAG = re.compile(r'<TIMEX[23] [^>]*?val(?:ue)?="([^"]*)"[^>]*>|</TIMEX[23]>|<TIMEX[23][^>]*>')
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
_DATE = re.compile(r"\d{2,4}(-\d\d(-\d\d)?|-(SP|SU|FA|WI)|-Q\d|-H\d|-W\d\d)?")
_SEASONS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}


@dataclass
class Item:
    start: int
    end: int
    value: str
    raw: str


def read_gold(path: Path) -> tuple[str, list[Item]]:
    """The text without tags, and its expressions; of nested ones, each counts."""
    source = path.read_text(encoding="utf-8")
    body = source[source.index("<TEXT>") + 6 : source.index("</TEXT>")]
    text, at = "", 0
    items: list[Item] = []
    open_tags: list[tuple[int, str]] = []
    for match in _TAG.finditer(body):
        text += _plain(body[at : match.start()])
        at = match.end()
        if match.group().startswith("</"):
            start, value = open_tags.pop()
            items.append(Item(start, len(text), value, text[start:]))
        else:
            open_tags.append((len(text), match.group(1) or "null"))
    return text + _plain(body[at:]), items


def _plain(text: str) -> str:
    for entity, char in _ENTITIES.items():
        text = text.replace(entity, char)
    return text


def value_of(found: Date) -> str:
    """The TIMEX2 value of a Date, "null" where it has none."""
    if found.start is None or found.end is None:
        length = re.fullmatch(r"for (\d+|some) (\w+?)s?", found.symbol or "")
        if not length:
            return "null"
        count = "X" if length[1] == "some" else length[1]
        unit = {"centurie": "CE", "decade": "DE"}.get(length[2], length[2][0].upper())
        return ("PT" if length[2] in ("hour", "minute") else "P") + count + unit
    start, end = date.fromisoformat(found.start), date.fromisoformat(found.end)
    days = (end - start).days + 1
    if found.precision == "day":
        return found.start
    if found.precision == "week":
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02}"
    season = re.search(r"winter|spring|summer|autumn|fall", found.raw.lower())
    if found.precision == "month" and season:
        year = start.year - (season[0] == "winter" and start.month < 3)
        return f"{year}-{season[0][:2].upper().replace('AU', 'FA')}"
    if found.precision == "month":
        if start.month == end.month and start.year == end.year:
            return found.start[:7]
        if 89 <= days <= 92 and start.month in _SEASONS:
            return f"{start.year}-{_SEASONS[start.month]}"
        if 89 <= days <= 92:
            return f"{start.year}-Q{(start.month + 2) // 3}"
        return f"{start.year}-H{1 if start.month == 1 else 2}"
    if "centur" in found.raw.lower():
        return found.start[:2]
    if re.search(r"\d0s", found.raw):
        return found.start[:3]
    return found.start[:4]


def items_of(expression: TimeExpression) -> list[Item]:
    """The expression as the gold marks such: a bound as its point, a range as its two ends."""
    found, start, end = expression.date, expression.start, expression.end
    meaning = read(found.symbol) if found.symbol else None
    if isinstance(meaning, Bound):
        found = to_date(found.raw, meaning.point, None, "")
    cut = re.search(r" to | and | until | through |\s?[-–]\s?|/", found.raw)
    if cut and found.start and found.end and found.start != found.end:
        first, last = date.fromisoformat(found.start), date.fromisoformat(found.end)
        unit = {"day": "day", "month": "month", "year": "year"}.get(found.precision)
        one = unit_around(unit, first) if unit else None
        if unit and one and last > one.end and not _single(found):
            ends = (fixed(one), fixed(unit_around(unit, last)))
            spans = ((start, start + cut.start()), (start + cut.end(), end))
            return [
                Item(a, b, value_of(to_date("", meaning, None, "")), found.raw)
                for (a, b), meaning in zip(spans, ends, strict=True)
            ]
    return [Item(start, end, value_of(found), found.raw)]


def _single(found: Date) -> bool:
    """Whether the words name one long period ("the mid-1990s", "winter of 1914-15")."""
    return bool(re.search(r"\d0s|centur|mid|winter|spring|summer|autumn|fall", found.raw.lower()))


def scored(items: list[Item], dates_only: bool) -> list[Item]:
    kept = [Item(i.start, i.end, re.sub(r"T.*", "", i.value), i.raw) for i in items]
    if not dates_only:
        return kept
    return [i for i in kept if _DATE.fullmatch(i.value)]


def match(gold: list[Item], found: list[Item]) -> list[tuple[Item, Item]]:
    pairs = [
        (min(g.end, f.end) - max(g.start, f.start), -abs(g.start - f.start), i, j)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if min(g.end, f.end) > max(g.start, f.start)
    ]
    used_gold, used_found, kept = set(), set(), []
    for _, _, i, j in sorted(pairs, reverse=True):
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            kept.append((gold[i], found[j]))
    return kept


def main() -> int:
    if len(sys.argv) < 2 or not Path(sys.argv[1]).is_dir():
        print(__doc__)
        return 2
    verbose = "-v" in sys.argv
    language, times = Language(), Times(narrative=True)
    totals: dict[str, Counter[str]] = {"dates": Counter(), "all": Counter()}
    seconds = words = 0.0
    for path in sorted(Path(sys.argv[1]).glob("*.tml")):
        text, gold = read_gold(path)
        document = language.parse(Report(id=path.stem, text_sha256=""), text)
        began = time.perf_counter()
        times(document)
        seconds += time.perf_counter() - began
        words += len(text.split())
        found = [item for t in document.times for item in items_of(t)]
        for name, count in totals.items():
            g, f = scored(gold, name == "dates"), scored(found, name == "dates")
            pairs = match(g, f)
            count["gold"] += len(g)
            count["found"] += len(f)
            count["matched"] += len(pairs)
            count["right"] += sum(a.value == b.value for a, b in pairs)
            if verbose and name == "dates":
                _explain(path.stem, text, g, f, pairs)
    print(f"documents {len(list(Path(sys.argv[1]).glob('*.tml')))}, words {words:.0f}, "
          f"{1000 * seconds / words * 600:.1f} ms for 600 words")  # fmt: skip
    for name, c in totals.items():
        detection = 2 * c["matched"] / (c["gold"] + c["found"])
        print(
            f"{name:5}  gold {c['gold']}  found {c['found']}  "
            f"precision {c['right'] / c['found']:.3f}  recall {c['right'] / c['gold']:.3f}  "
            f"value F1 {2 * c['right'] / (c['gold'] + c['found']):.3f}  "
            f"(detection F1 {detection:.3f}, value accuracy {c['right'] / c['matched']:.3f})"
        )
    return 0


def _explain(
    name: str, text: str, gold: list[Item], found: list[Item], pairs: list[tuple[Item, Item]]
) -> None:
    for g, f in pairs:
        if g.value != f.value:
            print(f"{name} WRONG {g.raw!r} gold {g.value} found {f.value} ({f.raw!r})")
    matched = {id(g) for g, _ in pairs}, {id(f) for _, f in pairs}
    for kind, items, done in (("MISSED", gold, matched[0]), ("EXTRA", found, matched[1])):
        for item in items:
            if id(item) not in done:
                around = text[max(0, item.start - 40) : item.end + 30].replace("\n", " ")
                print(f"{name} {kind} {item.raw!r} {item.value} ... {around}")


if __name__ == "__main__":
    raise SystemExit(main())
