#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Each source of the library knows only its own floor and those below it (docs/architecture.md): by what it
# includes, and by what it calls, as the objects tell. No two sources need each other. Run it in a build folder,
# or LVSDR_BUILD names one.
set -u
export LC_ALL=C

top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd)
floors="util transport core model codec state kernel drivers plan calls" # from the ground up
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0
complain() {
    echo "$*" >&2
    status=1
}

# Lines "FILE OTHER WHAT": FILE needs OTHER, for the sake of WHAT. Both are paths below liblvsdr/.
included() {
    (cd "$top/liblvsdr" && grep -rHo --include='*.[ch]' '^#include "[^"]*"' .) |
        sed -E 's|^\./([^:]*):#include "(.*)"$|\1 \2 #include|'
}

called() {
    local object source
    cd "${LVSDR_BUILD:-.}" || return
    find liblvsdr -path '*/.libs/liblvsdr_inside_la-*.o' | sort | while read -r object; do
        source=${object#liblvsdr/}
        source=${source/.libs\/liblvsdr_inside_la-/}
        source=${source%.o}.c
        [ -e "$top/liblvsdr/$source" ] || continue # left in the build folder
        nm "$object" | awk -v source="$source" '$2 ~ /^[TDRBC]$/ { print source, "has", $3 }
            $1 == "U" { print source, "needs", $2 }'
    done >"$scratch/symbols"
    awk 'NR == FNR { if ($2 == "has") owner[$3] = $1; next }
        $2 == "needs" && $3 in owner && owner[$3] != $1 { print $1, owner[$3], $3 }' "$scratch/symbols" "$scratch/symbols"
}

included >"$scratch/needs"
(called) >"$scratch/calls"
[ -s "$scratch/calls" ] || complain "there are no objects of the library: run make first, and this in the build folder"
cat "$scratch/calls" >>"$scratch/needs"

awk -v floors="$floors" '
    BEGIN { count = split(floors, name, " "); for (i = 1; i <= count; i++) floor[name[i]] = i }
    function floor_of(path) { sub(/\/.*/, "", path); return path in floor ? floor[path] : 0 }
    $2 ~ /^lvsdr\// || $2 == "config.h" || $1 == "public.h" { next }
    !floor_of($1) { if (!told[$1]++) print "liblvsdr/" $1 " stands on no floor: put it into one of " floors; next }
    !floor_of($2) { print "liblvsdr/" $1 " needs " $2 ", which stands on no floor"; next }
    floor_of($1) < floor_of($2) {
        print "liblvsdr/" $1 " needs " $2 " (" $3 "): " name[floor_of($1)] "/ is below " name[floor_of($2)] "/"
    }' "$scratch/needs" >"$scratch/wrong"
[ ! -s "$scratch/wrong" ] || complain "$(sort -u "$scratch/wrong")"

# The table of drivers hands on to whom it lists.
awk '$3 !~ /_driver$/ { print $2, $1 }' "$scratch/calls" | tsort >/dev/null 2>"$scratch/circles" || true
[ ! -s "$scratch/circles" ] ||
    complain "sources of the library need each other in a circle: $(sed 's/^tsort: //; s/^-: //' "$scratch/circles" | tr '\n' ' ')"
exit $status
