#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Announcements and probes on the wire, in the lab: exact frames, a takeover, and who answers for a
# VIP. announce.sh BUILD
set -u

build=$1
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/lab/topology.sh
. "$here/../lab/topology.sh"
director=02:00:c0:a8:01:28 rs1=02:00:c0:a8:01:14
status=0

check() { # NAME COMMAND...
    local name=$1
    shift
    if "$@"; then
        echo "[       OK ] announce: $name"
    else
        status=1 && echo "[  FAILED  ] announce: $name"
        tail -n 20 /tmp/out /tmp/err
    fi
}

# Runs lvsdrctl in a host's namespace; succeeds when it ends with that status.
ends() { # STATUS HOST ARGUMENT...
    local expected=$1 host=$2 ended=0
    shift 2
    "$build/tools/lvsdrctl/lvsdrctl" --netns "$host" "$@" >/tmp/out 2>/tmp/err || ended=$?
    [ "$ended" = "$expected" ] || { echo "ended with $ended" >>/tmp/err && return 1; }
}

refused() { # HOST WORDS ARGUMENT...
    local host=$1 words=$2
    shift 2
    ends 1 "$host" "$@" && grep -q -e "$words" /tmp/err
}

# A line for each frame of a capture: its time, and all of it in hexadecimal.
frames() {
    awk '!NF { next }
        /^\t/ { $1 = ""; gsub(" ", ""); printf "%s", $0; next }
        { printf "%s%s ", count++ ? "\n" : "", $1 }
        END { if (count) print "" }' "$1"
}

are_sent() { # FILE FRAME...: these frames one after the other, and nothing else
    local file=$1
    shift
    diff <(printf '%s\n' "$@") <(frames "$file" | cut -d ' ' -f 2) >/tmp/out
}

# From the first frame to the last it takes so many seconds, and not much more.
take() { # FILE SECONDS
    frames "$1" | awk -v expected="$2" -v slowness="$topology_slowness" 'NR == 1 { first = $1 } { last = $1 }
        END { exit last - first < expected - 0.02 || last - first > expected + 1.5 * slowness }'
}

client_knows() { # ADDRESS MAC
    ip -n client neigh show "$1" dev eth0 >/tmp/out
    grep -q "lladdr $2 " /tmp/out
}

answers() { # HOST ADDRESS MAC...: exactly these
    local host=$1 address=$2
    shift 2
    ends 0 "$host" probe "$address" eth0 $((300 * topology_slowness)) && diff <(printf '%s\n' "$@") <(sort /tmp/out) >/tmp/err
}

silent() { # HOST ADDRESS
    ends 0 "$1" probe "$2" eth0 $((300 * topology_slowness)) && [ ! -s /tmp/out ]
}

move_vips() { # FROM TO
    local address
    for address in "$VIP/32" "$VIP6/128 nodad"; do
        ip -n "$1" addr del "${address% *}" dev eth0
        # shellcheck disable=SC2086 # an address and perhaps an option
        ip -n "$2" addr add $address dev eth0
    done
}

# Announces for as long as the VIP is there.
loses_the_vip() {
    local pid ended=0
    "$build/tools/lvsdrctl/lvsdrctl" --netns director announce "$VIP" eth0 1000 50 2>/tmp/err &
    pid=$!
    sleep 0.5
    ip -n director addr del "$VIP/32" dev eth0
    wait "$pid" || ended=$?
    ip -n director addr add "$VIP/32" dev eth0
    [ "$ended" = 1 ] && grep -q 'this host does not have it' /tmp/err
}

topology_up

# The topology keeps addresses from being tentative; here they would be, if it were not for nodad.
ip netns exec director sysctl -qw net.ipv6.conf.{all,eth0}.accept_dad=1
ip -n director addr add 2001:db8:1::42/128 dev eth0
tentative=$(ip -n director -6 -o addr show dev eth0 tentative)
for vip in $VIP $VIP6; do
    echo "{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"$vip\", \"device\": \"eth0\"}]}" >/tmp/state
    check "$vip is added" ends 0 director --scope "$vip" apply /tmp/state
done
ip -n director -6 -o addr show dev eth0 to $VIP6 >/tmp/out
check "an IPv6 VIP is there at once" grep -q "$VIP6/128 scope global nodad" /tmp/out
check "and not tentative" test "$(grep -c tentative /tmp/out)" = 0
check "while another new address is" grep -q 2001:db8:1::42 <<<"$tentative"

arp=ffffffffffff0200c0a80128080600010800060400 own=0200c0a80128c0a80129
request=${arp}01${own}000000000000c0a80129
reply=${arp}02${own}0200c0a80128c0a80129
long=20010db8000100000000000000000041
advertisement=3333000000010200c0a8012886dd6000000000203aff${long}ff020000000000000000000000000001
advertisement+=880036d920000000${long}02010200c0a80128

