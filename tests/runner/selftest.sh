#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The runner itself, with a list of made-up tests, here and in guests: what hangs, fails, dies or takes its kernel with
# it is told by its name, and all others run. A line for each check.
# shellcheck disable=SC2016 # the programs expand it
set -u

here=$(cd "$(dirname "$0")" && pwd)
tests=$(dirname "$here")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=0

check() { # NAME COMMAND...
    local name=$1
    shift
    if "$@"; then
        echo "[       OK ] runner: $name"
    else
        status=1
        sed 's/^/    | /' "$folder/out"
        echo "[  FAILED  ] runner: $name"
    fi
}

says() { # TEXT: a whole line
    grep -qxF -e "$1" "$folder/out"
}

matches() { # PATTERN
    grep -q -e "$1" "$folder/out"
}

last_line_is() { # TEXT
    [ "$(tail -n 1 "$folder/out")" = "$1" ]
}

program() { # NAME LINE...: a test, which is a program of the build
    local file=$folder/builds/plain/tests/$1
    shift
    { echo '#!/bin/bash' && printf '%s\n' "$@"; } >"$file"
    chmod +x "$file"
}

# Runs what is listed; succeeds when it ends with that status.
run() { # STATUS OPTION...
    local expected=$1 ended=0
    shift
    LVSDR_TESTS=$folder/list LVSDR_SILENCE=${silence:-30} "$tests/queue.sh" "$@" "$folder/builds" >"$folder/out" 2>&1 || ended=$?
    [ "$ended" = "$expected" ] || { echo "ended with $ended" >>"$folder/out" && return 1; }
}

every_source_is_listed() {
    local file elsewhere=" kernel/run.sh kernel/agent.sh " # the latter takes too long for each run
    for file in "$tests"/unit/test-*.c "$tests"/kernel/test-*.c "$tests"/kernel/*.sh "$tests"/{abi,docs,style}/check-*.sh; do
        file=${file#"$tests"/}
        [[ $elsewhere = *" $file "* ]] || grep -Eq "[[:space:]]${file%.c}( |$)" "$tests/tests.list" || echo "$file"
    done >"$folder/out"
    [ ! -s "$folder/out" ]
}

mkdir -p "$folder/builds/plain/tests"
program good 'echo "[ RUN      ] test_a"; echo "[       OK ] test_a"; echo "[       OK ] test_b"'
program quiet true
program skips 'echo "[       OK ] test_a"; for _ in 1 2; do echo "[  SKIPPED ] test_b"; done'
program bad 'echo "[       OK ] test_a"; for _ in 1 2; do echo "[  FAILED  ] test_b"; done; exit 1'
program lies 'echo "[  FAILED  ] test_c"'
program dies 'kill -SEGV $$'
program hangs 'echo begun; printf "half a line"; sleep 1000 & sleep 1000'
program daemon 'sleep 1000 & echo "[       OK ] test_a"'
program slow 'for i in {1..8}; do sleep 1; echo $i; done; echo "[       OK ] test_a"'
program dead-kernel 'echo o >/proc/sysrq-trigger; sleep 1000'

check "every source is listed" every_source_is_listed

cat >"$folder/list" <<'LIST'
good    machine/plain:3     quick   good
quiet   machine/plain:2     -       quiet
daemon  machine/plain:1     quick   daemon
LIST
check "what passes" run 0
check "is counted, a test that counts nothing as one" last_line_is "4 passed, 0 failed"
check "--quick" run 0 --quick
check "tells what it leaves out" says "    this machine: quiet"
check "and counts it" last_line_is "3 passed, 0 failed, 1 skipped"

echo 'good    machine/plain:1,machine/address:1     quick   good' >"$folder/list"
check "--quick takes no build with AddressSanitizer" run 0 --quick
check "and tells so" says "    this machine, AddressSanitizer: good"

cat >"$folder/list" <<'LIST'
good    machine/plain:3     quick   good
quiet   machine/plain:2     -       quiet
daemon  machine/plain:1     quick   daemon
skips   machine/plain:1     -       skips
LIST
check "what a test skips" run 0
check "is counted once" last_line_is "5 passed, 0 failed, 1 skipped"

export LVSDR_LIMIT=0
check "when the time is over" run 1
check "no test begins, and each is told" says "left out, for the time was over: daemon good quiet skips"
check "and counted" last_line_is "0 passed, 0 failed, 4 skipped"
unset LVSDR_LIMIT

cat >"$folder/list" <<'LIST'
hangs       machine/plain:9     -   hangs
slow        machine/plain:8     -   slow
bad         machine/plain:6     -   bad
lies        machine/plain:5     -   lies
dies        machine/plain:4     -   dies
no-program  machine/plain:3     -   no-program
good        machine/plain:1     -   good
LIST
silence=4
check "what fails" run 1
check "a test that hangs is told" matches "^\[  FAILED  \] hangs: nothing was heard of it for [0-9]* s$"
check "with what it said" says "half a line"
check "one that says something may take longer" matches "4 passed, 5 failed"
check "one that dies is told" says "[  FAILED  ] dies ended with status 139"
check "one that is not there is told" says "[  FAILED  ] no-program ended with status 127"
check "all are counted" last_line_is "4 passed, 5 failed"
check "nothing is left running" eval '! pgrep -f "$folder/builds/plain/tests/hangs"'
check "the slowest are told" matches "^ *[0-9]* s  slow (this machine)$"

cat >"$folder/list" <<'LIST'
hangs       uml/plain:9     -   hangs
good        uml/plain:8     -   good
dead-kernel uml/plain:7     -   dead-kernel
bad         uml/plain:6     -   bad
LIST
silence=10
export LVSDR_UML_SUITE=nothing
check "in guests" run 1
check "a suite that there is not is told" says "user-mode Linux of nothing cannot be had:"
check "and the machine's taken" says "user-mode Linux: of this machine's suite"
check "a test that hangs is told" matches "^\[  FAILED  \] hangs: nothing was heard"
check "one whose kernel ends is told" matches "^\[  FAILED  \] dead-kernel was cut off: what it ran in ended with status 125$"
check "all others ran" last_line_is "3 passed, 3 failed"

mkdir "$folder/two words" # which a kernel's command line does not take
export TMPDIR="$folder/two words"
check "a kernel that does not come up" run 1
check "is told for every test" test "$(grep -c 'never ran: status 125$' "$folder/out")" = 4
check "and every test counted" last_line_is "0 passed, 4 failed"
: >"$folder/list"
check "an empty list fails" run 1
check "and says so" last_line_is "0 passed, 1 failed"
exit $status
