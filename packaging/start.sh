#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and starts the window with the demo model. Without a display: writes the demo's answers and figures to demo-figures/.
# --real: the same with a small real model, SmolLM2, which realmodel.sh gets.
set -e
. "$(dirname "$0")/prepare.sh"

model=demo
if [ "$1" = --real ]; then
    shift
    sh packaging/realmodel.sh
    model=smollm2
    set -- smollm2 "$@"
fi

cmake -S . -B build/start -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_UNITY_BUILD=ON -DNEEDLESCOPE_MAKERS=OFF -DBUILD_TESTING=OFF >build-start.log 2>&1 || { cat build-start.log; exit 1; }
rm build-start.log
cmake --build build/start

if [ -n "$DISPLAY$WAYLAND_DISPLAY" ]; then
    [ $# -gt 0 ] || set -- $model
    exec build/start/bin/needlescope "$@"
fi

cli=build/start/bin/needlescope-cli
out=$model-figures
mkdir -p "$out"
needle="The best thing to do in San Francisco is eat a sandwich and sit in Dolores Park on a sunny day."
question="What is the best thing to do in San Francisco?"
echo "There is no display: $model runs here and its figures go to $out/." >&2
$cli detect $model --lengths 256,512 --depths 0,50,100 --run "$out/$model.needle" --scores "$out/scores.json"
$cli figures "$out/$model.needle" --out "$out"
echo "Question: $question"
$cli generate $model --needle "$needle" --question "$question" --length 512 --depth 50
$cli generate $model --needle "$needle" --question "$question" --length 512 --depth 50 --mask-top 3 --scores "$out/scores.json"
