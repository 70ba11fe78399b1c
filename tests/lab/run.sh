#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Boots a kernel with IPVS and runs a command in it as root, without touching this machine.
# shellcheck disable=SC2034 # the kernels' scripts read some of the variables
set -eu

usage() {
    cat <<'USAGE'
usage: run.sh [OPTION]... [--] COMMAND [ARGUMENT]...
Boots a kernel with IPVS and runs COMMAND in it as root, in the caller's folder, with this machine's
files at their own paths; what it writes there goes to the guest's memory and is thrown away. Its
output comes back as it appears (both streams merged, carriage returns removed), then its status.

  --kernel KIND     uml   user-mode Linux: a kernel as an ordinary process, one processor
                    qemu  a virtual machine with Debian's stock kernel, two processors
                    host  this machine's own kernel, in private namespaces; takes root, and here
                          COMMAND does write to this machine's files
                    The default is the first of host, uml and qemu that can be used here.
  --timeout SECONDS end with status 124 after this time, the boot included (default 300)
  --quiet-limit SECONDS
                    instead, end with status 124 when COMMAND has printed nothing for so long; both
                    can be given
  --memory MB       memory of the guest (default: uml 512, qemu 1500; host has what it has)
  --cpus N          processors of the guest (default: qemu 2; uml has one; host has what it has)
  --env NAME=VALUE  an environment variable for COMMAND; repeatable
  --interactive     COMMAND reads this terminal, and its output is that of a terminal; if standard input
                    is none, COMMAND gets all that comes from there, which is read before the kernel boots.
                    There is no time limit unless --timeout is given
  --output DIR      a folder of this machine that COMMAND can write to, as $LVSDR_LAB_OUTPUT
  --no-ipvs         a kernel in which IPVS is not there and cannot be loaded (not host)
  --icount          qemu only: one processor whose clock counts instructions, for benchmarks that
                    repeat
  --suite NAME      not host: the kernel of another suite of Debian's archive: user-mode Linux of forky, the
                    stock kernel of bookworm-backports
  --help            this text

COMMAND finds the kind of kernel in $LVSDR_LAB_KERNEL. LVSDR_SLOWNESS, a number, is passed on to it, and
multiplies --quiet-limit and the time that a kernel may take to boot: for a machine that is slow or busy.
User-mode Linux runs on the processor $LVSDR_LAB_PROCESSOR alone, if that is set, which is quicker.
Status: that of COMMAND; 124 when the time was over; 125 when the kernel did not come up, or ended
before COMMAND did; 2 for a wrong call of run.sh.
USAGE
}

fail() { # MESSAGE [STATUS]
    stop_guest
    if [ "${2-125}" = 125 ] && [ -s "${work-}/console" ]; then
        echo "lab: the last lines of the kernel's console:" >&2
        tail -n 20 "$work/console" | tr -d '\r' | sed 's/^/    /' >&2
    fi
    echo "lab: $1" >&2
    exit "${2-125}"
}

# Why a kernel ended stands well before the end of what it says about it.
last_words() {
    grep -a -o 'Kernel panic.*\|Out of memory.*' "$work/console" | tr -d '\r' | head -n 1 | sed 's/^/: /'
}

wrong_call() {
    echo "lab: $1 (--help tells more)" >&2
    exit 2
}

need_number() { # OPTION VALUE
    [[ $2 =~ ^[1-9][0-9]*$ ]] || wrong_call "$1 takes a number, not \"$2\""
}

# Each kernel-KIND.sh defines can_run (quietly: is it usable here?), prepare_kernel, which fails with
# the reason, and start_kernel, which becomes the kernel's process.
use_kernel() {
    [[ $1 =~ ^[a-z]+$ && -f $here/kernel-$1.sh ]] || wrong_call "no kernel \"$1\" (uml, qemu, host)"
    kernel=$1
    # shellcheck source=/dev/null
    . "$here/kernel-$1.sh"
}

choose_kernel() {
    local kinds="host uml qemu" kind
    [ $ipvs = yes ] || kinds="uml qemu"
    [ "$icount$suite" = no ] || kinds=qemu
    for kind in $kinds; do
        use_kernel "$kind"
        if can_run; then return; fi
    done
    fail "none of these kernels can run here: $kinds (tests/setup.sh lab installs what is needed)"
}

# The guest gets everything by this folder: its init, the command and where to leave the status.
fill_work_folder() {
    local variable
    [[ $work =~ ^[A-Za-z0-9/._+-]+$ ]] || fail "TMPDIR has characters that kernels do not take: $work"
    cp "$here"/guest-*.sh "$work/"
    {
        printf 'cd %q || exit 125\n' "$PWD"
        printf 'export LVSDR_LAB_KERNEL=%q\n' "$kernel"
        printf 'export LVSDR_SLOWNESS=%q\n' "$slowness"
        [ -z "$output" ] || echo 'export LVSDR_LAB_OUTPUT=/run/lab-output'
        for variable in "${environment[@]}"; do printf 'export %q\n' "$variable"; done
        printf 'exec --'
        printf ' %q' "$@"
        echo
    } >"$work/command.sh"
    echo $ipvs >"$work/ipvs"
    if [ "$interactive" = no ]; then
        : >"$work/input"
    elif [ "$interactive" = terminal ]; then
        { stty size && echo "${TERM:-dumb}"; } >"$work/terminal"
    else
        cat >"$work/input"
    fi
    echo "$output" >"$work/output"
    mkfifo "$work/keys" "$work/stdout"
}

