#!/bin/sh
# Make .venv with the locked packages and Borealis itself in it.
# Usage: scripts/setup.sh requirements.lock | requirements-dev.lock
set -eu
cd "$(dirname "$0")/.."
lock=$1

say() { printf '%s\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
    say "This needs to be run by an administrator: $*"; exit 1; fi
}

find_python() {
  for name in python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null &&
      "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
      command -v "$name"; return
    fi
  done
  say "Borealis needs Python 3.11, 3.12 or 3.13. Install it and run this again."
  exit 1
}

python=$(find_python)
if ! [ -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  rm -rf .venv
  if ! "$python" -m venv .venv >/dev/null 2>&1; then
    rm -rf .venv
    if ! command -v apt-get >/dev/null; then
      say "$python can't make a virtual environment. Install its venv module and run this again."; exit 1
    fi
    say "Installing python3-venv, which this machine lacks."
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
    "$python" -m venv .venv
  fi
fi

# What is installed is told by the lock that it came from: nothing to do when that has not changed.
# The development lock holds all that the other one holds.
stamp=.venv/installed
want=$(cat requirements.lock "$lock" pyproject.toml | cksum)
want_dev=$(cat requirements.lock requirements-dev.lock pyproject.toml | cksum)
have=$(cat "$stamp" 2>/dev/null || true)
if [ "$have" = "$want" ] || [ "$have" = "$want_dev" ]; then exit 0; fi

# The lock is complete, so nothing but what it names is fetched: pip would look for newer packages where one
# asks for another's extras, and then refuse them. Whether something lacks is checked at the end.
say "Installing locked packages ($lock). This takes a minute the first time."
if command -v uv >/dev/null; then
  uv pip install --quiet --no-deps --require-hashes --python .venv/bin/python -r "$lock"
else
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$lock"
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index \
  --editable .
.venv/bin/python -m pip check --quiet --disable-pip-version-check >&2
printf '%s\n' "$want" > "$stamp"
