"""Builds the documentation site: python scripts/site.py [FOLDER]

Writes FOLDER (``site/`` if not given), to be opened at its ``index.html``; nothing is fetched. A
warning (a link that leads nowhere, a page that no table of contents names) is an error, with exit
code 1. What was read of each page is kept in ``build/site``, so that the next build is quicker;
``--fresh`` reads everything anew. Needs the packages of the extra ``dev``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START = "docs/index.html"
# the pages lie as their sources do, so that links hold in both; the start page is one folder down
HERE = f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Dragoman</title>
<meta http-equiv="refresh" content="0; url={START}">
<p><a href="{START}">Dragoman</a></p></html>
"""


def build(folder: Path, kept: Path, *, fresh: bool = False) -> int:
    """Build the site; the exit code: 0, or 1 where something is wrong, which is printed."""
    from sphinx.cmd.build import build_main

    code = build_main(
        # all pages are written each time, since each has the names of all others beside it
        ["-q", "-W", "--keep-going", "-a", *(["-E"] if fresh else []),
         "-c", str(ROOT / "docs"), "-d", str(kept), str(ROOT), str(folder)]
    )  # fmt: skip
    if code == 0:
        (folder / "index.html").write_text(HERE, "utf-8")
        (folder / ".nojekyll").touch()  # some hosts leave out folders such as _static without it
    return 1 if code else 0


def main() -> int:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Builds the documentation site.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "site")
    parser.add_argument("--fresh", action="store_true", help="read every page anew")
    parser.add_argument(
        "--kept", type=Path, default=ROOT / "build" / "site", help="where what was read is kept"
    )
    given = parser.parse_args()
    code = build(given.folder.resolve(), given.kept.resolve(), fresh=given.fresh)
    if code == 0:
        print(f"Written: {given.folder / 'index.html'}")
    return code


if __name__ == "__main__":
    sys.exit(main())
