"""What a person decided about which records are one: it comes before all likeness.

Example:
    >>> NOTHING.reasons(("r1",))
    ()
"""

from __future__ import annotations

from functools import cached_property

import msgspec

Pair = tuple[str, str]


class Decided(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Decisions about records of one kind (reports, events, or statements), by their ids.

    Fields:
        together: pairs that are one, whatever else they are like.
        apart: pairs that are not.
        whole: sets that are one, and that nothing else joins.
        why: id -> what decided about it, in words.
    """

    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()
    whole: tuple[tuple[str, ...], ...] = ()
    why: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)

    @cached_property
    def of(self) -> dict[str, tuple[str, ...]]:
        """Id -> the set it is kept in."""
        return {one: members for members in self.whole for one in members}

    def reasons(self, members: tuple[str, ...]) -> tuple[str, ...]:
        """What was decided about some records, in words, each once."""
        return tuple(dict.fromkeys(why for one in members for why in self.why.get(one, ())))


NOTHING = Decided()
