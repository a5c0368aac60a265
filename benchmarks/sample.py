"""Score the brief of a sample story against what a careful reader takes from it.

    python benchmarks/sample.py ../shared/samples/lee-xi [--list] [--no-date]

Reads ``report-*.txt`` and ``expected.json`` of the folder given. An expected event is found in a
report when an event's evidence lies on (or in the sentence of) the words that carry it there and
its type, actors, recipients and status are the expected ones or a reading that ``accept`` lists.
Prints found and missed, statements, actors, agenda, merging, and all events shown for reading.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import dragoman as dm
from dragoman.records import Event, Reading
from dragoman.relations import agenda as dm_agenda
from dragoman.relations import issues as dm_issues
from dragoman.stories import build, group


def quotes(text: str) -> str:
    """One form of quotation marks, so that expected words are found in the report."""
    return text.translate(str.maketrans("’‘“”", "''\"\""))


def where(reading: Reading, words: str) -> tuple[int, int] | None:
    """Where the expected words stand in a report."""
    at = quotes(reading.text).find(quotes(words))
    return (at, at + len(words)) if at >= 0 else None


def sentence(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The sentence around a span, by final stops."""
    text = reading.text
    a = max(text.rfind(". ", 0, start), text.rfind("\n", 0, start)) + 1
    stops = [x for x in (text.find(". ", end), text.find("\n", end)) if x >= 0]
    return a, min(stops, default=len(text))


def codes(actors: Any) -> set[str]:
    return {a.code for a in actors} - {"---"}


def fits(event: Event, want: dict[str, Any], *, only_type: bool = False) -> bool:
    accept = want["accept"]
    if event.type not in [want["type"], *accept.get("type", [])]:
        return False
    if only_type:
        return True
    if event.status not in [want["status"], *accept.get("status", [])]:
        return False
    recipients = [set(want["recipients"]), *(set(r) for r in accept.get("recipients", []))]
    symmetric = event.type in ("CONSULT", "AGREE") and not event.recipients
    if symmetric and codes(event.actors) == set(want["actors"]) | set(want["recipients"]):
        return True
    return codes(event.actors) == set(want["actors"]) and codes(event.recipients) in recipients


def best(reading: Reading, want: dict[str, Any], words: str) -> tuple[str, Event | None]:
    """ "found", "near" (right type there, other fields wrong) or "missing", with the event."""
    at = where(reading, words)
    if at is None:
        return "words not in the report", None
    spot = sentence(reading, *at)
    inside = [e for e in reading.events if spot[0] <= e.evidence[0].start < spot[1]]
    inside.sort(key=lambda e: (not at[0] <= e.evidence[0].start < at[1],
                               abs(e.evidence[0].start - at[0])))  # fmt: skip
    person = want["key"] in ("meet-li", "meet-zhao")
    for event in inside:
        if fits(event, want):
            names = " ".join(a.name for a in event.recipients)
            if person and want["key"].split("-")[1] not in names.lower():
                continue
            return "found", event
    near = [e for e in inside if fits(e, want, only_type=True)]
    return ("near", near[0]) if near else ("missing", None)


