#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh SECONDS [TARGET ...]: builds the fuzz targets and runs each for so long, all where none is named. What they find lies in build/fuzz/findings,
# what they learn in build/fuzz/corpus. Ends with 1 at the first finding. NEEDLESCOPE_FUZZ_WAIT names a file: while it exists, no run begins.
set -e
seconds=${1:?how many seconds a target?}
shift
cd "$(dirname "$0")/../.."
[ -f build/fuzz/build.ninja ] || cmake --preset fuzz
cmake --build --preset fuzz >&2

oracles=../shared/oracles
export ASAN_OPTIONS=allocator_may_return_null=0:detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
for target in ${*:-safetensors gguf ggufmodel companions config index tokenizer template scores frames run maps tasks session pieces}; do
    corpus=build/fuzz/corpus/$target
    mkdir -p "$corpus" build/fuzz/findings
    # Real files help where they are small enough to be changed often.
    case $target in
    config) real=$(ls $oracles/checkpoints/*/config.json 2>/dev/null || true) ;;
    template) real=$(ls $oracles/templates/*.jinja 2>/dev/null || true) ;;
    *) real= ;;
    esac
    for file in $real; do
        cp "$file" "$corpus/$(echo "$file" | tr / _)"
    done
    while [ -n "$NEEDLESCOPE_FUZZ_WAIT" ] && [ -e "$NEEDLESCOPE_FUZZ_WAIT" ]; do sleep 5; done
    echo "== $target, $seconds seconds"
    nice -n 19 build/fuzz/bin/needlescope-fuzz --target="$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=16384 \
        -print_final_stats=1 -artifact_prefix="build/fuzz/findings/$target-" -dict="tests/fuzz/dictionaries/$target.dict" \
        "$corpus" "tests/fuzz/seeds/$target" >"build/fuzz/$target.log" 2>&1 || {
        tail -60 "build/fuzz/$target.log"
        exit 1
    }
    grep -E 'DONE|number_of_executed_units|peak_rss' "build/fuzz/$target.log"
done
