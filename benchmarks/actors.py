"""Accuracy of the actors stage on the country of an actor's name or role phrase.

Input: a table with the columns ``name``, ``country``, ``sectors``, ``n`` (tab-separated), such as
the phrases of an event data set: "Foreign Ministry (Bangladesh)", "Citizen (Japan)", "Finland".

How a phrase is put into text, so that it can be resolved as an actor of a sentence:

- a name with its country in brackets, "Role (Country)", is read twice, as a report may have it:
  "The role of Country criticised the plan on Monday." and
  "Country's role criticised the plan on Monday." The role is put in lower case (initials stay);
  of "Lawyer/Attorney" and "Company - Owner or Operator" the part before the mark is taken;
- any other name is read as it stands: "Name criticised the plan on Monday."

The subject of "criticised" is asked for with ``actors_of``; it is right when its first actor has
the phrase's country. Figures: by phrase (each counts once) and by mention (each counts ``n``
times), apart for the three forms, and the most frequent misses. The country's name of the table
is turned into a code by ``countries.tsv`` and the defaults of ``ambiguous.tsv``; a name that is in
neither is an error of the run. Rows without a country ("NA") are left out.

Usage: python benchmarks/actors.py FILE_OR_FOLDER [--misses N]
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.actors import Actors, actors_of
from dragoman.codebooks import read_table, split
from dragoman.language import Language
from dragoman.records import Report

FILE = "icews_role_phrases.tsv"
_BRACKETED = re.compile(r"(?P<role>.+?) \((?P<country>[^()]+)\)")


@dataclass(frozen=True)
class Case:
    """One sentence and the country that its subject should have."""

    form: str
    phrase: str
    text: str
    country: str
    weight: int


def codes() -> dict[str, str]:
    """Names of states, lower case -> alpha-3."""
    found: dict[str, str] = {}
    for row in read_table("countries"):
        for name in (row["name"], *split(row["aliases"])):
            found[name.lower()] = row["code"]
    for row in read_table("ambiguous"):
        if row["default"]:
            found.setdefault(row["name"].lower(), row["default"])
    return found


def cases(path: Path) -> Iterator[Case]:
    """The sentences of a table."""
    known = codes()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            name, country, n = row["name"].strip(), row["country"].strip(), int(row["n"] or 1)
            if country in ("", "NA"):
                continue
            code = known.get(country.lower())
            if code is None:
                sys.exit(f"No code is known for the country {country!r} of {path}.")
            match = _BRACKETED.fullmatch(name)
            if match is None:
                yield Case("name", name, f"{name} criticised the plan on Monday.", code, n)
                continue
            role = re.split(r"/| - ", match["role"])[0].strip()
            lower = " ".join(w if w.isupper() else w.lower() for w in role.split())
            land = match["country"]
            tail = "criticised the plan on Monday."
            yield Case("role of country", name, f"The {lower} of {land} {tail}", code, n)
            yield Case("country's role", name, f"{land}'s {lower} {tail}", code, n)


def read(language: Language, stage: Actors, case: Case) -> str | None:
    """The country of the sentence's subject, or None."""
    document = stage(language.parse(Report(id="case", text_sha256=""), case.text))
    verb = next((t for t in document.doc if t.lower_ == "criticised"), None)
    if verb is None:
        return None
    subject = next((t for t in verb.children if t.dep_ in ("nsubj", "nsubjpass")), None)
    found = actors_of(document, subject if subject is not None else document.doc[verb.i - 1])
    return found[0].country if found else None


def main() -> None:
    """Read the table and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("path", type=Path, help=f"the table, or a folder that holds {FILE}")
    parser.add_argument("--misses", type=int, default=15, help="how many misses to print")
    options = parser.parse_args()
    path = options.path / FILE if options.path.is_dir() else options.path
    if not path.is_file():
        parser.error(f"no file {path}")
    language, stage = Language(), Actors()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    mentions: Counter[str] = Counter()
    found_mentions: Counter[str] = Counter()
    missed: Counter[tuple[str, str]] = Counter()
    wrong: Counter[str] = Counter()
    start = time.perf_counter()
    for case in cases(path):
        found = read(language, stage, case)
        for form in (case.form, "all"):
            total[form] += 1
            mentions[form] += case.weight
            right[form] += found == case.country
            found_mentions[form] += case.weight * (found == case.country)
            wrong[form] += found is not None and found != case.country
        if found != case.country:
            missed[case.text, str(found)] += case.weight
    seconds = time.perf_counter() - start
    print(f"{path.name}: {total['all']} sentences in {seconds:.1f} s")
    for form in ("name", "role of country", "country's role", "all"):
        if not total[form]:
            continue
        weighed = found_mentions[form] / mentions[form]
        print(
            f"{form:16} {right[form]}/{total[form]} = {right[form] / total[form]:.3f}"
            f"   by mention {weighed:.3f}   another country {wrong[form]}"
        )
    for (text, country), n in missed.most_common(options.misses):
        print(f"  {n:5} {country:5} {text}")


if __name__ == "__main__":
    main()
