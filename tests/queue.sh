#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Runs the tests of tests/tests.list with what tests/run.sh has built: queue.sh [--quick] BUILDS
# The tests of a place are divided into steps, which workers take from one queue, the longest first. There is one worker
# more than processors, because many tests wait.
# A step in the lab is a guest; what a guest did not come to, because it ended before, goes on in another one.
set -u
export LC_ALL=C

quick=no
[ "$1" != --quick ] || { quick=yes && shift; }
builds=$1
top=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=tests/listed.sh
. "$top/tests/listed.sh"
state=$builds/results # N.log, N.count and N.times of step N
together=150 # seconds of tests, beyond which a step ends; in QEMU, which boots slowly, twice as many
export LVSDR_SILENCE=${LVSDR_SILENCE:-240}
begun=${LVSDR_BEGUN:-$EPOCHSECONDS}
export LVSDR_DEADLINE=$((begun + ${LVSDR_LIMIT:-3600}))
uml_suite=${LVSDR_UML_SUITE-forky}

# Idle, the machine on which the list's seconds were taken needs 500 ms for this: up to 750 count as as quick.
measure_speed() {
    local begun=${EPOCHREALTIME/./} i
    for ((i = 0; i < 200000; i++)); do :; done
    milliseconds=$(((${EPOCHREALTIME/./} - begun) / 1000))
    export LVSDR_SLOWNESS=$((1 + milliseconds / 750))
}

# User-mode Linux needs no ptrace since 6.16: it is three times as quick as this machine's suite's, which does where the
# other one cannot be had.
choose_uml() {
    local version
    chosen yes | grep -q '^uml' || return
    if [ -z "$uml_suite" ] ||
        ! version=$("$tests/lab/run.sh" --kernel uml --suite "$uml_suite" uname -r 2>"$state/uml.log"); then
        [ -z "$uml_suite" ] || { echo "user-mode Linux of $uml_suite cannot be had:" && tail -n 3 "$state/uml.log"; }
        uml_suite='' version="of this machine's suite"
    fi
    echo "user-mode Linux: $version"
}

chosen() { # YES-OR-NO: what is run, or what is left out
    "$tests/list.sh" runs | awk -v quick=$quick -v wanted="$1" '
        { chosen = quick == "no" || ($3 ~ /quick/ && $1 ~ "^(machine|uml)/(plain|undefined)") ? "yes" : "no" }
        chosen == wanted'
}

# A line "SECONDS PLACE NAME..." for each.
make_steps() {
    chosen yes | sort -k 1,1 -k 2,2nr | awk -v together=$together '
        function put() { if (names != "") print sum, place names }
        $1 != place || sum + $2 > (/^qemu/ ? 2 * together : together) { put(); place = $1; names = ""; sum = 0 }
        { sum += $2; names = names " " $4 }
        END { put() }' | sort -k 1,1nr
}

title() { # PLACE
    local where build ipvs text
    IFS=/ read -r where build ipvs <<<"$1"
    case $where in
    machine) text="this machine" ;;
    valgrind) text="valgrind" ;;
    uml) text="user-mode Linux" ;;
    qemu) text="QEMU" ;;
    esac
    [ -z "$ipvs" ] || text+=" without IPVS"
    case $build in
    address) text+=", AddressSanitizer" ;;
    undefined) text+=", UBSan" ;;
    esac
    echo "$text"
}

run_here() { # BUILD NAME...
    local status=0 name
    cd "$1" || return
    export top_srcdir=$top
    for name in "${@:2}"; do run_test "$1" "$name" || status=1; done
    return $status
}

# The N-th of the processors that this process may run on, counted in circles.
processor() { # N
    awk -v n="$1" '$1 == "Cpus_allowed_list:" {
        ranges = split($2, range, ",")
        for (i = 1; i <= ranges; i++) {
            split(range[i] "-" range[i], end, "-")
            for (cpu = end[1]; cpu <= end[2]; cpu++) list[count++] = cpu
        }
        print list[n % count]
    }' /proc/self/status
}

# Tests end silent ones themselves; the guest's limit is for a kernel that does nothing any more.
run_guest() { # KERNEL NO-IPVS BUILD NAME...
    local counts=() suite=''
    [ "$1" != uml ] || suite=$uml_suite
    [ -z "${LVSDR_COUNTS-}" ] ||
        counts=(--output "$LVSDR_COUNTS" --env LVSDR_COUNTS=/run/lab-output --env "GCOV_PREFIX_STRIP=$GCOV_PREFIX_STRIP")
    "$tests/lab/run.sh" --kernel "$1" ${suite:+--suite "$suite"} ${2:+--no-ipvs} --quiet-limit $((LVSDR_SILENCE + 60)) \
        --env "ASAN_OPTIONS=abort_on_error=0" --env "LVSDR_SILENCE=$LVSDR_SILENCE" \
        --env "LVSDR_TESTS=${LVSDR_TESTS-}" --env "LVSDR_DEADLINE=$LVSDR_DEADLINE" "${counts[@]}" "$tests/kernel/run.sh" "${@:3}"
}

run_there() { # PLACE NAME...
    local where build ipvs
    IFS=/ read -r where build ipvs <<<"$1"
    shift
    measure_speed
    case $where in
    machine) (run_here "$builds/$build" "$@") ;;
    valgrind) (
        under=(valgrind --quiet --leak-check=full --error-exitcode=99)
        run_here "$builds/$build" "$@"
    ) ;;
    *) run_guest "$where" "$ipvs" "$builds/$build" "$@" ;;
    esac
}

