#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The Node.js package without a kernel: its tests, and the program of its README. In a build folder. Without koffi, which
# npm gets from a registry, it fails.
set -u

export LVSDR_LIBRARY=$PWD/liblvsdr/.libs/liblvsdr.so.0 NODE_PATH=$PWD/tests/scenarios/node/node_modules
top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd)
# shellcheck source=tests/check.sh
. "$top/tests/check.sh"
node=${NODE:-node}

program() { # in a network namespace of its own, where that is possible
    local alone=(unshare --map-root-user --net)
    "${alone[@]}" true 2>/dev/null || alone=()
    "${alone[@]}" "$node" "$top/tests/node/readme.js" "$top/bindings/node/README.md" --any-kernel
}

complete() {
    local each sources=()
    for each in "$top"/bindings/node/lib/*.js; do # raw.js declares them all
        [ "${each##*/}" = raw.js ] || sources+=("$each")
    done
    "$top/tests/abi/called.py" "$top" "${sources[@]}"
}

command -v "$node" >/dev/null || { echo "node is missing (tests/setup.sh languages installs it)" && exit 1; }
"$top/tests/scenarios/build-node.sh" "$PWD" || exit 1
"$node" --expose-gc "$top/tests/node/values.js" || status=1
check "the program of the README" program
check "each function of the C interface is called" complete
exit $status
