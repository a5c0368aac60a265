"""The notes of actors, dyads and issues."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.briefs import words
from dragoman.exports.notes.entries import section, tie_entry
from dragoman.exports.notes.holding import Holding, Pair, Relation, actor_title, issue_title
from dragoman.exports.notes.text import escape, front_matter, link, table
from dragoman.relations import code_name

_MOST_NAMES = 30
_DYAD_HEAD = ("with", *(words.QUAD[quad] for quad in (1, 2, 3, 4)), "mean score")


def actor_note(holding: Holding, code: str) -> Iterable[str]:
    """The note of an actor: relations, issues, who acts under the code, what it did and said."""
    party, at = holding.actors[code], holding.paths[("actors", code)]
    name = code_name(code)
    yield front_matter(
        {
            "type": "actor",
            "code": code,
            "name": name,
            "aliases": tuple(dict.fromkeys((name, code))),
            "events": len(party.did),
        }
    )
    yield from (f"# {escape(actor_title(code))}", "")
    events, said = words.count(len(party.did), "event"), words.count(len(party.said), "statement")
    yield f"{events} (acts in {party.acts}, receives in {party.receives}), {said}."
    yield ""
    pairs = sorted(
        (pair for pair in holding.dyads if code in pair),
        key=lambda pair: (-holding.dyads[pair].count, pair),
    )
    if pairs:
        yield from ("## Relations", "", "Numbers: happened + ahead.", "")
        yield from table(_DYAD_HEAD, (_dyad_row(holding, p, at, without=code) for p in pairs))
        yield ""
    issues = sorted(
        ((matter.actors[code], issue) for issue, matter in holding.issues.items()),
        key=lambda item: (-item[0], item[1]),
    )
    if any(count for count, _ in issues):
        yield from ("## Issues", "")
        for count, issue in issues:
            if count:
                path = holding.paths[("issues", issue)]
                yield f"- {link(issue_title(issue), path, at)} ({count})"
        yield ""
    if party.names:
        named = sorted(party.names.items(), key=lambda item: (-item[1], item[0]))
        yield from ("## Who acts or receives under this code", "")
        shown = ", ".join(f"{escape(who)} ({count})" for who, count in named[:_MOST_NAMES])
        more = len(named) - _MOST_NAMES
        yield from (shown + (f" and {more} more" if more > 0 else ""), "")
    yield from section(holding, "What it did, and what was done to it", party.did, at)
    yield from section(holding, "What it said", party.said, at)


def dyad_note(holding: Holding, pair: Pair) -> Iterable[str]:
    """The note of a dyad: counts, standing ties, and all that is told of the two."""
    relation, at = holding.dyads[pair], holding.paths[("dyads", "-".join(pair))]
    names = [code_name(code) for code in pair]
    yield front_matter(
        {
            "type": "dyad",
            "dyad": "-".join(pair),
            "aliases": (" – ".join(names), "-".join(pair)),
            "events": relation.count,
        }
    )
    yield from (f"# {escape(' – '.join(names))}", "")
    linked = [
        link(actor_title(code), path, at) for code in pair if (path := holding.path("actors", code))
    ]
    yield from (" · ".join(linked), "")
    yield from ("Numbers: happened + ahead.", "")
    head = ("", *_DYAD_HEAD[1:])
    yield from table(head, [("events", *_counts(relation))])
    apart = ", ".join(
        f"{count} {'claimed by one side' if why == 'alleged' else 'told as not having happened'}"
        for why, count in sorted(relation.apart.items())
    )
    yield from (["", f"Not counted: {apart}.", ""] if apart else [""])
    if relation.ties:
        yield from ("## What the reports state of them", "")
        for _, tie in relation.ties:
            yield from tie_entry(holding, tie, at)
        yield ""
    yield from section(holding, "What happened, and what was said", relation.told, at)


def issue_note(holding: Holding, issue: str) -> Iterable[str]:
    """The note of an issue: who did or said most about it, and what."""
    matter, at = holding.issues[issue], holding.paths[("issues", issue)]
    name = issue_title(issue)
    yield front_matter({"type": "issue", "issue": issue, "name": name, "aliases": (name,)})
    yield from (f"# {escape(name)}", "")
    if matter.actors:
        yield from ("## Actors", "")
        for code, count in sorted(matter.actors.items(), key=lambda i: (-i[1], i[0])):
            path = holding.path("actors", code)
            shown = link(actor_title(code), path, at) if path else escape(actor_title(code))
            yield f"- {shown}: {words.count(count, 'act or statement', 'acts or statements')}"
        yield ""
    yield from section(holding, "What was done and said", matter.told, at)


def _dyad_row(holding: Holding, pair: Pair, at: str, without: str) -> tuple[str, ...]:
    other = pair[1] if pair[0] == without else pair[0]
    path = holding.paths[("dyads", "-".join(pair))]
    return (link(code_name(other), path, at), *_counts(holding.dyads[pair]))


def dyad_counts(relation: Relation) -> tuple[str, ...]:
    """Counts by quad and the mean score with its number, as cells of a table."""
    return _counts(relation)


def _counts(relation: Relation) -> tuple[str, ...]:
    cells = []
    for quad in (1, 2, 3, 4):
        done, ahead = relation.happened[quad], relation.ahead[quad]
        cells.append(f"{done} + {ahead}" if ahead else str(done or ""))
    scores = relation.scores
    mean = f"{sum(scores) / len(scores):+.1f} of {len(scores)}" if scores else "–"
    return (*cells, mean)
