#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The Node.js package on a real kernel, in the lab: what waits, and the program of its README, as ipvsadm sees it.
# kernel.sh BUILD
set -u

here=$(cd "$(dirname "$0")" && pwd)
export LVSDR_LIBRARY=$1/liblvsdr/.libs/liblvsdr.so.0 NODE_PATH=$1/tests/scenarios/node/node_modules
# shellcheck source=tests/lab/topology.sh
. "$here/../lab/topology.sh"
node=${NODE:-node}
status=0

topology_down
ip netns add director
ip -n director link set lo up
"$node" "$here/kernel.js" director || status=1
ip netns exec director ipvsadm -C
for changed in true false; do
    if ip netns exec director "$node" "$here/readme.js" "$here/../../bindings/node/README.md" |
        grep -qx "changed: $changed" &&
        ip netns exec director ipvsadm -Sn | grep -qx -e '-a -t 192.168.1.41:80 -r 192.168.1.21:80 -g -w 2'; then
        echo "[       OK ] node: the program of the README, changed: $changed"
    else
        status=1 && echo "[  FAILED  ] node: the program of the README, changed: $changed"
    fi
done
topology_down
exit $status
