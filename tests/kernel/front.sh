#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# lvsdr-ipvsadm beside ipvsadm, in the lab: front.sh BUILD [PATTERN]
set -u

build=$1
here=$(dirname "$0")
status=0

ip netns add front
ip -n front link set lo up
ip -n front link add eth0 type dummy
ip -n front addr add 192.168.1.40/24 dev eth0
ip -n front link set eth0 up
# Without a name server none is waited for.
mount --bind /dev/null /etc/resolv.conf
ip netns exec front /usr/bin/python3 "$here/front.py" "$@" || status=1
umount /etc/resolv.conf
ip netns del front
exit $status
