#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# lvsdrctl drain, while clients use the real servers, in the lab: drain.sh BUILD
# shellcheck disable=SC2086 # $ctl is several words
set -u

examples=$1/examples ctl="$1/tools/lvsdrctl/lvsdrctl --netns director"
# shellcheck source=tests/lab/topology.sh
. "$(dirname "$0")/../lab/topology.sh"
status=0 forgotten=$((2 * topology_slowness))
check() { # NAME COMMAND...
    local name=$1
    shift
    if "$@"; then
        echo "[       OK ] drain: $name"
    else
        status=1 && echo "[  FAILED  ] drain: $name"
        tail -n 20 /tmp/out /tmp/err /tmp/load 2>/dev/null
        on ipvsadm -Ln --persistent-conn
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
    $ctl drain "$@" >/tmp/out 2>/tmp/err || ended=$?
    [ "$ended" = "$expected" ] || { echo "ended with $ended" >>/tmp/err && return 1; }
}

# The service's real servers and their weights, as ipvsadm has them.
has() { # "RIP=WEIGHT RIP=WEIGHT"
    [ "$(on ipvsadm -Sn | sed -n 's/.*-r \([0-9.]*\):80 .*-w \([0-9]*\).*/\1=\2/p' | sort | xargs)" = "$1" ]
}

service() { # "RIP..." OPTION...
    local rips=$1 rip
    shift
    on ipvsadm -C
    # What clients closed is forgotten after this time, not after 120 seconds.
    on ipvsadm --set 900 $forgotten 300
    on ipvsadm -A -t $VIP:80 -s rr "$@"
    for rip in $rips; do on ipvsadm -a -t $VIP:80 -r "$rip:80" -g; done
}

# What the service is to be, as ipvsadm writes it.
rules() { # SCHEDULER WEIGHT WEIGHT
    echo "-A -t $VIP:80 -s $1"
    echo "-a -t $VIP:80 -r $RIP1:80 -g -w $2"
    echo "-a -t $VIP:80 -r $RIP2:80 -g -w $3"
}

# One plan for each; none takes a destination away. Under load each process takes its time: what they did is looked at
# in the end.
apply_each() { # SCHEDULER:WEIGHT:WEIGHT...
    local wanted
    for wanted; do
        $ctl --scope $VIP --quiet apply "/tmp/rules-$wanted" >/tmp/out 2>/tmp/err || return 1
    done
    [ "$(on ipvsadm -Sn)" = "$(cat "/tmp/rules-$wanted")" ]
}

fetch() {
    ip netns exec client curl -s -m 30 http://$VIP/
}

# Nobody but this real server answers, six times.
only() { # PAGE
    [ "$(for _ in {1..6}; do fetch; done | sort | uniq -c | xargs)" = "6 $1" ]
}

# A connection that stays until /tmp/go is written to; what it gets then is in /tmp/answer.
open_connection() {
    rm -f /tmp/go /tmp/opened /tmp/closed && mkfifo /tmp/go
    ip netns exec client bash -c "exec 3<>/dev/tcp/$VIP/80 && touch /tmp/opened && read -r -t 600 <>/tmp/go
        printf 'GET / HTTP/1.0\r\n\r\n' >&3; timeout $((3 * topology_slowness)) cat <&3 >/tmp/answer; touch /tmp/closed" &
    topology_wait "no connection" test -e /tmp/opened
}

use_connection() {
    rm -f /tmp/answer
    echo >/tmp/go
    topology_wait "the connection does not end" test -e /tmp/closed
    cat /tmp/answer 2>/dev/null
}

topology_up
topology_keep_table
for host in rs1 rs2; do
    web_start $host $host
    ip netns exec $host "$examples/2-realserver-arp" /tmp/$host-arp.json >/dev/null
    ip netns exec $host "$examples/3-realserver-vip" $VIP >/dev/null
done
on "$examples/1-director-vip" $VIP >/dev/null

# Long downloads: wrk does not count requests that never end, and its own are soon over.
download() {
    while [ ! -e /tmp/stop ]; do
        ip netns exec client curl -sf -m 300 --limit-rate 4M -o /dev/null http://$VIP/large &&
            echo whole || echo broken
    done >>/tmp/downloads
}