has_line() { # FILE LINE
    grep -a -q "^$2\$" "$1"
}

# Sets "left" to the tests that have not ended, and tells which of them was cut off, or that none began.
find_left() { # LOG STATUS NAME...
    local log=$1 status=$2 name
    shift 2
    left=()
    for name; do has_line "$log" "$name: [0-9]* s" || left+=("$name"); done
    if [ ${#left[@]} = 0 ]; then
        [ "$status" = 0 ] || grep -q '^\[  FAILED  \]' "$log" || echo "[  FAILED  ] the step ended with status $status"
    elif has_line "$log" "\[ RUN      \] ${left[0]}"; then
        echo "[  FAILED  ] ${left[0]} was cut off: what it ran in ended with status $status"
        left=("${left[@]:1}")
    elif [ ${#left[@]} -lt $# ]; then
        echo "[  FAILED  ] between two tests, what they ran in ended with status $status"
    else
        for name in "${left[@]}"; do echo "[  FAILED  ] $name never ran: status $status"; done
        left=()
    fi
}

times() { # PLACE LOG: a line "SECONDS PLACE NAME" for each test
    sed -n 's/^\([^ ]*\): \([0-9]*\) s$/\2 \1/p' "$2" | while read -r seconds name; do echo "$seconds $1 $name"; done
}

distinct() { # RESULT LOG: cmocka names what failed or was skipped twice, and counts it once more
    grep -a "^\[ *$1 *\] " "$2" | grep -v 'test(s), listed below' | sort -u | wc -l
}

run_step() { # NUMBER PLACE NAME...
    local log=$state/$1.log place=$2 status left begun=$SECONDS good bad skipped
    left=("${@:3}")
    : >"$log"
    while [ ${#left[@]} -gt 0 ]; do
        status=0
        run_there "$place" "${left[@]}" >"$log.part" 2>&1 </dev/null || status=$?
        find_left "$log.part" $status "${left[@]}" >"$log.left"
        cat "$log.part" "$log.left" >>"$log"
    done
    rm -f "$log.part" "$log.left"
    good=$(grep -a -c '^\[       OK \]' "$log")
    bad=$(distinct FAILED "$log")
    skipped=$(($(distinct SKIPPED "$log") + $(distinct 'LEFT OUT' "$log")))
    if [ "$bad" -gt 0 ]; then
        echo "---- $(title "$place")"
        grep -a -v '^\[ RUN\|^\[       OK' "$log" | tail -n 60
    fi
    times "$place" "$log" >"$state/$1.times"
    echo "$good $bad $skipped" >"$state/$1.count"
    printf '%-44s %4d passed, %d failed  (%d s): %s\n' "$(title "$place")" "$good" "$bad" $((SECONDS - begun)) "${*:3}"
}

work() { # NUMBER of the worker
    local number words
    LVSDR_LAB_PROCESSOR=$(processor "$1")
    export LVSDR_LAB_PROCESSOR
    for number in "${!steps[@]}"; do
        mkdir "$state/$number.taken" 2>/dev/null || continue
        read -ra words <<<"${steps[$number]}"
        run_step "$number" "${words[@]:1}"
    done
}

stop() {
    local worker
    for worker in "${workers[@]}"; do kill -TERM -- "-$worker" 2>/dev/null; done
    wait
    exit 143
}

tell_slowest() {
    echo "the slowest:"
    cat "$state"/*.times | sort -k 1,1nr | head -n 10 | while read -r seconds place name; do
        printf '    %4d s  %s (%s)\n' "$seconds" "$name" "$(title "$place")"
    done
}

# What the end of the time left out.
tell_late() {
    local late
    late=$(sed -n 's/^\[ LEFT OUT \] \([^ ]*\): the time was over$/\1/p' "$state"/*.log | sort | xargs)
    [ -z "$late" ] || echo "left out, for the time was over: $late"
}

tell_left_out() {
    local place
    echo "left out by --quick:"
    for place in $(chosen no | cut -d ' ' -f 1 | sort -u); do
        echo "    $(title "$place"): $(chosen no | awk -v place="$place" '$1 == place { print $4 }' | xargs)"
    done
}

# What a step that left no result was to run.
tell_missing() {
    local number words
    for number in "${!steps[@]}"; do
        [ ! -e "$state/$number.count" ] || continue
        read -ra words <<<"${steps[$number]}"
        printf '[  FAILED  ] %s never ran: its step was cut off\n' "${words[@]:2}"
        echo "0 $((${#words[@]} - 2)) 0" >"$state/$number.count"
    done
}

rm -rf "$state"
mkdir -p "$state"
mapfile -t steps < <(make_steps)
[ ${#steps[@]} -gt 0 ] || { echo "no tests are listed" && echo "0 passed, 1 failed" && exit 1; }
workers=()
measure_speed
echo "speed: a job of 500 ms takes $milliseconds here"
choose_uml
trap stop TERM INT HUP
set -m # each worker leads a process group, to be ended with it
for ((i = 0; i <= $(nproc) && i < 5; i++)); do
    work $i &
    workers+=($!)
done
set +m
wait
tell_missing
tell_slowest
took=$((EPOCHSECONDS - begun))
echo "time: $((took / 60)) min $((took % 60)) s"
left_out=0
tell_late
[ $quick = no ] || { tell_left_out && left_out=$(chosen no | wc -l); }
awk -v skipped="$left_out" '{ passed += $1; failed += $2; skipped += $3 }
    END {
        print passed + 0 " passed, " failed + 0 " failed" (skipped ? ", " skipped " skipped" : "")
        exit failed > 0 || !passed
    }' "$state"/*.count
