# shellcheck shell=bash disable=SC2154 # run.sh sets the variables
# SPDX-License-Identifier: LGPL-2.1-or-later
# This machine's own kernel, where it has IPVS: namespaces instead of a virtual machine.

start_kernel() {
    [ "$(id -u)" = 0 ] || fail "this machine's own kernel takes root"
    modprobe ip_vs 2>/dev/null || true
    [ -e /proc/net/ip_vs ] || fail "this machine's kernel has no IPVS"
    [ "$ipvs" = yes ] || fail "IPVS cannot be taken away from this machine's kernel"
    export LAB_WORK="$work"
    # shellcheck disable=SC2016 # expanded inside
    exec setsid unshare --mount --net --propagation private bash -c '
        mount -t tmpfs tmpfs /run && mkdir -p /run/lab /run/netns &&
            mount --bind "$LAB_WORK" /run/lab && ip link set lo up || exit
        touch /run/lab/booted
        echo "lab: output begins"
        bash /run/lab/command.sh 2>&1
        echo $? >/run/lab/status
        echo "lab: output ends"'
}
