"""One plain sentence about the origins that a story's reports rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dragoman.records import Origin

_SMALL = 4  # reports; of so few each one is told by name
_MOST = 4  # groups, or names in a row; the others are counted
_LONG = 25  # words in a row that are worth telling beside a cited medium
_TEXT = ("copy", "rewrite", "wording")


@dataclass(frozen=True)
class Told:
    """What the sentence tells.

    Fields:
        reports: ids in the story's order. groups: reports that share an origin, or single ones.
        known: reports whose origin is shown. joining: origins that make a group.
        quoted: persons whose words several reports quote alike.
        disputed: text shared by reports that name different agencies. agencies: report -> those.
        independent: how many reports of known origin share none with another.
        names: report id -> publisher, "" where unknown.
        articles: name of a medium -> the name with "the".
    """

    reports: Sequence[str]
    groups: Sequence[Sequence[str]]
    known: set[str]
    joining: Sequence[Origin]
    quoted: Sequence[Origin]
    disputed: Sequence[Origin]
    agencies: Mapping[str, tuple[str, ...]]
    independent: int
    names: Mapping[str, str]
    articles: Mapping[str, str]


def sentence(told: Told) -> str:
    """What the citations, credits and shared text show."""
    number = len(told.reports)
    if number == 1:
        return _alone(told)
    silent = [r for r in told.reports if r not in told.known]
    body = f"{number} reports, {_lead(told, len(silent))}"
    clauses = list(_clauses(told))
    if silent and told.known:
        does, has = ("does", "it has its") if len(silent) == 1 else ("do", "they have their")
        clauses.append(f"{len(silent)} {does} not say where {has} news from")
    body += f": {'; '.join(clauses)}" if clauses else ""
    joined = {o.name for o in told.joining}
    heard = [_speaker(o) for o in told.quoted if o.name not in joined and o.kind == "person"]
    if heard:
        speakers = join(heard[:3])
        who = "both" if number == 2 else "several"
        body += f". {who.capitalize()} quote {speakers}, whom each may have heard itself"
    return body


def _alone(told: Told) -> str:
    """The sentence about a single report."""
    whole = [o for o in told.joining if o.whole]
    part = [o for o in told.joining if o.part]
    if whole:
        verb = "published by" if whole[0].shows == "publisher" else "from"
        return f"1 report, {verb} {_phrase(whole, told)}"
    if part:
        return f"1 report, in part from {_phrase(part, told)}"
    cited = _phrase(told.joining, told)
    if cited:
        return f"1 report, which cites {cited}"
    return "1 report; it does not say where it has its news from"


def _lead(told: Told, silent: int) -> str:
    """How many origins there are, as far as it is shown."""
    number, count = len(told.reports), told.independent
    if not told.known:
        who = "neither says" if number == 2 else "none says"
        return f"origins unknown: {who} where it has its news from"
    if told.disputed:
        return "number of origins unknown"
    if not silent and count == number:
        return f"{count} origins cited apart"
    about = f"about {count} {'origin' if count == 1 else 'origins'}"
    return f"{about} known, {silent} unknown" if silent else about


def _clauses(told: Told) -> Iterator[str]:
    """What joins which reports: groups, largest first, then single reports, then disputes."""
    groups = [g for g in told.groups if len(g) > 1]
    groups.sort(key=lambda g: -len(g))
    for group in groups[:_MOST]:
        yield f"{_who(group, told)} {_joined(group, told)}"
    if groups[_MOST:]:
        rest = sum(map(len, groups[_MOST:]))
        yield f"{rest} more share {len(groups[_MOST:])} other origins"
    yield from _singles(told)
    seen: set[frozenset[tuple[str, tuple[str, ...]]]] = set()
    for origin in sorted(told.disputed, key=lambda o: _TEXT.index(o.shows)):
        named = dict.fromkeys(
            (told.names[r] or "one", told.agencies[r]) for r in origin.reports if r in told.agencies
        )
        if frozenset(named) not in seen:  # once for the same names; the list has the others
            though = join([f"{name} names {join(agencies)}" for name, agencies in named])
            yield f"{_who(origin.reports, told)} {_text(origin)}, though {though}"
        seen.add(frozenset(named))


def _who(group: Sequence[str], told: Told) -> str:
    number = len(told.reports)
    if len(group) < number:
        return f"{len(group)} of them"
    return "both" if number == 2 else f"all {number}"


def _joined(group: Sequence[str], told: Told) -> str:
    """What a group of reports has in common: what all have, else what links most of them."""
    members = set(group)
    shared = [o for o in told.joining if len(members & set(o.reports)) > 1]
    common = [o for o in shared if set(o.reports) >= members]
    if not common:
        shared.sort(key=lambda o: -len(o.reports))
        links: dict[str, set[str]] = {}
        for origin in shared:
            links.setdefault(_short(origin, told), set()).update(members & set(origin.reports))
        return f"are linked by {join(_cut([f'{n} ({len(who)})' for n, who in links.items()]))}"
    texts = [o for o in common if o.shows in _TEXT]
    heard = [o for o in common if o.shows == "quotation"]
    cited = [o for o in common if o.shows not in (*_TEXT, "quotation")]
    told_texts = [o for o in texts if not cited or o.shows != "wording" or longest(o) >= _LONG]
    said = [_text(max(told_texts, key=lambda o: (-_TEXT.index(o.shows), o.share or 0.0)))
            ] if told_texts else []  # fmt: skip
    if cited:
        said.append(f"rest on {_phrase(cited, told)}{_extent(cited, members)}")
    if heard and not said:
        people = [_speaker(o) for o in heard]
        said.append(f"quote the same words of {join(_cut(people))}")
    return join(said)


def _short(origin: Origin, told: Told) -> str:
    """An origin as one of several that link reports."""
    if origin.shows in _TEXT:
        return origin.name.partition(" (")[0]
    return _phrase([origin], told) if origin.shows != "quotation" else origin.name


def _text(origin: Origin) -> str:
    """What sharing a text is called."""
    detail = origin.name[origin.name.find("(") :] if "(" in origin.name else ""
    if origin.shows == "copy":
        return f"carry {origin.name}"
    if origin.shows == "rewrite":
        return f"tell {detail.strip('()')} sentences alike in the same order"
    return f"share long wording {detail}"


def longest(origin: Origin) -> int:
    """The number of words in a row that shared wording has."""
    digits = "".join(c for c in origin.name.partition(" words")[0] if c.isdigit())
    return int(digits or 0)


def _speaker(origin: Origin) -> str:
    return origin.name.removeprefix("words of ")


def _extent(origins: Sequence[Origin], members: set[str]) -> str:
    """How many of the reports are the one medium's as a whole, and in part."""
    if len(origins) != 1:
        return ""
    whole, part = (len(members & set(found)) for found in (origins[0].whole, origins[0].part))
    if whole == len(members):
        return " as a whole"
    told = [f"{n} {how}" for n, how in ((whole, "as a whole"), (part, "in part")) if n]
    return f" ({', '.join(told)})" if told else ""


