#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and starts the window with the demo model. Without a display: writes the demo's answers and figures to demo-figures/.
set -e
. "$(dirname "$0")/prepare.sh"

cmake -S . -B build/start -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_UNITY_BUILD=ON -DNEEDLESCOPE_TRAINER=OFF -DBUILD_TESTING=OFF >build-start.log 2>&1 || { cat build-start.log; exit 1; }
rm build-start.log
cmake --build build/start

if [ -n "$DISPLAY$WAYLAND_DISPLAY" ]; then
    exec build/start/bin/needlescope "$@"
fi

cli=build/start/bin/needlescope-cli
out=demo-figures
mkdir -p "$out"
echo "There is no display: the demo runs here and its figures go to $out/." >&2
$cli detect demo --run "$out/demo.needle" --scores "$out/scores.json"
$cli figures "$out/demo.needle" --out "$out"