# Under load, each request a connection of its own. The longest that one of them lasts is a minute,
# where a client's SYN was all there was of it.
service "$RIP1 $RIP2"
turns="wrr:1:3 wrr:3:1 wrr:0:1 wrr:1:1 wlc:5:0 wlc:5:1 rr:1:1 wrr:100:1 wrr:1:0 wrr:0:1 lc:1:1 sed:0:1 nq:1:2
    wrr:65535:1 wrr:2:3 rr:1:1"
for turn in $turns; do
    # shellcheck disable=SC2086 # several words
    (IFS=: && rules $turn >"/tmp/rules-$turn")
done
for host in rs1 rs2; do head -c 16000000 /dev/zero >/tmp/web-$host/large; done
rm -f /tmp/stop /tmp/downloads
# Some hundred requests a second: the most that is possible would take a processor, and a minute is a minute.
ip netns exec client tc qdisc add dev eth0 root netem delay 25ms limit 10000
downloads=
for _ in {1..5}; do
    download &
    downloads="$downloads $!"
done
ip netns exec client wrk -t 1 -c 20 -d 1200s -H "Connection: close" http://$VIP/ >/tmp/load 2>&1 &
load=$!
is_loaded() {
    [ "$(on ipvsadm -Ln | awk '/->.*:80/ && $5 + $6 > 20' | wc -l)" = 2 ]
}
check "the load is on both real servers" topology_wait "it is not" is_loaded
# shellcheck disable=SC2086 # several words
check "under load plans change weights and schedulers" apply_each $turns
check "and the load goes on" kill -0 $load
check "under load it ends" ends 0 --trace --timeout 600 $VIP:80 $RIP1
check "while the load goes on" kill -0 $load
check "and the real server is gone" has "$RIP2=1"
is_traced() { # OPTIONS, and OPTIONS of the next command
    diff <(printf 'ipvsadm %s done\n' "$@") <(sed 's/ # [^ ]* / /' /tmp/err) >/tmp/out
}
check "after it had a weight of 0" is_traced "-e -t $VIP:80 -r $RIP1:80 -g -w 0" "-d -t $VIP:80 -r $RIP1:80"
kill -INT $load # it tells what it saw
wait $load
check "thousands of requests" test "$(sed -n 's/ *\([0-9]*\) requests in.*/\1/p' /tmp/load)" -gt 1000
check "none failed" test -z "$(grep -E 'Socket errors|Non-2xx|unable' /tmp/load)"
touch /tmp/stop
# shellcheck disable=SC2086 # several processes
wait $downloads
ip netns exec client tc qdisc del dev eth0 root
check "nor broke a download" test "$(sort -u /tmp/downloads)" = whole
check "a second drain has nothing to do" ends 0 --timeout 1 $VIP:80 $RIP1

# A connection that its client keeps.
service $RIP1
open_connection
check "a connection that stays lets the time pass" ends 3 --timeout 2 $VIP:80 $RIP1
left='1 active, 0 inactive, 0 templates are left'
check "what is left is told" grep -qx "lvsdrctl: the timeout is over: $left; the real server has weight 0" /tmp/err
check "the destination stays, with weight 0" has "$RIP1=0"
check "and the connection works" test "$(use_connection | tail -n 1)" = rs1
check "called again it goes on to the end" ends 0 --timeout 300 $VIP:80 $RIP1
check "and the destination is gone" has ""
# With this setting the kernel forgets it then; otherwise it would count again once RS1 is back.
on sysctl -qw net.ipv4.vs.expire_nodest_conn=1
service $RIP1
open_connection
check "at the deadline it can be forced" ends 0 --timeout 2 --force $VIP:80 $RIP1
check "which tells what it cuts off" grep -qx "lvsdrctl: the timeout is over: $left; the real server is removed nevertheless" /tmp/err
check "which removes it" has ""
check "and ends the connection" test -z "$(use_connection)"
on sysctl -qw net.ipv4.vs.expire_nodest_conn=0

