#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Tests of services and destinations as an unprivileged user who is root of a user and network
# namespace of their own, as in a rootless container: rootless.sh BUILD PROGRAM...
# The witnesses are root outside of it: they get commands through one pipe and answer through another.
set -eu

build=$1
shift
pipes=$(mktemp -d)
mkfifo "$pipes/commands" "$pipes/answers"
chmod 755 "$pipes"
chmod 666 "$pipes"/*

serve() {
    local line status
    while true; do
        IFS= read -r -d '' line || continue
        status=0
        { bash -c "$line" 2>&1 </dev/null || status=$?; printf '\001%s' $status; } >"$pipes/answers"
    done <>"$pipes/commands"
}
serve &
server=$!
trap 'kill $server; rm -rf "$pipes"' EXIT

status=0
for program; do
    echo "as root of a user namespace: $program"
    LVSDR_TEST_ROOTLESS=$pipes setpriv --reuid=65534 --regid=65534 --clear-groups \
        unshare --user --net --map-root-user "$build/tests/kernel/$program" || status=1
done
exit $status
