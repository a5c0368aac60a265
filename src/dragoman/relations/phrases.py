"""Headlines: one plain phrase in the active voice for an event record, built from its fields.

The words come from ``codebooks/phrases.toml``; nothing is said that the record does not hold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from dragoman.codebooks.books import read_book
from dragoman.records import Actor, Event, MergedEvent
from dragoman.relations.names import is_person, is_plural, join, show_all
from dragoman.stories.records import StoryRecords

_CONTEXTS_TOLD = {"AID", "COOPERATE", "AGREE", "THREATEN", "MOBILIZE", "SUPPORT", "SANCTION"}
_MAX_WORDS = 7
_LOOSE = frozenset(
    """with to of the a an their his her its our your my both on in for at by from that this these
    those off into against about between among under over as less more and or be""".split()
)
_PEOPLE_OF = re.compile(r"\b(people|representatives)(?: or property)? of \{r\}")
_STOPS = """who which that whom where when while before after as because although if but
for during until since by later next this last amid ahead over following and or than""".split()
_END_OF_ACT = re.compile(
    rf"(?-i:(?<![A-Z]))\.(?=\s|$)|[,;:!?()\n\"“”–—]|\b(?:{'|'.join(_STOPS)})\b"
    r"|\bon (?=\w+day\b|\d|the same)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Forms:
    to: str
    person: str
    alone: str
    together: str
    done: str


def headline(
    event: Event | MergedEvent,
    words: str | None = None,
    *,
    plain: bool = False,
    trigger: str | None = None,
) -> str:
    """One line that tells the event: who does what to whom, and whether it happened.

    ``trigger``, the report's word for the act, chooses a nearer verb where the book has one (a
    MOBILIZE told as "launch" reads "launches weapons"); it is not quoted.
    ``plain`` leaves the status out ("Kenya meets Somalia"), for lists that show it beside the line.
    ``words`` are the report's own words for the act (:func:`trigger_words`), put in quotation marks
    at the end. Events that are planned read "is to ...", possible ones "may ...", negated ones
    "does not ...", alleged ones "allegedly ...".

    Example:
        >>> usa = Actor(text="US", start=0, end=2, name="United States", code="USA")
        >>> twn = Actor(text="Taiwan", start=9, end=15, name="Taiwan", code="TWN")
        >>> headline(Event(id="e", report="r", type="AID", quad=2, actors=(usa,),
        ...                recipients=(twn,), status="actual", contexts=("military",)))
        'United States aids Taiwan (military)'
    """
    if plain:
        event = msgspec.structs.replace(event, status="actual", alleged=False)
    forms = _forms(event.type, event.mode, trigger)
    actors, recipients = event.actors, _others(event)
    if not actors:
        line = _nameless(event, forms, recipients)
    else:
        count = len({(actor.code, actor.name) for actor in actors})
        plural = " and " in show_all(actors) or count > 1 or is_plural(actors[0].name)
        line = f"{show_all(actors)} {_predicate(event, forms, recipients, plural)}"
    line += _context(event)
    return f"{line}: “{words}”" if words else line


def passive(story: StoryRecords, merged: MergedEvent) -> str:
    """What is done to the recipient of an event, and by whom: "criticised by China"."""
    forms = _forms(merged.type, merged.mode, _first_trigger(story, merged))
    adverb = "allegedly " if merged.alleged else ""
    lead = {"planned": "to be ", "possible": "may be ", "negated": "not "}.get(merged.status, "")
    by = f" by {show_all(merged.actors, opens=False)}" if merged.actors else ""
    return f"{lead}{adverb}{forms.done}{by}{_context(merged)}"


def trigger_words(event: Event, text: str) -> str | None:
    """The report's words for the act, at most seven, or None where the record points at none.

    Example:
        >>> from dragoman.records import Evidence
        >>> event = Event(id="e", report="r", type="CONSULT", quad=1, status="actual",
        ...               evidence=(Evidence(start=7, end=11, role="trigger"),))
        >>> trigger_words(event, "Envoys meet.")
        'meet'
    """
    spans = sorted((e.start, e.end) for e in event.evidence if e.role == "trigger")
    if not spans:
        return None
    words = " ".join(text[spans[0][0] : spans[-1][1]].split()).strip(" ,.;:\"“”'")
    pieces = words.split()
    return " ".join(pieces[:_MAX_WORDS]) + (" …" if len(pieces) > _MAX_WORDS else "") or None


def act_words(event: Event, text: str) -> str | None:
    """The trigger and the words right after it that belong to it, at most seven.

    Example:
        >>> from dragoman.records import Evidence
        >>> event = Event(id="e", report="r", type="CONSULT", quad=1, status="planned",
        ...               evidence=(Evidence(start=8, end=14, role="trigger"),))
        >>> act_words(event, "He will attend a memorial for miners, they say.")
        'attend a memorial'
    """
    spans = sorted((e.start, e.end) for e in event.evidence if e.role == "trigger")
    if not spans:
        return None
    start, end = spans[0][0], spans[-1][1]
    tail = _END_OF_ACT.split(text[end : end + 80], maxsplit=1)[0]
    words = f"{text[start:end]}{tail}".split()[:_MAX_WORDS]
    while len(words) > 1 and (words[-1].lower() in _LOOSE or words[-1].endswith(("'s", "’s"))):
        words.pop()
    return " ".join(words).strip(" ,.;:\"“”'") or None


def verb_phrase(type_: str, mode: str | None = None) -> str:
    """What an act of this type and mode is called without a recipient ("hold talks").

    Example:
        >>> verb_phrase("RETREAT", "ceasefire")
        'cease fire'
    """
    return _forms(type_, mode).alone


def _forms(type_: str, mode: str | None, trigger: str | None = None) -> _Forms:
    book = read_book("phrases")
    of_type = book.get(type_, {})
    entry = of_type.get(mode or "base") or of_type.get("base", {})
    plain = type_.lower()
    alone = entry.get("alone", f"act ({plain})")
    to = entry.get("to", f"act towards {{r}} ({plain})")
    done = entry.get("done", f"the target of an act ({plain})")
    nearer = _by_word(entry.get("verbs", {}), trigger)
    if nearer is None:
        nearer = _by_word(of_type.get("base", {}).get("verbs", {}), trigger)
    if nearer is not None:
        return _Forms(
            to=nearer[0], person=nearer[0], alone=nearer[1], together=nearer[1], done=nearer[2]
        )
    return _Forms(
        to=to,
        person=entry.get("person", to),
        alone=alone,
        together=entry.get("together", alone),
        done=done,
    )


def _by_word(verbs: dict[str, list[str]], trigger: str | None) -> list[str] | None:
    """The phrases of the first word of the trigger that the book knows by its beginning."""
    for word in re.findall(r"[a-z]+", (trigger or "").lower()):
        for beginning, phrases in verbs.items():
            if word.startswith(beginning):
                return phrases
    return None


def story_headline(story: StoryRecords, merged: MergedEvent, *, plain: bool = False) -> str:
    """The headline of a merged event, with the verb nearest to the words of the report that is
    told first, and those words themselves where the phrase says too little."""
    words = _own_words(story, merged) if _says_little(merged) else None
    return headline(merged, words, plain=plain, trigger=_first_trigger(story, merged))


def story_headlines(
    story: StoryRecords, events: Iterable[MergedEvent], *, plain: bool = False
) -> dict[str, str]:
    """Merged event id -> headline; those that would read alike get the reports' own words."""
    held = list(events)
    found = {merged.id: story_headline(story, merged, plain=plain) for merged in held}
    count = Counter(found.values())
    for merged in held:
        line = found[merged.id]
        if count[line] > 1 and "“" not in line and (words := _own_words(story, merged)):
            known = {word.lower() for word in re.findall(r"\w+", line)} | _LOOSE
            if {w.lower() for w in re.findall(r"\w+", words)} - known - {"visit", "meeting"}:
                found[merged.id] = f"{line}: “{words}”"
    return found


