"""Two reports of an invented quarrel over fish, with everything that a brief can show.

Dated, undated, planned, possible, negated and alleged events; quotations with their chains; a tie;
a cited agency that both reports share; issues; fields told differently; a failure.
"""

from __future__ import annotations

import msgspec

from dragoman.records import Date, Failure, Reading
from reading_fixtures import Draft

FISH_A = """\
LIMA - Peru's Foreign Minister Rosa Quispe will receive her Chilean counterpart Diego Araya in \
Lima on Friday, state agency Andina reported. Chile's navy seized two Peruvian trawlers off Arica \
on Monday. Peru condemned the seizure the next day and demanded the release of the crews.

"These boats never left our waters," Quispe told Radio Pacífico on Tuesday. Peru's navy said \
Chilean sailors had fired on the trawlers. Chile has not answered the charge. Chile buys most of \
its fish meal from Peru.

Bolivia could send a mediator if both sides agree. In 2014 judges in The Hague moved the sea \
border. President Inés Maldonado is to visit Santiago in June. Peru and Chile signed a pact on \
joint patrols in February."""

FISH_B = """\
SANTIAGO - Chile's Foreign Minister Diego Araya travels to Lima on Friday to meet Foreign \
Secretary Rosa Quispe, according to the agency Andina. Three Peruvian trawlers were seized by \
Chile's navy on Monday off Arica. Lima has called the seizure "an outrage".

Quispe said the boats "never left our waters". Araya said on Wednesday that Chile respects the \
border drawn in 2014. Bolivia has offered to mediate."""

PUBLISHED = "2025-03-12"
MONDAY = Date(
    raw="on Monday", start="2025-03-10", end="2025-03-10", precision="day", anchor="published"
)
FRIDAY = Date(
    raw="on Friday", start="2025-03-14", end="2025-03-14", precision="day", anchor="published"
)


def fish_readings() -> list[Reading]:
    """Report A and report B, in this order."""
    return [_report_a(), _report_b()]


def _report_a() -> Reading:
    d = Draft(FISH_A, source="El Faro", published=PUBLISHED, title="Lima awaits Araya")
    quispe = d.actor("Rosa Quispe", code="PER", sectors=["GOV"], role="Foreign Minister")
    araya = d.actor("Diego Araya", code="CHL", sectors=["GOV"], role="Foreign Minister")
    navy = d.actor("Chile's navy", "Chile's navy", "CHL", sectors=["MIL"])
    boats = d.actor("Peruvian trawlers", code="PER", sectors=["CVL"])
    peru = d.actor("Peru", code="PER", nth=3)
    chile = d.actor("Chile", code="CHL", nth=4)
    bolivia = d.actor("Bolivia", code="BOL")
    andina = d.cite("Andina", kind="agency", code="PER")
    radio = d.cite("Radio Pacífico", kind="broadcaster")
    d.event(
        "CONSULT", "receive", actors=[araya], recipients=[quispe], status="planned", date=FRIDAY,
        mode="visit", place="Lima", hedges=["will"], attribution=(andina,), nth=0,
    )  # fmt: skip
    d.event(
        "COERCE", "seized", actors=[navy], recipients=[boats], date=MONDAY, mode="seize",
        place="Arica", issues=("fishing",), score=-7.0,
    )  # fmt: skip
    d.event(
        "ACCUSE", "condemned", actors=[peru], recipients=[chile], mode="disapprove",
        date=Date(raw="the next day", start="2025-03-11", end="2025-03-11", precision="day"),
        issues=("fishing",),
    )  # fmt: skip
    d.event("REQUEST", "demanded", actors=[peru], recipients=[chile], mode="yield", score=-1.0)
    d.event(
        "ASSAULT", "fired on", actors=[navy], recipients=[boats], mode="firearms", alleged=True,
        attribution=(d.source("Peru's navy", kind="official", code="PER", interested=True),),
        score=-9.0,
    )  # fmt: skip
    d.event("REJECT", "answered", actors=[chile], recipients=[peru], status="negated", score=-2.0)
    d.event(
        "CONSULT", "send a mediator", actors=[bolivia], recipients=[chile, peru],
        mode="third-party", status="possible", hedges=["could", "if"], score=1.0,
    )  # fmt: skip
    d.event(
        "CONSULT", "visit", status="planned", mode="visit", place="Santiago", hedges=["is to"],
        actors=[d.actor("Inés Maldonado", code="PER", sectors=["GOV"], role="President")],
        recipients=[chile],
        date=Date(raw="in June", start="2025-06-01", end="2025-06-30", precision="month"),
    )  # fmt: skip
    d.event(
        "AGREE", "signed a pact", actors=[peru, chile], contexts=("military",),
        date=Date(raw="in February", start="2025-02-01", end="2025-02-28", precision="month"),
    )  # fmt: skip
    said = "These boats never left our waters,"
    d.statement(
        d.at(quispe, "Quispe", nth=1), "told", said, kind="direct", date="on Tuesday",
        addressee=d.actor("Radio Pacífico"), attribution=(d.source("Quispe", nth=1), radio),
        issues=("fishing",),
    )  # fmt: skip
    d.tie("CHL", "PER", "trade", "Chile buys most of its fish meal from Peru")
    reading = d.reading()
    failure = Failure(
        item="photo.txt", stage="ingest", error="binary-file",
        message="photo.txt is no text; give the article itself.",
    )  # fmt: skip
    report = msgspec.structs.replace(reading.report, failures=(failure,), run="run_1")
    return msgspec.structs.replace(reading, report=report)


