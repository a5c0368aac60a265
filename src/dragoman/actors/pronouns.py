"""Pronouns: he, she, it, they and their possessives, resolved only where the text decides."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from dragoman.actors.work import Entity, Found, Work
from dragoman.document import Usage

_SUBJECTS = ("nsubj", "nsubjpass")
_REACH = 2


def resolve_pronouns(work: Work) -> None:
    """Add a mention for each pronoun whose antecedent is clear."""
    sets = {
        key: work.books.listed(f"pronouns.{key}") for key in ("male", "female", "thing", "many")
    }
    for i, token in enumerate(work.tokens):
        if token.pos_ not in ("PRON", "DET") or not token.text[:1].isalpha():
            continue
        word = work.lower[i]
        kind = next((key for key, words in sets.items() if word in words), None)
        if kind is None or "or" in (work.word(i + 1), work.word(i - 1)):
            continue  # "his or her": anybody's
        entities, how = _resolve(work, token, kind)
        if entities:
            usage: Usage = "modifier" if token.tag_ == "PRP$" else "actor"
            work.add(Found(i, i + 1, "pronoun", usage, entities, how=how), names=False)


def _resolve(work: Work, token: Token, kind: str) -> tuple[list[Entity], str]:
    if kind in ("male", "female"):
        entity = _person(work, token, "m" if kind == "male" else "f")
        return ([entity] if entity else []), "pronoun"
    if kind == "thing":
        entity = _thing(work, token)
        return ([entity] if entity else []), "pronoun"
    return _many(work, token), "pronoun"


def _clause(token: Token) -> Token:
    """The verb (or root) of the clause that a token is in."""
    at = token
    while at.head.i != at.i and not (
        at.pos_ in ("VERB", "AUX") and at.dep_ not in ("aux", "auxpass")
    ):
        at = at.head
    return at


def _subject_of(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ in _SUBJECTS), None)


def _candidates(work: Work, token: Token, reach: int) -> list[Found]:
    """Mentions before a pronoun, nearest first, within reach of sentences."""
    sentence = work.sentence[token.i]
    before = [
        found
        for found in work.found
        if found.first < token.i and found.last <= token.i
        and 0 <= sentence - work.sentence[found.first] <= reach
    ]  # fmt: skip
    return sorted(before, key=lambda found: -found.first)


def _core_head(work: Work, found: Found) -> Token:
    head = work.tokens[found.head if found.head >= 0 else work.head(*found.core)]
    if head.dep_ == "appos" and found.first <= head.head.i < found.last:
        return head.head  # "South Korea's director, Chung Eui-yong, released": the subject
    return head


def _bound_away(work: Work, token: Token, found: Found) -> bool:
    """An object pronoun is not its own clause's subject ("Kim met him")."""
    if token.tag_ == "PRP$" or token.lower_.endswith(("self", "selves")):
        return False
    head = _core_head(work, found)
    told = token.head.head if token.head.dep_ in ("ccomp", "xcomp") else None
    if told is not None and token.lower_ in ("him", "them") and token.dep_ in _SUBJECTS:
        # "Hale urged him to accept": the parser's subject, and the object of who urges
        subject = _subject_of(told)
        return subject is not None and found.first <= subject.i < found.last
    if token.dep_ in _SUBJECTS:
        verb = token.head
        if verb.dep_ == "relcl" and (head.i == verb.head.i):
            return True  # "the island, which it considers": not the island
        return head.dep_ in ("dobj", "pobj") and _clause(head).i == _clause(token).i
    own = _own_subject(token)
    if own is not None and found.first <= own.i < found.last:
        return True
    return _clause(head).i == _clause(token).i or head.head.i == token.head.i


def _barred(work: Work, token: Token, candidates: list[Found]) -> list[Entity]:
    """Whom an object pronoun cannot be, wherever named: "Hale met him" is not Hale."""
    if token.lower_ not in ("him", "her", "them", "it") or token.tag_ == "PRP$":
        return []
    here = work.sentence[token.i]
    return [
        found.entities[0]
        for found in candidates
        if work.sentence[found.first] == here
        and len(found.entities) == 1
        and _core_head(work, found).dep_ in _SUBJECTS
        and token.dep_ not in _SUBJECTS
        and _bound_away(work, token, found)
    ]