def _says_little(merged: MergedEvent) -> bool:
    """Whether the book wants the report's own words beside the phrase for an act."""
    book = read_book("phrases").get("words", {})
    names = {merged.type, f"{merged.type}.{merged.mode or 'base'}"}
    if names & set(book.get("always", ())):
        return True
    return not _others(merged) and merged.type in book.get("alone", ())


def _own_words(story: StoryRecords, merged: MergedEvent) -> str | None:
    """The report's words for an act, of the telling that says most of it; at least two words."""
    best = None
    for event in story.sure(merged):
        words = act_words(event, story.reading_by_id[event.report].text)
        if words is None or len(words.split()) < 2 or " between " in words:
            continue
        if best is None or len(words.split()) > len(best.split()):
            best = words
    return best


def _first_trigger(story: StoryRecords, merged: MergedEvent) -> str | None:
    texts = ((event, story.reading_by_id[event.report].text) for event in story.sure(merged))
    return next((word for event, text in texts if (word := trigger_words(event, text))), None)


def _others(event: Event | MergedEvent) -> tuple[Actor, ...]:
    """Recipients that are not already named as actors."""
    named = {(actor.code, actor.name) for actor in event.actors}
    return tuple(r for r in event.recipients if (r.code, r.name) not in named)


def _predicate(
    event: Event | MergedEvent, forms: _Forms, recipients: tuple[Actor, ...], plural: bool
) -> str:
    place = event.place.name if event.place else ""
    if not recipients:
        phrase = forms.together if plural else forms.alone
        if event.type == "CONSULT" and event.mode == "visit" and place and not plural:
            phrase, place = f"visit {place}", ""
    else:
        people = all(is_person(r) for r in recipients)
        shown = show_all(recipients, opens=False)
        template = forms.person if people else forms.to
        if event.type == "CONSULT" and event.mode == "visit" and not people and place:
            country = event.place.country if event.place else None
            if place in shown:
                place = ""
            elif country is None or country in {r.code for r in recipients}:
                shown, place = f"{place}, {shown}", ""
            else:
                template = forms.person  # two states that meet in a third one
        phrase = template.replace("{r}", shown)
    if place and place not in phrase and place not in show_all(event.actors):
        phrase += f" in {place}"
    return _inflect(phrase, event, plural)