# Killed in its middle, begun anew, put back.
service $RIP1
open_connection
on ipvsadm -a -t $VIP:80 -r $RIP2 -g
before=$(on ipvsadm -Sn)
rm -f /tmp/record # another test's
check "it can be told to write a record" ends 3 --timeout 1 --record /tmp/record $VIP:80 $RIP1
check "a weight of 0" test "$(on ipvsadm -Sn | grep -c -e '-w 0')" = 1
check "is put back" $ctl undo /tmp/record
check "as it was" test "$(on ipvsadm -Sn)" = "$before"
$ctl drain $VIP:80 $RIP1 >/tmp/out 2>/tmp/err &
drain=$!
topology_wait "no weight of 0" has "$RIP1=0 $RIP2=1"
{ kill -KILL $drain && wait $drain; } 2>/dev/null
check "killed, it leaves a weight of 0" has "$RIP1=0 $RIP2=1"
ended=0
$ctl drain $VIP:80 $RIP1 >/tmp/out 2>/tmp/err &
drain=$!
catches_signals() {
    grep -q 'SigCgt:.*[1-9a-f]' /proc/$drain/status
}
topology_wait "it does not wait" catches_signals # in the background SIGINT is ignored until the program asks for it
kill -INT $drain
wait $drain || ended=$?
check "interrupted, it ends as such" test $ended = 130
check "and tells what is left" grep -qx "lvsdrctl: interrupted: $left; the real server has weight 0" /tmp/err
check "which is so" has "$RIP1=0 $RIP2=1"
use_connection >/tmp/out
check "another one goes on" ends 0 --timeout 300 $VIP:80 $RIP1
check "to the end" has "$RIP2=1"
check "all of it is put back" $ctl undo /tmp/record
check "as it was before" test "$(on ipvsadm -Sn | sort)" = "$(echo "$before" | sort)"

# Persistence: a client comes again and again, until /tmp/stop exists; what it gets is in /tmp/pages.
keep_coming() {
    while [ ! -e /tmp/stop ]; do
        fetch || echo failed
        sleep 0.3
    done >/tmp/pages
}

persistent() { # EXPIRE_QUIESCENT_TEMPLATE
    on sysctl -qw net.ipv4.vs.expire_quiescent_template="$1"
    service "$RIP1 $RIP2" -p 8
    rm -f /tmp/stop
    mine=$(fetch)
    keep_coming &
    client=$!
    rip=$RIP1 other=rs2 rest="$RIP2=1" quiescent="$RIP1=0 $RIP2=1"
    [ "$mine" = rs1 ] || rip=$RIP2 other=rs1 rest="$RIP1=1" quiescent="$RIP1=1 $RIP2=0"
}

goes_away() {
    touch /tmp/stop
    wait $client
}

persistent 0
check "templates have to be decided about" ends 1 $VIP:80 $rip
check "which is told" grep -q "expire_quiescent_template is 0.*LVSDR_DRAIN_WAIT_FOR_TEMPLATES" /tmp/err
check "before anything is changed" has "$RIP1=1 $RIP2=1"
$ctl drain --wait-templates $VIP:80 $rip >/tmp/out 2>/tmp/err &
drain=$!
topology_wait "no weight of 0" has "$quiescent"
sleep $((10 + forgotten)) # longer than the template would live without
check "as long as the client comes the drain waits" kill -0 $drain
goes_away
check "with weight 0 the template still brings connections" test "$(sort -u /tmp/pages)" = "$mine"
check "and ends when the client has kept away" wait $drain
check "the destination is gone" has "$rest"
check "the client has another one" only "$other"

persistent 0
check "a client that keeps coming has always something to wait for" \
    ends 3 --cut-templates --timeout 4 $VIP:80 $rip
check "templates can be cut" ends 0 --cut-templates --active-only --timeout 300 $VIP:80 $rip
last_page() {
    [ "$(tail -n 1 /tmp/pages)" = "$1" ]
}
check "the client gets another one" topology_wait "it stays" last_page "$other"
goes_away

