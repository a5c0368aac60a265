"""The same stages on a cluster: reports in a data frame of Spark to readings, stories and Parquet.

``pip install 'dragoman[spark]'``, Java 17 or later, and a session that you make; docs/spark.md is
the guide::

    from dragoman import spark

    reports = session.read.parquet("reports/")                 # a column text, and id, source, ...
    spark.save(spark.read(session, reports), "readings/")
    readings = spark.load(session, "readings/")
    spark.check(readings, reports)                             # no row lost, none read twice
    spark.save(spark.tell_stories(session, readings, "work/"), "stories/", by=["kind"])

Every function is given the session and changes none of its settings.
"""

from __future__ import annotations

from dragoman.errors import MissingExtra

try:
    import pandas  # noqa: F401
    import pyarrow  # noqa: F401
    import pyspark  # noqa: F401
except ImportError as error:  # an extra of its own: 0.7 GB, of use on a cluster alone
    raise MissingExtra(
        "Spark needs pyspark, pyarrow and pandas. Install them: pip install 'dragoman[spark]'.",
        error="missing-extra",
    ) from error

from dragoman.spark.keeping import load, save, to_archive
from dragoman.spark.preparing import files
from dragoman.spark.reading import Check, check, read
from dragoman.spark.telling import tell_stories

__all__ = ["Check", "check", "files", "load", "read", "save", "tell_stories", "to_archive"]
