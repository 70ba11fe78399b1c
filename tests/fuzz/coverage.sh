#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Which lines the inputs of the fuzz targets reach: coverage.sh [FOLDER], where it is built (build-fuzz-coverage). It
# prints a row for each file that reads what comes from outside; tests/coverage.py --lines FOLDER shows the lines.
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$top/build-fuzz-coverage}
parsers="codec/ipvs/attribute codec/ipvs/ipvs codec/ipvs/option codec/nft/decode codec/packet/arp codec/packet/ndisc codec/proc/connection
    codec/proc/service_line codec/proc/totals codec/rtnl/address codec/rtnl/kept-route codec/rtnl/link codec/rtnl/route core/json
    drivers/arp_policy-record drivers/vip-record kernel/mark-rules model/sysctl plan/json state/from-rules state/json state/rules
    transport/kept transport/reply util/address
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
/usr/bin/python3 "$top/tests/coverage.py" "$build" | awk -v parsers="$parsers" '
    BEGIN { count = split(parsers, names); for (i = 1; i <= count; i++) parser["liblvsdr/" names[i]] }
    NR == 1 || /^in all/ { print; next }
    { name = $1; sub(/\.[ch]$/, "", name) }
    name in parser'
