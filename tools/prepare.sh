#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What `make` needs of the machine: the compilers, a Python 3.10 to 3.13, and a virtual environment in .venv with the
# packages of pyproject.toml. Installs Debian packages only when something is missing. Quiet when all is there.
set -eu
cd "$(dirname "$0")/.."

say() { echo "prepare: $*"; }

fail() {
    echo "error: $*" >&2
    exit 1
}

# install PACKAGE...: with apt, as root or through sudo.
install() {
    command -v apt-get >/dev/null || fail "Missing on this machine: $* (Debian's names). Install them, and run make again."
    if [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif command -v sudo >/dev/null; then
        as_root=sudo
    else
        fail "Missing: $*. Run \`apt-get install $*\` as root, and make again."
    fi
    say "installing $*"
    $as_root apt-get update -qq || fail "apt-get update failed: is the network there? Needed: $*."
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null ||
        fail "apt-get install $* failed; its lines above say why."
}

# has_library NAME: whether the cross compiler finds a library of its own.
has_library() { [ "$(arm-none-eabi-gcc -print-file-name="$1")" != "$1" ]; }

missing_packages() {
    command -v gcc >/dev/null || echo gcc libc6-dev
    command -v g++ >/dev/null || echo g++
    if command -v arm-none-eabi-gcc >/dev/null; then
        has_library libc_nano.a || echo libnewlib-arm-none-eabi
        has_library libstdc++.a || echo libstdc++-arm-none-eabi-newlib
    else
        echo gcc-arm-none-eabi libnewlib-arm-none-eabi libstdc++-arm-none-eabi-newlib
    fi
}

# suitable PYTHON: whether it runs and is 3.10 to 3.13.
suitable() { "$1" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 14))' 2>/dev/null; }

find_python() {
    for python in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.10}; do
        if suitable "$python"; then
            echo "$python"
            return
        fi
    done
}

make_environment() {
    python=$(find_python)
    if [ -z "$python" ] && [ -z "${PYTHON:-}" ] && ! command -v python3 >/dev/null; then
        install python3 python3-venv
        python=$(find_python)
    fi
    [ -n "$python" ] || fail "No Python from 3.10 to 3.13 here (python3 is $(python3 --version 2>&1 || echo missing)); \
install one, and name it: make PYTHON=/path/to/python3.12"
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        install "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fi
    say "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv || fail "Python's venv module failed; its lines above say why."
}

packages=$(missing_packages | tr '\n' ' ')
# shellcheck disable=SC2086 # a list of names
[ -z "$packages" ] || install $packages

# A moved clone or a removed Python leaves an environment that does not run.
.venv/bin/python -c 'import pip' 2>/dev/null || make_environment

stamp=.venv/.installed
if [ ! -f $stamp ] || ! cmp -s pyproject.toml $stamp; then
    say "installing the Python packages into .venv"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test]' ||
        fail "pip could not install the Python packages; its lines above say why (is the network there?)."
    cp pyproject.toml $stamp
fi
