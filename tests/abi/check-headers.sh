#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Each public header compiles alone, twice included, as C99 and as C++, and exported symbols,
# map and headers name the same functions.
set -eu

headers=${top_srcdir:-.}/include
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0
complain() {
    echo "$1"
    status=1
}

for header in "$headers"/lvsdr/*.h; do
    name=lvsdr/${header##*/}
    printf '#include <%s>\n#include <%s>\n' "$name" "$name" >"$scratch/one.c"
    cp "$scratch/one.c" "$scratch/one.cc"
    ${CC:-cc} -std=c99 -pedantic -Wall -Wextra -Werror -I"$headers" -fsyntax-only "$scratch/one.c" ||
        complain "$name does not compile alone as C99"
    ${CXX:-c++} -std=c++98 -pedantic -Wall -Wextra -Werror -Wno-long-long -I"$headers" \
        -fsyntax-only "$scratch/one.cc" || complain "$name does not compile alone as C++"
done

sed '/^ \*/d; /^\/\*/d' "$headers"/lvsdr/*.h | grep -oE '\blvsdr_[a-z0-9_]+\(' | tr -d '(' |
    sort -u >"$scratch/headers"
sed -n 's/^\t\(lvsdr_[a-z0-9_]*\);$/\1/p' "${top_srcdir:-.}/liblvsdr/liblvsdr.map" | sort -u >"$scratch/map"
nm -D --defined-only liblvsdr/.libs/liblvsdr.so | sed -n 's/.* T \([^@]*\).*/\1/p' | sort -u >"$scratch/so"
diff "$scratch/headers" "$scratch/map" || complain "headers (<) and liblvsdr.map (>) differ"
diff "$scratch/map" "$scratch/so" || complain "liblvsdr.map (<) and liblvsdr.so (>) differ"
exit $status
