#!/bin/busybox sh
# shellcheck shell=dash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The initramfs of a QEMU guest: reaches the machine's files by 9p and hands over to guest-main.sh.
bb=/bin/busybox
$bb mount -t proc proc /proc
$bb mount -t devtmpfs dev /dev
while read -r name; do $bb insmod "/modules/$name.ko"; done </modules/order
options=trans=virtio,version=9p2000.L,msize=262144
$bb mount -t 9p -o "$options,ro,cache=loose" machine /machine
$bb mount -t tmpfs tmpfs /media
$bb mkdir -p /media/upper /media/work
$bb mount -t overlay -o lowerdir=/machine,upperdir=/media/upper,workdir=/media/work overlay /mnt
$bb mkdir -p /mnt/lib/modules /mnt/run
$bb mount --bind "/machine$LAB_MODULES" /mnt/lib/modules
$bb mount -t tmpfs tmpfs /mnt/run
$bb mkdir -p /mnt/run/lab
$bb mount -t 9p -o "$options" work /mnt/run/lab
$bb stty -onlcr
exec $bb switch_root /mnt /bin/bash "$LAB_HERE/guest-main.sh"
