#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The whole tutorial: installs what is missing, builds, boots a kernel with IPVS, and runs every
# step on its host with real web servers, until the pages alternate; with the examples in C, or in Python.
# With --shell it gives you a prompt on these hosts instead, to try what the pages show; from standard input that is no
# terminal it runs the commands there. Nothing of it reaches this machine.
set -eu

usage="usage: tutorial.sh [--kernel uml|qemu|host] [--python | --shell]"
kernel=uml
language=() shell=no
while [ $# -gt 0 ]; do
    case $1 in
    --kernel) kernel=${2?$usage} && shift 2 ;;
    --python) language=(--python) && shift ;;
    --shell) shell=yes && shift ;;
    --help) echo "$usage" && sed -n '3,6s/^# //p' "$0" && exit 0 ;;
    *) echo "$usage" >&2 && exit 2 ;;
    esac
done
[ $shell = no ] || [ ${#language[@]} = 0 ] || { echo "$usage" >&2 && exit 2; }

top=$(cd "$(dirname "$0")/.." && pwd)
build=${LVSDR_BUILD:-$top/build}
begin=$SECONDS

prepare() {
    echo "tutorial: checking packages"
    "$top/tests/setup.sh" build lab web
    echo "tutorial: building"
    mkdir -p "$build"
    if [ ! -e "$build/Makefile" ]; then
        [ -x "$top/configure" ] || "$top/autogen.sh" >"$build/autogen.log" 2>&1
        (cd "$build" && "$top/configure" --quiet)
    fi
    make -C "$build" --quiet -j"$(nproc)" >"$build/make.log" 2>&1 || { tail "$build/make.log" >&2; exit 1; }
    echo "tutorial: booting the $kernel kernel"
}

if [ $shell = yes ]; then
    prepare </dev/null >&2 # standard input and output are those of the commands
    exec "$top/tests/lab/run.sh" --kernel "$kernel" --interactive "$top/examples/tutorial-shell.sh" "$build"
fi
prepare
ready=$SECONDS
status=0
"$top/tests/lab/run.sh" --kernel "$kernel" "$top/examples/tutorial-steps.sh" "$build" "${language[@]}" || status=$?
echo
if [ $status = 0 ]; then
    echo "tutorial: done. RS1 and RS2 answered in turn through the VIP, and one of them as long as it shall persist" \
        "(build $((ready - begin)) s, lab $((SECONDS - ready)) s)"
else
    echo "tutorial: FAILED at the last step above (status $status)" >&2
fi
exit $status