def _cataphora(work: Work, token: Token, fits: Callable[[Found], bool]) -> Found | None:
    """ "Upon his arrival, President Lee ...": the subject after a fronted phrase."""
    sent = token.sent
    root = sent.root
    subject = _subject_of(root)
    if subject is None or subject.i <= token.i:
        return None
    comma = any(t.text == "," for t in work.tokens[token.i : subject.i])
    if not comma or token.i - sent.start > 12:
        return None
    return next(
        (f for f in work.found if f.first <= subject.i < f.last and fits(f)),
        None,
    )


def _person(work: Work, token: Token, gender: str) -> Entity | None:
    def fits(found: Found) -> bool:
        return (
            found.kind in ("person", "pronoun", "role")
            and len(found.entities) == 1
            and (found.entities[0].kind == "person" or found.entities[0].human)
            and found.entities[0].gender in ("", gender)
        )

    speech = work.books.listed("speech.verbs")
    speaks = token.dep_ == "nsubj" and token.head.lemma_ in speech
    ahead = _cataphora(work, token, fits)
    if ahead is not None and not any(
        fits(f) and work.same_sentence(f.first, token.i) for f in _candidates(work, token, 0)
    ):
        return _gendered(ahead.entities[0], gender)
    scores: dict[int, tuple[float, Entity]] = {}
    sentence = work.sentence[token.i]
    here = _clause(token)
    goal = _home_goal(work, token)
    answers = token.dep_ == "nsubj" and token.head.lemma_ in work.books.listed("pronouns.answers")
    own = _own_subject(token) if token.tag_ == "PRP$" else None
    for _ in range(2):  # "Chung released a statement detailing his visit": Chung's, up the clauses
        if own is None or _mention_headed(work, own) is not None or own.pos_ != "NOUN":
            break
        own = _own_subject(own)
    candidates = _candidates(work, token, _REACH + speaks)
    barred = _barred(work, token, candidates)
    for found in candidates:
        if not fits(found) or _bound_away(work, token, found) or found.entities[0] in barred:
            continue
        entity = found.entities[0]
        head = _core_head(work, found)
        back = sentence - work.sentence[found.first]
        score = 3.0 - 1.5 * back
        if head.dep_ in _SUBJECTS:
            score += 1.6
            if back == 0 and (
                head.head.i == here.i or here.is_ancestor(head) or head.head.is_ancestor(token)
            ):
                score += 1.0
        elif head.dep_ == "poss":
            score += 0.5
        if speaks and head.dep_ == "nsubj" and head.head.lemma_ in speech:
            score += 1.0  # who spoke before goes on speaking
        if own is not None and found.first <= own.i < found.last:
            score += 2.0
        if found.kind == "pronoun":
            score += 0.7
        if entity.kind == "role":
            score -= 0.6  # rather somebody who is named
        if goal is not None and entity.country == goal:
            score += 3.5  # "He flew home to Khartoum"
        if answers and back == 1 and _addressed(work, head):
            score += 2.5  # "Hale urged him to accept. He refused"
        if entity.gender == gender:
            score += 1.2
        score += 0.3 * (found.first / max(token.i, 1))
        if id(entity) not in scores or score > scores[id(entity)][0]:
            scores[id(entity)] = (score, entity)
    ranked = sorted(scores.values(), key=lambda pair: -pair[0])
    if not ranked:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 0.35:
        return None
    return _gendered(ranked[0][1], gender)


def _home_goal(work: Work, token: Token) -> str | None:
    """The country of "flew home to Khartoum", "returned to Oslo", where the pronoun does so."""
    verb = token.head
    if token.dep_ != "nsubj":
        return None
    home = any(child.lower_ in ("home", "back") for child in verb.subtree)
    if verb.lemma_ != "return" and not (home and verb.lemma_ in work.books.listed("place.motion")):
        return None
    for child in verb.subtree:
        found = work.name_at.get(child.i) if child.dep_ == "pobj" and child.i > verb.i else None
        if found is not None and found.kind == "state" and work.word(found.first - 1) == "to":
            return found.entities[0].country
    return None


def _addressed(work: Work, head: Token) -> bool:
    """Whether a mention is the one who is urged or asked: "urged him to accept"."""
    verb = head.head
    asks = work.books.listed("pronouns.asks")
    if head.dep_ in ("dobj", "dative"):
        return verb.lemma_ in asks
    below = head.dep_ in _SUBJECTS and verb.dep_ in ("ccomp", "xcomp")
    return below and head.i > verb.head.i and verb.head.lemma_ in asks


def _gendered(entity: Entity, gender: str) -> Entity:
    entity.gender = entity.gender or gender
    return entity


