#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Tests of tests/tests.list once more with the n-th allocation of the library failing, for every n until none fails any
# more: allocations.sh BUILD [every=N] [on] NAME...
# With every=N one of N, from a random one on; with "on" all later ones fail too. A test may find that what it wanted
# was not done. It must not crash, hang, or be found to do what is undefined.
set -u

build=$1
shift
tests=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
every=1 on='' status=0

# How a program with one failing allocation ended, where that is wrong.
wrong() { # STATUS
    case $1 in
    124 | 137) echo "it hangs" ;;
    *) [ "$1" -le 128 ] || [ "$1" = 255 ] || echo "it ends with status $1" ;;
    esac
    grep -a -m 1 -e 'Test failed with exception' -e 'runtime error' -e 'AddressSanitizer' "$work/log"
}

run_with() { # N COMMAND...
    local n=$1
    shift
    rm -f "$work/failed"
    LVSDR_ALLOCATION="$n $on $inside" LVSDR_ALLOCATION_FAILED=$work/failed LD_PRELOAD=$build/tests/networks/.libs/refuse.so \
        timeout -k 5 $((300 * ${LVSDR_SLOWNESS:-1})) "$@" >"$work/log" 2>&1 </dev/null
}

run_each() { # NAME
    local n words command inside='' result failures=0 said bad=0 count=0
    read -r _ words < <("$tests/list.sh" command "$1")
    read -ra command <<<"$build/tests/$words"
    ldd "${command[0]}" | grep -q liblvsdr || inside=program
    for ((n = 1 + RANDOM % every; ; n += every)); do
        run_with $n "${command[@]}"
        result=$?
        [ -e "$work/failed" ] || break
        count=$((count + 1))
        [ $result = 0 ] || failures=$((failures + 1))
        said=$(wrong $result)
        [ -n "$said" ] || continue
        bad=$((bad + 1))
        echo "$1, allocation $n${on:+ and all after it}: $said"
        tail -n 5 "$work/log"
    done
    [ $bad = 0 ] || status=1
    [ $bad = 0 ] && echo "[       OK ] allocations: $1" || echo "[  FAILED  ] allocations: $1"
    echo "$1: $count allocations failed, $failures of them failed the test, $bad wrong"
}

while :; do
    case ${1-} in
    every=*) every=${1#*=} ;;
    on) on=on ;;
    *) break ;;
    esac
    shift
done
for name; do
    run_each "$name"
done
exit $status
