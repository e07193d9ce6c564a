#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Trains the five demo models from their seeds, exports them to resources/models and detects their heads: demos.sh FOLDER.
# Under an hour on a GPU (NEEDLESCOPE_DEVICE=cuda), going by its speed in README.md; days on two cores. May be killed at any moment: started again, it goes on where it was.
set -e
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
bin=${NEEDLESCOPE_BIN:-$root/build/release/bin}
device=${NEEDLESCOPE_DEVICE:-cpu}
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
    "$bin/needlescope-train" train --recipe "$here/$recipe.json" --out "$folder/$name" --device "$device" "$@" 2>>"$folder/$name.log"
    "$bin/needlescope-train" export "$folder/$name" "$folder/$name-model"
}

# mean MODEL MODEL OUT: the mean of two stages, which is better than either
mean() {
    "$bin/needlescope-train" average "$1" "$2" --out "$3"
}

# shipped NAME MODEL
shipped() {
    mkdir -p "$models/$1"
    cp "$2/config.json" "$2/generation_config.json" "$2/tokenizer.json" "$2/model.safetensors" "$models/$1"
    detected "$1"
}

# base NAME: trains NAME from nothing, and on from there
base() {
    trained "$1" "$1"
    trained "$1-surprise" "$1-surprise" --from "$folder/$1-model"
    mean "$folder/$1-surprise-model" "$folder/$1-model" "$folder/$1-mean"
    trained "$1-odd" "$1-odd" --from "$folder/$1-mean"
    mean "$folder/$1-odd-model" "$folder/$1-mean" "$folder/$1-before"
    trained "$1-full" "$1-full" --from "$folder/$1-before"
    shipped "$1" "$folder/$1-full-model"
}

# continued NAME: trains NAME from the demo model
continued() {
    trained "$1" "$1" --from "$models/demo"
    shipped "$1" "$folder/$1-model"
}

detected() {
    "$bin/needlescope-cli" detect "$1" --run "$folder/$1.needle" >"$folder/$1.txt" 2>/dev/null
    mv "$folder/$1.needle" "$root/resources/runs/$1.needle"
}

base demo-other &
other=$!
base demo
wait $other
continued demo-long &
long=$!
continued demo-chat
wait $long
trained demo-moe demo-moe --from "$models/demo"
trained demo-moe-settle demo-moe-settle --from "$folder/demo-moe-model"
shipped demo-moe "$folder/demo-moe-settle-model"
