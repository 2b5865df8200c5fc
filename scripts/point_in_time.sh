#!/bin/sh
# Try PostgreSQL's own recovery to a point in time on a throw-away cluster, as docs/operations.md says it is done.
#
# A cluster archives its log; a base copy is taken; rows are written before and after a moment; the copy is
# recovered to that moment. Ends well only when exactly the rows before it are there.
set -eu
for folder in /usr/lib/postgresql/*/bin; do [ -x "$folder/initdb" ] && binaries=$folder; done
[ -n "${binaries:-}" ] || { echo "PostgreSQL is not installed." >&2; exit 1; }
place=$(mktemp -d "${TMPDIR:-/tmp}/portal-recovery.XXXXXX")
as_owner() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }
[ "$(id -u)" != 0 ] || chown postgres "$place"
as_owner mkdir "$place/archive"
ask() { as_owner psql --no-psqlrc --quiet --tuples-only --no-align --host "$place" --username postgres postgres -c "$1"; }
control() { as_owner "$binaries/pg_ctl" --wait --silent --log "$place/log" "$@" >/dev/null; }
finish() {
    status=$?
    trap - EXIT INT TERM
    for data in data copy; do control --pgdata "$place/$data" --mode immediate stop 2>/dev/null || true; done
    [ "$status" = 0 ] || tail -n 20 "$place/log" >&2 || true
    rm -rf "$place"
    exit "$status"
}
trap finish EXIT INT TERM

as_owner "$binaries/initdb" --pgdata "$place/data" --auth trust --username postgres --encoding UTF8 --locale C.UTF-8 >/dev/null
cat >> "$place/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$place'
archive_mode = on
archive_command = 'test ! -f $place/archive/%f && cp %p $place/archive/%f'
CONF
control --pgdata "$place/data" start
ask "CREATE TABLE receipt (number int)"
ask "INSERT INTO receipt SELECT generate_series(1, 100)"
as_owner "$binaries/pg_basebackup" --host "$place" --username postgres --pgdata "$place/copy" --checkpoint fast
ask "INSERT INTO receipt SELECT generate_series(101, 150)" # after the copy: only the log has them
moment=$(ask "SELECT clock_timestamp()")
sleep 1
ask "DELETE FROM receipt" # the mistake
ask "SELECT pg_switch_wal()" >/dev/null
control --pgdata "$place/data" stop

cat >> "$place/copy/postgresql.conf" <<CONF
archive_mode = off
restore_command = 'cp $place/archive/%f %p'
recovery_target_time = '$moment'
recovery_target_action = 'promote'
CONF
as_owner touch "$place/copy/recovery.signal"
control --pgdata "$place/copy" start
until [ "$(ask 'SELECT pg_is_in_recovery()')" = f ]; do sleep 0.2; done
found=$(ask "SELECT count(*) || ' rows, the last ' || max(number) FROM receipt")
echo "Recovered to $moment: $found."
[ "$found" = "150 rows, the last 150" ]
