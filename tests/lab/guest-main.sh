#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The second half of a guest's start, common to all guests: devices, modules, network, the command.
# guest-main.sh TERMINAL, which carries the command's output
terminal=$1
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb
export LANG=C.UTF-8

touch /run/lab/booted
mountpoint -q /proc || mount -t proc proc /proc
mount -t sysfs sysfs /sys
mountpoint -q /dev || mount -t devtmpfs dev /dev
for link in fd: stdin:/0 stdout:/1 stderr:/2; do
    ln -sf "/proc/self/fd${link#*:}" "/dev/${link%%:*}"
done
mkdir -p /dev/pts /dev/shm /run/netns /run/lock
mount -t devpts -o mode=620,ptmxmode=666 devpts /dev/pts
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
chmod 1777 /tmp /var/tmp
ip link set lo up
hostname lab

modprobe -a -q veth bridge dummy nf_tables
if [ "$(cat /run/lab/ipvs)" = yes ]; then
    # Loaded here, because an unknown scheduler and one that is not loaded look the same.
    modprobe -a -q ip_vs{,_rr,_wrr,_lc,_wlc,_lblc,_lblcr,_dh,_sh,_sed,_nq,_fo,_ovf,_mh,_twos,_pe_sip}
else
    mkdir -p /etc/modprobe.d
    echo 'install ip_vs /bin/false' >/etc/modprobe.d/lab-no-ipvs.conf
    mount --bind /dev/null "$(echo "/lib/modules/$(uname -r)"/kernel/net/netfilter/ipvs/ip_vs.ko*)"
fi

if [ -e /run/lab/terminal ]; then
    { read -r rows columns && read -r TERM; } </run/lab/terminal
    exec 3<>"$terminal" # the size of a terminal lasts while it is open
    stty sane rows "$rows" columns "$columns" <&3
    setsid --ctty --wait /bin/bash /run/lab/command.sh <&3 >&3 2>&1 3>&-
else
    stty raw -echo <"$terminal" # no carriage returns
    setsid /bin/bash /run/lab/command.sh </run/lab/input >"$terminal" 2>&1
fi
status=$?
stty raw <"$terminal" # returns when all output is on its way
echo $status >/run/lab/status.part
mv /run/lab/status.part /run/lab/status
sync
busybox poweroff -f
