#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The scenarios in Go: one program, under the name of each of them. build-go.sh BUILD
set -eu

build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
out=$build/tests/scenarios/go
# shellcheck source=tests/go/environment.sh
. "$here/../go/environment.sh"
go_environment "$build"
mkdir -p "$out"

cd "$here"
go build -o "$out/scenario" scenario.go [0-9]*.go
for story in [0-9]*.go; do ln -f "$out/scenario" "$out/${story%.go}"; done

"$here/../go/build.sh" "$build"
