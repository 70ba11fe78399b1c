#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The tutorial's network, from namespaces on one Ethernet segment: `topology.sh up`, or source it
# and call its functions. To be used in the lab, as root.

export VIP=192.168.1.41 VIP6=2001:db8:1::41
export CLIENT=192.168.1.100 DIP=192.168.1.40 RIP1=192.168.1.20 RIP2=192.168.1.21
topology_hosts="client:100 director:40 rs1:20 rs2:21"

# MAC addresses tell the host in captures: 02:00:c0:a8:01 and the last number of its address.
topology_mac() {
    printf '02:00:c0:a8:01:%02x' "$1"
}

topology_up() {
    local pair host number
    ip netns add segment
    ip -n segment link add segment type bridge
    ip -n segment link set segment up
    for pair in $topology_hosts; do
        host=${pair%:*} number=${pair#*:}
        ip netns add "$host"
        # Duplicate address detection would make addresses tentative for a while.
        ip netns exec "$host" sysctl -qw net.ipv6.conf.default.accept_dad=0
        ip -n "$host" link set lo up
        ip -n "$host" link add eth0 address "$(topology_mac "$number")" type veth \
            peer name "$host" netns segment
        ip -n segment link set "$host" master segment up
        ip -n "$host" addr add "192.168.1.$number/24" dev eth0
        ip -n "$host" addr add "2001:db8:1::$number/64" dev eth0 nodad
        ip -n "$host" link set eth0 up
    done
}

topology_down() {
    local host
    for host in client director rs1 rs2 segment; do ip netns del "$host" 2>/dev/null; done
    return 0
}

# capture_start NAMESPACE FILE FILTER...: tcpdump's lines go to FILE until capture_stop.
capture_start() {
    local namespace=$1 file=$2
    shift 2
    ip netns exec "$namespace" tcpdump -i eth0 -l -n -e --immediate-mode "$@" >"$file" 2>"$file.log" &
    echo $! >"$file.pid"
    until grep -q 'listening on' "$file.log"; do sleep 0.1; done
}

capture_stop() {
    sleep 0.5 # what is on the wire still has to be written
    kill "$(cat "$1.pid")"
    wait "$(cat "$1.pid")" 2>/dev/null || true
}

# web_start NAMESPACE PAGE: lighttpd with that one page on port 80 of every address.
web_start() {
    local folder=/tmp/web-$1
    mkdir -p "$folder"
    echo "$2" >"$folder/index.html"
    cat >"$folder/lighttpd.conf" <<CONF
server.document-root = "$folder"
server.port = 80
server.pid-file = "$folder/pid"
server.use-ipv6 = "disable"
server.upload-dirs = ( "/tmp" )
index-file.names = ( "index.html" )
\$SERVER["socket"] == "[::]:80" { server.use-ipv6 = "enable" }
CONF
    ip netns exec "$1" lighttpd -f "$folder/lighttpd.conf"
    until ip netns exec "$1" curl -s -o /dev/null http://127.0.0.1/; do sleep 0.1; done
}

web_stop() {
    kill "$(cat "/tmp/web-$1/pid")"
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    case ${1-} in
    up) topology_up ;;
    down) topology_down ;;
    *) echo "usage: topology.sh up|down" >&2 && exit 2 ;;
    esac
fi
