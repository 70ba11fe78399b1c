#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What lvsdrctl and lvsdr-ipvsadm say to calls, files and terminals as a bad day has them: a sentence, and a documented
# status. Nothing here gets as far as the kernel.
set -u

ctl=$PWD/tools/lvsdrctl/lvsdrctl front=$PWD/tools/lvsdr-ipvsadm/lvsdr-ipvsadm refuse=$PWD/tests/networks/.libs/refuse.so
states=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd)/examples/states
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
status=0

report() { # RESULT NAME [DETAIL]
    if [ "$1" = 0 ]; then
        echo "[       OK ] tools: $2"
    else
        echo "[  FAILED  ] tools: $2: ${3-}" && status=1
        cat -v err
    fi
}

# It ends so, and says that: one sentence without a control character.
says() { # NAME STATUS PATTERN COMMAND...
    local name=$1 expected=$2 pattern=$3 ended=0
    shift 3
    "$@" >out 2>err <"${input-/dev/null}" || ended=$?
    [ $ended = "$expected" ] && { [ "$pattern" ] || [ ! -s err ]; } && { [ ! "$pattern" ] || grep -q -e "$pattern" err; } && ! tr -d '\n' <err | grep -q '[[:cntrl:]]'
    report $? "$name" "it ended with $ended"
}

# ---- What cannot be written is told by the status.
full() { # COMMAND...: its status where the disk is full
    "$@" >/dev/full
}
closed() { # COMMAND...: with no standard files
    "$@" <&- >&- 2>err
}
for words in "--help" "-V" "--parts help" "--format help" "completion bash" "diff $states/director.json $states/real-server.json"; do
    expected=1
    [ "${words#diff}" = "$words" ] || expected=2
    # shellcheck disable=SC2086 # several words
    says "a full disk, ${words%% /*}" $expected '^lvsdrctl: standard output: No space left' full "$ctl" $words
    # shellcheck disable=SC2086
    says "no standard output, ${words%% /*}" $expected '^lvsdrctl: standard output: Bad file' closed "$ctl" $words
done
for words in -h -v; do
    says "a full disk, lvsdr-ipvsadm $words" 255 '^lvsdr-ipvsadm: standard output: No space left' full "$front" $words
    says "no standard output, lvsdr-ipvsadm $words" 255 '^lvsdr-ipvsadm: standard output: Bad file' closed "$front" $words
done
says "no standard input" 1 '^standard input: Bad file' closed "$ctl" --scope everything plan -
says "no standard input for rules" 255 '^lvsdr-ipvsadm: standard input: Bad file' closed "$front" -R

# ---- Words.
long=$(head -c 100000 /dev/zero | tr '\0' x)
ugly=$'\e[31m\r\x9b'
says "a long option" 2 'there is no such option' "$ctl" "--$long"
says "a long verb" 2 'there is no verb' "$ctl" "$long"
says "a long scope" 1 'cannot describe a scope' "$ctl" --scope "$long" read
says "an ugly option" 2 '^lvsdrctl: "--\\x1b\[31m\\x0d\\x9b": there is no such option' "$ctl" "--$ugly"
says "an ugly letter" 2 '^lvsdrctl: "-\\x1b": there is no such option' "$ctl" --quiet "-$ugly"
says "an ugly verb" 2 '^lvsdrctl: there is no verb "\\x1b' "$ctl" "$ugly"
says "an ugly number" 2 '^lvsdrctl: "\\x1b.* is not a number' "$ctl" weight 1.1.1.1 "$ugly"
says "an ugly file" 1 '^\\x1b\[31m\\x0d\\x9b: No such file' "$ctl" --scope 1.1.1.1 plan "$ugly"
says "an ugly record" 1 '^\\x1b' "$ctl" undo "$ugly"
says "an ugly namespace" 1 'cannot open \\x1b' "$ctl" --netns "$ugly" read --scope everything
says "an ugly option of lvsdr-ipvsadm" 255 '^-L\\x1b' "$front" "-L$ugly"
says "an ugly scheduler" 2 'illegal scheduler' "$front" -A -t 1.1.1.1:80 -s "$ugly"
says "an option cut short" 2 '^lvsdrctl: "--s": there is no such option, or several that begin so' "$ctl" --s x read
says "a value that is missing" 2 '^lvsdrctl: "--record": its value is missing' "$ctl" --record
says "a value that is too much" 2 '^lvsdrctl: "--quiet=3": the option has no value' "$ctl" --quiet=3
says "a name of nothing" 2 '^lvsdrctl: there is no verb ""' "$ctl" ""
for number in -1 0 99999999999999999999 -99999999999999999999 1e3 0x10 ' ' '' 3x; do
    says "--timeout '$number'" 2 'must be 1 to 86400 seconds' "$ctl" --timeout "$number" read
    says "--samples '$number'" 2 'is not a number from 1 to 4294967295' "$ctl" --samples "$number" top
    says "a weight '$number'x" 2 'is not a number from 0 to 2147483647' "$ctl" weight 1.1.1.1 -- "${number}x"
