#!/bin/sh
# Writes both locks anew from pyproject.toml: every library at one version, held by the hashes of its files.
# No index, link, host or option is written into them: where libraries come from is the machine's own matter.
# Existing pins stay unless --upgrade (or --upgrade-package NAME) is given.
set -eu
cd "$(dirname "$0")/.."

"${PYTHON:-python3}" -m venv build/lock
build/lock/bin/python -m pip install --quiet "pip-tools>=7.6"

compile_lock() {
    build/lock/bin/python -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras \
        --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
        --build-deps-for editable "$@" pyproject.toml
}

compile_lock --output-file packaging/requirements.txt "$@"
# What the program runs on is the same in both.
compile_lock --extra dev --constraint packaging/requirements.txt \
    --output-file packaging/requirements-dev.txt "$@"
