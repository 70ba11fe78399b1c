#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Which lines and branches of the library the tests run: coverage.sh [TEST]...
# Builds the library with gcc --coverage, in build-coverage or the folder LVSDR_COVERAGE, runs tests of
# tests/tests.list, on this machine and in user-mode Linux, and prints a table. Without names all that reach the
# library; with names these anew, and what others counted before stays, of each source until it is compiled anew.
#   --table      runs nothing
#   --lines      runs nothing, and shows what was not reached: each line, and each line with a branch never taken
set -u

top=$(cd "$(dirname "$0")/.." && pwd)
builds=${LVSDR_COVERAGE:-$top/build-coverage}
build=$builds/counted
counts=$builds/counts

die() {
    echo "coverage: $1" >&2
    exit 1
}

build() {
    local script
    "$top/tests/setup.sh" build test lab web bindings languages || die "the machine lacks what the tests need"
    [ -x "$top/configure" ] || "$top/autogen.sh" >"$builds/autogen.log" 2>&1 || die "autogen.sh failed"
    [ -e "$build/Makefile" ] || (cd "$build" && "$top/configure" --quiet --enable-coverage CFLAGS="-g -O0") ||
        die "configure failed"
    make -C "$build" TESTS= all check >"$builds/make.log" 2>&1 || { tail "$builds/make.log" && die "the build failed"; }
    for script in "$top"/tests/scenarios/build-*.sh; do
        "$script" "$build" >"$builds/scenarios.log" 2>&1 || { tail "$builds/scenarios.log" && die "$script failed"; }
    done
}

# What an object counted means nothing once it was compiled anew.
forget_old() {
    local notes
    [ -e "$builds/built" ] || rm -rf "$counts"
    find "$build/liblvsdr" -name '*.gcno' -newer "$builds/built" 2>/dev/null | while read -r notes; do
        notes=${notes#"$build/"}
        find "$counts" -path "*/${notes%.gcno}.gcda" -delete
    done
    touch "$builds/built"
}

# What a test counts is added to files that stand there, so that it can be unprivileged.
make_folders() {
    local name notes folder empty=$builds/empty
    rm -rf "$empty"
    find "$build/liblvsdr" -name '*.gcno' | while read -r notes; do
        folder=$empty/$(dirname "${notes#"$build/"}")
        [ -d "$folder" ] || mkdir -p "$folder"
        ln -s "$notes" "$folder/"
        : >"$folder/$(basename "$notes" .gcno).gcda"
    done
    find "$empty" -type f -exec chmod 666 {} +
    for name in $("$top/tests/list.sh" runs | cut -d ' ' -f 4); do
        rm -rf "${counts:?}/$name"
        mkdir -p "$(dirname "$counts/$name")"
        cp -a "$empty" "$counts/$name"
    done
    rm -rf "$empty"
}

# What tests/run.sh has no time for: more failing calls, those of packet marks with this machine's nf_tables.
more_tests() {
    cat <<'END'
faults-plans    machine/plain:150   - kernel/test-faults every=30 apply apply-keep-going undo undo-written apply-changes apply-between
faults-nft      machine/plain:60    - kernel/test-faults every=5 mark-add mark-update mark-remove mark-read mark-read-foreign
faults-network  machine/plain:150   - kernel/test-faults every=20 vip-add-full vip-relabel vip-move vip-remove vip-remove-primary policy-own vip6-move vip6-remove away-policy features announce6 probe open-netns-fd state-read-network
faults-ipvs     uml/plain:150       - kernel/test-faults every=20 service-add service-update counters-zero dest-update timeouts sync-add sync-remove marked-add apply undo state-to-rules connections-count ipvs-version options-dest-drain options-sync-update options-service-update
killed-here     machine/plain:60    - kernel/test-killed tries=30
END
}

# The list of tests, of the named ones or of all that reach the library, each in one place, where it counts alone: on
# this machine, else in user-mode Linux, and in QEMU what needs its nf_tables. The guards look at files, and selftests at
# the runner and the lab.
make_list() { # TEST...
    awk -v names=" $* " '
        /^#/ || !NF { next }
        names != "  " ? !index(names, " " $1 " ") : $1 ~ /^(check-.*|test-guards|lab|runner|python-package|allocations)$/ { next }
        {
            places = split($2, place, ",")
            chosen = ""
            for (i = 1; i <= places; i++) {
                where = place[i]
                if (where !~ ($1 ~ /marks/ ? "^qemu/" : "^(machine|uml)/") || chosen != "")
                    continue
                sub(/\/[a-z]+/, "/counted", where)
                chosen = where
            }
            if (chosen == "")
                next
            $2 = chosen
            print
        }' "$top/tests/tests.list" <(more_tests) >"$builds/tests.list"
    [ -s "$builds/tests.list" ] || die "none of these tests reaches the library here"
}

# The build's own notes tell the lines of what never ran; what ran without the list is not counted.
report() {
    find "$build/liblvsdr" -name '*.gcda' -delete
    /usr/bin/python3 "$top/tests/coverage.py" "$@" "$build" "$counts"
}

mkdir -p "$build"
case ${1-} in
--table) report && exit ;;
--lines) report --lines && exit ;;
--help) sed -n '3,8s/^# \{0,1\}//p' "$0" && exit 0 ;;
-*) echo "coverage: no option \"$1\" (--table, --lines, --help)" >&2 && exit 2 ;;
esac
build
forget_old
make_list "$@"
export LVSDR_TESTS=$builds/tests.list LVSDR_COUNTS=$counts GCOV_PREFIX_STRIP
depth=${build//[^\/]/}
GCOV_PREFIX_STRIP=${#depth}
mkdir -p "$counts"
make_folders
status=0
"$top/tests/queue.sh" "$builds" || status=$?
report || status=1
exit $status
