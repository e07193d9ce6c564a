#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks the formatting (.clang-format) and the code (.clang-tidy).
set -e
. "$(dirname "$0")/prepare.sh"
install_missing packaging/packages-lint.txt

git ls-files '*.cpp' '*.h' | xargs clang-format --dry-run -Werror

# Its own configuration: one that compiles in batches does not tell how to compile a single source.
cmake -S . -B build/lint -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF >/dev/null
# What includes torch takes a minute a file in clang-tidy and is left to the compiler's warnings.
git ls-files 'engine/*.cpp' 'ui/*.cpp' 'app/*.cpp' ':!engine/model' ':!engine/training' ':!app/needlescope-train' \
    | xargs -P "$(nproc)" -n 2 clang-tidy -p build/lint --quiet --warnings-as-errors='*' 2>/dev/null
echo "Formatting and code are clean."
