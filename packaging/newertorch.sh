#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the engine and its trainer against a newer libtorch than Debian's, the one of the Python package torch, and asks the demo model with it.
# Where the package cannot be had, that is said, and nothing is built.
set -e
packages=packaging/packages-realmodel.txt
. "$(dirname "$0")/prepare.sh"
install_missing packaging/packages.txt

version=2.13.0
libtorch="$PWD/build/torch-$version"
if [ ! -d "$libtorch/torch" ]; then
    mkdir -p build
    work="$(mktemp -d build/torch.XXXXXX)" # a gigabyte, which a small /tmp has no room for
    trap 'rm -rf "$work"' EXIT
    if ! TMPDIR="$PWD/$work" python3 -m pip download --no-deps --only-binary=:all: --no-cache-dir --disable-pip-version-check --retries 2 \
        --timeout 20 --quiet --dest "$work" \
        --extra-index-url https://download.pytorch.org/whl/cpu "torch==$version+cpu"; then
        echo "packaging/newertorch.sh: torch $version could not be downloaded; nothing was built against it." >&2
        exit 0
    fi
    python3 -m zipfile -e "$work"/torch-*.whl "$work/wheel"
    mkdir -p "$libtorch"
    mv "$work/wheel/torch" "$libtorch/torch"
fi

cmake -S . -B build/newertorch -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_UNITY_BUILD=ON -DBUILD_TESTING=OFF -DNEEDLESCOPE_WINDOW=OFF \
    -DCMAKE_PREFIX_PATH="$libtorch/torch"
cmake --build build/newertorch --target needlescope-cli needlescope-train
build/newertorch/bin/needlescope-cli --version
build/newertorch/bin/needlescope-cli generate demo --length 256 --question "What is the best thing to do in San Francisco?" \
    --needle "The best thing to do in San Francisco is eat a sandwich and sit in Dolores Park on a sunny day." | tee build/newertorch/answer
grep -q "sit in Dolores Park" build/newertorch/answer
