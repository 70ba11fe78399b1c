#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Persistence on marked ports, by traffic: a client stays for the marked ports, and for these only.
# Where nf_tables has no family ip, what is said and what is left behind. pnmpp.sh BUILD
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

example() {
    local program=$1
    shift
    ip netns exec director "$build/examples/$program" "$@" >/dev/null
}

refused() {
    ! example 10-pnmpp $VIP 80,23 8 600 $RIP1 $RIP2 2>/tmp/said &&
        grep -q 'nf_tables of this kernel has no family ip' /tmp/said && [ -z "$(ip netns exec director ipvsadm -Sn)" ]
}

# The pages of six fetches of each URL, from one of the client's addresses; each has a connection of its own.
fetch() { # ADDRESS URL...
    local address=$1 url urls=()
    for url in "${@:2}"; do urls+=("$url" "$url" "$url" "$url" "$url" "$url"); done
    ip netns exec client curl -s -m 30 -g --http1.0 --interface "$address" -w '%{onerror}none\n' "${urls[@]}" |
        sort | uniq -c | tr -s ' \n' ' '
}

stays() { # ADDRESS URL...
    fetch "$@" | grep -qx " $((6 * ($# - 1))) RS[12] "
}

alternates() { # ADDRESS URL
    [ "$(fetch "$@")" = " 3 RS1 3 RS2 " ]
}

# rr gives another real server to the next client.
others_elsewhere() {
    local one two
    one=$(fetch $CLIENT "http://$VIP/") two=$(fetch 192.168.1.101 "http://$VIP:23/")
    [ "$one" != "$two" ] && echo "$two" | grep -qx ' 6 RS[12] '
}

listed() { # FAMILY VIP
    ip netns exec director nft list table "$1" lvsdr |
        grep -q "iifname \"eth0\" $1 daddr $2 tcp dport { 23, 80 } meta mark set 0x00000008"
}

nobody_answers() { # ADDRESS URL
    [ "$(fetch "$@")" = " 6 none " ]
}

trap topology_down EXIT
topology_up
if ! ip netns exec director nft add table ip other 2>/dev/null; then
    check "without the family ip the example says so and leaves nothing" refused
    exit
fi
ip netns exec director nft add table ip6 other
ip netns exec director nft -j list ruleset >/tmp/before
ip -n client addr add 192.168.1.101/24 dev eth0
ip -n director addr add $VIP/32 dev eth0
ip -n director addr add $VIP6/128 dev eth0 nodad
for host in rs1 rs2; do
    ip netns exec $host sysctl -qw net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2
    ip -n $host addr add $VIP/32 dev lo
    ip -n $host addr add $VIP6/128 dev lo nodad
done
web_start rs1 RS1
web_start rs2 RS2
for host in rs1 rs2; do
    for port in 23 8080; do ip netns exec $host busybox httpd -p $port -h "/tmp/web-$host"; done
done

example 10-pnmpp $VIP 80,23 8 600 $RIP1 $RIP2
example 10-pnmpp $VIP6 80,23 8 600 $RIP1_6 $RIP2_6
example 4-service $VIP:8080
example 5-realservers $VIP:8080 $RIP1 $RIP2
check "nft lists the mark of IPv4" listed ip $VIP
check "nft lists the mark of IPv6" listed ip6 $VIP6
check "a client stays for the marked ports" stays $CLIENT "http://$VIP/" "http://$VIP:23/"
check "another client goes elsewhere, and stays" others_elsewhere
check "a port without mark is not persistent" alternates $CLIENT "http://$VIP:8080/"
check "a client stays for the marked ports, IPv6" stays $CLIENT6 "http://[$VIP6]/" "http://[$VIP6]:23/"
check "a port without mark is not for the service, IPv6" nobody_answers $CLIENT6 "http://[$VIP6]:8080/"
example 10-pnmpp --undo $VIP 80,23 8 600 $RIP1 $RIP2
example 10-pnmpp --undo $VIP6 80,23 8 600 $RIP1_6 $RIP2_6
check "without the marks nobody answers" nobody_answers $CLIENT "http://$VIP/"
check "undo leaves the rules of others as they were" \
    diff <(ip netns exec director nft -j list ruleset) /tmp/before
