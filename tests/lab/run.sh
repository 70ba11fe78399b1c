#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Boots a kernel with IPVS and runs a command in it as root, without touching this machine.
set -eu

usage() {
    cat <<'USAGE'
usage: run.sh [OPTION]... COMMAND [ARGUMENT]...
Boots a kernel with IPVS, runs COMMAND in it as root with this machine's files (changes are
thrown away), and ends with its exit status.

  --kernel KIND     uml (user-mode Linux; the default), qemu (Debian's stock kernel), or host
                    (this machine's own kernel, in namespaces of its own)
  --timeout SECONDS end with status 124 after this time (default 300)
  --memory MB       memory of the guest (default 512; qemu 1500)
  --env NAME=VALUE  an environment variable for COMMAND; repeatable
  --output DIR      a folder that COMMAND can write to, as $LVSDR_LAB_OUTPUT
  --no-ipvs         a kernel in which IPVS is not there and cannot be loaded
  --icount          qemu only: one processor whose clock counts instructions
  --help            this text

Status: that of COMMAND; 124 when the time was over; 125 when the kernel did not come up.
USAGE
}

fail() {
    if [ "${2-125}" = 125 ] && [ -s "${work-}/console" ]; then
        tail -n 20 "$work/console" >&2
    fi
    echo "lab: $1" >&2
    exit "${2-125}"
}

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC2034 # the kernels' scripts read them
kernel=uml timeout=300 memory='' output='' ipvs=yes icount=no
environment=()
while [ $# -gt 0 ]; do
    case $1 in
    --kernel) kernel=$2 && shift 2 ;;
    --timeout) timeout=$2 && shift 2 ;;
    --memory) memory=$2 && shift 2 ;;
    --env) environment+=("$2") && shift 2 ;;
    --output) output=$(cd "$2" && pwd) && shift 2 ;;
    --no-ipvs) ipvs=no && shift ;;
    --icount) icount=yes && shift ;;
    --help) usage && exit 0 ;;
    -*) usage >&2 && exit 2 ;;
    *) break ;;
    esac
done
[ $# -gt 0 ] || { usage >&2 && exit 2; }
[ -f "$here/kernel-$kernel.sh" ] || fail "no kernel \"$kernel\" (uml, qemu, host)" 2

work=$(mktemp -d "${TMPDIR:-/tmp}/lvsdr-lab.XXXXXX")
guest=
clean_up() {
    [ -z "$guest" ] || kill -KILL -- "-$guest" 2>/dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# What the guest runs: the caller's folder, variables and arguments survive as they are.
{
    printf 'cd %q\n' "$PWD"
    printf 'export LVSDR_LAB_KERNEL=%q LVSDR_LAB_OUTPUT=/run/lab/output\n' "$kernel"
    for variable in "${environment[@]}"; do printf 'export %q\n' "$variable"; done
    printf 'exec'
    printf ' %q' "$@"
    echo
} >"$work/command.sh"
echo "$ipvs" >"$work/ipvs"
mkdir "$work/output"

# shellcheck source=/dev/null
. "$here/kernel-$kernel.sh" # defines start_kernel, which becomes the kernel's process

# Only what stands between the guest's two marks is the command's; the rest is for failures.
mkfifo "$work/pipe"
tee "$work/console" <"$work/pipe" | stdbuf -o0 tr -d '\r' |
    sed -u -n '/lab: output begins$/,/^lab: output ends$/ { //!p }' &
filter=$!
(start_kernel) </dev/null >"$work/pipe" 2>&1 &
guest=$!
deadline=$((SECONDS + timeout))
boot_deadline=$((SECONDS + 90))
while kill -0 "$guest" 2>/dev/null; do
    if [ ! -e "$work/booted" ] && [ $SECONDS -ge $boot_deadline ]; then
        fail "the $kernel kernel did not reach userland within 90 seconds"
    fi
    if [ $SECONDS -ge $deadline ]; then
        fail "the command did not end within $timeout seconds in the $kernel kernel" 124
    fi
    sleep 0.1
done
wait "$guest" 2>/dev/null || true
wait "$filter" || true
[ -z "$output" ] || cp -r "$work/output/." "$output"
[ -e "$work/booted" ] || fail "the $kernel kernel did not come up"
[ -s "$work/status" ] || fail "the $kernel kernel ended before the command did"
exit "$(cat "$work/status")"
