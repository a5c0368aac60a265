"""Corrections: what a person decided about merges, found again whenever reports are read anew.

``making`` turns ids (of stories, events, statements ...) into a :class:`Correction`, ``anchors``
keeps and finds the places it speaks of, ``deciding`` tells the stories stage what holds now.
"""

from dragoman.corrections.anchors import anchor_of, find
from dragoman.corrections.deciding import decided_records, decided_reports, lost
from dragoman.corrections.making import correction, touched_reports

__all__ = [
    "anchor_of", "correction", "decided_records", "decided_reports", "find", "lost",
    "touched_reports",
]  # fmt: skip