def _expletive(work: Work, token: Token) -> bool:
    """ "It is widely believed that", "it is clear": nobody is meant."""
    if token.dep_ == "expl":
        return True
    verb = token.head
    words = work.books.listed("pronouns.expletive")
    if token.dep_ == "nsubjpass" and verb.lemma_ in words:
        return True
    if token.dep_ in _SUBJECTS and verb.lemma_ == "be":
        return True
    return token.dep_ == "nsubj" and verb.lemma_ in (
        "seem",
        "appear",
        "remain",
        "turn",
        "happen",
        "take",
        "emerge",
        "matter",
        "rain",
    )


def _thing(work: Work, token: Token) -> Entity | None:
    """ "it", "its": a state or organisation; things compete with actors, so only clear cases."""
    if token.tag_ != "PRP$" and _expletive(work, token):
        return None

    def fits(found: Found) -> bool:
        if len(found.entities) != 1 or found.usage == "source":
            return False
        entity = found.entities[0]
        if found.kind == "pronoun":
            return entity.kind != "person" and work.lower[found.first] in ("it", "its")
        if found.entry is not None and found.entry.kind == "demonym":
            return False
        return entity.kind in ("state", "organisation") or (
            entity.kind == "role" and not entity.plural and found.kind == "role"
            and entity.sectors != () and _institution(entity)
        )  # fmt: skip

    agent = token.dep_ == "nsubj" and token.head.lemma_ in work.books.listed("pronouns.agentive")
    own = _own_subject(token)
    if (token.tag_ == "PRP$" or token.lower_ == "itself") and own is not None:
        found = _mention_headed(work, own)
        if found is not None:
            land = token.head.lemma_ in work.books.listed("pronouns.land")
            if land and found.entities[0].kind != "state":
                return None
            return found.entities[0] if fits(found) else None
        if own.pos_ in ("NOUN", "PROPN") and own.i < token.i:
            owner = _possessor(work, own)
            return (
                owner.entities[0]
                if owner is not None and fits(owner) and agentive_noun(own)
                else None
            )
    shared = _shared_object(work, token)
    if shared is not None and fits(shared):
        return shared.entities[0]
    ahead = _cataphora(work, token, fits)
    scores: dict[int, tuple[float, Entity]] = {}
    sentence = work.sentence[token.i]
    candidates = _candidates(work, token, 1)
    barred = _barred(work, token, candidates)
    for found in candidates:
        if not fits(found) or _bound_away(work, token, found) or found.entities[0] in barred:
            continue
        head = _core_head(work, found)
        back = sentence - work.sentence[found.first]
        score = 3.0 - 1.5 * back
        if head.dep_ in _SUBJECTS:
            score += 1.5
        elif head.dep_ == "dobj":
            score += 0.6
        elif head.dep_ == "poss" and head.head.dep_ in _SUBJECTS:
            score += 0.9
        elif found.usage in ("modifier", "place"):
            score -= 0.8 if head.dep_ == "poss" else 1.3
        if found.kind == "pronoun":
            score += 0.6
        entity = found.entities[0]
        if id(entity) not in scores or score > scores[id(entity)][0]:
            scores[id(entity)] = (score, entity)
    if ahead is not None and not scores:
        return ahead.entities[0]
    ranked = sorted(scores.values(), key=lambda pair: -pair[0])
    if not ranked or ranked[0][0] < 2.0:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 0.5:
        return None
    if token.tag_ != "PRP$" and _thing_meant(work, token, ranked[0][0]):
        return None
    affected = token.head.lemma_ in work.books.listed("pronouns.affecting")
    object_of_same = token.dep_ in ("dobj", "dative") and affected and ranked[0][0] >= 3.0
    if (
        not agent
        and not object_of_same
        and token.tag_ != "PRP$"
        and not _parallel(work, token, ranked[0][1])
    ):
        return None
    return ranked[0][1]


def _thing_meant(work: Work, token: Token, best: float) -> bool:
    """ "The dam is an issue because it threatens ...": a thing is as likely the antecedent."""
    if token.head.lemma_ in work.books.listed("pronouns.minded") and token.dep_ == "nsubj":
        return False
    start = token.sent.start
    before = work.tokens[start - 1].sent.start if start > 0 else 0
    for i in range(before, token.i):
        thing = work.tokens[i]
        if thing.dep_ not in (*_SUBJECTS, "dobj", "attr") or thing.tag_ != "NN":
            continue
        if any(found.first <= i < found.last for found in work.found) or i in work.traps:
            continue
        if thing.lower_ in ("nothing", "something", "someone", "nobody", "part", "statement"):
            continue
        score = 3.0 if i >= start else 1.5
        score += 1.5 if thing.dep_ in _SUBJECTS else 0.6
        if score > best - 0.5:
            return True
    return False


