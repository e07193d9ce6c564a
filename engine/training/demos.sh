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

# trained NAME [--from MODEL]: trains the recipe NAME and exports it to FOLDER/NAME-model
trained() {
    name=$1
    shift
    "$bin/needlescope-train" train --recipe "$here/$name.json" --out "$folder/$name" "$@" 2>>"$folder/$name.log"
    "$bin/needlescope-train" export "$folder/$name" "$folder/$name-model"
}

# averaged NAME: trains NAME, then NAME-surprise; the model is the mean of both
averaged() {
    trained "$1"
    trained "$1-surprise" --from "$folder/$1-model"
    "$bin/needlescope-train" average "$folder/$1-model" "$folder/$1-surprise-model" --out "$root/resources/models/$1"
    detected "$1"
}

# continued NAME: trains NAME from the demo model
continued() {
    trained "$1" --from "$root/resources/models/demo"
    mkdir -p "$root/resources/models/$1"
    cp "$folder/$1-model"/* "$root/resources/models/$1/"
    detected "$1"
}

detected() {
    "$bin/needlescope-cli" detect "$1" --run "$folder/$1.needle" >"$folder/$1.txt" 2>/dev/null
    mv "$folder/$1.needle" "$root/resources/runs/$1.needle"
}

averaged demo-other &
other=$!
averaged demo
continued demo-chat &
chat=$!
wait $other
continued demo-long
wait $chat
continued demo-moe
