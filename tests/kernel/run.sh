#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Runs kernel tests, in the lab: run.sh BUILD [TEST]...
# A TEST is a program (ipvs: tests/kernel/test-ipvs) or a script (wire: wire.sh); all by default.
set -u

build=$1
shift
here=$(cd "$(dirname "$0")" && pwd)
status=0
[ $# -gt 0 ] || set -- attributes connections counters ipvs marks model network options peers plans \
    random-states states sync_daemon undo rootless privilege announce wire pnmpp lvsdrctl drain \
    python json twins

run() {
    local result=0 started=$SECONDS
    "$@" 2>&1 || result=$?
    [ $result = 0 ] || { status=1 && echo "[  FAILED  ] ${*##*/} ended with status $result"; }
    echo "${*##*/}: $((SECONDS - started)) s"
}

for test; do
    case $test in
    privilege | ipvs-missing) run "$build/tests/kernel/test-without" "${test%-missing}" ;;
    rootless) run bash "$here/rootless.sh" "$build" test-options test-ipvs test-plans test-undo ;;
    *)
        if [ -e "$here/$test.sh" ]; then
            run bash "$here/$test.sh" "$build"
        else
            run "$build/tests/kernel/test-$test"
        fi
        ;;
    esac
done
exit $status
