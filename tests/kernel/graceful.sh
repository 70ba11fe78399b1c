#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# lvsdrctl apply --graceful and drain RIP, while clients use the real servers, in the lab: graceful.sh BUILD [KILLS [SWAPS]]
# shellcheck disable=SC2086 # $ctl is several words
set -u

examples=$1/examples ctl="$1/tools/lvsdrctl/lvsdrctl --netns director --quiet" kills=${2:-5} swaps=${3:-3}
folder=$(dirname "$0")
# shellcheck source=tests/lab/topology.sh
. "$folder/../lab/topology.sh"
status=0 forgotten=$((2 * topology_slowness)) record=/tmp/graceful-record
check() { # NAME COMMAND...
    local name=$1
    shift
    if "$@"; then
        echo "[       OK ] graceful: $name"
    else
        status=1 && echo "[  FAILED  ] graceful: $name"
        tail -n 20 /tmp/out /tmp/err /tmp/load /tmp/visitors 2>/dev/null
        on ipvsadm -Ln
        on head -n 20 /proc/net/ip_vs_conn
    fi
}

on() {
    ip netns exec director "$@"
}

# Succeeds when it ends with that status.
ends() { # STATUS ARGUMENT...
    local expected=$1 ended=0
    shift
    $ctl "$@" >/tmp/out 2>/tmp/err || ended=$?
    [ "$ended" = "$expected" ] || { echo "ended with $ended" >>/tmp/err && return 1; }
}

# The real servers of all services and their weights, as ipvsadm has them.
has() { # "RIP=WEIGHT RIP=WEIGHT"
    [ "$(on ipvsadm -Sn | sed -n 's/.*-r \(.*\):[0-9]* .*-w \([0-9]*\).*/\1=\2/p' | sort | xargs)" = "$1" ]
}

# The rules of a service: the words of ipvsadm that name it, and what its real servers are.
rules() { # "WORD..." SCHEDULER "RIP..." [WORD...]
    local service=$1 scheduler=$2 rips=$3 rip
    shift 3
    echo "-A $service -s $scheduler $*"
    for rip in $rips; do echo "-a $service -r $rip -g -w 1"; done
}

# More real servers than the tutorial has.
topology_hosts="$topology_hosts rs3:22 rs4:23 rs5:24 rs6:25"
old="192.168.1.20:80 192.168.1.21:80 192.168.1.22:80" new="192.168.1.23:80 192.168.1.24:80 192.168.1.25:80"
web="-t $VIP:80"
topology_up
topology_keep_table
for host in rs1 rs2 rs3 rs4 rs5 rs6; do
    web_start $host $host
    ip netns exec $host "$examples/2-realserver-arp" /tmp/$host-arp.json >/dev/null
    ip netns exec $host "$examples/3-realserver-vip" $VIP >/dev/null
    ip netns exec $host "$examples/3-realserver-vip" $VIP6 >/dev/null
done
on "$examples/1-director-vip" $VIP >/dev/null
on "$examples/1-director-vip" $VIP6 >/dev/null
# What clients closed is forgotten after this time, not after 120 seconds.
on ipvsadm --set 900 $forgotten 5

# Clients with a connection for each request, and 30 that stay for some seconds.
begin() { # ADDRESS HOW_MANY_REAL_SERVERS
    rm -f /tmp/stop
    ip netns exec client wrk -t 1 -c 20 -d 3600s -H "Connection: close" "http://$1/" >/tmp/load 2>&1 &
    load=$!
    ip netns exec client /usr/bin/python3 "$folder/visitors.py" "${1//[][]/}" 30 4 /tmp/stop >/tmp/visitors 2>&1 &
    visitors=$!
    check "clients are there" topology_wait "they are not" are_there "$2"
}

# All that stay, and some of the others, on so many real servers.
are_there() { # HOW_MANY_REAL_SERVERS
    [ "$(on ipvsadm -Ln | awk '/->.*:(80|0) / { all += $5; many += $5 > 4 && $6 > 5 } END { print many, (all > 32) }')" = "$1 1" ]
}

# None of them may have failed.
finish() { # WHAT
    touch /tmp/stop
    wait $visitors
    kill -INT $load
    wait $load
    check "$1: no request failed" test -z "$(grep -E 'Socket errors|Non-2xx|unable' /tmp/load)"
    check "$1: there were $(sed -n 's/ *\([0-9]*\) requests in.*/\1/p' /tmp/load) requests, $(head -n 1 /tmp/visitors)" is_whole
}

is_whole() {
    [ "$(sed -n 's/ *\([0-9]*\) requests in.*/\1/p' /tmp/load)" -gt 200 ] &&
        grep -qE '^([1-9][0-9]+) of \1 ended' /tmp/visitors
}

