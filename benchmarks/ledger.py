"""How fast a large archive answers: a dyad's ledger, a series, a network.

    python benchmarks/ledger.py [--events 200000] [--archive NEW.duckdb] [--dyad AAB-AAC]

Makes an archive of so many invented events by SQL (in a temporary folder, unless named), 200
actors of which few do most, ten years, and prints what each question takes, the best of three.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from dragoman.archive import Archive, schema

_ACTORS = 200
_A_STORY = 20  # events
_A_REPORT = 5


def fill(path: Path, number: int) -> None:
    """An archive with so many merged events; each joins two actors, drawn by number."""
    Archive(path).close()
    db = duckdb.connect(str(path))
    code = "chr(65 + {0} // 676) || chr(65 + {0} // 26 % 26) || chr(65 + {0} % 26)"
    # The square of a uniform number: the first actors take part in most events.
    side = f"CAST(floor(pow(hash(n * 2 + {{0}}) % 100003 / 100003.0, 2) * {_ACTORS}) AS INTEGER)"
    db.execute(f"""
        CREATE TEMP TABLE e AS SELECT n, 'me_' || lpad(n::VARCHAR, 12, '0') AS id,
          'sy_' || lpad((n // {_A_STORY})::VARCHAR, 10, '0') AS story,
          'rep_' || lpad((n // {_A_REPORT})::VARCHAR, 10, '0') AS report,
          {code.format("s")} AS a, {code.format("((s + 1 + t) % " + str(_ACTORS) + ")")} AS b,
          1 + CAST(hash(n + 7) % 4 AS INTEGER) AS quad,
          DATE '2015-01-01' + CAST(n * 3650 // {number} AS INTEGER) AS day,
          hash(n + 13) % 10 AS kind
        FROM (SELECT n, {side.format(0)} AS s, {side.format(1)} AS t FROM range({number}) r(n))
    """)
    score = "CASE quad WHEN 1 THEN 2.5 WHEN 2 THEN 9.5 WHEN 3 THEN -3.0 ELSE -9.0 END"
    status = "CASE WHEN kind = 0 THEN 'planned' ELSE 'actual' END"
    type_ = "['CONSULT', 'AID', 'ACCUSE', 'ASSAULT'][quad]"
    when = "day AS s, day AS e, day, 'told' AS dated, 'day' AS grain, day AS counted"
    actor = "[{{'text': {0}, 'start': 0, 'end': 3, 'name': {0}, 'code': {0}}}]"
    values = {
        "merged_events": f"""SELECT id, story, n % {_A_STORY}, {type_}, NULL, quad,
          {score}, {score}, {status}, kind = 1, {when}, NULL, NULL, NULL, NULL, 1, id,
          a || ' acts on ' || b,
          to_json({{'report': report, 'text': 'It acts.', 'evidence': []}}), ['ev_' || n],
          to_json({{'record': 'merged_event', 'id': id, 'story': story, 'members': ['ev_' || n],
            'reports': [report], 'type': {type_}, 'quad': quad, 'score': {score},
            'actors': {actor.format("a")}, 'recipients': {actor.format("b")},
            'status': {status}, 'alleged': kind = 1}}) FROM e""",
        "merged_parties": """SELECT id, story, 'actor', a, a, a, ['GOV'] FROM e UNION ALL
          SELECT id, story, 'recipient', b, b, b, ['GOV'] FROM e""",
        "merged_dyads": f"""SELECT a, b, false, id, story, id, 2, {type_}, NULL, quad, {score},
          {score}, {status}, kind = 1, {when}, 1 FROM e""",
        "reports": """SELECT DISTINCT report, 'run', 'Daily', day::VARCHAR, day, NULL, NULL, 'en',
          '', 0, 0, 0, '[]', '[]', to_json({'record': 'report', 'id': report}) FROM e""",
    }  # fmt: skip
    for table, select in values.items():
        columns = ", ".join(f'"{name}"' for name in schema.TABLES[table])
        db.execute(f"INSERT INTO {table} ({columns}) {select}")
    db.close()


def best(what: str, ask: Callable[[], object], times: int = 3) -> None:
    """Print the shortest time that a question takes."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        answer = ask()
        took.append(time.perf_counter() - start)
    print(f"{what:44} {min(took):8.3f} s   {answer}")


def main() -> None:
    """Fill an archive and ask it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--archive", type=Path, help="keep it here, or ask the one that is here")
    parser.add_argument("--dyad", nargs="*", default=["AAB-AAC", "ACA-ADC"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.archive or Path(folder) / "large.duckdb"
        if not path.exists():
            start = time.perf_counter()
            fill(path, options.events)
            size = path.stat().st_size / 1e6
            took = time.perf_counter() - start
            print(f"{options.events} events, {size:.0f} MB, made in {took:.1f} s")
        start = time.perf_counter()
        with Archive(path, read_only=True) as archive:
            print(f"{'opened':44} {time.perf_counter() - start:8.3f} s")
            for dyad in options.dyad:
                best(f"ledger {dyad}, all", lambda d=dyad: len(archive.ledger(d).entries))
                best(
                    f"ledger {dyad}, the first 100",
                    lambda d=dyad: len(archive.ledger(d, limit=100).entries),
                )
                best(
                    f"ledger {dyad}, one year",
                    lambda d=dyad: len(
                        archive.ledger(d, since="2019-01-01", until="2019-12-31").entries
                    ),
                )
                best(
                    f"series {dyad} by month, with levels",
                    lambda d=dyad: f"{len(archive.series(d).levels)} levels",
                )
            best(
                "network, 90 days up to a day",
                lambda: f"{len(archive.network(at='2019-06-30').edges)} dyads",
            )
            best("network of all time", lambda: f"{len(archive.network().edges)} dyads", times=1)


if __name__ == "__main__":
    main()
