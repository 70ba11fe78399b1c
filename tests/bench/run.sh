#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The benchmarks of docs/performance.md: run.sh [--runs N] [--data FOLDER | --python | --against BUILD] [uml] [qemu] [icount]. For each kernel
# tables of medians (microseconds; with icount thousands of instructions; kilobytes) and their ratios.
# --data: the tables also go to that folder, as KERNEL.tsv and KERNEL-calls.tsv, which docs/performance/draw.py makes docs/performance.md of.
# --python: nothing but C against Python. --against: nothing but the library of another build folder against this one's.
# BUILD (default: build-tests/plain, made when it is missing) is configured with -O2.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
build=${BUILD:-$top/build-tests/plain}
runs=5 only='' other='' data=''
while [ $# -gt 0 ]; do
    case $1 in
    --runs) runs=$2 && shift 2 ;;
    --data) data=$(cd "$2" && pwd) && shift 2 ;;
    --python) only=python && shift ;;
    --against) only=against other=$(cd "$2" && pwd) && shift 2 ;;
    --help) sed -n '3,8s/^# //p' "$0" && exit 0 ;;
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
tabulate() { # TITLES COLUMNS, each a WHO or WHO/WHO
    sort -s -k1,1 -k2,2V | awk -v titles="| work | size | $1 |" -v columns="$2" '
        function median(list, n,    i, k, value) {
            for (i = 2; i <= n; i++) {
                value = list[i]
                for (k = i - 1; k > 0 && list[k] > value; k--) list[k + 1] = list[k]
                list[k + 1] = value
            }
            return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
        }
        function show(who,    i, list) {
            if (!count[who]) return ""
            for (i = 1; i <= count[who]; i++) list[i] = value[who, i]
            return median(list, count[who])
        }
        function ratio(a, b,    i, n, list) {
            for (i = 1; i <= count[a] && i <= count[b]; i++)
                if (value[b, i] > 0) list[++n] = value[a, i] / value[b, i]
            return n ? sprintf("%.2f", median(list, n)) : ""
        }
        function finish(    n, i, column, pair) {
            if (!row) return
            printf "| %s |", row
            n = split(columns, column, " ")
            for (i = 1; i <= n; i++)
                printf " %s |", (split(column[i], pair, "/") > 1 ? ratio(pair[1], pair[2]) : show(pair[1]))
            print ""
            split("", count)
        }
        NR == 1 { print titles; gsub(/[^|]+/, "---", titles); print titles }
        row != $1 " | " $2 { finish(); row = $1 " | " $2 }
        { value[$3, ++count[$3]] = $4 }
        END { finish() }'
}

tables() {
    if [ "$only" = against ]; then
        tabulate "before | after | after to before | cold, before | after | after to before" \
            "before after after/before before-cold after-cold after-cold/before-cold" <"$results"
        return
    fi
    if [ "$only" != python ]; then
        grep " [0-9]*x[0-9]* " "$results" | grep -v "^apply \|^list \|^open \|^call \|^get " | tabulate \
            "floor | liblvsdr | cold | ipvsadm | to the floor | ipvsadm to liblvsdr" \
            "floor bench bench-cold ipvsadm bench/floor ipvsadm/bench"
        echo
    fi
    grep "^apply \|^list " "$results" | tabulate "C | cold | Python | cold | Python to C | cold" \
        "C C-cold Python Python-cold Python/C Python-cold/C-cold"
    echo
    grep "^open \|^call \|^get " "$results" | tabulate "floor | C | Python | ipvsadm | C to the floor | Python to C | ipvsadm to C" \
        "floor C Python ipvsadm C/floor Python/C ipvsadm/C"
}

# One of the tables as text with tabs.
keep() { # NUMBER FILE
    awk -F ' *\\| *' -v OFS='\t' -v wanted="$1" '
        !/^\|/ { inside = 0; next }
        !inside { inside = 1; number++ }
        number == wanted && !/^\|---/ { line = $2; for (i = 3; i < NF; i++) line = line OFS $i; print line }' >"$2"
}

measure() { # KERNEL TITLE RUNS EXTENT LAB-OPTION...
    local kernel=$1 title=$2 count=$3 extent=$4
    shift 4
    echo "## $title"
    echo
    "$top/tests/lab/run.sh" --timeout 3000 "$@" bash "$here/guest.sh" "$build" "$count" "$extent" "$other" \
        >"$results" || { cat "$results" >&2 && exit 1; }
    tables
    if [ -n "$data" ] && [ -z "$only" ]; then
        tables | keep 1 "$data/$kernel.tsv"
        tables | keep 3 "$data/$kernel-calls.tsv"
    fi
    echo
}

prepare
results=$(mktemp)
trap 'rm -f "$results"' EXIT
for kernel; do
    case $kernel in
    uml) measure uml "User-mode Linux, microseconds" "$runs" "${only:-full}" --kernel uml --memory 2048 ;;
    qemu) measure qemu "QEMU, microseconds" "$runs" "${only:-short}" --kernel qemu --memory 2048 ;;
    icount) measure icount "QEMU, thousands of instructions" "$([ "$only" = against ] && echo "$runs" || echo 1)" "${only:-short}" --kernel qemu --memory 2048 --icount ;;
    *) echo "run.sh: no kernel \"$kernel\" (uml, qemu, icount)" >&2 && exit 2 ;;
    esac
done
