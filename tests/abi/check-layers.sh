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
    cd "${LVSDR_BUILD:-.}" || return
    find liblvsdr -path '*/.libs/liblvsdr_inside_la-*.o' | sort | xargs -r nm -A |
        sed -E 's|^liblvsdr/(.*)\.libs/liblvsdr_inside_la-([^:]*)\.o: *|\1\2.c |' |
        awk -v top="$top/liblvsdr/" '
            !($1 in there) { there[$1] = (getline line <(top $1)) > 0 } # what is not was left in the build folder
            !there[$1] { next }
            $3 ~ /^[TDRBC]$/ { owner[$4] = $1 }
            $2 == "U" { needs[++count] = $1 " " $3 }
            END {
                for (i = 1; i <= count; i++) {
                    split(needs[i], part, " ")
                    if (part[2] in owner && owner[part[2]] != part[1])
                        print part[1], owner[part[2]], part[2]
                }
            }'
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
