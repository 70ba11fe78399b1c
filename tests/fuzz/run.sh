#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Fuzzes the decoders with libFuzzer: run.sh SECONDS [NAME]..., so long for each target (all of
# them when none is named). New inputs are kept in the build folder, build-fuzz; `run.sh merge
# [NAME]...` adds to the corpus in the tree those that reach more code than it did.
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
build=${LVSDR_FUZZ_BUILD:-$top/build-fuzz}
[[ ${1-} =~ ^([1-9][0-9]*|merge)$ ]] || { sed -n '3,5s/^# //p' "$0" >&2 && exit 2; }
mode=$1
shift
names=("$@")
if [ $# = 0 ]; then
    for source in "$top"/tests/fuzz/fuzz-*.c; do
        source=${source##*/fuzz-}
        names+=("${source%.c}")
    done
fi

"$top/tests/setup.sh" build test
[ -x "$top/configure" ] || "$top/autogen.sh"
mkdir -p "$build"
[ -e "$build/Makefile" ] || (cd "$build" && "$top/configure" --quiet CC=clang --enable-fuzzing)
make -C "$build" -s -j"$(nproc)" "${names[@]/#/tests/fuzz/fuzz-}"

status=0
for name in "${names[@]}"; do
    seeds=$top/tests/fuzz/corpus/$name found=$build/corpus/$name log=$build/$name.log
    mkdir -p "$found"
    options=(-max_total_time="$mode" "$found" "$seeds")
    [ "$mode" != merge ] || options=(-merge=1 -use_counters=0 "$seeds" "$found")
    echo "== $name"
    (cd "$build" && "tests/fuzz/fuzz-$name" -timeout=10 -max_len=4096 -print_final_stats=1 \
        -artifact_prefix="$build/$name-" "${options[@]}") 2>"$log" ||
        { status=1 && tail -n 40 "$log"; }
    grep -a 'stat::number_of_executed_units\|MERGE-OUTER: [0-9]* new files\|DONE' "$log" | tail -n 2
done
exit $status
