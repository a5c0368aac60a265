"""Each PLOVER type in sentences of the kinds that news has: who did what to whom, and whether."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.document import Document

Reader = Callable[[str], Document]
Row = tuple[str, str, str | None, str, str, str]

# sentence, type, mode (None: none, "*": any), codes of actors, codes of recipients, status
CONSULT: list[Row] = [
    ("Vietnam's prime minister met Australia's foreign minister in Hanoi on Tuesday.",
     "CONSULT", None, "VNM", "AUS", "actual"),
    ("The Turkish president will meet his Iranian counterpart next week.",
     "CONSULT", None, "TUR", "IRN", "planned"),
    ("Talks between India and Pakistan resumed on Monday.",
     "CONSULT", None, "IND PAK", "", "actual"),
    ("Polish and Ukrainian ministers discussed grain with the European Commission.",
     "CONSULT", None, "POL UKR", "IGOEUR", "actual"),
    ("Egypt's foreign minister, who visited Sudan on Sunday, declined to give details.",
     "CONSULT", "visit", "EGY", "SDN", "actual"),
    ("Norway mediated between the Philippines and China.",
     "CONSULT", "third-party", "NOR", "PHL CHN", "actual"),
    ("The Saudi foreign minister spoke by phone with the French president.",
     "CONSULT", "*", "SAU", "FRA", "actual"),
    ("Mexico's president did not meet the Canadian prime minister.",
     "CONSULT", None, "MEX", "CAN", "negated"),
]  # fmt: skip
AGREE: list[Row] = [
    ("Chile and Peru signed a fisheries agreement on Friday.",
     "AGREE", None, "CHL PER", "", "actual"),
    ("Japan agreed to buy more gas from Qatar.", "AGREE", None, "JPN", "*", "actual"),
    ("Greece pledged to send helicopters to Bulgaria.", "AGREE", None, "GRC", "*", "actual"),
    ("A treaty between Russia and Kazakhstan was signed in 1998.",
     "AGREE", None, "RUS KAZ", "", "actual"),
    ("Kenya and Uganda reached a deal over the railway.", "AGREE", None, "KEN UGA", "", "actual"),
    ("Ethiopia accepted Egypt's proposal.", "AGREE", None, "ETH", "EGY", "actual"),
    ("Malaysia is expected to sign a trade pact with Turkey.",
     "AGREE", None, "MYS", "TUR", "planned"),
    ("The parliament of Finland ratified the treaty with Sweden.",
     "AGREE", None, "FIN", "SWE", "actual"),
]  # fmt: skip
SUPPORT: list[Row] = [
    ("Pakistan's foreign minister praised China.", "SUPPORT", None, "PAK", "CHN", "actual"),
    ("Cuba expressed its support for Venezuela.", "SUPPORT", None, "CUB", "VEN", "actual"),
    ("Israel congratulated the Indian prime minister.", "SUPPORT", None, "ISR", "IND", "actual"),
    ("Spain will recognize Palestine in May.", "SUPPORT", None, "ESP", "PSE", "planned"),
    ("The Dutch prime minister apologized to Indonesia.", "SUPPORT", None, "NLD", "IDN", "actual"),
    ("Serbia backed Russia's plan.", "SUPPORT", None, "SRB", "RUS", "actual"),
    ("Iraq conveyed its condolences to Turkey.", "SUPPORT", None, "IRQ", "TUR", "actual"),
    ("Italy, which welcomed Greece's decision, will chair the council.",
     "SUPPORT", None, "ITA", "GRC", "actual"),
    ("Thailand did not endorse Myanmar's election.", "SUPPORT", None, "THA", "MMR", "negated"),
]  # fmt: skip
CONCEDE: list[Row] = [
    ("Hungary gave in to the European Union's demands.",
     "CONCEDE", None, "HUN", "IGOEUR", "actual"),
    ("Algeria bowed to French pressure.", "CONCEDE", None, "DZA", "FRA", "actual"),
    ("Iran made concessions to Germany and France.", "CONCEDE", None, "IRN", "DEU FRA", "actual"),
    ("Jordan granted amnesty to Syrian refugees.", "CONCEDE", None, "JOR", "SYR", "actual"),
    ("The United States postponed tariffs on Mexico.", "CONCEDE", None, "USA", "MEX", "actual"),
    ("The Malaysian government backed down over the fees.",
     "CONCEDE", None, "MYS", "", "actual"),
    ("Cyprus may yield to Turkey.", "CONCEDE", None, "CYP", "TUR", "possible"),
]  # fmt: skip
COOPERATE: list[Row] = [
    ("Britain shared intelligence with Jordan.", "COOPERATE", None, "GBR", "JOR", "actual"),
    ("Iran and Saudi Arabia restored diplomatic relations.",
     "COOPERATE", None, "IRN SAU", "", "actual"),
    ("Colombia extradited three men to the United States.",
     "COOPERATE", None, "COL", "USA", "actual"),
    ("Argentina will resume cooperation with Brazil.",
     "COOPERATE", None, "ARG", "BRA", "planned"),
    ("Sweden sold fighter jets to Hungary.", "COOPERATE", None, "SWE", "HUN", "actual"),
    ("Bahrain reopened its embassy in Syria.", "COOPERATE", None, "BHR", "SYR", "actual"),
    ("Algeria exported gas to Italy.", "COOPERATE", None, "DZA", "ITA", "actual"),
]  # fmt: skip
AID: list[Row] = [
    ("Norway gave $20 million to Sudan.", "AID", None, "NOR", "SDN", "actual"),
    ("Canada provided Ukraine with armored vehicles.", "AID", None, "CAN", "UKR", "actual"),
    ("Tents were sent to Morocco by Spain.", "AID", None, "ESP", "MAR", "actual"),
    ("Kuwait will donate medicine to Lebanon.", "AID", None, "KWT", "LBN", "planned"),
    ("Ecuador granted asylum to a Russian journalist.", "AID", None, "ECU", "RUS", "actual"),
    ("Germany trained Iraqi soldiers.", "AID", None, "DEU", "IRQ", "actual"),
    ("Australia deployed peacekeepers to East Timor.", "AID", None, "AUS", "TLS", "actual"),
    ("India did not supply arms to Armenia.", "AID", None, "IND", "ARM", "negated"),
    ("The World Food Programme, which delivers food to Yemen, is short of money.",
     "AID", None, "IGO*", "YEM", "actual"),
]  # fmt: skip
RETREAT: list[Row] = [
    ("France withdrew its troops from Mali.", "RETREAT", "withdraw", "FRA", "MLI", "actual"),
    ("Belarus freed two Lithuanian journalists.", "RETREAT", "release", "BLR", "LTU", "actual"),
    ("India lifted its ban on Sri Lankan tea.", "RETREAT", None, "IND", "LKA", "actual"),
    ("Armenia and Azerbaijan declared a ceasefire.",
     "RETREAT", "ceasefire", "ARM AZE", "", "actual"),
    ("The prime minister of Estonia resigned on Monday.",
     "RETREAT", "resign", "EST", "", "actual"),
    ("Britain returned the statue to Greece.", "RETREAT", None, "GBR", "GRC", "actual"),
    ("Iran will admit inspectors.", "RETREAT", "access", "IRN", "", "planned"),
    ("Libya dismantled its chemical weapons.", "RETREAT", "disarm", "LBY", "", "actual"),
    ("American troops left Somalia.", "RETREAT", "withdraw", "USA", "SOM", "actual"),
    ("Turkey's withdrawal from Syria was completed in June.",
     "RETREAT", "withdraw", "TUR", "SYR", "actual"),
]  # fmt: skip
REQUEST: list[Row] = [
    ("Ireland urged Israel to open the crossing.", "REQUEST", "*", "IRL", "ISR", "actual"),
    ("Lebanon called on Syria to take back the refugees.", "REQUEST", "*", "LBN", "SYR", "actual"),
    ("Ukraine asked Germany for ammunition.", "REQUEST", "assist", "UKR", "DEU", "actual"),
    ("South Africa demanded that Rwanda leave the region.",
     "REQUEST", "change", "ZAF", "RWA", "actual"),
    ("Japan's appeal to China went unheard.", "REQUEST", "assist", "JPN", "CHN", "actual"),
    ("Turkey invited the Greek prime minister to Ankara.",
     "REQUEST", "meet", "TUR", "GRC", "actual"),
    ("Poland's foreign minister said that Belarus must release the prisoner.",
     "REQUEST", "*", "POL", "BLR", "actual"),
    ("Nigeria is expected to ask France for help.", "REQUEST", "assist", "NGA", "FRA", "planned"),
]  # fmt: skip
ACCUSE: list[Row] = [
    ("Albania accused Iran of hacking its servers.", "ACCUSE", "allege", "ALB", "IRN", "actual"),
    ("Vietnam condemned China's drills.", "ACCUSE", "disapprove", "VNM", "CHN", "actual"),
    ("Russia was criticized by Moldova.", "ACCUSE", "disapprove", "MDA", "RUS", "actual"),
    ("South Korea summoned the Japanese ambassador.",
     "ACCUSE", "disapprove", "KOR", "JPN", "actual"),
    ("Brazil's criticism of Israel drew notice.", "ACCUSE", "disapprove", "BRA", "ISR", "actual"),
    ("Denmark launched an investigation into the Chinese ship.",
     "ACCUSE", "investigate", "DNK", "CHN", "actual"),
    ("Chad blamed Sudan for the raid.", "ACCUSE", "allege", "TCD", "SDN", "actual"),
    ("Mexico expressed concern over American tariffs.",
     "ACCUSE", "disapprove", "MEX", "USA", "actual"),
    ("Kenya lodged a protest with Somalia.", "ACCUSE", "disapprove", "KEN", "SOM", "actual"),
]  # fmt: skip
REJECT: list[Row] = [
    ("Serbia rejected Kosovo's proposal.", "REJECT", None, "SRB", "KOS", "actual"),
    ("Egypt refused to take part.", "REJECT", None, "EGY", "", "actual"),
    ("Russia vetoed a resolution by Japan.", "REJECT", None, "RUS", "JPN", "actual"),
    ("Qatar denied the allegations of Bahrain.", "REJECT", None, "QAT", "BHR", "actual"),
    ("Pakistan turned down India's offer.", "REJECT", None, "PAK", "IND", "actual"),
    ("Iran defied the United Nations.", "REJECT", None, "IRN", "IGOUNO", "actual"),
    ("Canada ruled out a deal with China.", "REJECT", None, "CAN", "CHN", "actual"),
    ("Hungary's opposition to the Swedish bid faded.", "REJECT", None, "HUN", "*", "actual"),
    ("Britain and Spain failed to reach an agreement.", "REJECT", None, "GBR ESP", "", "actual"),
]  # fmt: skip
THREATEN: list[Row] = [
    ("Turkey threatened to invade Syria.", "THREATEN", "violence", "TUR", "SYR", "actual"),
    ("China warned the Philippines of consequences.", "THREATEN", None, "CHN", "PHL", "actual"),
    ("North Korea vowed to retaliate against South Korea.",
     "THREATEN", "*", "PRK", "KOR", "actual"),
    ("Algeria threatened to cut ties with Spain.",
     "THREATEN", "relations", "DZA", "ESP", "actual"),
    ("Saudi Arabia issued an ultimatum to Qatar.", "THREATEN", None, "SAU", "QAT", "actual"),
    ("Lebanon was threatened by Israel.", "THREATEN", None, "ISR", "LBN", "actual"),
    ("Russia reserves the right to respond.", "THREATEN", None, "RUS", "*", "actual"),
]  # fmt: skip
PROTEST: list[Row] = [
    ("Serbian students protested against Russia.", "PROTEST", "demo", "SRB", "RUS", "actual"),
    ("French farmers blocked a highway in protest.", "PROTEST", "obstruct", "FRA", "*", "actual"),
    ("Argentine teachers went on strike.", "PROTEST", "strike", "ARG", "*", "actual"),
    ("Students in Bangladesh staged a demonstration against India.",
     "PROTEST", "demo", "BGD", "*", "actual"),
    ("Iraqi protesters stormed the Swedish embassy.", "PROTEST", "riot", "IRQ", "SWE", "actual"),
    ("Pakistani demonstrators burned a Danish flag.",
     "PROTEST", "vandalize", "PAK", "DNK", "actual"),
    ("German doctors will go on strike.", "PROTEST", "strike", "DEU", "*", "planned"),
]  # fmt: skip
SANCTION: list[Row] = [
    ("Switzerland imposed sanctions on Belarus.",
     "SANCTION", "discontinue", "CHE", "BLR", "actual"),
    ("Canada expelled two Indian diplomats.", "SANCTION", "expel", "CAN", "IND", "actual"),
    ("Nicaragua cut ties with Israel.", "SANCTION", "discontinue", "NIC", "ISR", "actual"),
    ("Colombia called its ambassador home from Argentina.",
     "SANCTION", "withdraw", "COL", "ARG", "actual"),
    ("Colombia recalled its ambassador from Argentina.",
     "SANCTION", "withdraw", "COL", "ARG", "actual"),
    ("Tariffs on Chinese steel were raised by Brazil.",
     "SANCTION", "discontinue", "BRA", "CHN", "actual"),
    ("Syria was suspended by the Arab League.", "SANCTION", "expel", "IGO*", "SYR", "actual"),
    ("Australia will halt exports to Russia.", "SANCTION", "discontinue", "AUS", "RUS", "planned"),
    ("A Turkish court convicted a German journalist.",
     "SANCTION", "convict", "TUR", "DEU", "actual"),
    ("Mali and Niger, which left ECOWAS, have a common plan.",
     "SANCTION", "withdraw", "MLI NER", "IGO*", "actual"),
]  # fmt: skip
MOBILIZE: list[Row] = [
    ("India deployed troops along the border with China.",
     "MOBILIZE", "troops", "IND", "*", "actual"),
    ("North Korea fired two ballistic missiles into the sea.",
     "MOBILIZE", "weapons", "PRK", "", "actual"),
    ("Iran and Russia held joint naval exercises.", "MOBILIZE", "troops", "IRN RUS", "", "actual"),
    ("Pakistan tested a long-range missile.", "MOBILIZE", "weapons", "PAK", "", "actual"),
    ("Poland will send tanks to the frontier.", "MOBILIZE", "*", "POL", "", "planned"),
    ("Cambodian troops remained on alert.", "MOBILIZE", "troops", "KHM", "", "actual"),
    ("The Philippine navy conducted drills near the reef.",
     "MOBILIZE", "troops", "PHL", "", "actual"),
    ("Israel mobilized its reservists.", "MOBILIZE", "troops", "ISR", "", "actual"),
]  # fmt: skip
COERCE: list[Row] = [
    ("Iran seized a Greek tanker.", "COERCE", "seize", "IRN", "GRC", "actual"),
    ("Turkish police arrested a Swedish reporter.", "COERCE", "arrest", "TUR", "SWE", "actual"),
    ("Two Americans were detained by Russia.", "COERCE", "arrest", "RUS", "USA", "actual"),
    ("Algeria deported migrants to Niger.", "COERCE", "deport", "DZA", "NER", "actual"),
    ("China banned Japanese seafood.", "COERCE", "restrict", "CHN", "JPN", "actual"),
    ("North Korean hackers launched cyberattacks on South Korea.",
     "COERCE", "cyber", "PRK", "KOR", "actual"),
    ("Myanmar's army imposed martial law.", "COERCE", "martial-law", "MMR", "", "actual"),
    ("The blockade of Qatar by Saudi Arabia lasted three years.",
     "COERCE", "restrict", "SAU", "QAT", "actual"),
    ("Venezuela might seize Guyana's oil fields.", "COERCE", "seize", "VEN", "GUY", "possible"),
]  # fmt: skip
ASSAULT: list[Row] = [
    ("Israel attacked Lebanon on Saturday.", "ASSAULT", None, "ISR", "LBN", "actual"),
    ("Ukraine was invaded by Russia.", "ASSAULT", "heavy-weapons", "RUS", "UKR", "actual"),
    ("Russian warplanes bombed a school in Syria.", "ASSAULT", "*", "RUS", "SYR", "actual"),
    ("Indian and Pakistani soldiers exchanged fire in Kashmir.",
     "ASSAULT", "*", "IND PAK", "*", "actual"),
    ("Houthi rebels fired missiles at Saudi Arabia.",
     "ASSAULT", "heavy-weapons", "YEM", "SAU", "actual"),
    ("Kidnappers in Nigeria abducted two Chinese engineers.",
     "ASSAULT", "abduct", "NGA", "CHN", "actual"),
    ("A car bomb exploded in Baghdad.", "ASSAULT", "explosives", "", "IRQ", "actual"),
    ("Ethiopia has not attacked Eritrea.", "ASSAULT", None, "ETH", "ERI", "negated"),
    ("Turkey's airstrikes on Iraq continued.", "ASSAULT", "aerial", "TUR", "IRQ", "actual"),
]  # fmt: skip
TABLE = (
    CONSULT + AGREE + SUPPORT + CONCEDE + COOPERATE + AID + RETREAT + REQUEST + ACCUSE + REJECT
    + THREATEN + PROTEST + SANCTION + MOBILIZE + COERCE + ASSAULT
)  # fmt: skip


def _fits(found: list[str], wanted: str) -> bool:
    if wanted == "*":
        return True
    if wanted == "IGO*":
        return bool(found) and all(code.startswith("IGO") for code in found)
    return sorted(set(found)) == sorted(wanted.split())


@pytest.mark.parametrize("row", TABLE, ids=[row[0][:60] for row in TABLE])
def test_type_parties_and_status(read: Reader, row: Row) -> None:
    sentence, type_, mode, actors, recipients, status = row
    events = read(sentence).events
    fitting = [
        e for e in events
        if e.type == type_ and e.status == status and (mode == "*" or e.mode == mode)
        and _parties(e.actors, e.recipients, actors, recipients)
    ]  # fmt: skip
    assert fitting, [
        (e.type, e.mode, [a.code for a in e.actors], [a.code for a in e.recipients], e.status)
        for e in events
    ]


def _parties(
    actors: tuple[object, ...], recipients: tuple[object, ...], wanted: str, to: str
) -> bool:
    codes = [[a.code for a in side] for side in (actors, recipients)]  # type: ignore[attr-defined]
    if not to and " " in wanted:  # all parties act: which stand as recipients does not matter
        return _fits(codes[0] + codes[1], wanted)
    return _fits(codes[0], wanted) and _fits(codes[1], to)


def test_every_type_has_its_sentences() -> None:
    counts = {kind: sum(row[1] == kind for row in TABLE) for kind in {row[1] for row in TABLE}}
    assert len(counts) == 16
    assert min(counts.values()) >= 6
    assert len(TABLE) >= 120