# The guest leads a process group of its own, so that all its helpers can be ended with it. It reads what is typed
# from a pipe, which never ends: an end would hang the guest's terminal up.
boot() {
    if [ "$interactive" = terminal ]; then
        tee "$work/said" <"$work/stdout" &
    else
        stdbuf -o0 tr -d '\r' <"$work/stdout" | tee "$work/said" &
    fi
    filter=$! # tee
    (
        trap - EXIT
        start_kernel
    ) </dev/null >"$work/console" 2>&1 3>"$work/stdout" 4<>"$work/keys" &
    guest=$!
}

# From the first sign of the guest on, each key goes there, Control-C too.
pass_terminal() {
    [ -z "$settings" ] && [ -e "$work/booted" ] || return 0
    settings=$(stty -g)
    stty raw -echo
    cat <&0 >"$work/keys" &
    keyboard=$!
}

restore_terminal() {
    [ -n "$settings" ] || return 0
    kill "$keyboard" 2>/dev/null || true
    wait "$keyboard" 2>/dev/null || true
    stty "$settings" || true # the terminal may be gone
    settings=
}

stop_guest() {
    [ -n "$guest" ] || return 0
    kill -KILL -- "-$guest" 2>/dev/null || kill -KILL "$guest" 2>/dev/null || true
    wait "$guest" 2>/dev/null || true
    guest=
    wait "$filter" 2>/dev/null || true # everything that came is shown first
    restore_terminal
}

# Has the command printed nothing for too long? Looked at once a second.
is_quiet() {
    local size
    [ $quiet_limit -gt 0 ] && [ -e "$work/booted" ] && [ $SECONDS != "$looked_at" ] || return
    looked_at=$SECONDS
    size=$(stat -c %s "$work/said")
    [ "$size" = "$said" ] || { said=$size && said_at=$SECONDS; }
    [ $((SECONDS - said_at)) -gt $quiet_limit ]
}

wait_for_guest() {
    local deadline=$((SECONDS + timeout)) boot_deadline=$((SECONDS + boot_limit)) said='' said_at looked_at=''
    while kill -0 "$guest" 2>/dev/null; do
        [ "$interactive" != terminal ] || pass_terminal
        if [ "$timeout" -gt 0 ] && [ $SECONDS -ge $deadline ]; then
            fail "the command did not end within $timeout seconds in the $kernel kernel" 124
        elif [ ! -e "$work/booted" ] && [ $SECONDS -ge $boot_deadline ]; then
            fail "the $kernel kernel did not reach userland within $boot_limit seconds"
        elif is_quiet; then
            fail "the command printed nothing for $quiet_limit seconds in the $kernel kernel" 124
        elif ! kill -0 $filter 2>/dev/null && kill -0 "$guest" 2>/dev/null; then
            # Nobody reads our output any more. A guest that is just ending closes it a moment earlier.
            sleep 1
            ! kill -0 "$guest" 2>/dev/null || fail "the output cannot be written" 141
        fi
        sleep 0.1
    done
    stop_guest
    [ -e "$work/booted" ] || fail "the $kernel kernel did not come up"
    [ -s "$work/status" ] || fail "the $kernel kernel ended before the command did$(last_words)"
}

here=$(cd "$(dirname "$0")" && pwd)
slowness=${LVSDR_SLOWNESS:-1}
kernel='' timeout=0 quiet_limit=0 memory='' cpus='' output='' ipvs=yes icount=no suite='' interactive=no
work='' guest='' filter='' settings='' keyboard=''
environment=()
while [ $# -gt 0 ]; do
    case $1 in
    --kernel | --timeout | --quiet-limit | --memory | --cpus | --env | --output | --suite)
        [ $# -ge 2 ] || wrong_call "$1 takes a value"
        ;;&
    --timeout | --quiet-limit | --memory | --cpus) need_number "$1" "$2" ;;&
    --kernel) kernel=$2 && shift 2 ;;
    --timeout) timeout=$2 && shift 2 ;;
    --quiet-limit) quiet_limit=$2 && shift 2 ;;
    --memory) memory=$2 && shift 2 ;;
    --cpus) cpus=$2 && shift 2 ;;
    --env)
        [[ $2 =~ ^[A-Za-z_][A-Za-z0-9_]*= ]] || wrong_call "--env takes NAME=VALUE, not \"$2\""
        environment+=("$2") && shift 2
        ;;
    --output)
        output=$(cd "$2" 2>/dev/null && pwd -P) || wrong_call "--output: no folder \"$2\""
        shift 2
        ;;
    --no-ipvs) ipvs=no && shift ;;
    --interactive) interactive=yes && shift ;;
    --icount) icount=yes && shift ;;
    --suite)
        [[ $2 =~ ^[a-z][a-z0-9-]*$ ]] || wrong_call "--suite takes a name, not \"$2\""
        suite=$2 && shift 2
        ;;
    --help) usage && exit 0 ;;
    --) shift && break ;;
    -*) wrong_call "no option \"$1\"" ;;
    *) break ;;
    esac
done
[ $# -gt 0 ] || wrong_call "which command shall run?"
need_number LVSDR_SLOWNESS "$slowness"
if [ "$interactive" = yes ]; then
    [ ! -t 0 ] || interactive=terminal
elif [ $((timeout + quiet_limit)) = 0 ]; then
    timeout=300
fi
boot_limit=$((90 * slowness)) quiet_limit=$((quiet_limit * slowness))

clean_up() {
    stop_guest
    [ -z "$work" ] || rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
if [ -n "$kernel" ]; then use_kernel "$kernel"; else choose_kernel; fi
work=$(mktemp -d "${TMPDIR:-/tmp}/lvsdr-lab.XXXXXX")
prepare_kernel
fill_work_folder "$@"
boot
wait_for_guest
exit "$(cat "$work/status")"
