#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The tutorial's steps, each on its host; tutorial.sh runs it in the lab: tutorial-steps.sh BUILD [--python]
set -eu

lvsdrctl=$1/tools/lvsdrctl/lvsdrctl examples=$1/examples ending=
if [ "${2-}" = --python ]; then
    examples=$(cd "$(dirname "$0")" && pwd) ending=.py
    export PYTHONPATH=${examples%/*}/bindings/python LVSDR_LIBRARY=$1/liblvsdr/.libs/liblvsdr.so.0 PYTHONPYCACHEPREFIX=/tmp/bytecode
fi
# shellcheck source=tests/lab/topology.sh
. "$(dirname "$0")/../tests/lab/topology.sh"

say() {
    printf '\n== %s\n' "$*"
}

# run HOST PROGRAM ARGUMENT...: one step on one host; "run HOST PROGRAM --undo ARGUMENT..." takes it back.
run() {
    local host=$1 program=$2$ending
    shift 2
    echo "[$host] $program $*"
    ip netns exec "$host" "$examples/$program" "$@" | sed 's/^/    /'
}

# The client fetches each URL six times and has to see one real server only.
stays() { # URL...
    local pages url
    pages=$(for url; do for _ in {1..6}; do ip netns exec client curl -s -m 5 "$url"; done; done | sort)
    echo "    $(echo "$pages" | uniq -c | tr -s ' ')"
    [ "$(echo "$pages" | wc -l)" = $((6 * $#)) ] && [ "$(echo "$pages" | uniq | wc -l)" = 1 ]
}

# Another client comes back after its template has expired, and gets the next real server. (Those of
# the first client live as long as the service was told to when they were made.)
moves() { # URL
    local first second
    first=$(ip netns exec client curl -s -m 5 --interface 192.168.1.101 "$1")
    sleep 7
    second=$(ip netns exec client curl -s -m 5 --interface 192.168.1.101 "$1")
    printf '    %s, 7 seconds later %s\n' "$first" "$second"
    [ -n "$first" ] && [ -n "$second" ] && [ "$first" != "$second" ]
}

# The client fetches a URL six times and sees two real servers, three times each.
alternates() { # URL
    local pages
    pages=$(for _ in {1..6}; do ip netns exec client curl -s -m 5 "$1"; done | sort | uniq -c)
    printf '%s\n' "$pages"
    [ "$(echo "$pages" | grep -c '^ *3 ')" = 2 ]
}

say "0/7 network: client $CLIENT, director $DIP, real servers $RIP1 and $RIP2"
topology_up
web_start rs1 "server is working: RS1 $RIP1"
web_start rs2 "server is working: RS2 $RIP2"

say "1/7 the VIP $VIP on the director"
run director 1-director-vip $VIP
say "2/7 the real servers keep quiet about the VIP"
for host in rs1 rs2; do run $host 2-realserver-arp /tmp/$host-arp.json; done
say "3/7 the VIP on the real servers"
for host in rs1 rs2; do run $host 3-realserver-vip $VIP; done
say "4/7 the virtual service"
run director 4-service $VIP:80
say "5/7 its real servers"
run director 5-realservers $VIP:80 $RIP1 $RIP2
say "6/7 what the director has now"
run director 6-list
say "7/7 the client fetches http://$VIP/ ten times"
ip netns exec client "$examples/7-test$ending" "http://$VIP/" 10

say "appendix: persistence on one port (PPC), the same client stays"
run director 8-ppc $VIP:80 600
stays "http://$VIP/"
run director 8-ppc --undo $VIP:80 600
say "appendix: a client moves when its template has expired: 4 seconds after its last connection"
ip -n client addr add 192.168.1.101/24 dev eth0
# A template lives at least as long as its connections: what is closed is forgotten after 2 seconds.
echo '{"lvsdr_state": 1, "timeouts": {"tcp_fin": 2}}' >/tmp/timeouts.json
"$lvsdrctl" --netns director --scope "" plan /tmp/timeouts.json
"$lvsdrctl" --netns director --scope "" --record /tmp/timeouts-record.json --overwrite-record apply /tmp/timeouts.json
run director 8-ppc $VIP:80 4
moves "http://$VIP/"
run director 8-ppc --undo $VIP:80 4
say "appendix: persistence on all ports (PCC), here 80 and 8080"
run director 5-realservers --undo $VIP:80 $RIP1 $RIP2
run director 4-service --undo $VIP:80
for host in rs1 rs2; do ip netns exec $host busybox httpd -p 8080 -h "/tmp/web-$host"; done
run director 9-pcc $VIP 600 $RIP1=2 $RIP2=1
stays "http://$VIP/" "http://$VIP:8080/"
run director 9-pcc --undo $VIP 600 $RIP1=2 $RIP2=1
run director 9-pcc $VIP 4 $RIP1=2 $RIP2=1
moves "http://$VIP:8080/"
say "appendix: persistence on marked ports (PNMPP), here 80 and 23; 8080 has no mark"
if unshare -n nft add table ip probe 2>/dev/null; then
    run director 9-pcc --undo $VIP 4 $RIP1=2 $RIP2=1
    for host in rs1 rs2; do ip netns exec $host busybox httpd -p 23 -h "/tmp/web-$host"; done
    run director 10-pnmpp $VIP 80,23 8 600 $RIP1 $RIP2
    run director 4-service $VIP:8080
    run director 5-realservers $VIP:8080 $RIP1 $RIP2
    stays "http://$VIP/" "http://$VIP:23/"
    alternates "http://$VIP:8080/"
    run director 5-realservers --undo $VIP:8080 $RIP1 $RIP2
    run director 4-service --undo $VIP:8080
    run director 10-pnmpp --undo $VIP 80,23 8 600 $RIP1 $RIP2
    run director 10-pnmpp $VIP 80,23 8 4 $RIP1 $RIP2
    moves "http://$VIP:23/"
    run director 10-pnmpp --undo $VIP 80,23 8 4 $RIP1 $RIP2
else
    echo "    skipped: this kernel has no nf_tables family ip (tutorial.sh --kernel qemu has it)"
    run director 9-pcc --undo $VIP 4 $RIP1=2 $RIP2=1
fi

"$lvsdrctl" --netns director undo /tmp/timeouts-record.json
say "appendix: the connection table, with the template of a persistent client"
run director 4-service $VIP:80
run director 5-realservers $VIP:80 $RIP1 $RIP2
run director 8-ppc $VIP:80 600
stays "http://$VIP/"
run director 12-connections $VIP:80 | tee /tmp/table
grep -q "ASSURED .*$CLIENT port 0 .* template" /tmp/table
run director 8-ppc --undo $VIP:80 600

say "appendix: live rates, while the client fetches http://$VIP/ again and again"
while [ ! -e /tmp/stop ]; do
    ip netns exec client curl -s -m 5 "http://$VIP/" || echo failed
done >>/tmp/pages &
client=$!
sleep 4
run director 13-rates 2 2 | tee /tmp/rates
[ "$(tail -n 2 /tmp/rates | grep -c ' [1-9][0-9]* *[1-9][0-9]*$')" = 2 ] # packets, bytes
say "appendix: draining RS1, while it goes on"
run director 11-drain $VIP:80 $RIP1
: >/tmp/pages # what comes now
sleep 2
touch /tmp/stop
wait $client
sort /tmp/pages | uniq -c
[ "$(sort -u /tmp/pages)" = "server is working: RS2 $RIP2" ]
run director 6-list
