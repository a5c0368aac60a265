"""CAMEO event codes and Goldstein scores of PLOVER events, read from ``cameo.tsv``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.codebooks.tables import read_table

# CAMEO's roots by quad class: 01-05 verbal cooperation, 06-08 material cooperation,
# 09-13 verbal conflict, 14-20 material conflict.
_LAST_ROOT = ((5, 1), (8, 2), (13, 3), (20, 4))


@dataclass(frozen=True, slots=True)
class Cameo:
    """A CAMEO event code.

    Fields:
        code: two to four digits ("042"), as text, since "040" and "40" differ.
        root: its first two digits ("04").
        quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
        goldstein: -10 (conflict) to +10 (cooperation); None where it is not known.
    """

    code: str
    root: str
    quad: int
    goldstein: float | None = None


def cameo_of(
    type: str, mode: str | None, status: str = "actual", contexts: Iterable[str] = ()
) -> Cameo | None:
    """The CAMEO code of a PLOVER event; None where CAMEO has none for it.

    CAMEO has codes for what happened, and for cooperation that is planned ("express intent
    to ..."); none for planned conflict, nor for what may happen or did not.

    Args:
        type: PLOVER type. mode: PLOVER mode of the type, or None.
        status: of the event. contexts: PLOVER contexts; some give a finer code.

    Example:
        >>> cameo_of("CONSULT", "visit")
        Cameo(code='042', root='04', quad=1, goldstein=1.9)
        >>> cameo_of("CONSULT", "visit", "planned").code, cameo_of("ASSAULT", None, "planned")
        ('036', None)
        >>> cameo_of("AID", None, contexts=["military"]).code
        '072'
    """
    held = set(contexts)
    rows = [
        row
        for row in read_table("cameo")
        if row["type"] == type
        and row["status"] == status
        and row["mode"] in ("", mode or "")
        and (not row["context"] or row["context"] in held)
    ]
    if not rows:
        return None
    # The mode tells more than a context; of rows that fit alike the first of the table.
    best = max(rows, key=lambda row: (bool(row["mode"]), bool(row["context"])))
    root = best["code"][:2]
    quad = next(quad for last, quad in _LAST_ROOT if int(root) <= last)
    score = float(best["goldstein"]) if best["goldstein"] else None
    return Cameo(code=best["code"], root=root, quad=quad, goldstein=score)
