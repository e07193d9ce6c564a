#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the engine's tests under sanitizers: of addresses and undefined behaviour (asan), and of threads (tsan).
set -e
. "$(dirname "$0")/prepare.sh"

for sanitizer in ${*:-asan tsan}; do
    cmake --preset "$sanitizer"
    cmake --build --preset "$sanitizer"
    ctest --preset "$sanitizer"
done
