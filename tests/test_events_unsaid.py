"""Events whose sides the clause leaves unsaid, or that are only words about an idea."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.document import Document

Reader = Callable[[str], Document]


def told(document: Document) -> list[str]:
    """Type, actors and recipients of each event."""
    return [
        f"{e.type} {'+'.join(sorted(a.code for a in e.actors))}"
        f" > {'+'.join(sorted(a.code for a in e.recipients))}"
        for e in document.events
    ]


TOLD = [
    (
        "Foreign Minister Ola Vik of Norway made an offer based on months of consultations "
        "with Belarusian officials.",
        "CONSULT NOR > BLR",
    ),
    ("Norwegian officials expressed concern over the arrests in Belarus.", "ACCUSE NOR > BLR"),
    ("Norway's government supports the idea of cutting the budget.", "SUPPORT NOR > "),
    ("Several countries have rejected calls from Germany for quotas.", "REJECT  > DEU"),
    ("Teachers' unions in Oslo urged Belarus to lift the ban.", "REQUEST  > BLR"),
    ("Moscow and Kiev have accused each other of violating the truce.", "ACCUSE RUS+UKR > "),
    ("Kenya's president to meet Ethiopia's leader in Nairobi.", "CONSULT KEN > ETH"),
    ("The UN Security Council met on Friday to discuss the budget.", "CONSULT IGOUNO > "),
    ("A militant was killed in Gaza on Friday.", "ASSAULT  > ---"),
]


@pytest.mark.parametrize(("text", "event"), TOLD)
def test_an_act_is_told_although_a_side_is_unsaid(read: Reader, text: str, event: str) -> None:
    assert event in told(read(text))


SAID_OF_NOBODY = [
    "Attacks blamed on the state's critics fell last year.",
    "Norwegian bakers are concerned about the price of flour.",
    "How the fighting will end is anybody's guess.",
    "Several countries grow barley.",
]


@pytest.mark.parametrize("text", SAID_OF_NOBODY)
def test_what_no_state_says_or_does_stays_empty(read: Reader, text: str) -> None:
    assert told(read(text)) == []


def test_a_speakers_we_is_the_speakers_state(read: Reader) -> None:
    document = read(
        '"We commend Egypt\'s efforts to end the siege," Norwegian Foreign Minister Ola Vik '
        "told reporters in Oslo."
    )
    assert "SUPPORT NOR > EGY" in told(document)
