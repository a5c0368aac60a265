#!/bin/sh
# What the tests in a real browser need: Chromium, and axe-core in .browser/ (from npm).
# Without them those tests are left out, and say so. `sh scripts/test.sh` calls this.
set -u
cd "$(dirname "$0")/.."
axe=4.14.1

have_chromium() {
  for name in ${DRAGOMAN_CHROMIUM:-} chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && return 0
  done
  return 1
}

if ! have_chromium && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Setting up Chromium for the browser tests ..." >&2
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1
fi
have_chromium || echo "No Chromium: the browser tests are left out. Install it, or name it: DRAGOMAN_CHROMIUM=/path" >&2

if [ ! -f ".browser/node_modules/axe-core/axe.min.js" ] && command -v npm >/dev/null 2>&1; then
  npm install --silent --no-save --no-package-lock --ignore-scripts --prefix .browser "axe-core@$axe" >/dev/null 2>&1
fi
[ -f ".browser/node_modules/axe-core/axe.min.js" ] ||
  echo "No axe-core (npm is needed to fetch it): the tests of accessible pages are left out." >&2
exit 0