def show(reading: Reading, event: Event) -> str:
    trigger = event.evidence[0]
    a, b = sentence(reading, trigger.start, trigger.end)
    who = ",".join(f"{x.name}[{x.code}]" for x in event.actors)
    whom = ",".join(f"{x.name}[{x.code}]" for x in event.recipients)
    date = (event.date.symbol or event.date.start or event.date.raw) if event.date else ""
    flag = " ALLEGED" if event.alleged else ""
    by = "".join(f" <- {s.name}" for s in event.attribution)
    return (
        f"{event.type}/{event.mode or ''} {who} > {whom} | {event.status}{flag} | {date} | "
        f"{reading.text[trigger.start : trigger.end]!r}{by} | {event.made_by} | "
        f"{event.confidence}\n"
        f"        {reading.text[a:b].strip()[:230]}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", action="store_true", help="print every event and statement")
    parser.add_argument("--no-date", action="store_true", help="leave the publication date out")
    args = parser.parse_args()
    expected = json.loads((args.folder / "expected.json").read_text())
    paths = sorted(args.folder.glob("report-*.txt"))
    published = None if args.no_date else expected["published"]
    readings = dict(zip("ab", dm.read(*paths, published=published), strict=True))
    wrong = 0

    print("== events that no good brief leaves out")
    must = hits = 0
    ids: dict[str, set[str]] = {}
    for want in expected["events"]:
        for letter in "ab":
            words = want[letter]
            if words is None:
                continue
            verdict, event = best(readings[letter], want, words)
            if event is not None and verdict == "found":
                ids.setdefault(want["key"], set()).add(event.id)
            if want["must"]:
                must += 1
                hits += verdict == "found"
            if verdict != "found" and (want["must"] or args.list):
                told = "  got: " + show(readings[letter], event) if event else ""
                print(f"  {'MUST' if want['must'] else 'may '} {want['key']} in {letter}: {verdict}"
                      f"  want {want['type']} {want['actors']}>{want['recipients']} "
                      f"{want['status']}"
                      f"\n{told}")  # fmt: skip
    print(f"  must: {hits} of {must}")
    wrong += hits < must

    print("== statements (speaker right, content overlaps)")
    said = 0
    for want in expected["statements"]:
        ok = {}
        for letter in "ab":
            if want[letter] is None:
                continue
            at = where(readings[letter], want[letter])
            ok[letter] = at is not None and any(
                want["speaker"] in (s.speaker.name, s.speaker.text)
                or (s.speaker.code == want["code"] and want["speaker"] in ("China",))
                for s in readings[letter].statements
                if any(p.start < at[1] and at[0] < p.end for p in s.content)
            )  # fmt: skip
        said += all(ok.values())
        if not all(ok.values()):
            print(f"  {want['key']}: {ok} want {want['speaker']}")
    print(f"  right: {said} of {len(expected['statements'])}")
    wrong += said < 8

    print("== actors")
    roster = [a for r in readings.values() for a in r.actors]
    known = 0
    for want in expected["actors"]:
        found = [a for a in roster if a.name == want["name"]]
        right = [
            a for a in found if a.code in (want["code"], "---") and want["sector"] in a.sectors
        ]
        known += bool(right)
        if not right:
            print(f"  {want} got {[(a.code, a.sectors, a.role) for a in found]}")
    print(f"  resolved: {known} of {len(expected['actors'])}")
    wrong += known < len(expected["actors"])

    started = time.perf_counter()
    page = dm.brief(*paths, published=published)
    html = page.html()
    print(
        f"== brief and page, warm: {time.perf_counter() - started:.2f} s, {len(html) // 1024} KiB"
    )
    story = build(group(page.readings)[0].readings)
    print("  stories:", len(page.brief.briefs), "| origins:", story.story.says)
    wrong += len(page.brief.briefs) != 1
    wrong += "1 origin" not in story.story.says
    agenda = {item.event for item in dm_agenda(story)}
    merged = {m.id: set(m.members) for m in story.events}
    for key in expected["upcoming"]:
        on = any(ids.get(key, set()) & merged[e] for e in agenda if e in merged)
        wrong += not on
        print(f"  agenda {key}: {'yes' if on else 'MISSING'}")
    for want in expected["events"]:
        if want["a"] and want["b"] and len(ids.get(want["key"], ())) == 2:
            one = any(ids[want["key"]] <= members for members in merged.values())
            print(f"  merged {want['key']}: {'yes' if one else 'NO'}")
    summit, arrival = ids.get("summit", set()), ids.get("visit-beijing", set())
    apart = not any(summit & m and arrival & m for m in merged.values())
    print(f"  summit apart from arrival: {apart}")
    wrong += not apart
    print("  ties:", sorted({(t.a, t.b, t.kind) for r in readings.values() for t in r.ties}))
    print("  issues:", [(i.name, [p.actor for p in i.positions]) for i in dm_issues(story)])
    if args.list:
        for letter, reading in readings.items():
            print(f"== report {letter}: {len(reading.events)} events")
            for event in reading.events:
                print("  ", show(reading, event))
            for s in reading.statements:
                text = " ... ".join(reading.text[p.start : p.end] for p in s.content)
                chain = " <- ".join(x.name for x in s.attribution)
                print(
                    f"   SAYS {s.speaker.name} [{s.speaker.code}] {s.kind} {s.cue!r}: "
                    f"{text[:140]} | {chain}"
                )
    print(f"{wrong} checks failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
