#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The second half of a guest's start, common to all kernels: modules, network, the command.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb
touch /run/lab/booted
mountpoint -q /proc || mount -t proc proc /proc
mount -t sysfs sysfs /sys
mountpoint -q /dev || mount -t devtmpfs dev /dev
mkdir -p /dev/pts /dev/shm /run/netns /run/lock
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
ip link set lo up
hostname lab

stty -onlcr 2>/dev/null # no carriage returns

if [ "$(cat /run/lab/ipvs)" = yes ]; then
    modprobe ip_vs
    # The kernel's own loading of schedulers needs /sbin/modprobe; where that is missing an unknown
    # scheduler and one that is not loaded would look the same.
    for name in rr wrr lc wlc lblc lblcr dh sh sed nq fo ovf mh twos pe_sip; do
        modprobe "ip_vs_$name" 2>/dev/null
    done
else
    echo 'install ip_vs /bin/false' >/etc/modprobe.d/lab-no-ipvs.conf
    mount --bind /dev/null "/lib/modules/$(uname -r)/kernel/net/netfilter/ipvs/ip_vs.ko" 2>/dev/null
fi
for name in veth bridge dummy; do modprobe $name 2>/dev/null; done

unset LAB_HERE LAB_WORK LAB_MODULES
echo "lab: output begins"
/bin/bash /run/lab/command.sh </dev/null 2>&1
status=$?
echo "lab: output ends"
echo $status >/run/lab/status.part
mv /run/lab/status.part /run/lab/status
sync
busybox poweroff -f