def _report_b() -> Reading:
    d = Draft(FISH_B, published=PUBLISHED)
    araya = d.actor("Diego Araya", code="CHL", sectors=["GOV"], role="Foreign Minister")
    quispe = d.actor("Rosa Quispe", code="PER", sectors=["GOV"], role="Foreign Secretary")
    navy = d.actor("Chile's navy", "Chile's navy", "CHL", sectors=["MIL"])
    boats = d.actor("Peruvian trawlers", code="PER", sectors=["CVL"])
    lima = d.actor("Lima", "Peru", "PER", how="capital", nth=1)
    chile = d.actor("Chile", code="CHL", nth=2)
    bolivia = d.actor("Bolivia", code="BOL")
    andina = d.cite("Andina", kind="agency", code="PER")
    d.event(
        "CONSULT", "meet", actors=[araya], recipients=[quispe], status="planned", date=FRIDAY,
        mode="visit", place="Lima", attribution=(andina,),
    )  # fmt: skip
    d.event(
        "COERCE", "seized", actors=[navy], recipients=[boats], date=MONDAY, mode="seize",
        place="Arica", issues=("fishing",), score=-7.0,
    )  # fmt: skip
    d.event("ACCUSE", "called", actors=[lima], recipients=[navy], mode="disapprove")
    d.event("CONSULT", "offered to mediate", actors=[bolivia], mode="third-party", score=1.0)
    d.statement(
        d.at(quispe, "Quispe", nth=1), "said", "never left our waters", kind="mixed",
        issues=("fishing",),
    )  # fmt: skip
    d.statement(
        d.at(araya, "Araya", nth=1), "said", "Chile respects the border drawn in 2014", nth=1,
        date="on Wednesday", issues=("border",),
    )  # fmt: skip
    del chile
    return d.reading()


HOSTILE = """\
<script>alert('text')</script> Norland's envoy [red]met[/red] Sudland's "envoy" on Monday. \
"We **agree** | fully]]> & <b>always</b>," she said, `rm -rf`. # A heading? </textarea><!-- end"""


def hostile_reading() -> Reading:
    """A report that tries to break out of every view; its metadata do too."""
    d = Draft(
        HOSTILE,
        source='Evil "Daily" <img src=x onerror=alert(1)>',
        title="</title><script>alert('title')</script>\x1b[31m",
        published="not a date",
    )
    nor = d.actor("Norland", 'Norland"><script>alert(2)</script>', "NOR", role="<i>envoy</i>")
    sud = d.actor("Sudland", "Sud|land[/bold]", "SDN")
    d.event(
        "CONSULT", "met", actors=[nor], recipients=[sud],
        date=Date(raw="on Monday</time>", symbol="the <Monday>"), nth=0,
        place="Monday",
    )  # fmt: skip
    d.statement(nor, "said", "We **agree** | fully]]> & <b>always</b>,", kind="direct")
    reading = d.reading()
    report = msgspec.structs.replace(
        reading.report, id="r'\"><script>", url="javascript:alert(1)", run="run\"'<x>"
    )
    fix = [msgspec.structs.replace(e, report=report.id) for e in reading.events]
    said = [msgspec.structs.replace(s, report=report.id) for s in reading.statements]
    return msgspec.structs.replace(
        reading, report=report, events=tuple(fix), statements=tuple(said)
    )
