#!/bin/sh
# Make .venv with the pinned, hash-checked requirements and Dragoman itself, once; then do nothing.
#   sh scripts/venv.sh [dev]
# Needs Python 3.11 or later. PYTHON=/path/to/python chooses one.
set -eu
cd "$(dirname "$0")/.."
wanted=requirements.txt
[ "${1:-}" = dev ] && wanted=requirements-dev.txt

find_python() {
  for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
    if command -v "$name" >/dev/null 2>&1 &&
       "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  echo "Dragoman needs Python 3.11 or later, and none was found. Install one, or name it: PYTHON=/path/to/python sh $0" >&2
  exit 1
}

stamp=".venv/dragoman-$wanted.done"
if [ -f "$stamp" ] && [ -z "$(find "$wanted" pyproject.toml -newer "$stamp")" ]; then
  exit 0
fi
python=$(find_python)
if [ ! -x .venv/bin/python ]; then
  if ! "$python" -m venv .venv 2>/dev/null; then
    # Debian's Python comes without ensurepip: virtualenv brings its own pip
    rm -rf .venv
    "$python" -m pip install --quiet --user virtualenv 2>/dev/null ||
      { echo "Python's venv module does not work here. Install it (Debian: apt-get install python3-venv) and run this again." >&2; exit 1; }
    "$python" -m virtualenv --quiet .venv
  fi
fi
echo "Setting up .venv (some 150 MB to fetch, once) ..." >&2
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r "$wanted"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
touch "$stamp"