persistent 1
goes_away
ip netns exec client wrk -t 1 -c 5 -d 1200s -H "Connection: close" http://$VIP/ >/tmp/load 2>&1 &
load=$!
sleep 1
check "with expire_quiescent_template 1 it ends under load" ends 0 --timeout 600 $VIP:80 $rip
check "which goes on" kill -0 $load
kill -INT $load
wait $load
check "without a failed request" test -z "$(grep -E 'Socket errors|Non-2xx|unable' /tmp/load)"
check "the client has the other one" only "$other"

# What a client has closed. What the load's end left half open counts as active until it expires, a minute at most.
nothing_half_open() {
    ! on ipvsadm -Lcn | grep -q SYN_RECV
}
topology_wait "half-open connections stay" nothing_half_open || topology_wait "for too long" nothing_half_open
service "$RIP1 $RIP2"
fetch >/tmp/out && fetch >/tmp/out
on ipvsadm --set 900 $((20 * topology_slowness)) 300
fetch >/tmp/out && fetch >/tmp/out
check "closed connections are waited for" ends 3 --timeout 2 $VIP:80 $RIP1
check "and told" grep -qE ': 0 active, [1-9][0-9]* inactive' /tmp/err
check "or not" ends 0 --active-only $VIP:80 $RIP1

# Services of all kinds, by their names; nobody uses them.
kind() { # SERVICE RIP OTHER PORT WORD..., the latter as ipvsadm names it
    local name=$1 rip=$2 other=$3 port=$4 before
    shift 4
    on ipvsadm -C
    on ipvsadm -A "$@" -s rr
    on ipvsadm -a "$@" -r "$rip:$port" -g
    on ipvsadm -a "$@" -r "$other:$port" -g
    before=$(on ipvsadm -Sn)
    check "$name can be tried" ends 0 --dry-run "$name" "${rip//[][]/}"
    check "which says what would be done" test "$(sed 's/^\(ipvsadm -.\) .*/\1/' /tmp/out | xargs)" = "ipvsadm -e ipvsadm -d"
    check "and does nothing" test "$(on ipvsadm -Sn)" = "$before"
    check "$name is drained" ends 0 --record /tmp/record --overwrite-record "$name" "${rip//[][]/}"
    check "of this real server" test "$(on ipvsadm -Sn | sed -n 's/.* -r \(.*\):[0-9]* .*/\1/p')" = "$other"
    check "which an undo brings back" $ctl undo /tmp/record
    check "as it was" test "$(on ipvsadm -Sn | sort)" = "$(sort <<<"$before")"
}

kind $VIP:80 $RIP1 $RIP2 80 -t $VIP:80
kind tcp:$VIP:80 $RIP1 $RIP2 80 -t $VIP:80
kind udp:$VIP:53 $RIP1 $RIP2 53 -u $VIP:53
kind sctp:$VIP:80 $RIP1 $RIP2 80 --sctp-service $VIP:80
kind fwmark:8 $RIP1 $RIP2 0 -f 8
kind "[$VIP6]:80" "[2001:db8:1::20]" "[2001:db8:1::21]" 80 -t "[$VIP6]:80"
kind "udp:[$VIP6]:53" "[2001:db8:1::20]" "[2001:db8:1::21]" 53 -u "[$VIP6]:53"
kind fwmark:8 "[2001:db8:1::20]" "[2001:db8:1::21]" 0 -f 8 -6

check "a real server that is a service" ends 1 $VIP:80
check "a mark that is none" ends 2 fwmark:many $RIP1
check "a protocol that is none" ends 1 icmp:$VIP:80 $RIP1
check "a service without a port" ends 1 $VIP $RIP1
check "a real server that is none" ends 1 $VIP:80 rs1
check "waiting for templates and not" ends 1 --wait-templates --cut-templates $VIP:80 $RIP1
check "a drain of nothing has nothing to do" ends 0 $VIP:80 $RIP1
check "nor has it a record" ends 0 --record /tmp/none $VIP:80 $RIP1
check "of which there is no file" test ! -e /tmp/none
topology_down
exit $status
