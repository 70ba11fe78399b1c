#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The tutorial's network, from namespaces on one Ethernet segment: `topology.sh up|down`, or source
# it and call its functions. To be used in the lab, as root.
#
#   topology_up, topology_down             client, director, rs1, rs2, each with eth0; no VIP yet
#   capture_start NAMESPACE FILE FILTER... tcpdump's lines go to FILE; returns once it listens
#   capture_settle FILE, capture_stop FILE
#   web_start NAMESPACE PAGE               a web server with that one page on port 80, IPv4 and IPv6;
#   web_stop NAMESPACE                     returns once it answers

export VIP=192.168.1.41 VIP6=2001:db8:1::41
export CLIENT=192.168.1.100 DIP=192.168.1.40 RIP1=192.168.1.20 RIP2=192.168.1.21
export CLIENT6=2001:db8:1::100 DIP6=2001:db8:1::40 RIP1_6=2001:db8:1::20 RIP2_6=2001:db8:1::21
topology_slowness=${LVSDR_SLOWNESS:-1} # of this machine: tests/queue.sh measures it
topology_hosts="client:100 director:40 rs1:20 rs2:21"

# MAC addresses tell the host in captures: 02:00:c0:a8:01 and the last number of its address.
topology_mac() {
    printf '02:00:c0:a8:01:%02x' "$1"
}

# A batch for each host: programs start slowly in an emulated kernel.
topology_up() {
    local pair host number
    ip -batch - <<BATCH
netns add segment
$(for pair in $topology_hosts; do echo "netns add ${pair%:*}"; done)
BATCH
    # Forwards to all ports and at once: a plain switch, which knows no spanning tree or multicast.
    ip -n segment -batch - <<BATCH
link add segment type bridge stp_state 0 forward_delay 0 mcast_snooping 0
link set segment up
$(for pair in $topology_hosts; do
        host=${pair%:*} number=${pair#*:}
        echo "link add $host master segment type veth peer name eth0 address $(topology_mac "$number") netns $host"
        echo "link set $host up"
    done)
BATCH
    for pair in $topology_hosts; do
        host=${pair%:*} number=${pair#*:}
        topology_host "$host" <<BATCH
link set lo up
addr add 192.168.1.$number/24 dev eth0
addr add 2001:db8:1::$number/64 dev eth0 nodad
link set eth0 up
BATCH
    done
    topology_wait "no carrier" topology_has_carrier
}

# HOST, and ip's commands on standard input. Duplicate address detection would make addresses tentative for a while; and
# neighbours that were not heard of for 5 seconds would be asked again, in the midst of a capture that takes longer.
topology_host() {
    # shellcheck disable=SC2016 # it is sh that is to expand
    ip netns exec "$1" sh -c 'for file in /proc/sys/net/ipv6/conf/*/accept_dad; do echo 0 >$file; done
        for file in /proc/sys/net/ipv4/neigh/*/delay_first_probe_time; do echo 60 >$file; done
        exec ip -batch -'
}

# The kernel finds out a moment after the links are up, and for the bridge's end of each after the host's.
topology_has_carrier() {
    local links
    links=$(ip -n segment link show type veth) && [[ $links != *DOWN* ]]
}

topology_down() {
    local host folder
    for folder in /tmp/web-*/; do
        [ ! -e "$folder/pid" ] || web_stop "$(basename "${folder#/tmp/web-}")"
    done
    for host in client director director2 rs1 rs2 segment; do
        [ ! -e "/run/netns/$host" ] || echo "netns del $host"
    done | ip -batch -
}

# topology_wait WHAT COMMAND...: until the command succeeds, but not for ever.
topology_wait() {
    local what=$1 deadline=$((SECONDS + 60 * topology_slowness))
    shift
    until "$@"; do
        [ $SECONDS -lt $deadline ] || { echo "topology: $what" >&2 && return 1; }
        sleep 0.1
    done
}

capture_start() {
    local namespace=$1 file=$2
    shift 2
    ip netns exec "$namespace" tcpdump -i eth0 -l -n -e --immediate-mode "$@" >"$file" 2>"$file.log" &
    echo $! >"$file.pid"
    topology_wait "tcpdump in $namespace does not listen: $(cat "$file.log")" \
        grep -q 'listening on' "$file.log"
}

# What is on the wire still has to be written to the file.
capture_settle() {
    local size='' now
    while now=$(stat -c %s "$1") && [ "$now" != "$size" ]; do
        size=$now
        sleep 0.5
    done
}

capture_stop() {
    capture_settle "$1"
    kill "$(cat "$1.pid")"
    wait "$(cat "$1.pid")" 2>/dev/null || true
}

# Since 7.1 the director's table of connections grows, which broke up to 6 of some 2,000 connections under load, in 2 of 20
# runs on 7.2; in none of 10 where it stays as it is.
topology_keep_table() {
    ip netns exec director sysctl -q -e -w net.ipv4.vs.conn_lfactor=8
}

# Every folder that lighttpd would choose for itself may be read-only.
web_start() {
    local folder=/tmp/web-$1
    mkdir -p "$folder"
    echo "$2" >"$folder/index.html"
    cat >"$folder/lighttpd.conf" <<CONF
server.document-root = "$folder"
server.port = 80
server.pid-file = "$folder/pid"
server.use-ipv6 = "disable"
server.upload-dirs = ( "$folder" )
server.errorlog = "$folder/errors"
server.max-read-idle = $((60 * topology_slowness))
index-file.names = ( "index.html" )
\$SERVER["socket"] == "[::]:80" { server.use-ipv6 = "enable" }
CONF
    ip netns exec "$1" lighttpd -f "$folder/lighttpd.conf"
    topology_wait "the web server in $1 does not answer by IPv4 and IPv6" \
        ip netns exec "$1" curl -s -m 5 -g --fail-early "http://127.0.0.1/" "http://[::1]/" -o /dev/null -o /dev/null
}

web_stop() {
    local pid
    pid=$(cat "/tmp/web-$1/pid")
    kill "$pid"
    # It is a daemon, not a child of this shell.
    topology_wait "the web server in $1 does not end" eval "! kill -0 $pid 2>/dev/null"
    rm -rf "/tmp/web-$1"
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    set -eu
    case ${1-} in
    up) topology_up ;;
    down) topology_down ;;
    *) echo "usage: topology.sh up|down" >&2 && exit 2 ;;
    esac
fi
