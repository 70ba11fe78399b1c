#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The benchmarks of docs/performance.md: run.sh [--runs N] [uml] [qemu] [icount]. For each kernel a
# table of medians (microseconds; with icount thousands of instructions; kilobytes) and their ratios.
# BUILD (default: build-tests/plain, made when it is missing) is configured with -O2.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
build=${BUILD:-$top/build-tests/plain}
runs=5
while [ $# -gt 0 ]; do
    case $1 in
    --runs) runs=$2 && shift 2 ;;
    --help) sed -n '3,5s/^# //p' "$0" && exit 0 ;;
    *) break ;;
    esac
done
[ $# -gt 0 ] || set -- uml qemu icount

prepare() {
    "$top/tests/setup.sh" build lab
    [ -x "$top/configure" ] || "$top/autogen.sh" >/dev/null 2>&1
    mkdir -p "$build"
    [ -e "$build/Makefile" ] || (cd "$build" && "$top/configure" --quiet)
    make --quiet -C "$build" -j"$(nproc)"
    make --quiet -C "$build" tests/bench/bench tests/bench/floor
}

# Lines "CASE SIZE WHO VALUE" become one line a case and size: medians, and the medians of the ratios,
# pair by pair, because what stood next to each other in time met the same machine.
tabulate() {
    awk '
        function sorted_median(list, n,    i, k, value) {
            for (i = 2; i <= n; i++) {
                value = list[i]
                for (k = i - 1; k > 0 && list[k] > value; k--) list[k + 1] = list[k]
                list[k + 1] = value
            }
            return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
        }
        function show(who,    i, list) {
            if (!count[row, who]) return ""
            for (i = 1; i <= count[row, who]; i++) list[i] = value[row, who, i]
            return sorted_median(list, count[row, who])
        }
        function ratio(a, b,    i, n, list) {
            for (i = 1; i <= count[row, a] && i <= count[row, b]; i++)
                if (value[row, b, i] > 0) list[++n] = value[row, a, i] / value[row, b, i]
            return n ? sprintf("%.2f", sorted_median(list, n)) : ""
        }
        { key = $1 " " $2
          value[key, $3, ++count[key, $3]] = $4 }
        END {
            print "| work | size | floor | liblvsdr | cold | ipvsadm | to the floor | ipvsadm to liblvsdr |"
            print "|---|---|---|---|---|---|---|---|"
            while ((getline row < rows) > 0) {
                split(row, words, " ")
                printf "| %s | %s | %s | %s | %s | %s | %s | %s |\n", words[1], words[2],
                    show("floor"), show("bench"), show("bench-cold"), show("ipvsadm"),
                    ratio("bench", "floor"), ratio("ipvsadm", "bench")
            }
        }' rows=<(cut -d' ' -f1,2 "$1" | sort -u -k1,1 -k2,2V) "$1"
}

measure() { # TITLE RUNS EXTENT LAB-OPTION...
    local title=$1 count=$2 extent=$3
    shift 3
    echo "## $title"
    echo
    "$top/tests/lab/run.sh" --timeout 3000 "$@" bash "$here/guest.sh" "$build" "$count" "$extent" \
        >"$results" || { cat "$results" >&2 && exit 1; }
    tabulate "$results"
    echo
}

prepare
results=$(mktemp)
trap 'rm -f "$results"' EXIT
for kernel; do
    case $kernel in
    uml) measure "User-mode Linux, microseconds" "$runs" full --kernel uml --memory 2048 ;;
    qemu) measure "QEMU, microseconds" "$runs" short --kernel qemu --memory 2048 ;;
    icount) measure "QEMU, thousands of instructions" 1 short --kernel qemu --memory 2048 --icount ;;
    *) echo "run.sh: no kernel \"$kernel\" (uml, qemu, icount)" >&2 && exit 2 ;;
    esac
done
