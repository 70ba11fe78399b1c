#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The first process of a user-mode Linux guest: makes a writable system out of the machine's
# read-only files and hands over to guest-main.sh. LAB_WORK and LAB_MODULES come from the kernel's command line.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
die() {
    echo "lab: $1"
    busybox poweroff -f
}

# Changes go to memory, over the machine's files.
mount -t proc proc /proc || die "no /proc"
mount -t tmpfs tmpfs /media || die "no tmpfs"
mkdir -p /media/upper /media/work /media/modules/lib
ln -s "$LAB_MODULES" /media/modules/lib/modules
modprobe -d /media/modules overlay
mount -t overlay -o lowerdir=/,upperdir=/media/upper,workdir=/media/work overlay /mnt ||
    die "no overlay"
mkdir -p /mnt/lib/modules
mount --bind "$LAB_MODULES" /mnt/lib/modules
mount -t tmpfs tmpfs /mnt/run
mkdir -p /mnt/run/lab /mnt/run/lab-output
mount -t hostfs -o "$LAB_WORK" none /mnt/run/lab || die "no shared folder"
output=$(cat /mnt/run/lab/output)
if [ -n "$output" ]; then
    mount -t hostfs -o "$output" none /mnt/run/lab-output || die "no output folder"
fi
unset LAB_WORK LAB_MODULES seccomp # older kernels pass on what they do not know
# Not just chroot: the kernel lets nobody in one make a user namespace.
cd /mnt || die "no root"
pivot_root . media || die "no new root"
umount -l /media
exec chroot . /bin/bash /run/lab/guest-main.sh /dev/tty1
