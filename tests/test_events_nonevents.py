"""Sentences that tell no event between actors: none may come out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.document import Document

Reader = Callable[[str], Document]


TALK = [
    "The foreign minister said the region faced a difficult winter.",
    "China's foreign ministry spokesman said he had no information on the matter.",
    "The White House declined to comment.",
    "Officials in Tokyo said they were studying the report.",
    "The ambassador described the relationship as complex.",
    "The prime minister noted that the harbour was busy at this time of year.",
    "The ministry released a statement on Tuesday.",
    "The spokeswoman said that details would follow.",
    "Moscow is aware of the reports, the Kremlin said.",
    "The envoy believes that both sides have much to gain.",
    "The president said that the economy was in good shape.",
    "Analysts expect the yen to weaken further next year.",
]
BACKGROUND = [
    "The two countries share a border of 1,400 kilometers.",
    "Japan is the world's fourth-largest economy.",
    "Germany has a population of about 84 million.",
    "The island lies some 160 kilometers off the coast of China.",
    "Relations between the neighbors have long been complicated.",
    "The alliance was named after the city in which its founders lived.",
    "Poland has been a member of the European Union for two decades.",
    "South Korea's exports of chips rose by a tenth in March.",
    "Oil prices fell on Thursday as demand in China slowed.",
    "The ruble strengthened against the dollar on Monday.",
    "Turkey's inflation rate climbed to 60 percent.",
    "The French economy shrank in the second quarter.",
    "India's central bank kept interest rates unchanged.",
    "Brazil harvested a record crop of soybeans.",
]
WEATHER_AND_SPORT = [
    "A heat wave hit southern Spain over the weekend.",
    "A typhoon struck the Philippines on Friday, killing 12 people.",
    "Snow is expected in northern Japan tomorrow.",
    "Five people were killed in an avalanche in Austria.",
    "Three tourists were killed when a bus crashed in Egypt.",
    "Brazil beat Germany in the final.",
    "Argentina faces France in the final on Sunday.",
    "The club fired its coach after the defeat by Spain.",
    "England's captain shot from thirty meters but missed.",
    "Kenyan runners won the marathon in Tokyo.",
    "The Dutch team will meet Italy in the quarterfinals.",
    "The Canadian swimmer smashed the world record.",
]
IDIOMS = [
    "Germany will meet its deadline for the new airport.",
    "The Danish government wants to strike a balance between cost and quality.",
    "The minister suffered a heart attack in his office.",
    "The mayor hopes to back a car into a very small space.",
    "The programme is an attack on poverty.",
    "The Swedish embassy has a support staff of twenty.",
    "Analysts called it a protest vote.",
    "The chairman called the meeting to order.",
    "The ministry launched a website for small firms.",
    "The film shows soldiers attacking a village.",
    "The novel tells of a raid on a Norwegian farm.",
    "The general raised his glass.",
    "Australia's farmers are fighting a drought.",
    "Finland ran out of time.",
    "The minister drew fire for his choice of tie.",
    "The company launched a new phone in Indonesia.",
    "The bank will target inflation of two percent.",
    "Portugal struck oil off its coast.",
    "The French capital was bombarded with summer rain.",
    "Her plan for the museum met with success.",
    "The minister fired off an email to his staff.",
    "The Belgian king released a book of poems.",
    "The Swiss village is under siege from tourists.",
    "The Irish budget took a hit.",
    "The chef from Lyon killed time with a crossword.",
]
OPINION = [
    "It is hard to see how the war could be won.",
    "Europe needs a new idea of itself.",
    "Many Italians remember the lira fondly.",
    "Critics of the plan say that it costs too much.",
    "Why should Canada care about the price of tea?",
    "History shows that embargoes seldom work.",
    "Trust is the foundation of every alliance.",
    "The lesson of the last decade is that talks take time.",
    "No one in Vienna expects a quick answer.",
]


@pytest.mark.parametrize("sentence", TALK + BACKGROUND + WEATHER_AND_SPORT + IDIOMS + OPINION)
def test_no_event(read: Reader, sentence: str) -> None:
    events = read(sentence).events
    assert [(e.type, e.mode, e.made_by) for e in events] == []
