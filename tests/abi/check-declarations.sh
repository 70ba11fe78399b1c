#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The types of the public functions, and the closed set of codes, are those of declarations.txt. abidiff (check-abi.sh) does not see
# one handle in place of another, nor a const that left, and runs on one architecture only.
# --update adds new ones; it refuses when an old one was changed or removed.
set -eu

top=${top_srcdir:-$(dirname "$0")/../..}
. "$top/tests/abi/frozen.sh"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# "int lvsdr_x(struct lvsdr *host, int y);" becomes "lvsdr_x int (struct lvsdr *, int)".
sed -n 's/^ *"declaration": "\(.*\);",$/\1/p' "$top/bindings/liblvsdr.json" |
    sed 's/\([ *]\)[a-z0-9_]*\([,)]\)/\1\2/g; s/ \([,)]\)/\1/g; s/^\(.*[ *]\)\(lvsdr[a-z0-9_]*\)(/\2 \1(/' >"$scratch/declarations"
sed -n '/^  "errors": \[/,/^  \]/s/^ *"code": "\(-E[A-Z]*\)",$/\1 code/p' "$top/bindings/liblvsdr.json" >>"$scratch/declarations"
frozen "$top/tests/abi/declarations.txt" "$scratch/declarations" tests/abi/check-declarations.sh "${1-}"
