"""Role phrases ("national security advisor", "Chinese officials", "Seoul's military").

A role phrase has a head from the roles book, modifiers to its left, perhaps an owner (a
nationality, a state or organisation in the possessive) and a part that goes on with "of".
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.actors.books import Role
from dragoman.actors.work import Entity, Found, Work
from dragoman.records import UNKNOWN_CODE

_PREFIXES = frozenset(
    "former ex then acting outgoing incoming late current new senior top interim longtime"
    " then-president ousted deposed exiled".split()
)
_DETERMINERS = frozenset(
    "the a an this these those his her its their our my your some any no each every another"
    " both all two".split()
)
# Whom "in Moscow" makes Russian: courts and residents, not troops, envoys or reporters.
_LOCAL = frozenset(("GOV", "LEG", "JUD", "COP", "CVL", "OPP"))
_KEEP_WITH_OF = frozenset(("of", "for", "at", "on", "in", "to", "from", "with"))
# Heads that say nothing of the field: the institution beside them does.
GENERIC = frozenset(
    "chairman chairwoman chairperson chair chief head leader leaders director spokesman spokeswoman"
    " spokesperson spokesmen official officials member members secretary secretary-general deputy"
    " representative representatives adviser advisor advisers advisors president vice-president"
    " minister manager founder chiefs heads commander envoy expert analyst researcher fellow"
    " scholar lawyer employee employees worker workers activist source sources aide aides".split()
)

# Who speaks or acts for one other person, and is of that one's state.
AIDES = frozenset(
    "spokesman spokeswoman spokesperson aide adviser advisor deputy lawyer bodyguard secretary"
    " predecessor successor confidant spokesmen aides advisers advisors assistant".split()
)
_SIDES = frozenset(
    "eastern western northern southern central northeastern northwestern southeastern"
    " southwestern north-eastern north-western south-eastern south-western occupied".split()
)


@dataclass(slots=True, eq=False)
class RoleSpan:
    """A role phrase in the text.

    Fields:
        first, last: tokens of the whole noun phrase, owner and determiner included.
        role_first, role_last: tokens of the role's words (left modifiers to the "of" part).
        phrase_last: end of the phrase itself, without its "of" part.
        head: token of the phrase's last word. owners: whose role it is.
        determiner: "the", "a", "his" ... or "". prefix: "former" before a nationality.
    """

    first: int
    last: int
    role_first: int
    role_last: int
    phrase_last: int
    head: int
    role: Role
    sectors: tuple[str, ...]
    owners: list[Entity] = field(default_factory=list)
    determiner: str = ""
    prefix: str = ""
    owner_end: int = -1
    place: bool = False
    used: bool = False

    def head_word(self, work: Work) -> str:
        """The lower-case head of the phrase."""
        return work.lower[self.head]


def find_roles(work: Work) -> list[RoleSpan]:
    """All role phrases of the text, in order; the longest at each place."""
    spans: list[RoleSpan] = []
    i = 0
    while i < len(work.words):
        match = None if i in work.name_at or i in work.traps else _match(work, i)
        if match is None:
            i += 1
            continue
        last, role = match
        span = _grow(work, i, last, role)
        if spans and spans[-1].phrase_last >= span.role_first > spans[-1].role_first - 1:
            # "foreign ministry spokesman": the later head is the phrase's; the earlier its field.
            inner = spans.pop()
            span.first, span.role_first = min(span.first, inner.first), inner.role_first
            span.owners = span.owners or inner.owners
            span.determiner = span.determiner or inner.determiner
            span.prefix = span.prefix or inner.prefix
            if span.head_word(work) in GENERIC or not span.sectors:
                span.sectors = inner.sectors or span.sectors
        spans.append(span)
        i = last
    for span in reversed(spans):  # "for the foreign ministry in Oslo": the inner one first
        _after(work, span, spans)
    for span in spans:
        named = work.name_at.get(span.phrase_last)
        if named is not None and named.kind == "organisation":
            # "state broadcaster CCTV": the name says it all, and the owner says its country
            span.used = True
            for owner in span.owners[:1]:
                named.entities[0].give_country(owner.country)
    return spans


def _match(work: Work, i: int) -> tuple[int, Role] | None:
    if not work.words[i][:1].isalpha():
        return None
    found = work.books.roles.longest(work.lower, i)
    if found is None:
        return None
    last, roles = found
    token = work.tokens[last - 1]
    if any(j in work.name_at or j in work.traps for j in range(i, last)):
        return None
    if last - i == 1 and len(work.words[i]) > 3 and work.words[i].isupper():
        return None  # "CREW": somebody's initials
    if last - i == 1 and token.pos_ in ("VERB", "AUX", "ADV", "ADP", "SCONJ", "DET"):
        return None
    if last - i == 1 and token.pos_ == "ADJ" and token.dep_ in ("amod", "acomp"):
        return None
    if work.word(last) == "-" and not work.tokens[last - 1].whitespace_:
        return None  # "government-run"
    return last, roles[0]


def _grow(work: Work, first: int, last: int, role: Role) -> RoleSpan:
    """Take in modifiers, owner, prefix and determiner to the left of a phrase."""
    start = first
    while start > 0 and first - start < 3 and _modifier(work, start - 1, first):
        start -= 1
    inner = next((j for j in range(first + 1, last) if work.lower[j] in ("of", "for")), last)
    span = RoleSpan(start, last, start, last, last, inner - 1, role, role.sectors)
    _sector_of_modifiers(work, span, start, first)
    quantity = work.books.listed("groups.quantity")
    counted = start > 1 and work.word(start - 1) in quantity
    if counted and work.word(start - 2) in ("'s", "'"):
        start -= 1  # "Iran's other officials", "Kenya's two ministers"
    edge = _owner(work, span, start)
    body = span.owners[0] if span.owners else None
    if body is not None and body.kind == "organisation" and span.head_word(work) in GENERIC:
        span.sectors = body.sectors or span.sectors  # "a Hamas official" is no government's
    house = work.name_at.get(edge)
    built = house is not None and house.entry is not None and house.entry.kind == "metonym"
    if built and house is not None and len(span.owners) == 1 and span.head_word(work) in GENERIC:
        span.sectors = house.sectors or span.sectors  # "a Pentagon spokeswoman"
    if not span.owners and work.word(edge - 1) == "whose":
        at = edge - 1 - (work.word(edge - 2) == ",")
        before = work.name_at.get(at - 1)
        if before is not None and before.kind == "state" and before.last == at:
            span.owners = list(before.entities)  # "Benin, whose president, X, said"
    if edge < start:
        prefix = edge
        while prefix > 0 and work.word(prefix - 1) in _PREFIXES:
            prefix -= 1
        if prefix < edge:
            span.prefix = work.text(prefix, edge)
            edge = prefix
    edge -= int(edge > 1 and work.word(edge - 1) == "own")
    if edge > 0 and (work.word(edge - 1) in _DETERMINERS or work.tokens[edge - 1].pos_ == "NUM"):
        word = work.word(edge - 1)
        span.determiner = word
        edge -= 1
        if edge > 0 and work.tokens[edge].pos_ == "NUM" and work.word(edge - 1) in ("the", "both"):
            span.determiner = work.word(edge - 1) + " " + word
            edge -= 1
    span.first = edge
    return span


def _modifier(work: Work, i: int, first: int) -> bool:
    """Whether token ``i`` modifies the role phrase to its right."""
    token = work.tokens[i]
    if i in work.name_at or i in work.traps or not work.same_sentence(i, first):
        return False
    if token.is_punct or token.is_space or token.like_num or token.pos_ == "DET":
        return False
    if work.lower[i] in work.books.listed("groups.quantity") or work.lower[i] == "own":
        return False
    if work.words[i] in work.books.listed("groups.creeds"):
        return True  # "Egypt's Islamist president", "a Republican senator"
    if work.capital(i) and not token.is_sent_start:
        return (
            work.capital(first)
            and token.pos_ in ("PROPN", "ADJ", "NOUN")
            and token.ent_type_ != "PERSON"
        )
    if work.capital(first) and work.lower[i] not in _PREFIXES:
        return False  # "... outside King Hussein"
    if token.is_sent_start:
        return token.pos_ == "ADJ" and not work.capital(i)
    return token.pos_ in ("ADJ", "NOUN") and token.tag_ not in ("JJR", "JJS", "NNS")


def _sector_of_modifiers(work: Work, span: RoleSpan, start: int, first: int) -> None:
    """ "parliament chairman", "army chief": the institution's sectors win over a generic head's."""
    for i in range(start, first):
        if work.words[i] in work.books.listed("groups.creeds"):
            continue
        found = work.books.roles.longest(work.lower, i)
        if found and found[0] <= first and found[1][0].sectors:
            if span.head_word(work) in GENERIC or not span.sectors:
                span.sectors = found[1][0].sectors
            return


def _owner(work: Work, span: RoleSpan, start: int) -> int:
    """Find owners left of ``start``; the token where the phrase now begins."""
    edge = start
    possessive = edge > 0 and work.word(edge - 1) in ("'s", "'")
    at = edge - 1 if possessive else edge
    hyphen = not possessive and work.word(at - 1) == "-"
    if hyphen:
        return edge
    found = work.name_at.get(at - 1) if at > 0 else None
    if found is None or found.last != at:
        named = work.capital(at - 1) and work.tokens[at - 1].pos_ == "PROPN"
        if at > 0 and (possessive or named) and work.same_sentence(at - 1, start):
            span.owner_end = at  # perhaps a person: "Duval's spokesman", "the Duval government"
        return edge
    if not work.same_sentence(found.first, start):
        return edge
    medium = found.entry is not None and found.entry.kind == "media"
    if medium and not possessive and span.role.kind == "institution":
        return edge
    topic = found.entry is not None and found.entry.kind in ("state", "capital")
    field_of = topic and not possessive and span.role.level in ("expert", "diplomat")
    if field_of and not _adjectival(work, found):
        return found.first  # "a China expert", "the Syria envoy": what, not whose
    span.owners = list(found.entities)
    edge = found.first
    while edge > 1:
        # "US and South Korean forces", "Japanese, Chinese and Korean officials"
        sep = edge - 1
        if work.word(sep) not in ("and", ",", "&", "or") or possessive:
            break
        if work.word(sep) == "and" and work.word(sep - 1) == ",":
            sep -= 1
        more = work.name_at.get(sep - 1)
        if more is None or more.last != sep or not _adjectival(work, more):
            break
        span.owners = list(more.entities) + span.owners
        edge = more.first
    return edge


def _adjectival(work: Work, found: Found) -> bool:
    """Whether a name can stand before a noun as an adjective."""
    entry = found.entry
    if entry is not None and entry.kind == "demonym":
        return True
    return " ".join(work.words[found.first : found.last]) in (
        "US",
        "U.S.",
        "UN",
        "U.N.",
        "EU",
        "UK",
        "NATO",
    )


def _after(work: Work, span: RoleSpan, spans: list[RoleSpan]) -> None:
    """The part after the phrase: "of the National People's Congress", "at Yongin University"."""
    at = span.phrase_last
    if at >= len(work.words) or work.word(at) not in _KEEP_WITH_OF:
        return
    preposition = work.word(at)
    stop = _part_end(work, at)
    if stop <= at + 1:
        return
    whole = span.role.kind == "person"
    if preposition == "at" and not whole:
        return
    inside = {id(f): f for j in range(at + 1, stop) if (f := work.name_at.get(j))}
    names = [f for f in inside.values() if f.first > at]
    content = at + 1 + (work.word(at + 1) in ("the", "a", "an", "both", "all"))
    if work.word(content) in _SIDES:
        content += 1  # "a governor in eastern Ukraine"
    first_name = next((f for f in names if f.first == content), None)
    if preposition in ("for", "to", "of") and span.head_word(work) in AIDES and not span.owners:
        master = next((s for s in spans if at < s.first <= at + 2 and s is not span), None)
        if master is not None and master.owners and master.role.kind == "person":
            span.owners = list(master.owners)  # "a spokesman for the German chancellor"
    if preposition == "to":
        if span.role.kind == "person" and span.head_word(work) in (
            "ambassador",
            "envoy",
            "adviser",
            "advisor",
            "representative",
            "aide",
        ):
            span.role_last = span.last = stop
        return
    if preposition in ("in", "on"):
        ground = first_name.entry if first_name is not None else None
        if ground is None or span.owners or preposition == "on" or first_name is None:
            return
        if span.role.level in ("diplomat", "military"):
            return
        if ground.kind in ("state", "capital", "city") and set(span.sectors) & _LOCAL:
            span.owners, span.place = list(first_name.entities), True
            span.last = first_name.last
        return
    if preposition == "with":
        # "an official with South Korea's Defense Ministry"
        if first_name is not None and whole and span.head_word(work) in GENERIC and not span.owners:
            span.owners = list(first_name.entities)
            span.role_last = span.last = max(stop, first_name.last)
        return
    if preposition == "from":
        if first_name is not None and not span.owners and first_name.kind == "state":
            span.owners, end = _joined(work, first_name)
            span.last = max(stop, end)
        return
    if first_name is not None and _is_state(work, first_name, stop):
        span.last = max(span.last, first_name.last)
        if not span.owners:
            span.owners, end = _joined(work, first_name)
            span.last = max(span.last, end)
        return
    institution = next((f for f in names if f.kind == "organisation"), None)
    if institution is not None:
        entity = institution.entities[0]
        if entity.sectors and (span.head_word(work) in GENERIC or not span.sectors):
            span.sectors = entity.sectors
        if not span.owners:
            span.owners = [entity]
    else:
        inner = next(
            (
                s
                for s in spans
                if at < s.phrase_last <= stop
                and s is not span
                and s.head < stop
                and s.role_first > at
            ),
            None,
        )
        if inner is not None and (inner.role.kind != "person"):
            if inner.sectors and span.head_word(work) in GENERIC:
                span.sectors = inner.sectors
            span.owners = span.owners or inner.owners
            inner.used = inner.used or span.role.kind == "person"
        elif not span.owners and first_name is not None and first_name.last >= stop:
            span.owners = list(first_name.entities)
    if whole or institution is not None:
        span.role_last = span.last = stop


def _is_state(work: Work, found: Found, stop: int) -> bool:
    """Whether "of" leads to a state itself ("of Iran", "of Japan and South Korea")."""
    if found.kind != "state" or found.entry is None or work.word(found.last) in ("'s", "'"):
        return False
    after = work.tokens[found.last] if found.last < len(work.tokens) else None
    if found.last < stop and after is not None and after.pos_ in ("NOUN", "PROPN", "ADJ"):
        return False  # "commander of U.S. forces"
    if found.entry.kind in ("state", "capital", "historical") and found.last >= stop - 2:
        return True
    return work.word(found.last) in ("and", ",", "")


def _joined(work: Work, first: Found) -> tuple[list[Entity], int]:
    """The states of "of Japan and South Korea"."""
    owners, new = list(first.entities), list(first.entities)
    at = end = first.last
    while work.word(at) in ("and", ",", "&"):
        step = 2 if work.word(at) == "," and work.word(at + 1) == "and" else 1
        step += work.word(at + step) == "the"
        more = work.name_at.get(at + step)
        if more is None or more.kind != "state" or more.usage == "modifier":
            break
        if more.entry is not None and more.entry.kind == "demonym":
            break
        new += more.entities
        joined = work.word(at) in ("and", "&") or step > 1
        at = more.last
        if joined:
            owners, end = list(new), at
    return owners, end


def _part_end(work: Work, at: int) -> int:
    """Where the "of" part that begins at ``at`` ends (exclusive)."""
    i = at + 1
    while i < len(work.words) and i - at < 12 and work.sentence[i] == work.sentence[at]:
        token = work.tokens[i]
        word = work.lower[i]
        if i in work.name_at:
            i = work.name_at[i].last
            continue
        if token.is_punct and word not in ("-", "'"):
            break
        if (
            token.is_space
            or token.pos_ in ("VERB", "AUX", "SCONJ")
            or word
            in (
                "who",
                "which",
                "that",
                "whose",
                "where",
                "when",
                "after",
                "before",
                "during",
                "since",
                "while",
                "as",
                "by",
                "with",
                "not",
            )
        ):
            break
        if token.pos_ == "PRON" and token.tag_ != "PRP$":
            break
        if (
            word in ("on", "in", "from", "over", "about", "to", "into", "amid", "against")
            and i > at
        ):
            break
        if token.ent_type_ in ("DATE", "TIME"):
            break
        if token.ent_type_ == "PERSON" and token.ent_iob_ == "B" and work.capital(i):
            break
        if word in ("and", "or"):
            after = work.name_at.get(i + 1)
            lower_noun = work.tokens[i + 1].pos_ == "NOUN" if i + 1 < len(work.words) else False
            both_names = after is not None and (i - 1) in work.name_at
            if not both_names and not (
                lower_noun and work.tokens[i + 1].head.i < i and _no_role(work, i + 1)
            ):
                break
        i += 1
    while i > at + 1 and work.tokens[i - 1].pos_ in ("ADP", "DET", "CCONJ", "PART", "ADV"):
        i -= 1
    return i


def _no_role(work: Work, i: int) -> bool:
    return work.books.roles.longest(work.lower, i) is None


def role_text(work: Work, span: RoleSpan) -> str:
    """The role's words as the report has them, without the owner."""
    text = work.text(span.role_first, span.role_last)
    return f"{span.prefix} {text}".strip()


def first_code(owners: list[Entity]) -> tuple[str, str | None]:
    """Code and country of the first owner that has one."""
    for owner in owners:
        if owner.code != UNKNOWN_CODE:
            return owner.code, owner.country
    return UNKNOWN_CODE, None
