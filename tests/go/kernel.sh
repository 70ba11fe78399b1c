#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The Go module on a real kernel, in the lab: what waits, and the program of its README, as ipvsadm sees it.
# kernel.sh BUILD
set -u

build=$1
# shellcheck source=tests/lab/topology.sh
. "$(dirname "$0")/../lab/topology.sh"
status=0
export LVSDR_NETNS=director

topology_down
ip netns add director
ip -n director link set lo up
"$build/tests/go/kernel.test" -test.v -test.run ^TestKernel | sed -n 's/^--- PASS: \(.*\) (.*/[       OK ] go: \1/p
    s/^--- FAIL: \(.*\) (.*/[  FAILED  ] go: \1/p; /^ /p; /^panic\|^fatal\|^SIG/p'
[ "${PIPESTATUS[0]}" = 0 ] || { status=1 && echo "[  FAILED  ] go: tests"; }
ip netns exec director ipvsadm -C
for changed in true false; do
    if ip netns exec director "$build/tests/go/readme" | grep -qx "changed: $changed" &&
        ip netns exec director ipvsadm -Sn | grep -qx -e '-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 2'; then
        echo "[       OK ] go: the program of the README, changed: $changed"
    else
        status=1 && echo "[  FAILED  ] go: the program of the README, changed: $changed"
    fi
done
topology_down
exit $status
