"""More sentences for the generator's reports, of many kinds of acts, for the real reader.

:func:`text` adds to a report of ``synthetic`` what its story tells beside the meeting: acts, plans,
threats, ties and quotations, in other words from report to report of one story. All is invented.
"""

from __future__ import annotations

from benchmarks import synthetic

_CAPITALS = {
    "Kenya": "Nairobi", "Norway": "Oslo", "Tanzania": "Dodoma", "Egypt": "Cairo", "Peru": "Lima",
    "Nepal": "Kathmandu", "Ghana": "Accra", "Latvia": "Riga", "Chile": "Santiago",
    "Oman": "Muscat",
}  # fmt: skip
_PEOPLE = {
    "Kenya": "Wanjiru Otieno", "Norway": "Sigrid Aasland", "Tanzania": "Neema Mushi",
    "Egypt": "Hany Sabri", "Peru": "Rosa Quispe", "Nepal": "Maya Gurung", "Ghana": "Kojo Addo",
    "Latvia": "Ilze Kalnins", "Chile": "Tomas Rojas", "Oman": "Salim Balushi",
}  # fmt: skip
# Of each act how the even and the odd reports of a story tell it.
_ACTS = (
    ("{a} accused {b} of delaying the {topic} talks.",
     "{a}'s foreign minister, {pa}, accused {b} of holding up the talks on {topic}."),
    ("{a} and {b} signed an agreement on {topic} in {ca} on Thursday.",
     "In {ca}, {b} signed a {topic} agreement with {a} on Thursday."),
    ("{a} threatened to close its border with {b} if the {topic} talks fail.",
     "{a} warned that it could close the border with {b}."),
    ("{b} expelled two diplomats of {a} on Wednesday.",
     "Two diplomats from {a} were expelled by {b} on Wednesday."),
    ("{a} will send doctors and 40 tonnes of wheat to {b} next month.",
     "{a} promised {b} wheat and doctors."),
    ("{a} imposed sanctions on three companies from {b}.",
     "Three companies from {b} were put under sanctions by {a} on Tuesday."),
    ("{a} rejected a demand by {b} to share {topic} data.",
     "{b} demanded {topic} data from {a}, which refused."),
    ("{a} recalled its ambassador from {b} after a dispute about {topic}.",
     "{a} has called its ambassador in {cb} home."),
    ("Troops of {a} clashed with soldiers from {b} near {town} on Monday.",
     "Soldiers of {a} and {b} exchanged fire near {town} on Monday, officials said."),
)  # fmt: skip
_PLANS = (
    "{pb}, the president of {b}, is to visit {ca} in June.",
    "The foreign ministers of {a} and {b} are to meet again in {cb} next week.",
    "{b} plans to host {a}'s prime minister in {cb} on 3 May.",
)
_SAID = (
    "“We want a fair answer about {topic} from {b}, and we want it before the winter,” said {pa}, "
    "the foreign minister of {a}.",
    "“We want a fair answer about {topic} from {b},” {pa} said in {ca}.",
    "{pa}, {a}'s foreign minister, said {a} wanted a fair answer about {topic} from {b}.",
    "{pb}, the president of {b}, said {b} had never broken its word on {topic}, according to a "
    "newspaper in {cb}.",
)
_TIES = (
    "{a} is a long-standing ally of {b}.",
    "{a} and {b} have had no diplomatic relations since 1987.",
    "{b} is the largest trading partner of {a}.",
)


def text(number: int) -> str:
    """What is told beside the meeting in the report with this number."""
    story, told = number // 4, number % 4
    a, b, topic = synthetic.about(story)
    words = {
        "a": a, "b": b, "topic": topic, "ca": _CAPITALS[a], "cb": _CAPITALS[b],
        "pa": _PEOPLE[a], "pb": _PEOPLE[b], "town": synthetic.word(story * 6),
    }  # fmt: skip
    lines = [_ACTS[(story + step) % len(_ACTS)][told % 2] for step in (0, 4)]
    lines += [_PLANS[story % len(_PLANS)], _SAID[told]]
    if told < 2:
        lines.append(_TIES[story % len(_TIES)])
    return " " + " ".join(lines).format(**words)
