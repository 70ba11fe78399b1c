#!/bin/busybox sh
# shellcheck shell=dash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The initramfs of a QEMU guest: reaches the machine's files by 9p and hands over to guest-main.sh.
bb=/bin/busybox
die() {
    echo "lab: $1"
    $bb poweroff -f
}

# Only asked whether this kind of virtual machine runs at all.
if [ -n "$LAB_PROBE" ]; then die "alive"; fi

$bb mount -t proc proc /proc
$bb mount -t devtmpfs dev /dev
while read -r name; do $bb insmod "/modules/$name.ko" || die "cannot load $name"; done </modules/order
options=trans=virtio,version=9p2000.L,msize=262144
$bb mount -t 9p -o "$options,ro,cache=loose" machine /machine || die "cannot reach the machine's files"
$bb mount -t tmpfs tmpfs /media
$bb mkdir -p /media/upper /media/work
$bb mount -t overlay -o lowerdir=/machine,upperdir=/media/upper,workdir=/media/work overlay /mnt ||
    die "no overlay"
$bb mkdir -p /mnt/lib/modules
$bb mount --bind "/machine$($bb cat /modules/folder)" /mnt/lib/modules
$bb mount -t tmpfs tmpfs /mnt/run
$bb mkdir -p /mnt/run/lab /mnt/run/lab-output
$bb mount -t 9p -o "$options" work /mnt/run/lab || die "no shared folder"
if [ -n "$($bb cat /mnt/run/lab/output)" ]; then
    $bb mount -t 9p -o "$options" output /mnt/run/lab-output || die "no output folder"
fi
exec $bb switch_root /mnt /bin/bash /run/lab/guest-main.sh /dev/ttyS1
