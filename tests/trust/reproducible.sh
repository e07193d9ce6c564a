#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the package twice, in two folders, without a compiler's cache, and compares the bytes.
set -e
cd "$(dirname "$0")/../.."
export CCACHE_DISABLE=1
sh packaging/deb.sh build/deb
sh packaging/deb.sh build/deb-of-another-name
cmp build/deb/needlescope_*.deb build/deb-of-another-name/needlescope_*.deb
echo "Both builds gave the same bytes."