def _singles(told: Told) -> Iterator[str]:
    """Reports of known origin that share none."""
    single = [g[0] for g in told.groups if len(g) == 1]
    own = {r: [o for o in told.joining if r in o.reports] for r in single}
    single = [r for r in single if own[r]]
    if len(told.reports) > _SMALL and len(single) > 2:
        held = sorted({o.name for r in single for o in own[r]})
        names = join(_cut([told.articles.get(name, name) for name in held]))
        yield f"{len(single)} rest on sources that no other report names ({names})"
        return
    clauses = Counter(f"{told.names[r] or 'one'} {_single(r, own[r], told)}" for r in single)
    for clause, times in clauses.items():
        yield clause if times == 1 else clause.replace("one cites", f"{times} each cite", 1)


def _single(report: str, own: Sequence[Origin], told: Told) -> str:
    """What one report rests on; what it credits before what it cites."""
    cited = [o for o in own if report not in (*o.whole, *o.part)]
    whole = [o for o in own if report in o.whole and o.shows != "publisher"]
    part = [o for o in own if report in o.part]
    if whole:
        return f"has its report from {_phrase(whole, told)}"
    if part:
        return f"rests in part on {_phrase(part, told)}"
    return f"cites {_phrase(cited, told)}" if cited else "is a news agency itself"


def _phrase(origins: Sequence[Origin], told: Told) -> str:
    """Cited origins in a row: media first, then interviews."""
    media, talks = [], []
    for origin in origins:
        medium, mark, person = origin.name.partition(" interview of ")
        shown = told.articles.get(medium, medium)
        if mark:
            talks.append((shown, person))
        elif origin.shows not in _TEXT:
            media.append(shown)
    by_medium = Counter(medium for medium, _ in talks)
    interviews = [
        f"one interview by {medium}" if times == 1 else f"{times} interviews by {medium}"
        for medium, times in sorted(by_medium.items())
    ]
    return join([*_cut(sorted(dict.fromkeys(media))), *interviews])


def _cut(parts: Sequence[str]) -> list[str]:
    """The first of many, and how many more there are."""
    if len(parts) <= _MOST + 1:
        return list(parts)
    return [*parts[:_MOST], f"{len(parts) - _MOST} more"]


def join(parts: Sequence[str]) -> str:
    """Words in a row, with "and" before the last.

    Example:
        >>> join(["Reuters", "AFP", "dpa"])
        'Reuters, AFP and dpa'
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
