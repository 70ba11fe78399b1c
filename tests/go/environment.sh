# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Sourced: go_environment BUILD FOLDER lets `go` build with the module of this source tree and the library of a build folder.
# Go writes only into that folder, and asks nobody for modules.

go_environment() {
    local top
    top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
    mkdir -p "$2"
    cat >"$2/lvsdr.pc" <<FILE
Name: lvsdr
Description: the library of a build folder
Version: 0
Cflags: -I$top/include
Libs: -L$1/liblvsdr/.libs -llvsdr -Wl,-rpath,$1/liblvsdr/.libs
FILE
    printf 'go 1.19\n\nuse %s\n' "$top/bindings/go" >"$2/go.work"
    export PKG_CONFIG_PATH=$2 GOWORK=$2/go.work GOCACHE=$2/cache GOPATH=$2/path GOFLAGS=-p=2
    export GOPROXY=off GOTOOLCHAIN=local CGO_ENABLED=1
}
