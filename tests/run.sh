#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# All tests, also on a fresh machine: unit tests natively and under valgrind, kernel tests in
# user-mode Linux and in QEMU, and once more with UndefinedBehaviorSanitizer (user-mode Linux) and
# AddressSanitizer (QEMU). The last line counts them; a kernel that does not boot is a failure.
set -u

case ${1-} in
--help) sed -n '3,6s/^# //p' "$0" && exit 0 ;;
esac
top=$(cd "$(dirname "$0")/.." && pwd)
builds=${LVSDR_BUILDS:-$top/build-tests}
results=$builds/results # a line "PASSED FAILED" for each step

die() {
    echo "$1" >&2
    echo "0 passed, 1 failed"
    exit 1
}

build() { # NAME CONFIGURE-OPTION...
    local folder=$builds/$1
    shift
    mkdir -p "$folder"
    [ -e "$folder/Makefile" ] ||
        (cd "$folder" && "$top/configure" --quiet --enable-werror "$@") >"$folder/configure.log" 2>&1 ||
        { tail "$folder/configure.log" && return 1; }
    { make -C "$folder" -j"$(nproc)" && make -C "$folder" -j"$(nproc)" check TESTS=; } \
        >"$folder/make.log" 2>&1 || { tail -n 30 "$folder/make.log" && return 1; }
}

# Counts what cmocka, and scripts that print like it, reported in a log.
count() { # NAME LOG STATUS SECONDS
    local good bad
    good=$(grep -c '^\[       OK \]' "$2")
    bad=$(grep -c '^\[  FAILED  \] [a-z].*' "$2")
    if [ "$bad" -gt 0 ] || [ "$3" != 0 ] || [ "$good" = 0 ]; then
        [ "$bad" -gt 0 ] || bad=1
        echo "---- $1 (status $3)"
        grep -v '^\[ RUN\|^\[       OK' "$2" | tail -n 60
    fi
    echo "$good $bad" >>"$results"
    printf '%-44s %4d passed, %d failed  (%d s)\n' "$1" "$good" "$bad" "$4"
}

step() { # NAME COMMAND...
    local name=$1 log=$builds/log-$BASHPID status=0 started=$SECONDS
    shift
    "$@" >"$log" 2>&1 </dev/null || status=$?
    count "$name" "$log" $status $((SECONDS - started))
}

units() { # COMMAND-PREFIX...
    local test status=0
    for test in codecs columns connections messages nft objects packets service_line states; do
        "$@" "$builds/plain/tests/unit/test-$test" || status=1
    done
    return $status
}

guards() {
    local status=0 check
    cd "$builds/plain" || return
    for check in "$top"/tests/abi/check-*.sh "$top"/tests/docs/check-*.sh; do
        if top_srcdir=$top "$check"; then
            echo "[       OK ] ${check##*/}"
        else # also 77, left out: what it needs is here
            echo "[  FAILED  ] ${check##*/}, status $?" && status=1
        fi
    done
    top_srcdir=$top "$top/tests/abi/test-guards.sh" || status=1
    return $status
}

python() {
    cd "$builds/plain" && top_srcdir=$top "$top/tests/python/check.sh"
}

in_lab() { # KERNEL BUILD [TEST]...
    local kernel=$1 build=$2 options=()
    shift 2
    [ "${1-}" != ipvs-missing ] || options=(--no-ipvs)
    "$top/tests/lab/run.sh" --kernel "$kernel" --timeout 1000 "${options[@]}" \
        --env "ASAN_OPTIONS=abort_on_error=0" "$top/tests/kernel/run.sh" "$builds/$build" "$@"
}

scenarios() { # KERNEL [SCENARIO]...
    "$top/tests/lab/run.sh" --kernel "$1" --timeout 600 "$top/tests/scenarios/run.sh" "$builds/plain" "${@:2}"
}

# Those that go through all of the library's calls.
programs="attributes connections ipvs marks network options plans random-states states sync_daemon undo"

mkdir -p "$builds"
"$top/tests/setup.sh" build test lab web bindings || die "the machine lacks what the tests need"
[ -x "$top/configure" ] || "$top/autogen.sh" >"$builds/autogen.log" 2>&1 || die "autogen.sh failed"
echo "building: plain, clang, AddressSanitizer, UndefinedBehaviorSanitizer"
build plain || die "the build failed"
build clang CC=clang || die "the build with clang failed"
build address --enable-sanitizers=address || die "the build with AddressSanitizer failed"
build undefined --enable-sanitizers=undefined || die "the build with UBSan failed"

rm -f "$results"
: >"$results"
step "headers, symbols, README, tutorial" guards
# Two processors, two lanes.
{
    step "kernel tests, user-mode Linux" in_lab uml plain
    # shellcheck disable=SC2086 # words
    step "kernel tests, user-mode Linux, UBSan" in_lab uml undefined $programs
    step "kernel without IPVS, user-mode Linux" in_lab uml undefined ipvs-missing
    step "the tutorial's pages, user-mode Linux" in_lab uml plain docs
    step "C, Python and LuaJIT, user-mode Linux" scenarios uml
} &
step "unit tests" units env
step "unit tests, valgrind" units "$builds/plain/libtool" --mode=execute valgrind --quiet \
    --leak-check=full --error-exitcode=99
step "the Python package" python
step "inputs of the fuzz targets, AddressSanitizer" bash "$top/tests/fuzz/replay.sh" "$builds/address"
step "memory that ends" "$builds/plain/tests/unit/test-memory"
# shellcheck disable=SC2086 # words
step "kernel tests, QEMU, AddressSanitizer" in_lab qemu address $programs privilege wire pnmpp python
step "C, Python and LuaJIT, QEMU: packet marks" scenarios qemu 16-marks
step "the tutorial's pages, QEMU" in_lab qemu plain docs
step "kernel without IPVS, QEMU, AddressSanitizer" in_lab qemu address ipvs-missing
step "the lab itself" "$top/tests/lab/selftest.sh"
wait

steps=16
[ "$(wc -l <"$results")" = $steps ] || echo "0 1" >>"$results" # one of them was cut off
awk '{ passed += $1; failed += $2 }
    END { print passed " passed, " failed " failed"; exit failed > 0 }' "$results"