# A real server that is in use leaves a service of another kind, of which the others stay.
leaves() { # WHAT ADDRESS HOW_MANY "WORD..." SCHEDULER "RIP..." [WORD...]
    local what=$1 address=$2 many=$3 service=$4 scheduler=$5 rips=$6 leaving
    shift 6
    on ipvsadm -C
    rules "$service" "$scheduler" "$rips" "$@" | on ipvsadm -R
    begin "$address" "$many"
    leaving=$(on ipvsadm -Ln | awk '/->.*:(80|0) / && $5 > 4 { print $2; exit }')
    on ipvsadm -Sn | grep -v -F -e "-r $leaving " >/tmp/less
    check "$what: a real server leaves" ends 0 --scope everything --graceful 300s apply /tmp/less
    check "$what: it is gone" test "$(on ipvsadm -Sn | grep -c -F -e "-r $leaving ")" = 0
    check "$what: the others are not" test "$(on ipvsadm -Sn | grep -c -e ' -r ')" = 2
    finish "$what"
}

# One of three leaves.
rules "$web" rr "$old" | tee /tmp/three | on ipvsadm -R
rules "$web" rr "${old#* }" >/tmp/two
begin $VIP 3
check "a real server leaves" ends 0 --scope $VIP --graceful 300s --trace apply /tmp/two
check "it is gone" has "192.168.1.21=1 192.168.1.22=1"
first=${old%% *}
check "its weight was 0 before" \
    diff <(printf "ipvsadm %s\n" "-e $web -r $first -g -w 0" "-d $web -r $first") <(sed 's/ # .*//' /tmp/err)
check "nothing is left to do" ends 0 --scope $VIP --graceful 300s --trace apply /tmp/two
check "of which there is no trace" test ! -s /tmp/err
check "it comes again" ends 0 --scope $VIP apply /tmp/three
topology_wait "they are not on all" are_there 3

# All are replaced, several times.
rules "$web" rr "$new" >/tmp/new
for _ in $(seq "$swaps"); do
    check "all are replaced" ends 0 --scope $VIP --graceful 300s apply /tmp/new
    check "by others" has "192.168.1.23=1 192.168.1.24=1 192.168.1.25=1"
    check "and again" ends 0 --scope $VIP --graceful 300s apply /tmp/three
    check "by the first" has "192.168.1.20=1 192.168.1.21=1 192.168.1.22=1"
done

# Killed at any moment, and begun anew by another process. Each ends the same.
moments() {
    local wanted=/tmp/new
    for _ in $(seq "$kills"); do
        $ctl --scope $VIP --graceful 300s apply $wanted >/tmp/out 2>/tmp/err &
        sleep "$((RANDOM % (4 + forgotten))).$((RANDOM % 10))"
        kill -KILL $! 2>/dev/null
        wait $! 2>/dev/null
        ends 0 --scope $VIP --graceful 300s apply $wanted || return 1
        [ "$(on ipvsadm -Sn | sort)" = "$(sed 's/ *$//' $wanted | sort)" ] || return 1
        [ $wanted = /tmp/new ] && wanted=/tmp/three || wanted=/tmp/new
    done 2>/dev/null
    ends 0 --scope $VIP --graceful 300s apply /tmp/three
}
check "killed $kills times it comes to the same end" moments

# A real server as a whole, and back.
before=$(on ipvsadm -Sn)
check "a real server is drained" ends 0 --record $record --overwrite-record drain 192.168.1.21
check "which is gone" has "192.168.1.20=1 192.168.1.22=1"
check "and comes back" ends 0 undo $record
check "as it was" test "$(on ipvsadm -Sn | sort)" = "$(sort <<<"$before")"
check "its weight can be set" ends 0 weight 192.168.1.21 7
check "which it has" has "192.168.1.20=1 192.168.1.21=7 192.168.1.22=1"
check "another one is none" ends 1 weight 192.168.1.99 7

finish "TCP"

# Other kinds of services. A client of one address has one real server by persistence and by a hash without the port.
old6="[2001:db8:1::20]:80 [2001:db8:1::21]:80 [2001:db8:1::22]:80"
leaves wrr $VIP 3 "$web" wrr "$old"
leaves "sh with fallback" $VIP 3 "$web" sh "$old" -b sh-fallback,sh-port
leaves "mh with fallback" $VIP 3 "$web" mh "$old" -b flag-1,flag-2
# Where the order counts, others have to move when one comes back; connections to them must go on.
on ipvsadm -C
rules "$web" mh "$old" -b flag-1,flag-2 | tee /tmp/hashed | on ipvsadm -R
grep -v -F -e "-r $first " /tmp/hashed >/tmp/less
on sysctl -qw net.ipv4.vs.expire_nodest_conn=1
begin $VIP 3
for _ in $(seq $((3 * swaps))); do
    check "mh: the first real server leaves" ends 0 --scope $VIP --graceful 300s apply /tmp/less
    check "mh: it comes, and two others move" ends 0 --scope $VIP --graceful 300s --trace apply /tmp/hashed
    check "mh: both at once" test "$(grep -c '^ipvsadm -[ad]' /tmp/err)" = 5
