"""Whose country an office or a group is of, where its own phrase does not say.

"Police arrested ten students in Lima", "Water Minister Almaz Worku said Ethiopia would go on":
the place of the sentence, the only state that acts in what an official says, the visitor's host,
or the state that the report is about. Where the signs differ or are weak, nothing is decided.
"""

from __future__ import annotations

import re
from collections import Counter

from spacy.tokens import Token

from dragoman.actors.usage import is_dateline
from dragoman.actors.work import Entity, Found, Work

_POLITICS = frozenset(("OPP", "PTY", "LEG", "COP", "JUD"))
_OFFICE = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "SPY"))
_GROUND = frozenset(("state", "capital", "city"))
_HOME_SHARE = 0.6  # of a report's names of states and their people
# "head of the Inter-American Dialogue": no office of a state, unless it is named as one
_ELSEWHERE = re.compile(
    r"\b(?:of|at|for|with) (?:the )?(?!.*(?:Minist|Affairs|Parliament|Assembly|Senate|Congress|"
    r"Armed|Army|Navy|Police|Court|State|Staff|Defen[cs]e|Interior|Treasury|Cabinet|Council))[A-Z]"
)
_ANYWHERE = frozenset(
    "chairman chairwoman chair spokesman spokeswoman spokesperson official chief head host "
    "director member boss founder representative delegate negotiator mediator envoy".split()
)
_FAR = 25  # tokens between a group and the ground it is on
_ENOUGH, _MARGIN = 0.8, 0.35  # score of an official's country, and its lead over the second


