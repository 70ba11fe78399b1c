#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The Node.js package without a kernel: its tests, and the program of its README. In a build folder. Without koffi, which
# npm gets from a registry, it fails.
set -u

export LVSDR_LIBRARY=$PWD/liblvsdr/.libs/liblvsdr.so.0 NODE_PATH=$PWD/tests/scenarios/node/node_modules
top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd)
node=${NODE:-node}
status=0

command -v "$node" >/dev/null || { echo "node is missing (tests/setup.sh languages installs it)" && exit 1; }
"$top/tests/scenarios/build-node.sh" "$PWD" || exit 1
"$node" --expose-gc "$top/tests/node/values.js" || status=1
alone=(unshare --map-root-user --net) # in a network namespace of its own, where that is possible
"${alone[@]}" true 2>/dev/null || alone=()
if "${alone[@]}" "$node" "$top/tests/node/readme.js" "$top/bindings/node/README.md" --any-kernel; then
    echo "[       OK ] node: the program of the README"
else
    status=1 && echo "[  FAILED  ] node: the program of the README"
fi
sources=()
for each in "$top"/bindings/node/lib/*.js; do # raw.js declares them all
    [ "${each##*/}" = raw.js ] || sources+=("$each")
done
if "$top/tests/abi/called.py" "$top" "${sources[@]}"; then
    echo "[       OK ] node: each function of the C interface is called"
else
    status=1 && echo "[  FAILED  ] node: each function of the C interface is called"
fi
exit $status