def _shared_object(work: Work, token: Token) -> Found | None:
    """ "supports Taiwan and provides it with arms": the object of the first verb."""
    verb = token.head
    if token.dep_ not in ("dobj", "dative", "nsubj", "pobj", "iobj"):
        return None
    if verb.dep_ == "prep":
        verb = verb.head
    if verb.dep_ != "conj" or (token.dep_ == "nsubj" and token.i < verb.i):
        return None
    for child in verb.head.children:
        if child.dep_ == "dobj" and child.i < token.i:
            return _mention_headed(work, child)
    return None


def agentive_noun(noun: Token) -> bool:
    """Nouns whose possessor goes on acting ("Beijing's leadership ... its")."""
    return noun.lemma_ in ("leadership", "government", "decision", "effort", "push", "bid", "move")


def _institution(entity: Entity) -> bool:
    return bool(
        {"GOV", "MIL", "LEG", "JUD", "JRN", "PTY", "REB", "BUS", "IGO", "SPY", "COP"}
        & set(entity.sectors)
    )


def _parallel(work: Work, token: Token, entity: Entity) -> bool:
    """A subject pronoun after a sentence whose subject is that entity."""
    if token.dep_ not in _SUBJECTS:
        return False
    for found in _candidates(work, token, 1):
        head = _core_head(work, found)
        if entity in found.entities and head.dep_ in _SUBJECTS:
            return True
    return False


def _own_subject(token: Token) -> Token | None:
    """The subject of the pronoun's own clause, or of the clause it depends on."""
    verb = _clause(token)
    given = next((c for c in verb.children if c.dep_ == "dative" and c.pos_ == "PROPN"), None)
    if given is not None and given.i < token.i and token.head.dep_ == "dobj":
        return given  # "handed Ivanova her greatest victory"
    for _ in range(3):
        subject = _subject_of(verb)
        if subject is not None and subject.i != token.i and not token.is_ancestor(subject):
            if subject.tag_ in ("WDT", "WP") and verb.dep_ == "relcl":
                return verb.head
            return subject if subject.i < token.i and not subject.is_ancestor(token) else None
        if verb.dep_ in ("xcomp", "conj", "advcl", "ccomp", "acl") and verb.head.i != verb.i:
            if verb.dep_ == "acl":
                return verb.head if verb.head.i < token.i else None
            if verb.dep_ in ("xcomp", "ccomp") and any(c.lower_ == "to" for c in verb.children):
                controlled = next(
                    (c for c in verb.head.children if c.dep_ == "dobj" and c.i < verb.i), None
                )
                if controlled is not None:
                    return controlled
            verb = verb.head if verb.head.pos_ in ("VERB", "AUX") else _clause(verb.head)
            continue
        return None
    return None


def _mention_headed(work: Work, token: Token) -> Found | None:
    best: Found | None = None
    for found in work.found:
        if not found.first <= token.i < found.last or found.usage == "modifier":
            continue
        if best is None or found.last - found.first > best.last - best.first:
            best = found
    return best


def _possessor(work: Work, noun: Token) -> Found | None:
    for child in noun.children:
        if child.dep_ == "poss":
            return next((f for f in work.found if f.first <= child.i < f.last), None)
    return None


def _many(work: Work, token: Token) -> list[Entity]:
    """ "they", "their": the nearest plural mention or coordinated pair that is a subject."""
    own = _own_subject(token)
    if own is not None and token.tag_ == "PRP$":
        return _plural_at(work, own)
    if token.dep_ not in _SUBJECTS and token.tag_ != "PRP$":
        return []
    here = work.sentence[token.i]
    subjects = [
        t
        for t in work.tokens[max(0, token.sent.start - 80) : token.i]
        if t.dep_ in _SUBJECTS and here - work.sentence[t.i] <= 1
    ]
    for subject in reversed(subjects):
        if subject.pos_ == "PRON" and subject.lower_ not in ("they", "who"):
            continue
        entities = _plural_at(work, subject)
        if entities:
            return entities
        if subject.tag_ in ("NNS", "NNPS"):
            return []
    return []


def _plural_at(work: Work, token: Token) -> list[Entity]:
    entities: list[Entity] = []
    for part in [token, *token.conjuncts]:
        found = _mention_headed(work, part)
        if found is not None:
            entities += [e for e in found.entities if e not in entities]
    if len(entities) >= 2 or (entities and entities[0].plural):
        return entities
    return []
