#!/bin/sh
# The tests of Spark and of WARC files, in an environment of their own (0.8 GB, in .venv-spark):
#   sh scripts/spark_test.sh [pytest arguments]
# Needs Java 17 or later. CI does not run it: there these tests are skipped (docs/spark.md).
set -eu
cd "$(dirname "$0")/.."
command -v java >/dev/null 2>&1 || {
  echo "Spark needs Java 17 or later. Install one (Debian: apt-get install openjdk-17-jre-headless)." >&2
  exit 1
}
sh scripts/venv.sh dev
stamp=.venv-spark/done
if [ ! -f "$stamp" ] || [ pyproject.toml -nt "$stamp" ]; then
  .venv/bin/python -m venv --without-pip .venv-spark
  # the packages of .venv as they are, and Spark's beside them
  for folder in .venv-spark/lib/python*/site-packages; do
    echo "import site; site.addsitedir('$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')')" \
      > "$folder/dragoman-venv.pth"
  done
  wanted=$(.venv/bin/python -c 'import tomllib; e = tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]; print("\n".join(e["spark"] + e["warc"]))')
  echo "Setting up .venv-spark (some 450 MB to fetch, once) ..." >&2
  printf '%s\n' "$wanted" > .venv-spark/wanted.txt
  .venv/bin/python -m pip --python .venv-spark/bin/python install --quiet \
    --disable-pip-version-check --no-compile -r .venv-spark/wanted.txt
  touch "$stamp"
fi
if [ $# -eq 0 ]; then
  set -- tests/test_ingest_warc.py tests/test_spark.py tests/test_spark_cluster.py
fi
PYTHONPATH=src
export PYTHONPATH
exec .venv-spark/bin/python -m pytest "$@"
