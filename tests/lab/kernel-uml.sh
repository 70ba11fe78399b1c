# shellcheck shell=bash disable=SC2154 # run.sh sets the variables
# SPDX-License-Identifier: LGPL-2.1-or-later
# User-mode Linux: a real kernel as an ordinary process. Sourced by run.sh.

can_run() {
    command -v linux >/dev/null && [ -d /usr/lib/uml/modules ]
}

prepare_kernel() {
    can_run || fail "user-mode Linux is missing: tests/setup.sh lab"
    [ "${cpus:-1}" = 1 ] || wrong_call "user-mode Linux has one processor"
    [ "$icount" = no ] || wrong_call "--icount is for the qemu kernel"
    : "${memory:=512}"
    program=linux modules=/usr/lib/uml/modules
    if [ -n "$suite" ]; then
        kernel_root=$("$here/fetch-uml.sh" "$suite") || fail "there is no user-mode Linux of $suite"
        program=./linux modules=$kernel_root/modules
    fi
    preload=
    if grep -qw amx_tile /proc/cpuinfo; then
        preload=$work/uml-xstate.so
        ${CC:-cc} -O2 -fPIC -shared -D_GNU_SOURCE -o "$preload" "$here/uml-xstate.c" ||
            fail "on this processor user-mode Linux needs uml-xstate.c, which does not compile"
    fi
}

# The guest's memory is a file: quickest in /dev/shm, which is small in many containers, and it has
# to allow execution.
memory_folder() {
    local folder
    for folder in /dev/shm "$work"; do
        if [ -w "$folder" ] && ! findmnt -n -o OPTIONS -T "$folder" | grep -qw noexec &&
            [ "$(df --output=avail -m "$folder" | tail -n 1)" -gt "$memory" ]; then
            echo "$folder" && return
        fi
    done
    echo "$work"
}

# Since 6.16 the kernel can catch its processes' system calls without ptrace, where it is told to.
# On one processor the kernel and its processes take turns the quickest.
# con0 is the kernel's own console, con1 (tty1) carries the command's output and what is typed, and nothing else.
# Kernel panics otherwise reboot, and for ever.
start_kernel() {
    [ -z "$suite" ] || cd "$kernel_root" || exit
    TMPDIR=$(memory_folder) LD_PRELOAD=$preload exec ${LVSDR_LAB_PROCESSOR:+taskset -c "$LVSDR_LAB_PROCESSOR"} setsid "$program" mem="${memory}M" root=/dev/root \
        rootfstype=hostfs rootflags=/ ro init="$work/guest-init-uml.sh" con=null con0=null,fd:1 con1=fd:4,fd:3 \
        uml_dir="$work/uml/" umid=lab quiet ${suite:+seccomp=auto} panic=-1 LAB_WORK="$work" LAB_MODULES="$modules"
}
