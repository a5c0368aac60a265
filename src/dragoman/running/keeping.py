"""A run into an archive: each shard in one transaction, then the stories, then the check."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from dragoman.archive import Archive
from dragoman.records import Failure, RunOutcome
from dragoman.running.progress import Progress
from dragoman.running.runner import READER, Runner
from dragoman.running.window import Done

NOTE = "run"
"""The archive's note of how far a run is kept; gone when it is finished."""
_COUNTED = 200_000  # ids that are compared at a time
_DISTINCT = ("reports", "events", "statements", "ties")


class _Kept(msgspec.Struct):
    """The note: shards of a plan that are kept, and what they came to."""

    plan: str
    shards: int = 0
    read: int = 0
    held: int = 0
    lost: int = 0


def run(
    reports: Sequence[str | Path],
    archive: str | Path,
    *,
    workers: int = 2,
    published: str | None = None,
    source: str | None = None,
    least: float | None = None,
    limit: float = 300.0,
    stories: bool = True,
    anew: bool = False,
    reader: str = READER,
    on_error: Callable[[Failure], None] | None = None,
    on_note: Callable[[str], None] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> RunOutcome:
    """Read reports into an archive with several processes, tell its stories, and check the whole.

    Whatever is killed meanwhile, or stops it (Ctrl-C, a full disk): the same call goes on, and the
    archive comes out as if nothing had happened. What it needs for that stands in a folder beside
    the archive, its name with ``.run``, which is deleted at the end.

    Args:
        reports: files, folders, or "-", as for :func:`dragoman.read`.
        archive: made if it is not there; what it holds of the same run is not read again.
        workers: processes that read; one more takes the inputs in.
        published, source, least: as for :func:`dragoman.read`.
        limit: seconds that one report may take before its process is ended.
        stories: tell the stories at the end.
        anew: give up what an unfinished run of other reports has not read.
        reader: ``module:function`` that makes the workers' readers when called with ``least``.
        on_error: is given each failure once it is kept.
        on_note: is told in words that an earlier run is gone on with, or is not.
        on_progress: is told every second or so how far it is.

    Raises:
        DragomanError: what opening an archive raises; unwritable, archive-full, run-busy,
            bad-ledger, unfinished-run, inputs-changed, worker-died (workers that cannot start).

    Example:
        >>> import tempfile, pathlib
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> _ = (folder / "a.txt").write_text("Kenya's president met Peru's in Lima on Tuesday.")
        >>> done = run([folder], folder.with_suffix(".duckdb"), workers=1)
        >>> done.rows, done.read, done.failed, done.problems
        (1, 1, 0, ())
    """
    began = time.monotonic()
    asked = {"published": published, "source": source, "least": least, "limit": limit}
    with (
        Archive(archive) as db,
        Runner(
            reports, archive, workers=workers, anew=anew, reader=reader, on_note=on_note,
            on_progress=on_progress, **asked,  # type: ignore[arg-type]
        ) as runner,
    ):  # fmt: skip
        text = db.note(NOTE)
        kept = msgspec.json.decode(text, type=_Kept) if text else _Kept("")
        runner.go_on_from(kept.shards if kept.plan == runner.plan else 0)
        if kept.plan != runner.plan:
            kept = _Kept(runner.plan)
        with db.sparing():
            for done in runner.results(db.has):
                _keep(db, runner, done, kept, on_error)
        told = _stories(db) if stories else 0
        with db.sparing():
            outcome = _outcome(db, runner, kept, told, time.monotonic() - began)
        if not outcome.problems:
            runner.ledger.set(finished=True)
            db.drop_note(NOTE)
            runner.finish()
        else:  # the next call looks at everything anew, and reads what is missing
            runner.ledger.set(changed=True)
    return outcome


def _keep(
    db: Archive,
    runner: Runner,
    done: Done,
    kept: _Kept,
    on_error: Callable[[Failure], None] | None,
) -> None:
    """Keep a shard in one transaction, and delete its files."""
    run = runner.run
    assert run is not None
    # They are counted before they are kept: the note is of the same transaction.
    misfits = db.misfits(done.readings, run)
    kept.read += len(done.readings) - len(misfits)
    kept.held += done.held
    kept.lost += done.lost + len(misfits)
    kept.shards = done.number + 1
    failures = [*done.failures, *misfits]
    db.add_together(done.readings, failures, run, note=(NOTE, msgspec.json.encode(kept).decode()))
    runner.drop(done.number)
    for failure in failures:
        if on_error is not None:
            on_error(failure)


def _stories(db: Archive) -> int:
    # Here, not above: telling needs the networks, which the reading does without.
    from dragoman.storing import tell_stories

    return tell_stories(db)


def _outcome(db: Archive, runner: Runner, kept: _Kept, told: int, seconds: float) -> RunOutcome:
    counts = runner.planned
    assert counts is not None
    failed = counts.lost + kept.lost
    return RunOutcome(
        rows=counts.rows,
        read=kept.read,
        held=kept.held,
        repeated=counts.repeated,
        failed=failed,
        unread=counts.unread,
        shards=kept.shards,
        workers_lost=runner.lost_workers,
        stories=told,
        seconds=round(seconds, 3),
        problems=tuple(_problems(db, runner, kept)),
    )


def _problems(db: Archive, runner: Runner, kept: _Kept) -> Iterator[str]:
    """What is wrong: rows that are neither read nor failed, and ids that are there twice."""
    counts, run = runner.planned, runner.run
    assert counts is not None
    out = kept.read + kept.held + counts.repeated + counts.lost + kept.lost
    if counts.rows != out:
        yield f"{counts.rows} rows came in, and {out} are accounted for"
    there = planned = 0
    for ids in runner.ledger.ids():
        planned += len(ids)
        if ids and run is not None:
            there += db.rows(
                "SELECT count(*) FROM reports WHERE run = $1 "
                "AND id IN (SELECT unnest($2::VARCHAR[]))",
                [run.id, ids],
            )[0][0]
    if planned != counts.reports or there != kept.read + kept.held:
        yield (
            f"{counts.reports} reports came in, {planned} were planned and {kept.lost} could not "
            f"be read, but the archive holds {there} of them"
        )
    for table in _DISTINCT:
        twice = _twice(db, table)
        if twice:
            yield f"{twice} ids of {table} are there twice"


def _twice(db: Archive, table: str) -> int:
    """Rows with an id that another row has, counted in parts that fit into little memory."""
    parts = db.rows(f"SELECT count(*) FROM {table}")[0][0] // _COUNTED + 1
    return sum(
        every - distinct
        for part in range(parts)
        for every, distinct in db.rows(
            f"SELECT count(*), count(DISTINCT id) FROM {table} WHERE hash(id) % $1 = $2",
            [parts, part],
        )
    )
