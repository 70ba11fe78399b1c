#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds what tests/go/kernel.sh runs: the tests of the module, and the program of its README. build.sh BUILD
set -eu

build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/go/environment.sh
. "$here/environment.sh"
go_environment "$build"

cd "$here/../../bindings/go"
go vet -tags kernel .
go test -c -o "$go_folder/values.test" .
go test -tags kernel -c -o "$go_folder/kernel.test" .
# shellcheck disable=SC2016 # the marks of a snippet
sed -n '/^```go$/,/^```$/p' README.md | sed -n '2,/^```$/p' | sed '$d' >"$go_folder/readme.go"
cd "$go_folder"
go vet readme.go
go build -o readme readme.go
