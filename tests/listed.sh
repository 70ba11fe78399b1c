# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Runs tests of tests/tests.list one after the other, each with limits of its own; sourced by tests/kernel/run.sh and
# tests/queue.sh. LVSDR_SLOWNESS, which tests/queue.sh measures, says how many times slower this machine is now than
# the one on which the list's seconds were taken, LVSDR_SILENCE after how many seconds without a word a test is ended.
# From the time LVSDR_DEADLINE on, in seconds since 1970, no test begins.
# In the folder LVSDR_COUNTS, of tests/coverage.sh, each test counts what it runs of the library.

under=() # a command that programs run under, such as valgrind
tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

end_session() { # PID: asked first, so that it can clean up
    kill -TERM -- "-$1" 2>/dev/null
    sleep 2
    kill -KILL -- "-$1" 2>/dev/null
}

# Runs a command and passes on what it prints. It is ended when it has printed nothing for SILENCE seconds, or not ended after TOTAL seconds.
watch() { # SILENCE TOTAL COMMAND...
    local silence=$1 total=$2 begun=$SECONDS heard=$SECONDS out pid line part='' result=0
    shift 2
    said_ok=no said_failed=no cut_off=''
    exec {out}< <(exec setsid "$@" </dev/null 2>&1)
    pid=$!
    trap 'end_session $pid; exit 143' TERM INT HUP
    while :; do
        if IFS= read -r -t 1 -u "$out" line; then
            printf '%s\n' "$part$line"
            case $part$line in
            '[       OK ] '*) said_ok=yes ;;
            '[  FAILED  ] '*) said_failed=yes ;;
            esac
            part='' heard=$SECONDS
        elif [ -n "$line" ]; then
            part+=$line heard=$SECONDS
        elif ! kill -0 $pid 2>/dev/null; then
            break # what it left in the background may still have its output
        else
            sleep 0.1
        fi
        if [ $((SECONDS - heard)) -ge "$silence" ]; then
            cut_off="nothing was heard of it for $silence s" && break
        elif [ $((SECONDS - begun)) -ge "$total" ]; then
            cut_off="it did not end within $total s" && break
        fi
    done
    [ -z "$cut_off" ] || end_session $pid
    [ -z "$part" ] || printf '%s\n' "$part"
    wait $pid || result=$?
    trap - TERM INT HUP
    exec {out}<&-
    return $result
}

# One test; "[ RUN      ] NAME" is its first line and "NAME: N s" its last. One that counts nothing itself is one that
# passed, or failed.
run_test() { # BUILD NAME
    local begun=$SECONDS result=0 slowness=${LVSDR_SLOWNESS:-1} words seconds word command=()
    cut_off=''
    if [ "${LVSDR_DEADLINE:-0}" -gt 0 ] && [ "$EPOCHSECONDS" -ge "$LVSDR_DEADLINE" ]; then
        echo "[ LEFT OUT ] $2: the time was over"
        echo "$2: 0 s"
        return
    fi
    [ -z "${LVSDR_COUNTS-}" ] || export GCOV_PREFIX=$LVSDR_COUNTS/$2
    echo "[ RUN      ] $2"
    words=$("$tests/list.sh" command "$2") || words="0 $2"
    read -r seconds words <<<"$words"
    for word in $words; do
        case $word in
        BUILD) command+=("$1") ;;
        *) command+=("$word") ;;
        esac
    done
    case ${command[0]} in
    *.sh) command=(bash "$tests/${command[0]}" "${command[@]:1}") ;;
    *) command=("${under[@]}" "$1/tests/${command[0]}" "${command[@]:1}") ;;
    esac
    watch $((${LVSDR_SILENCE:-240} * slowness)) $(((seconds * 10 + 300) * slowness)) "${command[@]}" || result=$?
    if [ -n "$cut_off" ]; then
        echo "[  FAILED  ] $2: $cut_off"
    elif [ $result != 0 ] && [ $said_failed = no ]; then
        echo "[  FAILED  ] $2 ended with status $result"
    elif [ $said_ok$said_failed = nono ]; then
        echo "[       OK ] $2"
    fi
    echo "$2: $((SECONDS - begun)) s"
    [ $result = 0 ] && [ $said_failed = no ] && [ -z "$cut_off" ]
}
