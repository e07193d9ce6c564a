#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# deb.sh [FOLDER]: builds the Debian package of what git knows here, in FOLDER (build/deb), and has lintian look at it.
set -e
. "$(dirname "$0")/prepare.sh"
install_missing packaging/packages-deb.txt

folder="${1:-build/deb}"
source="$folder/needlescope"
rm -rf "$source"
mkdir -p "$source"
git ls-files -z | tar -c --null --files-from=- | tar -x -C "$source"
mv "$source/packaging/debian" "$source/debian"
packages="$(grep -v '^#' packaging/packages.txt | grep -v '^g++$' | paste -s -d , -)"
sed -i "s/@packages@/$packages/" "$source/debian/control"

(cd "$source" && dpkg-buildpackage --build=binary --no-sign)
lintian --fail-on error,warning --info "$folder"/needlescope_*.changes
sha256sum "$folder"/needlescope_*.deb
