"""REST against its own description: schemathesis makes requests that fit it, and some that do not.

    python benchmarks/fuzz_rest.py news.duckdb --examples 200

Asks the app in this process, without a network. Every answer must have a status that the
description names, the right content type, and a body that fits; what does not fit the description
must be refused, and nothing may be a fault (5xx). Prints how often each status came, and what was
wrong. Half of the requests get the values of an example that the archive answers, so that not all
of them end at "not found".
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import hypothesis
import schemathesis
from hypothesis import strategies as st
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation.modes import GenerationMode

from dragoman.archive import Archive
from dragoman.questions.examples import examples
from dragoman.web import make_app

# What a description cannot say: that a code, an id or an issue is not known (404), that a dyad has
# two sides; and that an empty text is as if it were not there, as forms send it.
LEFT_OUT = ("positive_data_acceptance", "negative_data_rejection", "unsupported_method")


def fuzz(
    archive: str | Path, *, most: int, seed: int = 1, seconds: float = 30.0,
    only: tuple[str, ...] = (),
) -> tuple[Counter[tuple[str, int]], dict[str, str]]:  # fmt: skip
    """(operation, status) -> how often; operation -> the first thing that is wrong with it."""
    with Archive(archive, read_only=True) as db:
        shown = examples(db)
    app = make_app(archive, seconds=seconds, hosts=["testserver", "localhost"])
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    checks = [one for one in schemathesis.checks.CHECKS.get_all() if _name(one) not in LEFT_OUT]
    counts: Counter[tuple[str, int]] = Counter()
    wrong: dict[str, str] = {}
    for result in schema.get_all_operations():
        operation = result.ok()
        name = operation.definition.raw["operationId"]
        if only and name not in only:
            continue
        for mode in GenerationMode:
            if mode.is_negative and not operation.query and not operation.body:
                continue
            said = _one(operation, name, mode, shown.get(name, {}), checks, counts, most, seed)
            if said:
                wrong.setdefault(f"{name} ({mode})", said)
    app.state.access.close()
    return counts, wrong


def _one(
    operation: Any, name: str, mode: GenerationMode, shown: dict[str, str], checks: list[Any],
    counts: Counter[tuple[str, int]], most: int, seed: int,
) -> str:  # fmt: skip
    """What is wrong with an operation, "" if nothing."""

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=most, deadline=None, database=None, derandomize=False,
        suppress_health_check=list(hypothesis.HealthCheck), phases=[hypothesis.Phase.generate],
    )  # fmt: skip
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode), known=st.booleans())
    def ask(case: Any, known: bool) -> None:
        if known and mode.is_positive and shown:
            case.query = {**(case.query or {}), **shown}
        response = case.call()
        counts[name, response.status_code] += 1
        case.validate_response(response, checks=checks)

    try:
        ask()
    except (Failure, FailureGroup) as failure:
        parts = failure.exceptions if isinstance(failure, FailureGroup) else [failure]
        return "\n".join(f"{type(part).__name__}: {part}" for part in parts)
    return ""


def _name(check: Any) -> str:
    return str(getattr(check, "__name__", type(check).__name__))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("--examples", type=int, default=100, help="of each operation and kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", default=[], help="one operation; repeatable")
    given = parser.parse_args()
    begun = time.perf_counter()
    counts, wrong = fuzz(
        given.archive, most=given.examples, seed=given.seed, only=tuple(given.only)
    )
    for name in dict.fromkeys(name for name, _ in counts):
        said = ", ".join(f"{n} x {s}" for (one, s), n in sorted(counts.items()) if one == name)
        print(f"{name:<18} {said}")
    for name, said in wrong.items():
        print(f"\nWRONG {name}\n{said}")
    total = sum(counts.values())
    took = time.perf_counter() - begun
    print(f"\n{total} requests in {took:.0f} s, {len(wrong)} kinds of requests with a failure")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
