#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Trains the five demo models from their seeds, exports them to resources/models and detects their heads: demos.sh FOLDER.
# Hours on two cores, one training a core. May be killed at any moment: started again, it goes on where it was.
set -e
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
bin=${NEEDLESCOPE_BIN:-$root/build/release/bin}
models=$root/resources/models
folder=$1
[ -n "$folder" ] || { echo "usage: demos.sh FOLDER" >&2; exit 2; }
mkdir -p "$folder"
export OMP_NUM_THREADS=1

# trained NAME RECIPE [OPTIONS]: trains RECIPE in FOLDER/NAME and exports it to FOLDER/NAME-model
trained() {
    name=$1
    recipe=$2
    shift 2
    "$bin/needlescope-train" train --recipe "$here/$recipe.json" --out "$folder/$name" "$@" 2>>"$folder/$name.log"
    "$bin/needlescope-train" export "$folder/$name" "$folder/$name-model"
}

# mean MODEL MODEL OUT: the mean of two stages, which is better than either
mean() {
    "$bin/needlescope-train" average "$1" "$2" --out "$3"
}

# base NAME: trains NAME from nothing, and on from there
base() {
    trained "$1" "$1"
    trained "$1-surprise" "$1-surprise" --from "$folder/$1-model"
    mean "$folder/$1-surprise-model" "$folder/$1-model" "$folder/$1-mean"
    trained "$1-odd" "$1-odd" --from "$folder/$1-mean"
    mean "$folder/$1-odd-model" "$folder/$1-mean" "$models/$1"
    detected "$1"
}

# continued NAME SEED: trains NAME from the demo model, and once more from there
continued() {
    trained "$1" "$1" --from "$models/demo"
    trained "$1-again" "$1" --from "$folder/$1-model" --seed "$2"
    mean "$folder/$1-model" "$folder/$1-again-model" "$models/$1"
    detected "$1"
}

detected() {
    "$bin/needlescope-cli" detect "$1" --run "$folder/$1.needle" >"$folder/$1.txt" 2>/dev/null
    mv "$folder/$1.needle" "$root/resources/runs/$1.needle"
}

base demo-other &
other=$!
base demo
continued demo-chat 32 &
chat=$!
wait $other
continued demo-long 31
wait $chat
continued demo-moe 33
