#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# slurm.sh [FOLDER]: two studies as array jobs on a real Slurm of this one machine (slurm-node.sh), with a task that is requeued, one that is stopped, and one that
# is cancelled and submitted again; what is merged is compared byte for byte with the same studies of one program. As root; FOLDER (build/slurm) is made anew.
set -eu
cd "$(dirname "$0")/../.."
bin="${NEEDLESCOPE_BIN:-$PWD/build/release/bin}"
array="$PWD/packaging/slurm/needlescope-array"
if [ "${1:-}" != --on-the-node ]; then
    folder="$(realpath -m "${1:-build/slurm}")"
    rm -rf "$folder"
    mkdir -p "$folder"
    export NEEDLESCOPE_CLI="$bin/needlescope-cli"
    export SOURCE_DATE_EPOCH=1795824000 QT_HASH_SEED=0 # so that only seconds and what Qt dates itself may differ
    exec sh tests/trust/slurm-node.sh "$folder/node" sh tests/trust/slurm.sh --on-the-node "$folder"
fi
folder="$2"

say() {
    echo "== $*"
}

# until SECONDS COMMAND...
until_true() {
    left=$1
    shift
    while ! "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ $left -gt 0 ] || { echo "slurm.sh: this did not come true: $*" >&2; squeue >&2; exit 1; }
        sleep 1
    done
}
queue_is_empty() {
    [ -z "$(squeue --noheader)" ]
}
# has_samples SHARDFILE N: at least N, but not all
has_samples() {
    python3 -c 'import sqlite3, sys; sys.exit(sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True).execute("select count(*) from sample").fetchone()[0] < int(sys.argv[2]))' "$1" "$2"
}
# study NAME WORDS...: the single run, in NAME/one
single() {
    name=$1
    shift
    mkdir -p "$folder/$name/one" "$folder/$name/many"
    (cd "$folder/$name/one" && "$bin/needlescope-cli" "$@" --run run.needle --out figures >run.log 2>&1)
}
# same NAME: the rows of both runs, but for the seconds, and each file of both folders of figures
same() {
    python3 - "$folder/$1/one/run.needle" "$folder/$1/many/run.needle" <<'END'
import sqlite3, sys
def rows(file):
    db = sqlite3.connect(file)
    queries = ["select * from header order by key", "select * from mask order by id",
        "select id, item, style, length, depth, tokens, counted from sample order by id",
        "select * from observation order by sample, mask", "select * from head_scores order by sample, measure"]
    return [db.execute(query).fetchall() for query in queries]
one, many = (rows(file) for file in sys.argv[1:])
assert one[0] != [] and len(one[2]) > 0
for a, b in zip(one, many):
    if a != b:
        sys.exit("slurm.sh: rows differ: %s ... %s" % next((x, y) for x, y in zip(a + [None], b + [None]) if x != y))
size = sum(len(v.encode() if isinstance(v, str) else v) if isinstance(v, (str, bytes)) else 8 for table in one for row in table for v in row)
print("   %d rows, %d bytes of values, equal" % (sum(map(len, one)), size))
END
    files=0
    for file in "$folder/$1/one/figures"/*; do
        other="$folder/$1/many/figures/$(basename "$file")"
        case $file in
        *.pdf) # Qt writes the time of day
            grep -av '^/CreationDate' "$file" >"$folder/a"
            grep -av '^/CreationDate' "$other" >"$folder/b"
            cmp "$folder/a" "$folder/b" ;;
        *) cmp "$file" "$other" ;;
        esac
        files=$((files + 1))
    done
    say "$1: $files figure files equal, PDFs but for their CreationDate"
}

say "detection, 4 tasks; task 2 is requeued and task 3 gets SIGTERM in the middle"
detect="detect demo --full --lengths 256,512,768 --depths 0,20,40,60,80,100"
single detection $detect
cd "$folder/detection/many"
"$array" --shards 4 --cpus-per-task=1 --time=10 -- $detect --run run.needle --out figures
job=$(cut -d , -f 1 run.shards/jobs)
until_true 60 has_samples run.shards/2-of-4.needle 3
scontrol requeue "${job}_2"
until_true 120 has_samples run.shards/3-of-4.needle 3
"$array" --status run.needle
scancel --batch --signal=TERM "${job}_3"
until_true 300 queue_is_empty
"$array" --status run.shards || true
until_true 1 [ -e run.shards/2-of-4.log ]
grep -c "Stopped after" run.shards/*.log || true
if [ ! -e run.needle ]; then
    say "not merged: $(tail -n 1 run.shards/merge.log)"
    say "the same command again"
    "$array" --cpus-per-task=1 -- $detect --run run.needle --out figures
    until_true 300 queue_is_empty
fi
"$array" --status run.needle
same detection

say "masking curve, 3 tasks; task 1 is near the end of its time (SIGUSR1) and goes on by itself"
curve="mask-curve demo --ks 0,1,2,3,5 --draws 2 --lengths 256,512 --depths 0,50,100 --max-tokens 24"
single curve $curve
cd "$folder/curve/many"
"$array" --shards 3 -- $curve --run run.needle --out figures
job=$(cut -d , -f 1 run.shards/jobs)
until_true 60 has_samples run.shards/1-of-3.needle 3
scancel --batch --signal=USR1 "${job}_1"
until_true 300 queue_is_empty
grep -h "another turn" run.shards/1-of-3.log
[ -e run.needle ] || { cat run.shards/merge.log; exit 1; }
same curve
say "all is equal"
