"""Compare what Dragoman reads in a report with what a careful reader wrote down beforehand.

``tests/reports/NAME.expected.json`` names the words that carry each event; an event counts as found
when its trigger lies in these words and its type, sides and status (and claim, mode, date where
given) are among the readings that the file accepts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.records import Event, Reading, Statement

FOLDER = Path(__file__).parent / "reports"


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def expected(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.expected.json").read_text(encoding="utf-8"))


def span_of(reading: Reading, words: str) -> tuple[int, int]:
    at = reading.text.find(words)
    assert at >= 0, f"not in the report: {words!r}"
    return at, at + len(words)


def triggers_in(reading: Reading, words: str) -> list[Event]:
    """Events whose trigger lies on the words."""
    start, end = span_of(reading, words)
    return [
        event
        for event in reading.events
        if any(e.role == "trigger" and e.start < end and start < e.end for e in event.evidence)
    ]


def codes(actors: Any) -> list[str]:
    return sorted({actor.code for actor in actors})


def problems(event: Event, want: dict[str, Any]) -> list[str]:
    """The fields in which an event differs from what was expected; none means found."""
    wrong = []
    if event.type not in want["type"]:
        wrong.append(f"type {event.type}")
    actors, recipients = codes(event.actors), codes(event.recipients)
    both = sorted({*actors, *recipients})
    mutual = event.type in ("CONSULT", "AGREE") and any(
        both == sorted({*a, *r}) for a in want["actors"] for r in want["recipients"]
    )
    if not mutual:
        if actors not in want["actors"]:
            wrong.append(f"actors {actors}")
        if recipients not in want["recipients"]:
            wrong.append(f"recipients {recipients}")
    if event.status not in want["status"]:
        wrong.append(f"status {event.status}")
    if want.get("alleged") and not event.alleged:
        wrong.append("not alleged")
    if "mode" in want and event.mode != want["mode"]:
        wrong.append(f"mode {event.mode}")
    return wrong


def date_right(event: Event, want: dict[str, Any]) -> bool:
    got = event.date
    return got is not None and (got.start or "").startswith(want["date"])


@dataclass
class Tally:
    """What was expected and what was found, for one report or for many."""

    found: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    hoped: list[str] = field(default_factory=list)
    hoped_missed: list[str] = field(default_factory=list)
    dated: list[str] = field(default_factory=list)
    misdated: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for key, value in vars(other).items():
            getattr(self, key).extend(value)


def share(yes: list[str], no: list[str]) -> float:
    return len(yes) / max(1, len(yes) + len(no))


def spoken_by(statement: Statement, speakers: list[str]) -> bool:
    got = {statement.speaker.name.lower(), statement.speaker.text.lower()}
    return any(s.lower() in one for s in speakers for one in got)


def compare(name: str, reading: Reading) -> Tally:
    """Everything of one report against what was expected of it."""
    want = expected(name)
    tally = Tally()
    used: set[str] = set()
    for one in want["events"]:
        near = [(problems(e, one), e) for e in triggers_in(reading, one["words"])]
        right = [e for wrong, e in near if not wrong]
        used |= {e.id for _, e in near}
        label = f"{name}: {one['words']}"
        if right:
            (tally.hoped if one.get("hoped") else tally.found).append(label)
            if "date" in one and not one.get("hoped_date"):
                good = any(date_right(e, one) for e in right)
                got = [e.date and (e.date.start, e.date.raw) for e in right]
                (tally.dated if good else tally.misdated).append(
                    label if good else f"{label} -> {got} want {one['date']}"
                )
        else:
            got_text = "; ".join(", ".join(wrong) for wrong, _ in near) or "nothing"
            where = tally.hoped_missed if one.get("hoped") else tally.missed
            where.append(f"{label} -> {got_text}")
    for one in want["never"]:
        for event in triggers_in(reading, one["words"]):
            barred = event.type in one.get("types", [event.type])
            barred = barred and event.status in one.get("status", [event.status])
            used.add(event.id)
            if barred:
                tally.invented.append(
                    f"{name}: {one['words']} -> {event.type} {event.status} ({one['why']})"
                )
    for event in reading.events:
        if event.id not in used:
            trigger = event.evidence[0]
            a, b = max(0, trigger.start - 60), trigger.end + 60
            words = reading.text[a:b].replace("\n", " ")
            sides = f"{codes(event.actors)}>{codes(event.recipients)}"
            tally.extra.append(
                f"{name}: {event.type}/{event.mode} {sides} {event.status} "
                f"[{reading.text[trigger.start : trigger.end]}] in …{words}…"
            )
    for one in want["statements"]:
        start, end = span_of(reading, one["words"])
        over = [
            s for s in reading.statements if any(p.start < end and start < p.end for p in s.content)
        ]
        right = [
            s for s in over
            if spoken_by(s, one["speaker"]) and one.get("code") in (None, s.speaker.code)
        ]  # fmt: skip
        label = f"{name}: {one['words']}"
        if right:
            tally.said.append(label)
        else:
            got = [(s.speaker.name, s.speaker.code) for s in over]
            tally.unsaid.append(f"{label} -> {got} want {one['speaker']} {one.get('code')}")
    for one in want["actors"]:
        got_actors = [a for a in reading.actors if a.name == one["name"]]
        good = any(
            a.code in one["code"].split("|")
            and ("role" not in one or one["role"].lower() in (a.role or "").lower())
            for a in got_actors
        )
        label = f"{name}: {one['name']}"
        if good:
            tally.known.append(label)
        else:
            got = [
                (a.name, a.code, a.role) for a in reading.actors if a.name[-4:] == one["name"][-4:]
            ]
            tally.unknown.append(f"{label} want {one['code']} {one.get('role')} got {got}")
    return tally
