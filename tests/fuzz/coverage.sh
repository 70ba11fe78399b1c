#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Which lines the inputs of the fuzz targets reach: coverage.sh [FOLDER], where it is built (build-coverage). It prints
# the percentage of each file that reads what comes from outside; *.gcov, left in the folder, show the lines.
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$top/build-coverage}
parsers="ipvs/attribute ipvs/connection ipvs/ipvs ipvs/option ipvs/service_line nft/decode packet/arp packet/ndisc
    rtnl/address rtnl/kept-route rtnl/link rtnl/route transport/kept transport/reply json plan/json state/from-rules
    state/json state/rules objects/arp_policy-record objects/mark-rules objects/sysctl objects/vip-record util/address
    util/attributes util/device util/escape util/field util/ports util/text"

mkdir -p "$build"
cd "$build"
[ -e Makefile ] || "$top/configure" --quiet --disable-shared CFLAGS='-O0 --coverage'
targets=("$top"/tests/fuzz/fuzz-*.c)
targets=("${targets[@]##*/}")
targets=("${targets[@]%.c}")
make -s -j"${LVSDR_JOBS:-$(nproc)}" "${targets[@]/#/tests/fuzz/}"
find . -name '*.gcda' -delete
"$top/tests/fuzz/replay.sh" "$build"
find . -name '*_inside_la-*.gcda' -exec gcov -p {} + 2>&1 | grep -A1 "^File '.*/liblvsdr/" >coverage.log || true

for parser in $parsers; do
    lines=$(grep -A1 "/liblvsdr/$parser\.[ch]'" coverage.log | sed -n 's/^Lines executed:\([0-9.]*\)% of \([0-9]*\)/\1 % of \2/p')
    printf '%-30s %s\n' "$parser" "${lines:-none}"
done
awk '/^File/ { file = $0 } /^Lines/ { split($2, a, /[:%]/); all += $4; reached += a[2] * $4 / 100 }
    END { printf "%-30s %.2f %% of %d\n", "the whole library", 100 * reached / all, all }' coverage.log
