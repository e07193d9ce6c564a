#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks the formatting (.clang-format) and the code (.clang-tidy) of the tree that packaging/test.sh has configured.
set -e
. "$(dirname "$0")/prepare.sh"
install_missing packaging/packages-lint.txt

git ls-files '*.cpp' '*.h' | xargs clang-format --dry-run -Werror
# Sources that include torch take a minute each in clang-tidy and are left to the compiler's own warnings.
git ls-files 'engine/*.cpp' 'ui/*.cpp' 'app/*.cpp' | xargs grep -LE 'include <(torch|ATen)/|include "(model|training)/' \
    | xargs -P "$(nproc)" -n 4 clang-tidy -p build/release --quiet --warnings-as-errors='*'
