#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# liblvsdr.map exports what the public headers declare. The library is not linked before that, so that a
# dropped symbol is told here and not by the programs that miss it.
set -eu
export LC_ALL=C

top=${top_srcdir:-$(dirname "$0")/../..}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0
complain() {
    echo "$*" >&2
    status=1
}

# Lines "FUNCTION HEADER", and "FUNCTION NODE".
(cd "$top/include/lvsdr" && grep -v '^ \*\|^/\*' ./*.h) | sed -n 's/^\.\/\([a-z_]*\.h\):.*\b\(lvsdr[a-z0-9_]*\)(.*/\2 \1/p' |
    sort >"$scratch/headers"
awk '/^LVSDR_[0-9.]+ \{/ { node = $1 }
    /^\tlvsdr[a-z0-9_]*;$/ { sub(/;/, ""); print $1, node }' "$top/liblvsdr/liblvsdr.map" | sort >"$scratch/map"
for source in headers map; do
    [ -s "$scratch/$source" ] || complain "no function was found in the $source"
done
join -v 1 "$scratch/headers" "$scratch/map" >"$scratch/missing"
while read -r name header; do
    complain "$name is in $header but not in liblvsdr.map: run bindings/generate.py"
done <"$scratch/missing"
join -v 2 "$scratch/headers" "$scratch/map" >"$scratch/surplus"
while read -r name node; do
    complain "$name is in liblvsdr.map ($node) but in no public header: declare and document it in one, then run bindings/generate.py"
done <"$scratch/surplus"
exit $status
