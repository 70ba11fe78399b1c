#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Which lines the inputs of the fuzz targets reach: coverage.sh [FOLDER], where it is built (build-fuzz-coverage). It
# prints a row for each file that reads what comes from outside; tests/coverage.py --lines FOLDER shows the lines.
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$top/build-fuzz-coverage}
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
/usr/bin/python3 "$top/tests/coverage.py" "$build" | awk -v parsers="$parsers" '
    BEGIN { count = split(parsers, names); for (i = 1; i <= count; i++) parser["liblvsdr/" names[i]] }
    NR == 1 || /^in all/ { print; next }
    { name = $1; sub(/\.[ch]$/, "", name) }
    name in parser'
