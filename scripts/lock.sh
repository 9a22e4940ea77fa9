#!/bin/sh
# Write the lock files anew from pyproject.toml: every version with its hashes, no registry address.
set -eu
cd "$(dirname "$0")/.."
compile() {
  uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-header --no-annotate --quiet pyproject.toml --group build "$@"
}
compile --output-file requirements.lock
compile --extra machines --output-file requirements-machines.lock
compile --group dev --output-file requirements-dev.lock
