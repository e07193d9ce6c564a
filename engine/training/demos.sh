#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Trains the five demo models from their seeds, exports them to resources/models and detects their heads: demos.sh FOLDER.
# Hours on two cores, one training a core. May be killed at any moment: started again, it goes on where it was.
set -e
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
bin=${NEEDLESCOPE_BIN:-$root/build/release/bin}
folder=$1
[ -n "$folder" ] || { echo "usage: demos.sh FOLDER" >&2; exit 2; }
mkdir -p "$folder"
export OMP_NUM_THREADS=1

# model NAME [--from TRAINING]: trains, exports, detects
model() {
    name=$1
    shift
    "$bin/needlescope-train" train --recipe "$here/$name.json" --out "$folder/$name" "$@" 2>>"$folder/$name.log"
    "$bin/needlescope-train" export "$folder/$name" "$root/resources/models/$name"
    "$bin/needlescope-cli" detect "$name" --run "$folder/$name.needle" >"$folder/$name.txt" 2>/dev/null
    mv "$folder/$name.needle" "$root/resources/runs/$name.needle"
}

model demo-other &
other=$!
model demo
model demo-chat --from "$folder/demo" &
chat=$!
wait $other
model demo-long --from "$folder/demo"
wait $chat
model demo-moe --from "$folder/demo"
