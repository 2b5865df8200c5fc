#!/bin/sh
# Make .venv, or renew it when a lock has changed.   scripts/environment.sh runtime|postgres|dev
#
# The locks contain each other (runtime < postgres < dev), so that running the portal and testing
# it by turns installs nothing twice: a stamp holds the checksum of each lock that is in.
set -eu
cd "$(dirname "$0")/.."
lock=$1
python=.venv/bin/python

checksum() { sha256sum "requirements/$1.txt" | cut -d' ' -f1; }
is_in() { [ -f ".venv/.stamp-$1" ] && [ "$(cat ".venv/.stamp-$1")" = "$(checksum "$1")" ]; }
contained_in() {
    case $1 in
        dev) echo "runtime postgres dev" ;;
        postgres) echo "runtime postgres" ;;
        *) echo "runtime" ;;
    esac
}
is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
has_uv() { uv --version >/dev/null 2>&1; }
may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

find_python() {
    for candidate in python3.11 python3 python3.12 python3.13 python3.14 python; do
        if command -v "$candidate" >/dev/null 2>&1 && is_new_enough "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11 or newer is needed; on Debian: apt-get install python3 python3-venv" >&2
    return 1
}

make_environment() {
    base=$(find_python)
    rm -rf .venv
    if "$base" -c 'import ensurepip, venv' 2>/dev/null; then
        "$base" -m venv .venv
    elif has_uv; then
        uv venv --quiet --seed --python "$base" .venv
    elif may_install; then
        echo "Installing python3-venv from the system's packages."
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y python3-venv >/dev/null
        "$base" -m venv .venv
    else
        echo "This Python cannot make environments; as root: apt-get install python3-venv" >&2
        exit 1
    fi
}

install() {
    if has_uv && uv pip install --quiet --python "$python" --require-hashes -r "requirements/$1.txt" 2>/dev/null; then
        return
    fi
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$1.txt"
}

[ -x "$python" ] && is_new_enough "$python" || make_environment
if ! is_in "$lock"; then
    echo "Installing the packages of requirements/$lock.txt into .venv"
    rm -f .venv/.stamp-*
    install "$lock"
    for part in $(contained_in "$lock"); do checksum "$part" > ".venv/.stamp-$part"; done
fi
