"""Entries of positions in the order of time, in one story or over many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from dragoman.issues.book import issue_name
from dragoman.records import Entry, Former, Issue, Position


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The latest first, those without a day last; those of one day as they came.

    Example:
        >>> rows = [Entry(record="a", kind="act", says="", day=day)
        ...         for day in (None, "2026-01-05", "2026-02-01")]
        >>> [entry.day for entry in in_order(rows)]
        ['2026-02-01', '2026-01-05', None]
    """
    return tuple(sorted(entries, key=lambda e: e.day or "", reverse=True))


def with_former(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, each with the last earlier one of the other stance, as they came.

    Two are compared where both have a stance and a day, and are towards one counterpart or both
    towards none that is named. This shows that two reports' words differ, and says no more.
    """
    found = list(entries)
    known = sorted(
        (n for n, e in enumerate(found) if e.stance and e.day), key=lambda n: found[n].day or ""
    )
    for place, number in enumerate(known):
        entry = found[number]
        before = next(
            (found[n] for n in reversed(known[:place]) if _compares(found[n], entry)), None
        )
        former = None
        if before is not None and before.stance != entry.stance:
            former = Former(
                record=before.record,
                day=before.day or "",
                stance=before.stance or "",
                quotation=before.quotation,
            )
        found[number] = msgspec.structs.replace(entry, differs=former)
    return found


def _compares(before: Entry, entry: Entry) -> bool:
    if (before.day or "") >= (entry.day or ""):
        return False
    return bool(set(before.towards) & set(entry.towards)) or not (before.towards or entry.towards)


def is_issue(issue: str, asked: str) -> bool:
    """Whether an id of an issue is meant by an id or a name, in any case.

    Example:
        >>> is_issue("iran-nuclear", "Iran's nuclear programme"), is_issue("taiwan", "iran-nuclear")
        (True, False)
    """
    return asked.lower() in (issue.lower(), issue_name(issue).lower())


def joined(
    issues: Iterable[Issue],
    issue: str,
    *,
    actor: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> list[Position]:
    """The positions on one issue over many stories, each actor once, those of most entries first.

    Records that carry the issue only beside a wider one count too. ``actor`` is a code or a name,
    ``since`` and ``until`` are ISO days, inclusive; entries without a day do not fit them. What
    others did to an actor has no day of its own and is left out where days are asked for.
    """
    names: dict[tuple[str, str], Position] = {}
    rows: dict[tuple[str, str], dict[str, Entry]] = {}
    addressed: dict[tuple[str, str], dict[str, None]] = {}
    for one in issues:
        own = is_issue(one.id.rpartition("@")[0], issue)
        for position in one.positions:
            if actor is not None and actor.lower() not in (
                position.actor.lower(), position.name.lower(),
            ):  # fmt: skip
                continue
            key = (position.actor, position.name)
            names.setdefault(key, position)
            held = rows.setdefault(key, {})
            for entry in position.entries:
                if any(is_issue(i, issue) for i in entry.issues):
                    held.setdefault(entry.record, entry)
            if own:
                addressed.setdefault(key, {}).update(dict.fromkeys(position.addressed))
    found = []
    for key, position in names.items():
        fit = [e for e in with_former(list(rows[key].values())) if _within(e.day, since, until)]
        done = {} if since or until else addressed.get(key, {})
        if fit or done:
            entries = in_order(fit)
            found.append(
                Position(
                    actor=position.actor,
                    name=position.name,
                    events=tuple(e.record for e in entries if e.kind == "act"),
                    statements=tuple(e.record for e in entries if e.kind == "words"),
                    addressed=tuple(done),
                    entries=entries,
                )
            )
    return sorted(found, key=lambda p: (-len(p.entries), p.name, p.actor))


def _within(day: str | None, since: str | None, until: str | None) -> bool:
    if day is None:
        return not (since or until)
    return (since is None or day >= since) and (until is None or day <= until)
