#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The places that repeat the version of configure.ac by hand: version.sh prints "PLACE VERSION" for each of them, and
# version.sh VERSION sets them. What bindings/generate.py writes takes the version from configure.ac.
set -eu
export LC_ALL=C.UTF-8

cd "$(dirname "$0")/.."
new=${1-}
[[ $new =~ ^([0-9]+\.[0-9]+\.[0-9]+)?$ ]] || { echo "version.sh: a version is MAJOR.MINOR.PATCH, such as 0.2.0, and not \"$new\"" >&2 && exit 2; }

place() { # FILE BEFORE AFTER [HEADING]: expressions of sed; with HEADING, it is in the line that follows one of these
    local file=$1 command='s' heading=${4-}
    [ -z "$heading" ] || command="/$heading/{n;s"
    if [ -n "$new" ]; then
        sed -i "$command/^\($2\)[0-9.]*\($3\)/\1$new\2/${heading:+;\}}" "$file"
    else
        sed -n "$command|^$2\([0-9.]*\)$3.*|$file \1|p${heading:+;\}}" "$file" | grep . || echo "$file none"
    fi
}

place configure.ac 'AC_INIT(\[lvsdr\], \[' '\]'
place packaging/lvsdr.spec 'Version: *' ''
for page in tools/lvsdrctl/lvsdrctl.8 tools/lvsdrctl/lvsdr-state.5 tools/lvsdr-ipvsadm/lvsdr-ipvsadm.8; do
    place $page '\.TH .*"lvsdr ' '"'
done
place bindings/python/lvsdr/version.py "'" "'" 'lvsdr\.version()$'
place bindings/node/package.json '  "version": "' '"' '"name": "lvsdr"'
place bindings/node/package-lock.json ' *"version": "' '"' '"name": "lvsdr"'
for crate in lvsdr lvsdr-sys; do
    place bindings/rust/$crate/Cargo.toml 'version = "' '"' "^name = \"$crate\""
    for lock in bindings/rust tests/scenarios; do
        place $lock/Cargo.lock 'version = "' '"' "^name = \"$crate\""
    done
done
place bindings/rust/lvsdr/Cargo.toml 'lvsdr-sys = .*version = "' '"'
