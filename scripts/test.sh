#!/bin/bash
# Prove that the house stands.   scripts/test.sh all|quick|checks [pytest's own arguments]
#
# With CI=true nothing may be left out: a missing part fails instead of being told.
set -uo pipefail
cd "$(dirname "$0")/.."
what=${1:-all}
shift || true
python=.venv/bin/python
in_ci=$([[ ${CI:-} =~ ^(1|true)$ ]] && echo yes || echo no)
failed=()
left_out=()
started=$SECONDS

title() { printf '\n\033[1m== %s\033[0m\n' "$1"; }

step() { # step NAME COMMAND…: run, time and remember
    local name=$1 begun=$SECONDS
    shift
    if "$@"; then
        printf '   ok   %-58s %4ss\n' "$name" $((SECONDS - begun))
    else
        printf '  FAIL  %-58s %4ss\n' "$name" $((SECONDS - begun))
        failed+=("$name")
    fi
}

quietly() { # show what a command says only when it fails
    local said status
    said=$("$@" 2>&1)
    status=$?
    [ $status -eq 0 ] || printf '%s\n' "$said"
    return $status
}

# --- what the system must have ---------------------------------------------------------------------

has_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
has_postgresql() { ls /usr/lib/postgresql/*/bin/initdb || command -v initdb; }
has_gettext() { command -v xgettext; }
has_poppler() { command -v pdftotext; }
has_calc() { command -v soffice || command -v libreoffice; }

system_part() { # system_part NAME TEST PACKAGE PURPOSE
    if ! "$2" >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "   installing $1 from the system's packages"
        [ -n "${updated:-}" ] || { apt-get update -qq >/dev/null 2>&1; updated=yes; }
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$3" >/dev/null 2>&1
    fi
    if "$2" >/dev/null 2>&1; then
        printf '   here  %s\n' "$1"
        return 0
    fi
    printf '   LEFT OUT: %s, because %s is not installed (as root: apt-get install %s)\n' "$4" "$1" "$3"
    left_out+=("$4")
    return 1
}

# --- the parts ---------------------------------------------------------------------------------------

production_check() {
    env -u DEMO_WORLD DJANGO_SETTINGS_MODULE=portal.settings.production \
        SECRET_KEY="only-for-this-check-$(printf '%060d' 7)-aBcDeFgH" DATABASE_URL=sqlite:////tmp/nowhere.sqlite3 \
        ALLOWED_HOSTS=portal.example BASE_URL=https://portal.example EMAIL_URL=smtp://localhost:25 \
        "$python" manage.py check --deploy --fail-level WARNING
}

static_checks() {
    title "Static checks"
    export DJANGO_SETTINGS_MODULE=portal.settings.test
    step "layout of the code (ruff format)" quietly .venv/bin/ruff format --check .
    step "rules of the code (ruff)" quietly .venv/bin/ruff check .
    step "types (mypy)" quietly "$python" -m mypy
    step "walls of the house (import-linter)" quietly .venv/bin/lint-imports
    step "templates (djlint)" quietly "$python" -m djlint templates --lint --quiet
    step "Django's own checks" quietly "$python" manage.py check --fail-level WARNING
    step "production settings (check --deploy)" quietly production_check
    step "migrations are complete" quietly "$python" manage.py makemigrations --check --dry-run
    step "style sheets are bundled" quietly "$python" manage.py bundle_css --check
    if system_part gettext has_gettext gettext "the check of the messages"; then
        step "messages are translated and compiled" quietly "$python" scripts/messages.py check
    fi
    unset DJANGO_SETTINGS_MODULE
}

suite=("$python" -m pytest -q -n 2)
suite_on_sqlite() { (unset TEST_DATABASE_URL && "${suite[@]}" "$@"); }
# As many as on SQLite, beside which it runs: the journeys, whose clocks matter, then have the machine to themselves.
suite_on_postgresql() { ./scripts/postgres.sh "$python" -m pytest -q -n 2 "$@"; }
wait_and_show() { # the process, and the file with what it says
    local status=0
    wait "$1" || status=$?
    cat "$2"
    rm -f "$2"
    return $status
}
journeys() { (unset TEST_DATABASE_URL && "${suite[@]}" tests/browser); }

everything() {
    title "System"
    system_part Chromium has_chromium chromium "the browser journeys" && browser=yes
    system_part PostgreSQL has_postgresql postgresql "the suite on PostgreSQL" && postgres=yes
    [ -z "${TEST_DATABASE_URL:-}" ] || postgres=yes
    system_part "LibreOffice Calc" has_calc libreoffice-calc-nogui "opening workbooks in an office program"
    system_part "Poppler" has_poppler poppler-utils "reading back the documents"
    if [ -n "${postgres:-}" ]; then # beside the rest: each waits often enough for the other to go on
        local said
        said=$(mktemp)
        suite_on_postgresql "$@" >"$said" 2>&1 &
        local beside=$!
    fi
    static_checks
    title "Suite on SQLite"
    step "suite on SQLite" suite_on_sqlite "$@"
    if [ -n "${browser:-}" ]; then
        title "Browser journeys"
        step "browser journeys" journeys
    fi
    if [ -n "${postgres:-}" ]; then
        title "Suite on PostgreSQL, which ran beside all that"
        step "suite on PostgreSQL" wait_and_show "$beside" "$said"
    fi
}

./scripts/environment.sh dev || exit 1
case $what in
    all) everything "$@" ;;
    quick) step "suite on SQLite" suite_on_sqlite "$@" ;;
    checks) static_checks ;;
    *) echo "scripts/test.sh all|quick|checks" >&2; exit 2 ;;
esac

# --- the closing lines -----------------------------------------------------------------------------

echo
for part in "${left_out[@]+"${left_out[@]}"}"; do echo "LEFT OUT: $part"; done
for part in "${failed[@]+"${failed[@]}"}"; do echo "FAILED: $part"; done
if [ ${#failed[@]} -gt 0 ]; then
    exit 1
fi
if [ ${#left_out[@]} -gt 0 ] && [ "$in_ci" = yes ]; then
    echo "CI leaves nothing out."
    exit 1
fi
echo "Green after $((SECONDS - started)) s${left_out[*]:+, with parts left out}."
