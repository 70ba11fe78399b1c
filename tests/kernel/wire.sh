#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# On the wire, in the lab: real servers keep quiet about the VIP, pages alternate, and undo from
# second processes leaves every host as it was. wire.sh BUILD
set -eu

build=$1
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/lab/topology.sh
. "$here/../lab/topology.sh"

# Reported as cmocka does, so that one count serves all tests.
check() {
    local name=$1
    shift
    if "$@"; then echo "[       OK ] $name"; else echo "[  FAILED  ] $name"; fi
}

snapshot() {
    local host
    for host in director rs1 rs2; do
        ip netns exec $host sh -c 'ip -d addr; ip route show table all
            grep -r . /proc/sys/net/ipv4/conf; ipvsadm -Sn' | grep -v 'valid_lft'
    done
}

example() { # HOST PROGRAM ARGUMENT...
    local host=$1 program=$2
    shift 2
    ip netns exec "$host" "$build/examples/$program" "$@" >/dev/null
}

undo() { # HOST PROGRAM ARGUMENT...
    example "$1" "$2" --undo "${@:3}" || echo "[  FAILED  ] undo of $2 on $1"
}

pages_alternate() {
    local pages=
    for _ in {1..10}; do pages+=$(ip netns exec client curl -s -m 30 "http://$VIP/"); done
    [ "$pages" = RS1RS2RS1RS2RS1RS2RS1RS2RS1RS2 ] || [ "$pages" = RS2RS1RS2RS1RS2RS1RS2RS1RS2RS1 ]
}

# arping without cached answers, and every real server asking for others.
stir_arp() {
    local host
    ip netns exec client arping -c 3 -w 4 -I eth0 $VIP >/dev/null || true
    for host in rs1 rs2; do
        ip -n $host neigh flush dev eth0
        ip netns exec $host curl -s -o /dev/null -m 2 --interface $VIP http://$DIP:9/ || true
    done
}

no_leak() { # FILE: no line in which a real server's MAC stands with the VIP as its own
    ! grep -E "^[^ ]+ 02:00:c0:a8:01:(14|15) .*(Reply $VIP is-at|tell $VIP)" "$1"
}

director_answers() {
    grep -q "^[^ ]* 02:00:c0:a8:01:28 .*Reply $VIP is-at 02:00:c0:a8:01:28" "$1"
}

topology_up
web_start rs1 RS1
web_start rs2 RS2
snapshot >/tmp/before
example director 1-director-vip $VIP
for host in rs1 rs2; do example $host 2-realserver-arp /tmp/$host.json; done
for host in rs1 rs2; do example $host 3-realserver-vip $VIP; done
example director 4-service $VIP:80
example director 5-realservers $VIP:80 $RIP1 $RIP2

capture_start client /tmp/arp arp
check "pages alternate ten times out of ten" pages_alternate
stir_arp
capture_stop /tmp/arp
check "only the director answers for the VIP" director_answers /tmp/arp
check "no real server names the VIP in ARP" no_leak /tmp/arp
check "the capture can see a leak" test "$(grep -c 'arp\|ARP' /tmp/arp)" -gt 3

undo director 5-realservers $VIP:80 $RIP1 $RIP2
undo director 4-service $VIP:80
for host in rs1 rs2; do undo $host 3-realserver-vip $VIP; done
for host in rs1 rs2; do undo $host 2-realserver-arp /tmp/$host.json; done
undo director 1-director-vip $VIP
snapshot >/tmp/after
check "undo from second processes restores all hosts" diff /tmp/before /tmp/after

# The other way round: with the policy undone, the same capture shows the leak.
for host in rs1 rs2; do ip -n $host addr add $VIP/32 dev lo; done
capture_start client /tmp/leak arp
stir_arp
capture_stop /tmp/leak
leaks() { ! no_leak /tmp/leak >/dev/null; }
check "without the policy the real servers leak" leaks
topology_down