class Scene:
    """The states of a report, by sentence: who acts, who is only ground."""

    def __init__(self, work: Work) -> None:
        """Read the names found so far."""
        self._work = work
        self._by_sentence: dict[int, list[Found]] = {}
        counts: Counter[str] = Counter()
        for found in work.found:
            media = found.entry is not None and found.entry.kind == "media"
            if found.kind not in ("state", "person", "organisation") or media:
                continue
            if any(e.country in work.books.states for e in found.entities):
                self._by_sentence.setdefault(work.sentence[found.first], []).append(found)
                counts.update(e.country for e in found.entities if e.country)
        for mentions in self._by_sentence.values():
            mentions.sort(key=lambda found: found.first)
        self.dateline = self._dateline()
        self.named = frozenset(counts)
        ranked = counts.most_common(3)
        total = sum(counts.values())
        both = sum(n for _, n in ranked[:2])
        self.sides = {code for code, n in ranked[:2] if n > 1 and both >= _HOME_SHARE * total}
        code, most = counts.most_common(1)[0] if counts else ("", 0)
        self.home = code if total >= 3 and most >= _HOME_SHARE * total else None

    def _dateline(self) -> str | None:
        """The country that the report was written in ("LIMA, May 3 (Reuters) -")."""
        first = min(self._by_sentence, default=-1)
        for found in self._by_sentence.get(first, ())[:1]:
            if found.usage == "place" and found.first <= 2 and is_dateline(self._work, found):
                return found.entities[0].country
        return None

    def near(self, i: int, reach: int, *, acting: bool = False) -> set[str]:
        """Countries named before token ``i``, from ``reach`` sentences before its own."""
        here = self._work.sentence[i]
        return {
            e.country
            for number in range(here - reach, here + 1)
            for found in self._by_sentence.get(number, ())
            if found.first < i and not (acting and found.usage == "place")
            for e in found.entities
            if e.country
        }

    def ground(self, i: int, *, before: bool = True) -> str | None:
        """The country whose ground the sentence of token ``i`` is on: "... in Karachi".

        Of a sentence that names no state or place, the ground of the one ``before``.
        """
        number = self._work.sentence[i]
        here = number in self._by_sentence
        ground = self._ground(number if here or not before else number - 1)
        if ground is None or (here and abs(ground.first - i) > _FAR):
            return None
        return ground.entities[0].country

    def _ground(self, number: int) -> Found | None:
        grounds: dict[str | None, Found] = {}
        for found in self._by_sentence.get(number, ()):
            if found.entry is None or found.entry.kind not in _GROUND or found.usage != "place":
                continue
            before = self._work.word(found.first - 1)
            if before == "the":
                before = self._work.word(found.first - 2)
            if before in ("in", "at", "near", "inside", "across", "outside", "around"):
                grounds[found.entities[0].country] = found
            else:
                grounds[None] = found  # "to Lima", "eastern Peru": another ground may be meant
        return next(iter(grounds.values())) if len(grounds) == 1 and None not in grounds else None

    def settle(self, entities: list[Entity]) -> None:
        """Give officials without a country the one that the report shows well enough."""
        holders: dict[str, set[str]] = {}
        unique = self._work.books.listed("scene.unique")
        for entity in self._work.entities.values():
            if entity.kind == "person" and entity.country:
                for title in entity.titles & unique:
                    holders.setdefault(title, set()).add(entity.country)
        open_cases = [e for e in entities if _official(e)]
        for entity in open_cases:
            scores, reasons = self._scores(entity)
            taken = {c for title in entity.titles for c in holders.get(title, ())}
            ranked = sorted(((s, c) for c, s in scores.items() if c not in taken), reverse=True)
            if not ranked or ranked[0][0] < _ENOUGH:
                continue
            if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MARGIN:
                continue
            country = ranked[0][1]
            entity.give_country(country)
            for found in self._work.found:
                if entity in found.entities:
                    found.how = f"{found.how}; country: {reasons[country]}"
            for title in entity.titles & unique:
                holders.setdefault(title, set()).add(country)

    def _scores(self, entity: Entity) -> tuple[dict[str, float], dict[str, str]]:
        """Signs for each country: of the sentences that name the official, and of the report."""
        work = self._work
        scores: dict[str, float] = {}
        reasons: dict[str, str] = {}

        def sign(country: str | None, score: float, why: str) -> None:
            if country is None or country not in work.books.states:
                return
            scores[country] = scores.get(country, 0.0) + score
            reasons.setdefault(country, why)

        for found in [f for f in work.found if entity in f.entities][:6]:
            for state, score, why in (
                (self._said(found), 1.2, "state of whom the official speaks"),
                (self._stands_on(found), 0.8, "place where the official acts"),
                (self._flies_home(found), 0.8, "the other state near"),
                (self._across(found), 0.8, "the other side of the report"),
                (self._left_over(found), 1.2, "the other state of the sentence"),
            ):
                if state is not None:
                    sign(state, score, why)
        if self.home is not None and not _vague(entity):
            sign(self.home, 0.8, "report's country")
        if (
            self.dateline in self.sides
            and not _vague(entity)
            and not self._host_there(entity, self.dateline)
        ):
            sign(self.dateline, 0.8, "dateline")
        return scores, reasons

    def _host_there(self, entity: Entity, country: str | None) -> bool:
        """Whether another person of the country is named where the official is."""
        sentences = {self._work.sentence[f.first] for f in self._work.found if entity in f.entities}
        return any(
            found.kind == "person" and country == e.country and e is not entity
            for number in sentences
            for found in self._by_sentence.get(number, ())
            for e in found.entities
        )

    def _said(self, found: Found) -> str | None:
        """ "The minister said Ethiopia would go on": the one state that acts in the words."""
        work = self._work
        head = work.tokens[work.head(*found.core)]
        if head.dep_ == "appos":
            head = head.head  # "The minister, Pavel Novak, said Poland would respond"
        verb = head.head
        if head.dep_ != "nsubj" or verb.lemma_ not in work.books.listed("speech.verbs"):
            return None
        states = self._states_in(work.sentence[found.first])
        subjects = [
            (f.entities[0].country, t.head)
            for f in states
            if f.first > verb.i
            and f.usage == "actor"
            and (t := work.tokens[work.head(*f.core)]).dep_ == "nsubj"
            and t.head.dep_ == "ccomp"
            and t.head.head.i == verb.i
        ]
        acting = {country for country, _ in subjects}
        if not all(self._of_own(clause) for _, clause in subjects):
            return None
        return acting.pop() if len(acting) == 1 else None

    def _of_own(self, verb: Token) -> bool:
        """Whether a verb is one that officials use of their own state, mostly."""
        listed = self._work.books.listed
        if verb.lemma_ in listed("scene.others"):
            return False
        aids = {child.lower_ for child in verb.children if child.dep_ in ("aux", "neg")}
        return bool(aids & listed("scene.modals")) or verb.lemma_ in listed("scene.own")

    def _stands_on(self, found: Found) -> str | None:
        """ "X told reporters in Lima", "met Prime Minister X in Lima", the others being foreign."""
        work = self._work
        country = self.ground(found.first)
        number = work.sentence[found.first]
        if country is None or number not in self._by_sentence:
            return None
        head = work.tokens[work.head(*found.core)]
        verb = head.head.head if head.dep_ == "pobj" else head.head
        listed = work.books.listed
        if "MIL" in found.entities[0].sectors and "minister" not in (found.role or "").lower():
            return None  # generals speak abroad, too
        speaks = head.dep_ == "nsubj" and verb.lemma_ in listed("scene.speaks")
        opening = self._ground(number)
        local = opening is not None and work.tokens[opening.first].sent.start + 3 > opening.first
        local = local and bool(_POLITICS & set(found.entities[0].sectors))
        met = head.dep_ in ("dobj", "pobj", "conj") and verb.lemma_ in listed("scene.meets")
        if not (speaks or met or local) or any(
            country == e.country
            for f in self._by_sentence.get(number, ())
            if f.kind == "person"
            for e in f.entities
        ):
            return None
        return country

    def _left_over(self, found: Found) -> str | None:
        """Two states and two officials in a sentence, one of them placed: the other state."""
        work = self._work
        number = work.sentence[found.first]
        states = {
            f.entities[0].country
            for f in self._states_in(number)
            if f.usage == "actor" and f.first < found.first
        }
        people = {
            e.country
            for f in self._by_sentence.get(number, ())
            if f.kind == "person"
            for e in f.entities
        }
        rest = states - people
        unplaced = {
            id(e)
            for f in work.found
            if f.kind == "person" and work.sentence[f.first] == number
            for e in f.entities
            if not e.country
        }
        if len(states) == 2 and len(rest) == 1 and people and len(unplaced) == 1:
            return rest.pop()
        return None

    def _across(self, found: Found) -> str | None:
        """A report on two states, and an act of the official that is aimed at one: the other."""
        work = self._work
        head = work.tokens[work.head(*found.core)]
        if len(self.sides) != 2 or head.dep_ != "nsubj":
            return None
        verb = head.head
        if verb.lemma_ in work.books.listed("scene.leads"):
            return None  # "led the Indian side"
        aimed: set[str | None] = set()
        for child in verb.children:
            if child.i < verb.i or child.dep_ not in ("dobj", "ccomp"):
                continue
            if child.dep_ == "ccomp" and verb.lemma_ not in ("call", "describe", "brand"):
                continue
            span = range(child.left_edge.i, child.right_edge.i + 1)
            aimed |= {
                f.entities[0].country
                for f in self._states_in(work.sentence[found.first])
                if f.first in span and f.usage != "place" and f.first <= child.i
            }
        rest = self.sides - aimed
        return rest.pop() if len(aimed) == 1 and len(rest) == 1 else None

    def _flies_home(self, found: Found) -> str | None:
        """ "Greece and Bulgaria signed ... Premier X flew home from Sofia": of the other state."""
        work = self._work
        number = work.sentence[found.first]
        head = work.tokens[work.head(*found.core)]
        if head.dep_ != "nsubj" or head.head.lemma_ not in work.books.listed("place.motion"):
            return None
        away = {
            f.entities[0].country
            for f in self._states_in(number)
            if f.first > found.first and work.word(f.first - 1) in ("from", "to", "for", "in")
        }
        states = {
            f.entities[0].country
            for n in (number - 1, number)
            for f in self._states_in(n)
            if f.usage != "place" and f.first < found.first
        }
        return (states - away).pop() if len(states) == 2 and len(states & away) == 1 else None

    def _states_in(self, number: int) -> list[Found]:
        return [f for f in self._by_sentence.get(number, ()) if f.kind == "state"]


def _official(entity: Entity) -> bool:
    return bool(
        entity.kind == "person"
        and entity.titles
        and not entity.country
        and entity.code == "---"
        and (_OFFICE | _POLITICS) & set(entity.sectors)
        and not {"IGO", "NGO"} & set(entity.sectors)
        and not _ELSEWHERE.search(entity.role or "")
    )


def _vague(entity: Entity) -> bool:
    """ "a spokesman", "committee chairman": of what, the report's country does not tell."""
    return all(title.split(" of ")[0].split()[-1] in _ANYWHERE for title in entity.titles) and not (
        {"JUD", "LEG", "MIL"} & set(entity.sectors)
    )
