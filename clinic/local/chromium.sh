#!/usr/bin/env bash
# Sees to it that the browser tests have a Chromium, and says so where they will not.
set -euo pipefail

found() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

install_it() {
    echo "Installing Debian's chromium for the browser tests."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends chromium
} >/dev/null

! found >/dev/null || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && install_it && found >/dev/null; then
    exit 0
fi
if [ "${CI:-}" = true ]; then
    echo "There is no Chromium, and with CI=true no test may be skipped." >&2
    exit 1
fi
echo "There is no Chromium here: the tests marked 'browser' will be skipped. Install the package chromium to run them."
