#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Makes the inputs that come from a kernel anew: record.sh BUILD FOLDER. It boots user-mode Linux,
# has ipvsadm and ip set up some of everything, and writes the kernel's answers and the texts of
# ipvsadm and lvsdrctl to the folder, sorted by fuzz target.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
if [ -z "${LVSDR_LAB_KERNEL-}" ]; then
    mkdir -p "$2"
    exec "$here/../lab/run.sh" --kernel uml --output "$2" bash "$here/record.sh" "$(cd "$1" && pwd)" "$2"
fi

ip link set lo up
ip link add eth0 type dummy
ip link set eth0 up
ip addr add 192.168.1.40/24 broadcast + dev eth0
ip addr add 192.168.1.41/32 broadcast 192.168.1.41 dev eth0 label eth0:0
ip addr add 2001:db8:1::41/128 dev eth0 nodad
ip route add 192.168.1.41/32 dev eth0 src 192.168.1.41
ip route add 10.0.0.0/8 nexthop via 192.168.1.1 weight 1 nexthop via 192.168.1.2 weight 2
ipvsadm -R <<'RULES'
-A -t 192.168.1.41:80 -s rr
-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 1
-a -t 192.168.1.41:80 -r 192.168.1.21:80 -g -w 2 -x 20 -y 10
-a -t 192.168.1.41:80 -r 192.168.1.22:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-remcsum
-A -t 192.168.1.41:0 -s mh -p 600 -M 255.255.255.0 -b mh-fallback,mh-port
-A -u [2001:db8:1::41]:5060 -s wlc -o --pe sip -p 300
-A -f 7 -s sh
-A -f 8 -6 -s wrr -p 360 -M 64
-a -f 8 -6 -r [2001:db8:1::20]:0 -g -w 1
-a -f 8 -6 -r [2001:db8:1::21]:0 -g -w 0
RULES
out=$LVSDR_LAB_OUTPUT
"$1/tests/fuzz/record" "$out"
cp "$out/netlink/dests-0" "$out/ipvs/dests-all" # for the layout that is kept from one to the next
mkdir -p "$out/rules" "$out/state" "$out/plan"
ipvsadm -Sn >"$out/rules/ipvsadm"
ctl="$1/tools/lvsdrctl/lvsdrctl --scope everything"
$ctl --parts services,vips,arp-policies,timeouts,counters read >"$out/state/read"
echo '{"lvsdr_state": 1, "timeouts": {"tcp": 600}, "arp_policies": [{"device": "all"}],
    "services": [{"protocol": "tcp", "address": "192.168.1.41", "port": 80, "scheduler": "wrr",
        "destinations": [{"address": "192.168.1.23"}]}],
    "vips": [{"address": "192.168.1.43", "device": "lo", "label": "lo:0"}]}' |
    $ctl --record /tmp/record apply - --quiet
# Only the steps: fuzz-plan has a head of its own.
sed -n '/"steps": \[/,/^ \]/p' /tmp/record | sed '1s/.*/[/; $s/.*/]/' >"$out/plan/apply"
