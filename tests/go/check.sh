#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The Go module without a kernel: its format, what go vet finds, its tests, and the program of its README. In a build folder.
set -u

top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd)
# shellcheck source=tests/check.sh
. "$top/tests/check.sh"
build=$PWD
# shellcheck source=tests/go/environment.sh
. "$top/tests/go/environment.sh"

formatted() {
    local wrong
    wrong=$(gofmt -l "$top"/bindings/go "$top"/tests/scenarios) || return
    [ -z "$wrong" ] || { echo "gofmt would change $wrong" && return 1; }
}

vetted() { # the scenarios; build.sh does it for the module
    (cd "$top/tests/scenarios" && go vet scenario.go [0-9]*.go)
}

program() { # in a network namespace of its own, where that is possible
    local alone=(unshare --map-root-user --net)
    "${alone[@]}" true 2>/dev/null || alone=()
    "${alone[@]}" "$go_folder/readme" | tee /dev/stderr | grep -q "as far as this kernel goes\|-> 192.168.1.20 2"
}

command -v go >/dev/null || { echo "go is missing (tests/setup.sh languages installs it)" && exit 1; }
check "it builds, and go vet finds nothing" "$top/tests/go/build.sh" "$build"
go_environment "$build"
check "go vet finds nothing in the scenarios" vetted
check "gofmt" formatted
check "tests" "$go_folder/values.test"
check "the program of the README" program
check "each function of the C interface is called" "$top/tests/abi/called.py" "$top" "$top"/bindings/go/*.go
exit $status
