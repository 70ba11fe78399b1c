#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The lab itself: status, output and arguments come back, a hang and a dead kernel end clearly, and
# nothing is left running.
set -u

here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

lab() {
    "$here/run.sh" "$@" >"$scratch/out" 2>"$scratch/err"
}

check() {
    local name=$1
    shift
    if "$@"; then
        echo "[       OK ] $name"
    else
        echo "[  FAILED  ] $name"
        cat "$scratch/out" "$scratch/err"
    fi
}

nothing_runs() {
    ! pgrep -f "linux mem=.*LAB_WORK=$TMPDIR" >/dev/null && [ -z "$(ls "$TMPDIR")" ]
}

export TMPDIR=$scratch/tmp # what is left in it is ours
mkdir "$TMPDIR" "$scratch/output"

# shellcheck disable=SC2016 # expanded in the guest
lab --env "A=two  words" --output "$scratch/output" bash -c \
    'echo "$1|$A|$PWD"; echo kept >"$LVSDR_LAB_OUTPUT/file"; touch /usr/changed; exit 7' x "a  'b'"
check "the status comes back" test $? = 7
check "output and arguments come back" test "$(cat "$scratch/out")" = "a  'b'|two  words|$PWD"
check "files come back" grep -q kept "$scratch/output/file"
check "the machine is not touched" test ! -e /usr/changed
lab --timeout 8 sleep 1000
check "a hang ends with 124" test $? = 124
check "and says so" grep -q "did not end within 8 seconds" "$scratch/err"
lab --memory 1 true
check "a kernel that does not come up ends with 125" test $? = 125
check "and says so" grep -q "did not come up\|did not reach userland" "$scratch/err"
lab --kernel nosuch true
check "an unknown kernel is refused" test $? = 2
check "nothing is left running" nothing_runs
