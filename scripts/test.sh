#!/bin/sh
# README's second command: set everything up and pass the checks and the tests.
#   sh scripts/test.sh [pytest arguments]
set -eu
cd "$(dirname "$0")/.."
sh scripts/venv.sh dev
sh scripts/browser.sh
.venv/bin/ruff check .
.venv/bin/ruff format --check .
.venv/bin/mypy
if [ $# -eq 0 ]; then
  set -- -n 2
fi
exec .venv/bin/python -m pytest "$@"