def _inflect(phrase: str, event: Event | MergedEvent, plural: bool) -> str:
    adverb = "allegedly " if event.alleged else ""
    verb, _, rest = phrase.partition(" ")
    other = rest.split(" ", 2)  # "deploy or launch": both verbs are inflected
    if not plural and event.status == "actual" and len(other) == 3 and other[0] == "or":
        rest = f"or {third_person(other[1])} {other[2]}"
    match event.status:
        case "planned":
            return f"{'are' if plural else 'is'} {adverb}to {phrase}"
        case "possible":
            return f"may {adverb}{phrase}"
        case "negated":
            return f"{adverb}{'do' if plural else 'does'} not {phrase}"
        case _:
            shown = verb if plural else third_person(verb)
            return f"{adverb}{shown} {rest}".strip()


def third_person(verb: str) -> str:
    """The form after "it": "meet" -> "meets".

    Example:
        >>> [third_person(verb) for verb in ("meet", "criticise", "reach", "deny", "have")]
        ['meets', 'criticises', 'reaches', 'denies', 'has']
    """
    irregular = read_book("phrases").get("irregular", {})
    if verb in irregular:
        return str(irregular[verb])
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}s"


def _nameless(event: Event | MergedEvent, forms: _Forms, recipients: tuple[Actor, ...]) -> str:
    """An act whose actor the report does not name: told from the recipient's side."""
    adverb = "allegedly " if event.alleged else ""
    if not recipients:
        return f"An unnamed actor {_predicate(event, forms, recipients, plural=False)}"
    plural = " and " in show_all(recipients) or is_plural(recipients[0].name)
    subject = show_all(recipients)
    whose = _PEOPLE_OF.search(forms.to)
    if whose and " " not in forms.done and not all(is_person(r) for r in recipients):
        subject, plural = f"{whose[1]} of {show_all(recipients, opens=False)}", True
        subject = subject[:1].upper() + subject[1:]
    be = "are" if plural else "is"
    link = {
        "planned": f"{be} {adverb}to be",
        "possible": f"may {adverb}be",
        "negated": f"{be} {adverb}not",
    }.get(event.status, f"{be} {adverb}".strip())
    return f"{subject} {link} {forms.done}"


def _context(event: Event | MergedEvent) -> str:
    contexts = getattr(event, "contexts", ())
    if event.type not in _CONTEXTS_TOLD or not contexts:
        return ""
    return f" ({join([context.replace('_', ' ') for context in contexts[:2]])})"
