"""One plain sentence about the origins that a story's reports rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from dragoman.records import Origin


def sentence(
    reports: Sequence[str],
    groups: Sequence[Sequence[str]],
    known: set[str],
    joining: Sequence[Origin],
    quoted: Sequence[Origin],
    names: Mapping[str, str],
    articles: Mapping[str, str],
) -> str:
    """What the citations and shared wording show.

    Args:
        reports: ids in the story's order. groups: reports that share an origin, or single ones.
        known: reports whose origin is shown. joining: origins that make a group.
        quoted: persons whose words several reports quote alike.
        names: report id -> publisher, "" where unknown.
        articles: name of a medium -> the name with "the".
    """
    number = len(reports)
    if number == 1:
        cited = _phrase([o for o in joining if reports[0] in o.reports], articles)
        return (
            f"1 report, which cites {cited}"
            if cited
            else "1 report; it does not say where it has its news from"
        )
    head = f"{number} reports"
    if not known:
        who = "neither says" if number == 2 else "none says"
        body = f"{head}, origins unknown: {who} where it has its news from"
    elif known >= set(reports):
        count = len(groups)
        apart = count == number
        lead = (
            f"{count} origins cited apart" if apart else f"about {count} {_plural('origin', count)}"
        )
        body = f"{head}, {lead}: {_groups(groups, joining, names, articles, number)}"
    else:
        rest = [r for r in reports if r not in known]
        shown = [g for g in groups if set(g) & known]
        told = _groups(shown, joining, names, articles, number)
        silent = f"{len(rest)} {'does' if len(rest) == 1 else 'do'} not say where"
        has = "it has its" if len(rest) == 1 else "they have their"
        body = f"{head}, origins known in part: {told}; {silent} {has} news from"
    heard = [o for o in quoted if o not in joining]
    if heard:
        speakers = _join([o.name.removeprefix("words of ") for o in heard[:3]])
        who = "both" if number == 2 else "several"
        body += f". {who.capitalize()} quote {speakers}, whom each may have heard itself"
    return body


def _groups(
    groups: Sequence[Sequence[str]],
    joining: Sequence[Origin],
    names: Mapping[str, str],
    articles: Mapping[str, str],
    number: int,
) -> str:
    clauses: Counter[str] = Counter()
    for group in groups:
        members = set(group)
        own = [o for o in joining if members & set(o.reports)]
        if len(group) > 1:
            shared = [o for o in own if len(o.reports) > 1]
            whole = [o for o in shared if set(o.reports) >= members]
            linked = not whole
            whole = whole or shared
            cited = [o for o in whole if not o.name.startswith("shared wording")]
            if number == 2:
                who = "both"
            elif len(group) == number:
                who = f"all {number}"
            else:
                who = f"{len(group)} of them"
            rows = [o for o in shared if o.name.startswith("shared wording")]
            if cited and not any(_size(o) >= 25 for o in rows):
                verb = "are linked by" if linked else "rest on"
                clauses[f"{who} {verb} {_phrase(cited, articles)}"] += 1
            elif cited:
                longest = max(rows, key=_size).name.removeprefix("shared wording")
                clauses[f"{who} share long wording{longest} and {_phrase(cited, articles)}"] += 1
            else:
                longest = max(whole, key=_size).name.removeprefix("shared wording")
                clauses[f"{who} share long wording{longest}"] += 1
        else:
            name = names.get(group[0]) or "one"
            clauses[f"{name} cites {_phrase(own, articles)}"] += 1
    return "; ".join(
        clause if times == 1 else clause.replace("one cites", f"{times} each cite", 1)
        for clause, times in clauses.items()
    )


def _size(origin: Origin) -> int:
    """The number of words in a row that shared wording has."""
    digits = "".join(c for c in origin.name if c.isdigit())
    return int(digits) if origin.name.startswith("shared wording") else 0


def _phrase(origins: Sequence[Origin], articles: Mapping[str, str]) -> str:
    """The origins of a group in a row: media first, then interviews."""
    media, talks = [], []
    for origin in origins:
        medium, mark, person = origin.name.partition(" interview of ")
        shown = articles.get(medium, medium)
        if mark:
            talks.append((shown, person))
        elif not origin.name.startswith("shared wording"):
            media.append(shown)
    by_medium = Counter(medium for medium, _ in talks)
    interviews = [
        f"one interview by {medium}" if times == 1 else f"{times} interviews by {medium}"
        for medium, times in sorted(by_medium.items())
    ]
    return _join([*sorted(dict.fromkeys(media)), *interviews])


def _join(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _plural(word: str, number: int) -> str:
    return word if number == 1 else f"{word}s"
