"""Who "he said" is: the one who spoke last, where nobody else has come up since."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from spacy.tokens import Token

from dragoman.document import Document
from dragoman.records import Actor
from dragoman.source_kinds import TEXTS
from dragoman.statements.found import Found
from dragoman.statements.sources import even_text, names_person, noun_kind

_NEAR = 600
_CLOSE = 500
_OFFICES = frozenset({"official", "spokesperson", "expert", "person"})
_BESIDE = 250
"""Characters from one cue to the next quotation within which a speaker goes on under an office."""
_MANY = frozenset("camp campaign team group party union side opposition police".split())
_ADDS = frozenset({"add", "continue"})
_GENDERS = {"he": "m", "she": "f"}


class Voices:
    """The speakers of one report in the order of their words.

    The actors stage takes a pronoun for the person who stands out; at a cue of speech it is more
    often the last speaker: '"It is no charity," says Ann. "What will Bo do?" she asks.'
    """

    def __init__(self, document: Document, found: Sequence[Found] = ()) -> None:
        """Prepare the reading of one report, from its first cue on."""
        self._quoted = [(q.start, q.end) for f in found for q in f.quotations]
        self._document = document
        self._text = even_text(document)
        self._last: Actor | None = None
        self._at = -1
        self._body: tuple[Actor, int] | None = None
        self._group: tuple[Actor, int] | None = None
        self._genders: dict[str, str] = {}
        self._heard: dict[int, Actor] = {}  # whom the word at a cue was taken for
        for mention in document.mentions:
            words = document.text[mention.start : mention.end].lower()
            gender = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}.get(words)
            if mention.kind == "pronoun" and gender and len(mention.actors) == 1:
                self._genders.setdefault(mention.actors[0].name, gender)

    def heard(self, found: Found, speakers: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """The speakers of this cue, a pronoun's set right, and remember who spoke.

        Those whom quoted words only tell of ('"The leader has said no," she said') are not heard.
        """
        if any(a < found.start < b for a, b in self._quoted):
            return speakers
        if len(speakers) != 1 or found.speaker is None:
            self._last = None
            return speakers
        if found.how == "continued" and found.speaker.i in self._heard:
            before = self._heard[found.speaker.i]
            return (replace(before, how=found.how),)
        heard = self._heard_at(found, speakers[0])
        self._heard[found.speaker.i] = heard[0]
        return heard

    def _heard_at(self, found: Found, speaker: Actor) -> tuple[Actor, ...]:
        assert found.speaker is not None
        gender = _GENDERS.get(found.speaker.lower_)
        if gender is not None:
            before = self._last
            if before is not None and self._means(found, speaker, before, gender):
                speaker = replace(before, text=speaker.text, start=speaker.start,
                                  end=speaker.end, how="last speaker")  # fmt: skip
                self._genders.setdefault(before.name, gender)
            elif speaker.how == "unresolved":
                named = self._voice_before(found.start, gender) or self._subject_before(
                    found.speaker.idx, gender
                )
                if named is not None:
                    speaker = replace(named, text=speaker.text, start=speaker.start,
                                      end=speaker.end, how="subject before")  # fmt: skip
        elif self._described(found, speaker):
            assert self._last is not None
            speaker = replace(self._last, text=speaker.text, start=speaker.start,
                              end=speaker.end, how="last speaker")  # fmt: skip
        if found.speaker.lower_ == "it":
            return (self._it(found, speaker),)
        if found.speaker.lower_ == "they" and speaker.how == "unresolved":
            if self._group is not None and found.start - self._group[1] < _NEAR:
                speaker = replace(self._group[0], text=speaker.text, start=speaker.start,
                                  end=speaker.end, how="last speaker")  # fmt: skip
            return (speaker,)
        if found.speaker.tag_ in ("NNS", "NNPS") or found.speaker.lemma_.lower() in _MANY:
            self._group = speaker, found.start
        elif gender is None and found.speaker.pos_ != "PRON":
            self._group = None
        if speaker.how != "unresolved" and _is_body(found.speaker):
            self._body = speaker, found.start
        elif gender is None:
            self._body = None
        if _personal(found, speaker):
            self._last, self._at = speaker, found.start
        elif gender is None and not found.how:
            self._last = None
        return (speaker,)

    def _described(self, found: Found, taken: Actor) -> bool:
        """Whether "the former envoy said" goes on with the one who spoke just before.

        Only beside quoted words, where nobody else has come up since: a description of somebody
        new says more than "the" and an office.
        """
        token = found.speaker
        if self._last is None or token is None or not found.quotations or found.how:
            return False
        definite = any(c.lower_ == "the" for c in token.lefts) and token.tag_ == "NN"
        if not definite or taken.how != "as named" or noun_kind(token.lemma_) not in _OFFICES:
            return False
        start = min(found.quotations[0].start, found.start)
        quoted = [(q.start, q.end) for q in found.quotations]
        others = [
            m for m in self._document.mentions
            if m.kind == "person" and self._at < m.start < token.left_edge.idx
            and not any(a <= m.start < b for a, b in quoted)
        ]  # fmt: skip
        return start - self._at < _BESIDE and all(
            m.actors[0].name == self._last.name for m in others
        )

    def _voice_before(self, at: int, gender: str) -> Actor | None:
        """The one who spoke last, however far back, where nobody else could be meant since."""
        last = self._last
        if last is None or self._genders.get(last.name, gender) != gender:
            return None
        since = [
            m for m in self._document.mentions if m.kind == "person" and self._at < m.start < at
        ]
        return last if all(m.actors[0].name == last.name for m in since) else None

    def _it(self, found: Found, taken: Actor) -> Actor:
        """The paper or statement that spoke last, for "it said" at the end of a sentence."""
        if self._body is None or found.speaker is None:
            return taken
        body, at = self._body
        tail = bool(found.indirect) and found.indirect[-1][0] < found.start
        sentence = self._text[at : found.start].count(". ") <= 3
        adds = found.cue.lemma in _ADDS or any(c.lower_ == "also" for c in found.token.children)
        if sentence and (tail or adds or taken.how == "unresolved"):
            self._body = body, found.start
            return replace(body, text=taken.text, start=taken.start, end=taken.end,
                           how="last speaker")  # fmt: skip
        return taken

    def _means(self, found: Found, taken: Actor, before: Actor, gender: str) -> bool:
        if taken.name == before.name or self._genders.get(before.name, gender) != gender:
            return False
        between = self._text[self._at : found.start]
        if between.count("\n\n") > 1 or len(between) > 1200:
            return False
        if taken.how == "unresolved":
            return True
        # A person named since in the report's own words is a better antecedent.
        quoted = [(q.start, q.end) for q in found.quotations]
        at = found.speaker.idx if found.speaker is not None else found.start
        if not quoted and at < found.start and self._nobody_since(at):
            return True
        if not quoted or ("\n" in self._text[self._at : quoted[0][0]] and before.how == "as named"):
            return False  # across paragraphs only one who has a name goes on as "he"
        for mention in self._document.mentions:
            if not self._at < mention.start < found.start or mention.kind == "pronoun":
                continue
            inside = any(a <= mention.start < b for a, b in quoted)
            named = any(a.name == taken.name for a in mention.actors)
            if named and not inside:
                return False
        return True

    def _subject_before(self, at: int, gender: str) -> Actor | None:
        """The person who was last the subject of a clause, for "he" with no speaker before."""
        for mention in reversed(self._document.mentions):
            if not at - _CLOSE < mention.start < at or mention.kind != "person":
                continue
            actor = mention.actors[0]
            words = self._document.doc[mention.first : mention.last]
            if self._genders.get(actor.name, gender) == gender and any(
                t.dep_ == "nsubj" for t in words
            ):
                return actor
        return None

    def _nobody_since(self, at: int) -> bool:
        """Whether nobody but the last speaker is named between his words and "he"."""
        assert self._last is not None
        return not any(
            self._at < m.start < at
            and m.kind != "pronoun"
            and (m.kind == "person" or m.actors[0].role is not None)
            and all(a.name != self._last.name for a in m.actors)
            for m in self._document.mentions
        )


def _is_body(token: Token) -> bool:
    """Whether "it" can be who spoke: a text, a medium, or an institution ("the ministry")."""
    kind = noun_kind(token.lemma_)
    institution = kind == "official" and not names_person(token.lemma_) and token.tag_ == "NN"
    return kind in TEXTS or institution


def _personal(found: Found, actor: Actor) -> bool:
    """Whether the speaker is one person."""
    token = found.speaker
    if token is None or actor.how == "unresolved" or actor.name == "unknown":
        return False
    if token.lower_ in _GENDERS or actor.role is not None or token.ent_type_ == "PERSON":
        return actor.code != "NGO"
    if token.pos_ == "NOUN":
        return token.tag_ == "NN" and names_person(token.lemma_)
    return (
        token.pos_ == "PROPN"
        and " " in actor.name
        and noun_kind(token.lower_) is None
        and (actor.how in ("name", "as named") or actor.how.startswith("short"))
    )