done
for number in -1 nan inf 1e99 '' x; do
    says "--interval '$number'" 2 'must be 0.01 to 3600 seconds' "$ctl" --interval "$number" watch
done
says "diff in a namespace that there is not" 2 'cannot open nosuch' "$ctl" --netns nosuch diff "$states/director.json"
says "diff of two files in a wrong scope" 2 'cannot describe a scope' "$ctl" --scope nosuch diff "$states/director.json" "$states/director.yaml"

# ---- Files.
refused() { # NAME PATTERN [FILE]: as a state, whose message may follow the file and the line
    says "$1" 1 "$2" "$ctl" --scope 192.168.1.41 plan "${3-x.json}"
}
refused "a folder" '^/: Is a directory' /
refused "a device without an end" '^/dev/zero: File too large' /dev/zero
: >x.json && : >x.yaml
refused "an empty file" 'it is empty'
refused "an empty file of YAML" '^x.yaml:1: it is empty' x.yaml
head -c 100000 /dev/urandom >x.json && cp x.json x.yaml
refused "noise" 'it is not a text'
refused "noise of YAML" '^x.yaml:1: it is not YAML' x.yaml
yes '{"a":' | head -n 100000 >x.json && cp x.json x.yaml
refused "a deep file" 'maximum parsing depth'
refused "a deep file of YAML" '^x.yaml:34: it is nested too deeply' x.yaml
printf '{"lvsdr_state": 1, "services": [], "services": []}' >x.json
refused "a member twice" 'duplicate object key'
printf 'lvsdr_state: 1\nservices: []\nservices: []\n' >x.yaml
refused "a member twice in YAML" '^x.yaml:3: a member is there twice: services' x.yaml
printf 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n' >x.yaml
refused "anchors" '^x.yaml:1: anchors, aliases and tags are not supported' x.yaml
printf '!!python/object:os.system x\n' >x.yaml
refused "a tag" '^x.yaml:1: anchors, aliases and tags are not supported' x.yaml
printf '{"lvsdr_state": 1\0}' >x.json
refused "a null byte" 'cannot read the state'
printf '"lvsdr_state\\0x": 1\n' >x.yaml
refused "a name with a null byte" '^x.yaml:1: the name has a null byte' x.yaml
printf 'lvsdr_state: "1\\0"\n' >x.yaml
refused "a text with a null byte" '^x.yaml:1: the text has a null byte' x.yaml
printf 'lvsdr_state: 99999999999999999999\n' >x.yaml
refused "a number that is too large" '^x.yaml:1: the number is too large' x.yaml
printf 'lvsdr_state: 1\n"\\e[31m": 1\n' >x.yaml
refused "an ugly name" '^x.yaml:1: .*x1b\[31m' x.yaml
printf '\n\nservices: []\n' >x.yaml
refused "a member that is missing" '^x.yaml:3: .*/lvsdr_state: it must be 1' x.yaml
printf 'lvsdr_state: 1\n"\\e[31m": 1\n"\\e[31m": 2\n' >$'\e.yaml'
refused "an ugly name twice in an ugly file" '^\\x1b.yaml:3: a member is there twice: \\x1b\[31m' $'\e.yaml'
printf '{"lvsdr_state": 1, "timeouts": {"tcp": 5}}' >x.json
cp x.json y.json
says "two files with the same timeout" 1 '^lvsdrctl: two files have the timeout tcp' "$ctl" --scope 1.1.1.1 plan x.json y.json
says "a plan that is a state" 1 'cannot read' "$ctl" undo x.json
if [ "$(id -u)" != 0 ] || command -v setpriv >/dev/null; then
    printf x >secret.json && chmod 0 secret.json && chmod 755 .
    as_user=()
    [ "$(id -u)" != 0 ] || as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    says "a file that is not for us" 1 '^secret.json: Permission denied' "${as_user[@]}" "$ctl" --scope 1.1.1.1 plan secret.json
