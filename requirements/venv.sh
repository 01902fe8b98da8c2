#!/bin/sh
# Brings .venv up to date: sh requirements/venv.sh runtime|dev
# PYTHON names the interpreter to use; without it the system's own is, or a suitable one on the PATH.
set -eu
cd "$(dirname "$0")/.."
pins=requirements/$1.txt
unfinished=.venv/.unfinished

fail() { printf 'xfconsole: %s\n' "$*" >&2; exit 1; }

# A name on the PATH proves little: version managers leave shims that only print an error,
# and Debian ships Python without ensurepip.
suitable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

interpreter() {
    if [ -n "${PYTHON:-}" ]; then
        suitable "$PYTHON" || fail "PYTHON=$PYTHON is not a Python 3.11 or newer with venv and" \
            "ensurepip; name another one."
        printf '%s\n' "$PYTHON"
        return
    fi
    # A distribution builds its Python with profile-guided optimization. Version managers come
    # before it on the PATH and compile without: theirs loads the console in 0.68 instead of 0.53 s.
    for name in /usr/bin/python3 python3.13 python3.12 python3.11 python3.14 python3 python; do
        if suitable "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    fail "no Python 3.11 or newer with venv and ensurepip was found; install one (on Debian:" \
        "python3 and python3-venv) or name it: make setup PYTHON=/path/to/python3."
}

# Its number alone proves nothing: it may be a zombie's, or long since another program's.
at_work() {
    if [ -d /proc/self ]; then
        tr '\000' ' ' <"/proc/$1/cmdline"
    else
        ps -p "$1" -o args=
    fi 2>/dev/null | grep -q venv.sh
}

# A killed installation leaves packages half written, so what it left is thrown away; but one
# that is still at work in another terminal is left alone.
if [ -f "$unfinished" ]; then
    other=$(cat "$unfinished")
    if at_work "$other"; then
        fail "another setup (process $other) is at work in .venv; wait for it, then try again."
    fi
    rm -rf .venv
fi

if ! .venv/bin/python -c 'import pip' >/dev/null 2>&1; then
    python=$(interpreter)
    rm -rf .venv
    mkdir .venv
    echo $$ >"$unfinished"
    echo "Making .venv with $("$python" --version)"
    "$python" -m venv .venv
fi
echo $$ >"$unfinished"

pip() {
    command=$1
    shift
    .venv/bin/python -m pip "$command" --quiet --disable-pip-version-check "$@"
}

echo "Installing the packages pinned in $pins"
pip install --require-hashes --no-deps --only-binary :all: --requirement "$pins" ||
    fail "the packages in $pins could not be installed; check the network and try again."
pip install --no-index --no-deps --no-build-isolation --editable . ||
    fail "the xfconsole command could not be put into .venv; see the lines above."
pip check || fail "the packages in .venv do not fit together; run make clean and try again."
rm "$unfinished"
