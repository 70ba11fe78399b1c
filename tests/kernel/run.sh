#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Runs the kernel tests in the lab: run.sh BUILD [without-ipvs|tutorial]
set -u

build=$1
here=$(cd "$(dirname "$0")" && pwd)
status=0
run() {
    local result=0
    "$@" 2>&1 || result=$?
    [ $result = 0 ] || { status=1 && echo "[  FAILED  ] ${*##*/} ended with status $result"; }
}

if [ "${2-}" = without-ipvs ]; then
    run "$build/tests/kernel/test-without" ipvs
elif [ "${2-}" = tutorial ]; then
    run bash "$here/docs.sh" "$build"
else
    for test in attributes connections counters ipvs marks model network options peers plans \
        random-states states sync_daemon undo; do
        run "$build/tests/kernel/test-$test"
    done
    run bash "$here/rootless.sh" "$build" test-options test-ipvs test-plans test-undo
    run "$build/tests/kernel/test-without" privilege
    run bash "$here/announce.sh" "$build"
    run bash "$here/wire.sh" "$build"
    run bash "$here/pnmpp.sh" "$build"
    run bash "$here/lvsdrctl.sh" "$build"
    run bash "$here/drain.sh" "$build"
fi
exit $status
