#!/bin/sh
# Install a lock file and this project into .venv: `sh tests/environment.sh requirements.lock`; or a lock file alone into
# another environment: `sh tests/environment.sh requirements-audit.lock .venv-audit`.
# uv does it where there is one, otherwise venv and pip; both check every hash in the same file.
# PYTHON names the interpreter to use; without it the newest suitable one is looked for.
set -eu
lock=$1
venv=${2:-.venv}
venv_python=$venv/bin/python

suits() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
        if suits "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11 or newer with its venv module is needed, and ${PYTHON:-none on the PATH} is not that." >&2
    echo "Install it (on Debian and Ubuntu: python3 and python3-venv), or name one: make workshop PYTHON=/path/to/python3" >&2
    return 1
}

has_uv() {
    uv --version >/dev/null 2>&1
}

make_venv() {
    if has_uv; then
        uv venv --quiet --clear --python "${PYTHON:->=3.11}" "$venv"
    else
        python=$(find_python)
        "$python" -m venv --clear "$venv"
    fi
}

install() {
    if has_uv; then
        uv pip install --quiet --python "$venv_python" --compile-bytecode "$@"
    else
        if ! "$venv_python" -m pip --version >/dev/null 2>&1; then
            "$venv_python" -m ensurepip >/dev/null
        fi
        "$venv_python" -m pip install --quiet --disable-pip-version-check --no-compile "$@"
    fi
}

if ! "$venv_python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    make_venv
fi
echo "Installing $lock into $venv (the first time takes a few minutes) ..."
# A lock names everything, so nothing is left to resolve.
install --no-deps --require-hashes -r "$lock"
[ "$venv" != .venv ] || install --no-deps --no-build-isolation --editable .
# pip would compile file by file; all processors together need a third of that. What no Python can compile, nothing runs.
has_uv || "$venv_python" -m compileall -qq -j 0 "$(dirname "$venv_python")/../lib" || true
