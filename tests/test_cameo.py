"""CAMEO codes and Goldstein scores of PLOVER events."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.codebooks import OVERRIDE_VARIABLE, read_table
from dragoman.codebooks.cameo import cameo_of

# Some of the GDELT project's table CAMEO.goldsteinscale.txt, copied by hand.
GOLDSTEIN = {
    "030": 4.0, "036": 4.0, "040": 1.0, "042": 1.9, "044": 2.5, "050": 3.5, "060": 6.0, "070": 7.0,
    "072": 8.3, "080": 5.0, "0871": 9.0, "090": -2.0, "112": -2.0, "120": -4.0, "125": -5.0,
    "130": -4.4, "138": -7.0, "145": -7.5, "150": -7.2, "162": -5.6, "171": -9.2, "173": -5.0,
    "182": -9.5, "190": -10.0, "200": -10.0,
}  # fmt: skip


def test_every_type_and_mode_has_a_code_for_what_happened() -> None:
    for row in read_table("plover"):
        found = cameo_of(row["type"], row["mode"] or None)
        assert found is not None, row
        assert found.code.startswith(found.root)
        # two types stand elsewhere in CAMEO: yielding is material there, and a verdict is words
        if (row["type"], row["mode"]) not in (("CONCEDE", ""), ("SANCTION", "convict")):
            assert found.quad == int(row["quad"]), row


def test_scores_are_those_of_the_published_table() -> None:
    held = {row["code"]: row["goldstein"] for row in read_table("cameo") if row["goldstein"]}
    assert {code: float(held[code]) for code in GOLDSTEIN} == GOLDSTEIN


def test_modes_and_contexts_give_finer_codes() -> None:
    codes = [
        cameo_of("AID", None), cameo_of("AID", None, contexts=["military"]),
        cameo_of("ASSAULT", "aerial", contexts=["military"]), cameo_of("CONSULT", "multilateral"),
    ]  # fmt: skip
    assert [found and found.code for found in codes] == ["070", "072", "195", "040"]


@pytest.mark.parametrize(
    ("type", "status", "code"),
    [("CONSULT", "planned", "036"), ("AID", "planned", "033"), ("ASSAULT", "planned", None),
     ("CONSULT", "possible", None), ("AID", "negated", None)],
)  # fmt: skip
def test_what_did_not_happen_has_no_code_but_intent(
    type: str, status: str, code: str | None
) -> None:
    found = cameo_of(type, None, status)
    assert (found.code if found else None) == code


def test_a_request_has_no_score_since_appeals_and_demands_differ() -> None:
    found = cameo_of("REQUEST", "meet")
    assert found is not None
    assert (found.code, found.goldstein) == ("106", None)


def test_a_user_can_put_other_codes_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cameo.tsv").write_text(
        "type\tmode\tcontext\tstatus\tcode\tgoldstein\nAGREE\t\t\tactual\t057\t8.0\n"
    )
    monkeypatch.setenv(OVERRIDE_VARIABLE, str(tmp_path))
    found = cameo_of("AGREE", None)
    assert found is not None
    assert (found.code, found.goldstein, found.quad) == ("057", 8.0, 1)
