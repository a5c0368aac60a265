#!/bin/sh
# README's first command: set everything up and print the brief of the two example reports.
#   sh scripts/demo.sh [REPORT...]
set -eu
cd "$(dirname "$0")/.."
sh scripts/venv.sh
if [ $# -eq 0 ]; then
  set -- examples/turkana/*.txt
fi
exec .venv/bin/dragoman brief "$@"
