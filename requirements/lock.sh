#!/bin/sh
# Renew the hashed locks from pyproject.toml (needs uv on the PATH). No index address is written into them.
set -eu
cd "$(dirname "$0")/.."
compile() { uv pip compile pyproject.toml --python-version 3.11 --universal --generate-hashes --no-header --no-annotate --quiet "$@"; }
compile --output-file requirements/runtime.txt
compile --constraints requirements/runtime.txt --extra postgres --output-file requirements/postgres.txt
compile --constraints requirements/postgres.txt --extra postgres --group dev --output-file requirements/dev.txt
