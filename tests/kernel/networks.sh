#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Random networks, in the lab, or as root in namespaces of this machine: networks.sh BUILD [COUNT [crowded] [reduce|all]]. COUNT is 500 by default,
# and these are the same in each run; LVSDR_SEED=N begins with network N, LVSDR_SEED= with any. What is wrong with the
# first 20 of them is told; "all" tells more, "reduce" makes each network as small as it can be, "crowded" wishes for
# many addresses that depend on each other.
set -u

build=$1
[ $# -gt 1 ] || set -- "$build" 500
here=$(cd "$(dirname "$0")" && pwd)
export LVSDR_SEED=${LVSDR_SEED-1000}
namespaces=()
[ -n "${LVSDR_LAB_KERNEL-}" ] || namespaces=(unshare --net --mount)
export LVSDR_LIBRARY=${LVSDR_LIBRARY:-$build/liblvsdr/.libs/liblvsdr.so.0} PYTHONDONTWRITEBYTECODE=1

# What a sanitizer needs has to be there first; Python itself gives back little.
runtime=$(ldd "$LVSDR_LIBRARY" | sed -n 's/.*=> \(.*lib[au][sb]*san\.so[.0-9]*\).*/\1/p' | tr '\n' ' ')
LD_PRELOAD="$runtime$build/tests/networks/.libs/refuse.so" ASAN_OPTIONS=detect_leaks=0 \
    exec "${namespaces[@]}" /usr/bin/python3 "$here/../networks/run.py" "${@:2}"
