#!/bin/sh
# Run a command against a PostgreSQL of its own, thrown away afterwards.   scripts/postgres.sh COMMAND…
#
# TEST_DATABASE_URL overrides: then the command runs against that server and nothing is started.
# The cluster listens on a socket in its own folder only, as the user postgres when we are root.
set -eu
[ -z "${TEST_DATABASE_URL:-}" ] || exec "$@"

for folder in /usr/lib/postgresql/*/bin; do [ -x "$folder/initdb" ] && binaries=$folder; done
if [ -z "${binaries:-}" ]; then
    binaries=$(dirname "$(command -v initdb || true)")
    [ -x "$binaries/initdb" ] || { echo "PostgreSQL is not installed." >&2; exit 1; }
fi

place=$(mktemp -d "${TMPDIR:-/tmp}/portal-pg.XXXXXX")
as_owner() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }
[ "$(id -u)" != 0 ] || chown postgres "$place"

finish() {
    status=$?
    trap - EXIT INT TERM
    as_owner "$binaries/pg_ctl" --pgdata "$place/data" --mode immediate --silent stop >/dev/null 2>&1 || true
    rm -rf "$place"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

as_owner "$binaries/initdb" --pgdata "$place/data" --auth trust --username postgres \
    --encoding UTF8 --locale C.UTF-8 --no-sync >/dev/null
# The data is thrown away, so nothing needs to reach the disk.
options="-c unix_socket_directories=$place -c listen_addresses= -c max_connections=100 -c shared_buffers=256MB"
options="$options -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off -c autovacuum=off"
if ! as_owner "$binaries/pg_ctl" --pgdata "$place/data" --log "$place/log" --wait --silent \
    --options "$options" start >/dev/null; then
    cat "$place/log" >&2
    exit 1
fi

TEST_DATABASE_URL="postgres://postgres@/portal?host=$place"
export TEST_DATABASE_URL
"$@"
