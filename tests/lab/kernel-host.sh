# shellcheck shell=bash disable=SC2154 # run.sh sets the variables
# SPDX-License-Identifier: LGPL-2.1-or-later
# This machine's own kernel, where it has IPVS: namespaces instead of a virtual machine. Sourced by
# run.sh.

can_run() {
    [ "$(id -u)" = 0 ] && { modprobe -q ip_vs 2>/dev/null || true; } && [ -e /proc/net/ip_vs ]
}

prepare_kernel() {
    [ "$(id -u)" = 0 ] || fail "this machine's own kernel takes root"
    can_run || fail "this machine's kernel has no IPVS (--kernel uml and --kernel qemu have)"
    [ "$ipvs" = yes ] || wrong_call "IPVS cannot be taken away from this machine's kernel"
    [ "$icount" = no ] || wrong_call "--icount is for the qemu kernel"
    [ -z "$memory$cpus" ] || wrong_call "this machine's kernel has the memory and processors it has"
}

# Its own /run, because named network namespaces live there; its own process namespace, because
# nothing that the command starts may stay behind.
start_kernel() {
    # shellcheck disable=SC2016 # expanded inside
    LAB_WORK=$work LAB_OUTPUT=$output exec setsid unshare --mount --net --pid --fork --kill-child \
        --mount-proc --propagation private bash -c '
        mount -t sysfs sysfs /sys && mount -t tmpfs tmpfs /run &&
            mkdir -p /run/lab /run/lab-output /run/netns /run/lock &&
            mount --bind "$LAB_WORK" /run/lab || exit
        [ -z "$LAB_OUTPUT" ] || mount --bind "$LAB_OUTPUT" /run/lab-output || exit
        ip link set lo up
        unset LAB_WORK LAB_OUTPUT
        touch /run/lab/booted
        if [ -e /run/lab/terminal ]; then
            { read -r rows columns && read -r TERM; } </run/lab/terminal
            export TERM
            script --quiet --return --command "stty rows $rows columns $columns; bash /run/lab/command.sh" /dev/null \
                <&4 >&3 2>&1 3>&- 4<&-
        else
            bash /run/lab/command.sh </run/lab/input >&3 2>&1 3>&- 4<&-
        fi
        echo $? >/run/lab/status'
}