capture_start client /tmp/arp -tt -xx arp and host $VIP
check "three announcements" ends 0 director announce $VIP eth0 3 200
capture_stop /tmp/arp
check "are a gratuitous request and reply each" are_sent /tmp/arp $request $reply $request $reply $request $reply
check "at their interval" take /tmp/arp 0.4

filter="icmp6 and ip6[40] == 136"
capture_start client /tmp/nd -tt -xx "$filter"
check "announcements of IPv6, as many as by default" ends 0 director announce $VIP6 eth0
capture_stop /tmp/nd
check "are unsolicited advertisements" are_sent /tmp/nd $advertisement $advertisement $advertisement
check "one in a second" take /tmp/nd 2

# Nobody listens there: the answer is a reset.
for vip in $VIP "[$VIP6]"; do ip netns exec client curl -s -g -m 30 "http://$vip:9/"; done
check "the client knows the director" client_knows $VIP $director
check "the client knows the director, IPv6" client_knows $VIP6 $director
move_vips director rs1
check "and keeps it when another host takes over" client_knows $VIP $director
check "and keeps it when another host takes over, IPv6" client_knows $VIP6 $director
for vip in $VIP $VIP6; do check "the other host announces $vip" ends 0 rs1 announce "$vip" eth0 1; done
check "and the client knows it" client_knows $VIP $rs1
check "and the client knows it, IPv6" client_knows $VIP6 $rs1
move_vips rs1 director
for vip in $VIP $VIP6; do ends 0 director announce "$vip" eth0 1; done
check "the director is back" client_knows $VIP $director
check "the director is back, IPv6" client_knows $VIP6 $director

question=ffffffffffff0200c0a80164080600010800060400010200c0a8016400000000000000000000c0a80129
capture_start rs1 /tmp/arp -tt -xx arp and ether src 02:00:c0:a8:01:64
check "one MAC address answers" answers client $VIP $director
capture_stop /tmp/arp
check "when 0.0.0.0 asks, three times" are_sent /tmp/arp $question $question $question
ip -n rs1 addr add $VIP/32 dev lo
check "two when a real server leaks" answers client $VIP $rs1 $director
ip netns exec rs1 "$build/examples/2-realserver-arp" /tmp/rs1-arp.json >/dev/null
check "one when it has the ARP policy" answers client $VIP $director
check "the director does not answer itself" silent director $VIP
check "nobody answers for a free address" silent client 192.168.1.99

check "one MAC address answers, IPv6" answers client $VIP6 $director
ip -n rs1 addr add $VIP6/128 dev lo nodad
check "one with the VIP on lo, IPv6" answers client $VIP6 $director
ip -n rs1 addr add $VIP6/128 dev eth0 nodad
check "two with the VIP on a real server's eth0, IPv6" answers client $VIP6 $rs1 $director
ip -n client addr flush dev eth0 scope link
check "also when a global address has to ask" answers client $VIP6 $rs1 $director
check "the director hears only the other one, IPv6" answers director $VIP6 $rs1
ip netns exec client sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1
check "without IPv6 nobody can ask" refused client 'no IPv6 address to send from' probe $VIP6 eth0

check "announce without the VIP" refused rs2 'this host does not have it' announce $VIP eth0
check "announce on a real server" refused rs1 'has it on lo' announce $VIP eth0
check "announce on lo" refused rs1 'lo has no ARP' announce $VIP lo
check "probe on lo" refused rs1 'lo has no ARP' probe $VIP lo
check "announce on no device" refused director 'there is no device eth7' announce $VIP eth7
check "a VIP that goes meanwhile" loses_the_vip
check "too many announcements" refused director 'it must be 1 to 1000' announce $VIP eth0 1001
ip netns exec director setpriv --bounding-set=-net_raw "$build/tools/lvsdrctl/lvsdrctl" \
    announce $VIP eth0 2>/tmp/err
check "announce without privilege" grep -q CAP_NET_RAW /tmp/err
ip netns exec director setpriv --bounding-set=-net_raw "$build/tools/lvsdrctl/lvsdrctl" \
    probe $VIP eth0 2>/tmp/err
check "probe without privilege" grep -q CAP_NET_RAW /tmp/err
ip -n segment link set director down
check "no carrier" refused director 'has no carrier' announce $VIP eth0
ip -n director link set eth0 down
check "device down" refused director 'eth0 is down' announce $VIP eth0
check "too many words" ends 2 director announce $VIP eth0 1 1 1
check "a word that is no number" ends 2 director announce $VIP eth0 x
topology_down
exit $status
