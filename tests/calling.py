"""Calls the command line in this process, as tests of commands do."""

from __future__ import annotations

import json
import sys
from typing import NamedTuple

import pytest

from dragoman.cli import main


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


def call(capsys: pytest.CaptureFixture[str], *args: object) -> Ended:
    """Call `dragoman` with these arguments, in this process."""
    capsys.readouterr()
    given, sys.argv = sys.argv, ["dragoman", *map(str, args)]
    code: object = 0
    try:
        main()
    except SystemExit as end:
        code = end.code or 0
    finally:
        sys.argv = given
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return Ended(int(str(code)), out, " ".join(err.split()))
