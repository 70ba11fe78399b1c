#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# All tests, also on a fresh machine: installs what is missing, builds, and runs what is in tests/tests.list.
# The last line counts them; a test that never ran, and a kernel that does not boot, are failures.
#   --quick  those for the inner loop, with fewer builds; what is left out is listed, and counted as skipped
set -u

quick=no
case ${1-} in
'') ;;
--quick) quick=yes ;;
--help) sed -n '3,5s/^# //p' "$0" && exit 0 ;;
*) echo "run.sh: no option \"$1\" (--quick, --help)" >&2 && exit 2 ;;
esac
top=$(cd "$(dirname "$0")/.." && pwd)
builds=${LVSDR_BUILDS:-$top/build-tests}

die() {
    echo "$1" >&2
    echo "0 passed, 1 failed"
    exit 1
}

configure() { # NAME OPTION...
    local folder=$builds/$1
    shift
    mkdir -p "$folder"
    [ -e "$folder/Makefile" ] ||
        (cd "$folder" && "$top/configure" --quiet --enable-werror "$@") >"$folder/configure.log" 2>&1 ||
        { tail "$folder/configure.log" && return 1; }
}

make_in() { # NAME TARGET...
    local folder=$builds/$1 target
    : >"$folder/make.log"
    for target in "${@:2}"; do
        make -C "$folder" -j"$(nproc)" LIBTOOL="$top/tests/build-step.sh" TESTS= "$target" >>"$folder/make.log" 2>&1 ||
            { tail -n 30 "$folder/make.log" && return 1; }
    done
}

# The scenarios in the languages that are compiled.
build_scenarios() {
    local script
    for script in "$top"/tests/scenarios/build-*.sh; do
        "$script" "$builds/plain" >"$builds/scenarios.log" 2>&1 || { tail -n 30 "$builds/scenarios.log" && return 1; }
    done
}

# The first build makes what stands in the source tree, such as man pages, for all. Of the others, what is run of them.
build() {
    local pids=() pid status=0
    configure plain && make_in plain all check || return
    { configure undefined CFLAGS="-g -O1" --enable-sanitizers=undefined && make_in undefined undefined-tests; } &
    pids+=($!)
    if [ $quick = no ]; then
        build_scenarios &
        pids+=($!)
        { configure address CFLAGS="-g -O1" --enable-sanitizers=address && make_in address address-tests; } &
        pids+=($!)
    fi
    for pid in "${pids[@]}"; do wait "$pid" || status=1; done
    return $status
}

export LVSDR_BEGUN=$EPOCHSECONDS
mkdir -p "$builds"
groups="build test lab web bindings style"
[ $quick = yes ] || groups+=" languages site"
# shellcheck disable=SC2086 # words
"$top/tests/setup.sh" $groups || die "the machine lacks what the tests need"
[ -x "$top/configure" ] || "$top/autogen.sh" >"$builds/autogen.log" 2>&1 || die "autogen.sh failed"
echo "building"
build || die "the build failed"
[ $quick = no ] || exec "$top/tests/queue.sh" --quick "$builds"
exec "$top/tests/queue.sh" "$builds"
