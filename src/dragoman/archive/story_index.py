"""What grouping keeps in an archive: the features of reports and the links between them.

So a report that comes later is compared with those of its weeks only, and no text is read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from dragoman.archive import schema
from dragoman.stories.features import Features
from dragoman.stories.links import Links

if TYPE_CHECKING:
    from dragoman.archive.store import Archive

_COLUMNS = (
    "report, published, day, keys, weights, title_keys, title_weights, main, parts, text_sha256"
)


class StoryIndex:
    """The features and links that an archive holds."""

    def __init__(self, archive: Archive) -> None:
        """Look into an open archive."""
        self.archive = archive

    def missing(self) -> list[str]:
        """Reports without features, by date and id."""
        rows = self.archive.rows(
            "SELECT id FROM reports WHERE id NOT IN (SELECT report FROM story_features) "
            "ORDER BY published NULLS LAST, id"
        )
        return [row[0] for row in rows]

    def untold(self) -> list[str]:
        """Reports that are in no story."""
        rows = self.archive.rows(
            "SELECT id FROM reports WHERE id NOT IN (SELECT report FROM story_reports) ORDER BY id"
        )
        return [row[0] for row in rows]

    def add(self, features: Sequence[Features], links: Links) -> None:
        """Keep features and links, in one transaction."""
        rows: dict[str, list[tuple[object, ...]]] = {
            "story_features": [row_of(one) for one in features],
            "story_links": [(a, b, value) for (a, b), value in sorted(links.items())],
        }
        with self.archive.transaction() as connection:
            schema.insert(connection, rows)

    def near(self, first: int | None, last: int | None, far: int) -> list[Features]:
        """Features of the reports published from ``far`` days before the first day to as many
        after the last one, and of those without a day; of all, where no day is given."""
        if first is None or last is None:
            sql, values = f"SELECT {_COLUMNS} FROM story_features", []
        else:
            sql = (
                f"SELECT {_COLUMNS} FROM story_features WHERE day IS NULL OR day BETWEEN $1 AND $2"
            )
            values = [first - far, last + far]
        return [features_of_row(row) for row in self.archive.rows(sql, values)]

    def copies(self, texts: Iterable[str]) -> list[Features]:
        """Features of the reports with one of these texts (their hashes)."""
        sql = (
            f"SELECT {_COLUMNS} FROM story_features "
            "WHERE text_sha256 IN (SELECT unnest($1::VARCHAR[]))"
        )
        return [features_of_row(row) for row in self.archive.rows(sql, [sorted(set(texts))])]

    def strong(self, threshold: float) -> Links:
        """All links at a threshold or above."""
        rows = self.archive.rows(
            "SELECT a, b, likeness FROM story_links WHERE likeness >= $1", [threshold]
        )
        return {(a, b): value for a, b, value in rows}

    def among(self, reports: Iterable[str]) -> Links:
        """All links between some reports."""
        rows = self.archive.rows(
            "WITH these AS (SELECT unnest($1::VARCHAR[]) AS report) SELECT a, b, likeness "
            "FROM story_links SEMI JOIN these t ON a = t.report "
            "WHERE b IN (SELECT report FROM these)",
            [sorted(reports)],
        )
        return {(a, b): value for a, b, value in rows}

    def published(self, reports: Iterable[str]) -> dict[str, str]:
        """Report -> when it was published, or "9999"."""
        rows = self.archive.rows(
            "SELECT id, coalesce(published, '9999') FROM reports "
            "WHERE id IN (SELECT unnest($1::VARCHAR[]))",
            [sorted(reports)],
        )
        return dict(rows)

    def stories_of(self, reports: Iterable[str]) -> dict[str, frozenset[str]]:
        """Story -> its reports, of all stories that hold one of these reports."""
        rows = self.archive.rows(
            "SELECT story, list(report) FROM story_reports WHERE story IN (SELECT story FROM "
            "story_reports WHERE report IN (SELECT unnest($1::VARCHAR[]))) GROUP BY story",
            [sorted(reports)],
        )
        return {story: frozenset(held) for story, held in rows}

    def made_by(self) -> str | None:
        """What told the stories of this archive, or None where none are told."""
        rows = self.archive.rows("SELECT value FROM meta WHERE key = 'stories'")
        return rows[0][0] if rows else None

    def begin_again(self, maker: str) -> None:
        """Drop all features, links and stories, which another ``maker`` made."""
        with self.archive.transaction() as connection:
            for table in ("story_features", "story_links", *schema.OF_STORY, "stories"):
                connection.execute(f"DELETE FROM {table}")
            connection.execute("DELETE FROM meta WHERE key = 'stories'")
            schema.insert(connection, {"meta": [("stories", maker)]})


def row_of(one: Features) -> tuple[object, ...]:
    """Features as a row: numbers as bytes."""
    parts = np.array(one.parts, dtype=np.uint64)
    return (
        one.report, one.published, one.day, one.keys.tobytes(), one.weights.tobytes(),
        one.title_keys.tobytes(), one.title_weights.tobytes(), one.main, parts.tobytes(), one.text,
    )  # fmt: skip


def features_of_row(row: tuple[object, ...]) -> Features:
    """The features that :func:`row_of` made this row of."""
    report, published, day, keys, weights, title_keys, title_weights, main, parts, text = row
    return Features(
        report=str(report),
        published=str(published),
        day=day if isinstance(day, int) else None,
        keys=np.frombuffer(_bytes(keys), dtype=np.uint64),
        weights=np.frombuffer(_bytes(weights), dtype=np.float64),
        title_keys=np.frombuffer(_bytes(title_keys), dtype=np.uint64),
        title_weights=np.frombuffer(_bytes(title_weights), dtype=np.float64),
        main=None if main is None else str(main),
        parts=tuple(int(x) for x in np.frombuffer(_bytes(parts), dtype=np.uint64)),
        text=str(text),
    )


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else bytes(value)  # type: ignore[call-overload]
