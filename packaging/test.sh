#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds with warnings as errors, and runs all tests without a display.
set -e
. "$(dirname "$0")/prepare.sh"

cmake --preset release
cmake --build --preset release
exec ctest --preset release
