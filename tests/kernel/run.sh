#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Runs kernel tests of tests/tests.list, in the lab: run.sh BUILD [TEST]...
# By default all that are run in this kernel, with whichever build.
set -u

build=$1
shift
# shellcheck source=tests/listed.sh
. "$(dirname "$0")/../listed.sh"
status=0

# What a test that was cut off has left behind must not disturb the others. Tests run in sessions of their own.
clear_up() {
    ps -eo pid=,sid= | awk -v own="$(ps -o sid= $$)" '$1 > 1 && $2 && $2 != own + 0 { print $1 }' | xargs -r kill -KILL
    ip -all netns delete
}

if [ $# = 0 ]; then
    # shellcheck disable=SC2046 # words
    set -- $("$tests/list.sh" runs | awk -v place="^${LVSDR_LAB_KERNEL/host/uml}/[a-z]*$" '$1 ~ place { print $4 }')
fi
for name; do
    run_test "$build" "$name" || status=1
    [ -z "$cut_off" ] || clear_up
done
exit $status
