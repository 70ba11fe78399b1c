#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Each public header compiles alone, twice included, as C99 and as C++, and is installed; headers, their
# description, the symbol map (check-map.sh) and the library name the same functions, each in the node of its version.
set -eu
export LC_ALL=C

top=${top_srcdir:-$(dirname "$0")/../..}
headers=$top/include
library=${LVSDR_LIBRARY:-liblvsdr/.libs/liblvsdr.so}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0
complain() {
    echo "$*"
    status=1
}

[ -e "$library" ] || { echo "there is no $library: run make first, and this in the build folder" && exit 1; }
for header in "$headers"/lvsdr/*.h; do
    name=lvsdr/${header##*/}
    printf '#include <%s>\n#include <%s>\n' "$name" "$name" >"$scratch/one.c"
    cp "$scratch/one.c" "$scratch/one.cc"
    ${CC:-cc} -std=c99 -pedantic -Wall -Wextra -Werror -I"$headers" -fsyntax-only "$scratch/one.c" ||
        complain "$name does not compile alone as C99: it includes and declares itself all that it names"
    ${CXX:-c++} -std=c++98 -pedantic -Wall -Wextra -Werror -Wno-long-long -I"$headers" \
        -fsyntax-only "$scratch/one.cc" ||
        complain "$name does not compile alone as C++: it has extern \"C\", and no word that C++ reserves"
    grep -q "include/$name\\b" "$top/liblvsdr/local.mk" ||
        complain "$name is not installed: add it to lvsdrinclude_HEADERS in liblvsdr/local.mk"
    [ "$name" = lvsdr/lvsdr.h ] || grep -q "^#include <$name>" "$headers/lvsdr/lvsdr.h" ||
        complain "$name is not part of lvsdr.h: include it there"
done

# Lines "FUNCTION HEADER", and "FUNCTION NODE" from three sources.
(cd "$headers/lvsdr" && grep -v '^ \*\|^/\*' ./*.h) | sed -n 's/^\.\/\([a-z_]*\.h\):.*\b\(lvsdr[a-z0-9_]*\)(.*/\2 \1/p' |
    sort >"$scratch/headers"
awk -F'"' '$2 == "declaration" { name = $4; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
    $2 == "since" { print name, "LVSDR_" $4 }' "$top/bindings/liblvsdr.json" | sort >"$scratch/description"
awk '/^LVSDR_[0-9.]+ \{/ { node = $1 }
    /^\tlvsdr[a-z0-9_]*;$/ { sub(/;/, ""); print $1, node }' "$top/liblvsdr/liblvsdr.map" | sort >"$scratch/map"
nm -D --defined-only "$library" >"$scratch/symbols"
sed -n 's/.* T \([^@]*\)@@*\(.*\)/\1 \2/p' "$scratch/symbols" | sort >"$scratch/library"

# What the first has and the second has not, by name.
only() { # FIRST SECOND
    join -v 1 "$scratch/$1" "$scratch/$2" >"$scratch/only"
}

for source in headers description map library; do
    [ -s "$scratch/$source" ] || complain "no function was found in the $source"
done
only headers description
while read -r name header; do
    complain "$name is in $header but not in bindings/liblvsdr.json: run bindings/generate.py"
done <"$scratch/only"
only description headers
while read -r name node; do
    complain "$name is in bindings/liblvsdr.json but in no public header: put it back into one; before its first" \
        "release it may go, by bindings/generate.py"
done <"$scratch/only"
only map library
while read -r name node; do
    complain "$name is in liblvsdr.map, and the library does not export it: define it, in a file that includes its" \
        "header"
done <"$scratch/only"
only library map
while read -r name node; do
    complain "the library exports $name, and liblvsdr.map has it not: run make; what is not public stays local"
done <"$scratch/only"
join "$scratch/description" "$scratch/map" | awk '$2 != $3' >"$scratch/only"
while read -r name since node; do
    complain "$name says Since: ${since#LVSDR_} and stands in node $node of liblvsdr.map: a released node is never" \
        "added to, so put it into $since, or correct Since:"
done <"$scratch/only"
join "$scratch/map" "$scratch/library" | awk '$2 != $3' >"$scratch/only"
while read -r name node built; do
    complain "$name is in node $node of liblvsdr.map and has version $built in the library: run make"
done <"$scratch/only"
sed -n '/ [TA] /!s/.* \([A-Za-z]\) \([^@]*\).*/\2/p' "$scratch/symbols" >"$scratch/only"
while read -r name; do
    complain "the library exports $name, which is no function: no other language could use it"
done <"$scratch/only"
exit $status
