# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Sourced: go_environment BUILD lets `go` build with the module of this source tree and the library of a build folder. Go
# writes only into BUILD/tests/go, which is $go_folder, and asks nobody for modules.

go_environment() {
    local top
    top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
    go_folder=$1/tests/go
    mkdir -p "$go_folder"
    cat >"$go_folder/lvsdr.pc" <<FILE
Name: lvsdr
Description: the library of a build folder
Version: 0
Cflags: -I$top/include
Libs: -L$1/liblvsdr/.libs -llvsdr -Wl,-rpath,$1/liblvsdr/.libs
FILE
    printf 'go 1.19\n\nuse %s\n' "$top/bindings/go" >"$go_folder/go.work"
    export PKG_CONFIG_PATH=$go_folder GOWORK=$go_folder/go.work GOCACHE=$go_folder/cache GOPATH=$go_folder/path
    export GOFLAGS=-p=2 GOPROXY=off GOTOOLCHAIN=local CGO_ENABLED=1
}