done
finish "mh, moving"
check "mh: a sysctl is as before" test "$(on sysctl -n net.ipv4.vs.expire_nodest_conn)" = 1
on sysctl -qw net.ipv4.vs.expire_nodest_conn=0
leaves IPv6 "[$VIP6]" 3 "-t [$VIP6]:80" rr "$old6"
on sysctl -qw net.ipv4.vs.expire_quiescent_template=1
leaves "persistence" $VIP 1 "$web" rr "$old" -p 60
on sysctl -qw net.ipv4.vs.expire_quiescent_template=0
if on nft add table ip graceful 2>/dev/null; then
    on nft add chain ip graceful marks '{ type filter hook prerouting priority mangle; }'
    on nft add rule ip graceful marks ip daddr $VIP tcp dport 80 meta mark set 7
    leaves "a firewall mark" $VIP 3 "-f 7" rr "${old//:80/}"
    on nft delete table ip graceful
else
    echo "graceful: this kernel has no nf_tables: firewall marks are not tried"
fi

# UDP: each question is a flow, which the director keeps for some seconds.
on ipvsadm -C
for host in rs1 rs2 rs3; do
    ip netns exec $host /usr/bin/python3 "$folder/askers.py" serve $VIP &
    servers="${servers-} $!"
done
rules "-u $VIP:53" rr "${old//:80/:53}" | on ipvsadm -R
rm -f /tmp/stop
ip netns exec client /usr/bin/python3 "$folder/askers.py" ask $VIP /tmp/stop >/tmp/visitors 2>&1 &
visitors=$!
has_flows() {
    [ "$(on ipvsadm -Ln | awk '/->.*:53 / && $6 > 20' | wc -l)" = 3 ]
}
check "UDP: questions are there" topology_wait "they are not" has_flows
rules "-u $VIP:53" rr "192.168.1.21:53 192.168.1.22:53" >/tmp/less
check "UDP: a real server leaves" ends 0 --scope $VIP --graceful 300s apply /tmp/less
check "UDP: it is gone" has "192.168.1.21=1 192.168.1.22=1"
touch /tmp/stop
wait $visitors
check "UDP: $(cat /tmp/visitors)" grep -qE '^([1-9][0-9]+) of \1 answered' /tmp/visitors
kill $servers
wait $servers 2>/dev/null

# A service that changes its identity: its port. Who has a connection to the old one is served to the end.
on ipvsadm -C
on ipvsadm -R </tmp/three
begin $VIP 3
touch /tmp/stop # nobody comes any more, but those who are there stay
kill -INT $load
wait $load
rules "-t $VIP:8080" rr "${old//:80/:8080}" >/tmp/moved
check "a service gets another port" ends 0 --scope $VIP --graceful 300s apply /tmp/moved
check "which it has" test "$(on ipvsadm -Sn | sort)" = "$(sed 's/ *$//' /tmp/moved | sort)"
wait $visitors
check "its old connections: $(head -n 1 /tmp/visitors)" grep -qE '^([1-9][0-9]+) of \1 ended' /tmp/visitors

# What stays longer than the deadline.
on ipvsadm -C
on ipvsadm -R </tmp/three
on ipvsadm --set 900 120 300
for _ in 1 2 3; do ip netns exec client curl -s -o /dev/null http://$VIP/; done
check "at the deadline they are left" ends 3 --scope $VIP --graceful 1 apply /tmp/two
check "which is told" grep -qE '1 destination has still 0 active connections, [1-9][0-9]* inactive' /tmp/err
check "with weight 0" has "192.168.1.20=0 192.168.1.21=1 192.168.1.22=1"
check "the plan goes on" ends 3 --scope $VIP --graceful 1 --trace apply /tmp/two
check "without another change" test "$(grep -c '^ipvsadm' /tmp/err)" = 0
check "or it is forced" ends 0 --scope $VIP --graceful 1 --force apply /tmp/two
check "then it is gone" has "192.168.1.21=1 192.168.1.22=1"

for host in rs3 rs4 rs5 rs6; do web_stop $host && ip netns del $host; done
topology_down
exit $status