fi

# ---- Rules on standard input.
restores() { # NAME STATUS PATTERN: of the file x
    input=x says "$1" "$2" "$3" "$front" -R
}
: >x
restores "rules of nothing" 0 ''
printf '%s' "-A -t $long" >x
restores "a line that is too long" 2 '^too long line (line 1)$'
printf -- '-A -t 1.1.1.1:80\0 -s nosuch\n' >x
restores "rules with a null byte" 2 '^null byte in a line (line 1)$'
yes word | head -n 100 | tr '\n' ' ' >x
restores "a line of many words" 2 '^too many words (line 1)$'
input=/ says "rules from a folder" 255 '^lvsdr-ipvsadm: standard input: Is a directory' "$front" -R
input=/dev/zero says "rules from a device without an end" 2 '^null byte in a line' "$front" -R

# ---- Terminals.
says "top without a terminal" 1 '^lvsdrctl: top needs a terminal; --batch needs none' "$ctl" top
on_terminal() { # COMMAND...: what it prints on one goes to standard error
    /usr/bin/python3 -c 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))' "$@" | tr -d '\r' >&2
    return "${PIPESTATUS[0]}"
}
if [ -x /usr/bin/python3 ]; then
    says "top on an unknown terminal" 1 '^lvsdrctl: the terminal is of an unknown kind' on_terminal env TERM=nosuch "$ctl" top
    says "top on a terminal without a name" 1 '^lvsdrctl: the terminal is of an unknown kind' on_terminal env -u TERM "$ctl" top
    says "top on a dumb terminal" 1 '^lvsdrctl: the terminal is of an unknown kind' on_terminal env TERM=dumb "$ctl" top
fi

# ---- Without memory: the same as ever, or it says so. One of so many allocations fails each time.
every=61
without_memory() { # STATUS COMMAND...: of the failure
    local failure=$1 n ended expected=0 count=0
    shift
    "$@" >whole 2>told </dev/null || expected=$?
    for ((n = 1 + RANDOM % every; ; n += every)); do
        rm -f failed
        ended=0
        LVSDR_ALLOCATION="$n program" LVSDR_ALLOCATION_FAILED=failed LD_PRELOAD=$refuse "$@" >out 2>err </dev/null || ended=$?
        [ -e failed ] || break
        count=$((count + 1))
        [ $ended != $expected ] || ! cmp -s out whole || ! cmp -s err told || continue
        [ $ended = "$failure" ] && [ -s err ] && continue
        report 1 "without memory, ${*:2}" "allocation $n: it ended with $ended"
        return
    done
    report $((count == 0)) "without memory, ${*:2}" "no allocation failed"
}
if [ -e "$refuse" ] && ! ldd "$ctl" | grep -q 'lib[a-z]*san\.'; then
    without_memory 2 "$ctl" diff "$states/director.yaml" y.json
    without_memory 2 "$ctl" --format json diff y.json "$states/director.yaml"
    without_memory 1 "$ctl" --scope 192.168.1.41 plan "$states/director.yaml" "$states/real-server.json"
    every=7
    without_memory 255 "$front" -A -t 1.1.1.1:80 -s aaaaaaaaaaaaaaaaaaaaaaaaa
fi
exit $status
