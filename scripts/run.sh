#!/bin/sh
# Serve the portal with its demonstration world at 127.0.0.1:$PORT; what `make run` does.
set -eu
cd "$(dirname "$0")/.."
./scripts/environment.sh runtime
.venv/bin/python scripts/prepare.py
exec .venv/bin/python manage.py serve --port "${PORT:-8000}"
