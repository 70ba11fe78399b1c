#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What lvsdrctl shows of a host, compared with ipvsadm and the kernel's own files, in the lab: lvsdrctl-show.sh BUILD
# shellcheck disable=SC2086 # $ctl is several words
set -u

ctl="$1/tools/lvsdrctl/lvsdrctl --netns t"
PATH=$1/tools/lvsdrctl:$PATH
cd "$(dirname "$0")/../.." || exit 1
status=0
check() { # NAME COMMAND...
    local name=$1
    shift
    if "$@"; then
        echo "[       OK ] lvsdrctl-show: $name"
    else
        status=1 && echo "[  FAILED  ] lvsdrctl-show: $name"
        head -n 30 /tmp/out
        tail -n 20 /tmp/err
    fi
}

# Runs lvsdrctl; succeeds when it ends with that status.
ends() { # STATUS ARGUMENT...
    local expected=$1 ended=0
    shift
    $ctl "$@" >/tmp/out 2>/tmp/err </dev/null || ended=$?
    [ "$ended" = "$expected" ] || { echo "ended with $ended" >>/tmp/err && return 1; }
}

on() {
    ip netns exec t "$@"
}

is() { # EXPECTED: the output, but for the number of spaces
    [ "$(sed 's/  */ /g' /tmp/out)" = "$1" ]
}

python() {
    /usr/bin/python3 -c "import json, sys; out = open('/tmp/out').read()
$1"
}

ip netns add t
on ip link set lo up
ip -n t link add eth0 type dummy
ip -n t addr add 192.168.1.40/24 dev eth0
ip -n t addr add 2001:db8::40/64 dev eth0 nodad
ip -n t link set eth0 up
for i in 20 21; do ip -n t neigh add 192.168.1.$i dev eth0 lladdr 02:00:00:00:00:$i; done

# ---- list
check "nothing to list" ends 0 list
check "is the headings" test "$(wc -l </tmp/out)" = 2
on ipvsadm -R <<'RULES'
-A -t 192.168.1.41:443 -s sh -b sh-port -p 600
-a -t 192.168.1.41:443 -r 192.168.1.21:443 -g -w 5
-A -t 192.168.1.41:80 -s rr
-a -t 192.168.1.41:80 -r 192.168.1.100:80 -g -w 1
-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 0
-A -u 192.168.1.41:53 -s rr
-a -u 192.168.1.41:53 -r 192.168.1.20:53 -g -w 1
-a -u 192.168.1.41:53 -r 192.168.1.21:53 -g -w 0
-A -f 7 -s wlc
-A -t [2001:db8::41]:80 -s wlc
-a -t [2001:db8::41]:80 -r [2001:db8::20]:80 -g -w 1
RULES
ip -n t addr add 192.168.1.41/32 dev lo
on bash -c 'for i in {1..20}; do echo ask >/dev/udp/192.168.1.41/53; done'
on ipvsadm -e -u 192.168.1.41:53 -r 192.168.1.20:53 -g -w 0
check "the list" ends 0 list
check "is sorted and has all that ipvsadm has" is "SERVICE SCHEDULER FLAGS
-> REAL SERVER FORWARDING WEIGHT ACTIVE INACTIVE STATE
udp:192.168.1.41:53 rr
-> 192.168.1.20:53 direct 0 0 20 draining
-> 192.168.1.21:53 direct 0 0 0 drained
tcp:192.168.1.41:80 rr
-> 192.168.1.20:80 direct 0 0 0 drained
-> 192.168.1.100:80 direct 1 0 0
tcp:192.168.1.41:443 sh persistent 600 sh-port
-> 192.168.1.21:443 direct 5 0 0
tcp:[2001:db8::41]:80 wlc
-> [2001:db8::20]:80 direct 1 0 0
fwmark:7 wlc"
check "ipvsadm shows as many connections" grep -q "192.168.1.20:53  *Route  *0  *0  *20" <(on ipvsadm -Ln)
check "and is aligned" test "$(awk 'NR > 1 && /->/ {print index($0, "direct")}' /tmp/out | sort -u | wc -l)" = 2
check "a scope" ends 0 --scope fwmark:7 list
check "leaves out the others" test "$(tail -n +3 /tmp/out | xargs)" = "fwmark:7 wlc"
check "a service" ends 0 --service '[2001:db8::41]:80' list
check "leaves out the others too" test "$(grep -c 2001:db8:: /tmp/out) $(wc -l </tmp/out)" = "2 4"
check "a mark" ends 0 --service fwmark:7 list
check "is a service" test "$(tail -n +3 /tmp/out | xargs)" = "fwmark:7 wlc"
check "a real server" ends 0 --real-server 192.168.1.20 list
check "on all its ports" test "$(grep -c -e '-> 192.168.1.20:' /tmp/out) $(wc -l </tmp/out)" = "2 6"
check "a real server with its port" ends 0 --real-server 192.168.1.20:80 list
check "on that one" test "$(wc -l </tmp/out)" = 4
# The kernel sums its counters every two seconds.
for _ in {1..60}; do
    on ipvsadm -Ln --stats --exact -u 192.168.1.41:53 | grep -q '192.168.1.20:53 .* 20 ' && break
    sleep 0.5
done
check "counters" ends 0 --stats --service udp:192.168.1.41:53 list
counted=$(on ipvsadm -Ln --stats --exact -u 192.168.1.41:53 | awk '/->/ && $2 != "RemoteAddress:Port" {$1 = ""; print} /^UDP/ {$1 = ""; print}' |
    sed 's/^ *//')
check "are those of ipvsadm" test "$(tail -n +2 /tmp/out | sed 's/^-> //; s/^udp://; s/  */ /g' | sort)" = "$(echo "$counted" | sed 's/  */ /g' | sort)"
check "which counted" grep -q '192.168.1.20:53 .* 20 ' /tmp/out
check "rates" ends 0 --rates list
check "have their headings" grep -q 'IN-BYTES/S' /tmp/out
check "counters and rates" ends 2 --rates --stats list
check "JSON" ends 0 --format json list
check "has the same in the same order" python "
services = json.loads(out)['services']
assert [service.get('port') for service in services] == [53, 80, 443, 80, None], services
assert [dest['address'] for dest in services[1]['destinations']] == ['192.168.1.20', '192.168.1.100']
assert services[0]['destinations'][0]['counters']['inactive_connections'] == '20'"
check "no colours in a file" test "$(grep -c $'\033' /tmp/out)" = 0
check "colours on demand" ends 0 --color always list
check "are there" grep -q $'\033\[33mdraining\033\[0m' /tmp/out
check "colours that there are not" ends 2 --color pink list
on_terminal() { # ARGUMENT...: what is printed on a terminal
    /usr/bin/python3 -c 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))' $ctl "$@" </dev/null >/tmp/out
}
check "on a terminal" env TERM=xterm bash -c "$(declare -f on_terminal); ctl='$ctl' on_terminal list"
check "colours are there" grep -q $'\033\[1m' /tmp/out
check "but not with NO_COLOR" env TERM=xterm NO_COLOR=1 bash -c "$(declare -f on_terminal); ctl='$ctl' on_terminal list"
check "or not one" test "$(grep -c $'\033' /tmp/out)" = 0
check "a service that cannot be" ends 1 --service nothing list
check "a mark that cannot be" ends 2 --service fwmark:x list
check "a real server that cannot be" ends 1 --real-server nothing list
check "a filter of another verb" ends 2 --service 192.168.1.41:80 --scope everything read
check "no place to write to" test "$($ctl list 2>&1 >/dev/full)" = "lvsdrctl: standard output: No space left on device"
check "no standard output" test "$($ctl list 2>&1 >&-)" = "lvsdrctl: standard output: Bad file descriptor"

# ---- connections
on ipvsadm -a -t 192.168.1.41:443 -r 192.168.1.20:443 -g -w 5
begins() { # PORT: a connection that nobody answers, once the kernel has it
    ip netns exec t bash -c "echo >/dev/tcp/192.168.1.41/$1" 2>/dev/null &
    for _ in {1..600}; do
        ! on grep -q "^TCP .* C0A80129 $(printf %04X "$1") .* SYN_RECV" /proc/net/ip_vs_conn || break
        sleep 0.1
    done
    kill $!
    wait $! 2>/dev/null
}
begins 443
begins 80
kernel_lists() { # PATTERN: how many lines the kernel has
    on grep -c "$1" /proc/net/ip_vs_conn
}
check "connections" ends 0 connections
check "are as many as ipvsadm has" test "$(tail -n +2 /tmp/out | wc -l)" = "$(on ipvsadm -Lnc | tail -n +3 | wc -l)"
check "the same ones" test "$(tail -n +2 /tmp/out | awk '{print toupper($1), $2, $3, $4, $6}' | sed 's/ TEMPLATE$//; s/:0 / /g' | sort)" = \
    "$(on ipvsadm -Lnc | tail -n +3 | awk '{print $1, $4, $5, $6, $3}' | sed 's/ \(ASSURED\|NONE\)$//; s/:0 / /g' | sort)"
check "a persistence template is one" grep -q '^tcp .*:0 .* 192.168.1.2[01]:443 .* TEMPLATE$' /tmp/out
check "those of a service" ends 0 --service udp:192.168.1.41:53 connections
check "are those of the kernel" test "$(tail -n +2 /tmp/out | wc -l) $(kernel_lists '^UDP')" = "20 20"
check "those of a real server" ends 0 --real-server 192.168.1.20:53 connections
check "are as many" test "$(tail -n +2 /tmp/out | wc -l)" = 20
check "those of a client" ends 0 --client 192.168.1.0/24 connections
check "are all of them" test "$(tail -n +2 /tmp/out | wc -l)" = "$(on ipvsadm -Lnc | tail -n +3 | wc -l)"
check "those of another one" ends 0 --client 192.168.2.41/24 connections
check "are none" test "$(tail -n +2 /tmp/out | wc -l)" = 0
check "those of a state" ends 0 --state syn_recv connections
check "are those of the kernel too" test "$(tail -n +2 /tmp/out | wc -l) $(grep -c SYN_RECV /tmp/out) $(kernel_lists SYN_RECV)" = "2 2 2"
check "templates" ends 0 --state template connections
check "are found" test "$(tail -n +2 /tmp/out | wc -l)" = 1
check "numbers" ends 0 --count connections
check "are by real server and state" test "$(head -n 1 /tmp/out | xargs) / $(grep 192.168.1.20:53 /tmp/out | xargs) / $(tail -n 1 /tmp/out | awk '{print $1, $NF}')" = \
    "REAL SERVER SYN_RECV TEMPLATE UDP TOTAL / 192.168.1.20:53 0 0 20 20 / total $(on ipvsadm -Lnc | tail -n +3 | wc -l)"
check "numbers as JSON" ends 0 --count --format json connections
check "are the same" python "assert json.loads(out)['192.168.1.20:53'] == {'UDP': 20}"
check "connections as JSON" ends 0 --format json --service udp:192.168.1.41:53 connections
check "have their members" python "
all = json.loads(out)['connections']
assert len(all) == 20 and all[0]['real_server'] == '192.168.1.20:53' and all[0]['state'] == 'UDP', all
assert all[0]['virtual'] == '192.168.1.41:53' and 0 < all[0]['expiry'] <= 300 and not all[0]['template']"
check "none as JSON" ends 0 --format json --client 10.0.0.1 connections
check "are a list" python "assert json.loads(out) == {'connections': []}"
for wrong in "--state open" "--client 10.0.0.0/33" "--client 10.0.0.0/" "--client web" "--client 2001:db8::/129"; do
    check "connections by $wrong" ends 2 $wrong connections
done
check "--count of another verb" ends 2 --count list
# What a persistence engine has of the client.
if on ipvsadm -A -u 192.168.1.41:5060 -s rr -p 60 --pe sip 2>/dev/null; then
    on ipvsadm -a -u 192.168.1.41:5060 -r 192.168.1.20:5060 -g
    on /usr/bin/python3 -c 'import socket
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(
    b"OPTIONS sip:a@b SIP/2.0\r\nCall-ID: a\"<b>@c\r\n\r\n", ("192.168.1.41", 5060))'
    check "a call" ends 0 --service udp:192.168.1.41:5060 connections
    check "has its data" grep -qF 'TEMPLATE  a"<b>@c' /tmp/out
    check "in JSON" ends 0 --service udp:192.168.1.41:5060 --format json connections
    check "too" python "assert 'a\"<b>@c' in [one['persistence_data'] for one in json.loads(out)['connections']]"
    on ipvsadm -D -u 192.168.1.41:5060
else
    check "the persistence engine sip" test "$LVSDR_LAB_KERNEL" != qemu
fi

# ---- diff and watch
on ipvsadm -C
on ipvsadm -A -t 192.168.1.41:80 -s rr
on ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 2
on ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.21:80 -g -w 1
on ipvsadm -A -f 7 -s rr
cat >/tmp/a.json <<'JSON'
{"lvsdr_state": 1, "arp_policies": [{"device": "eth0"}], "sysctls": [{"name": "conntrack", "value": "1"}],
 "vips": [{"address": "192.168.1.41", "device": "lo", "label": "lo:0"}, {"address": "192.168.1.42", "device": "eth\u001b[31m0"}],
 "services": [{"protocol": "tcp", "address": "192.168.1.41", "port": 80, "scheduler": "rr", "persistence": 600,
               "destinations": [{"address": "192.168.1.20", "weight": 3}, {"address": "192.168.1.22"}]}]}
JSON
check "differences from the host" ends 1 diff /tmp/a.json
check "are told" is "~ ARP policy eth0: arp_ignore 0 -> 1, arp_announce 0 -> 2
~ sysctl conntrack: value 0 -> 1
~ VIP 192.168.1.41 lo: label default -> lo:0
+ VIP 192.168.1.42 eth\\x1b[31m0
- service fwmark:7
~ service tcp:192.168.1.41:80: persistence default -> 600
- destination tcp:192.168.1.41:80 -> 192.168.1.21:80
~ destination tcp:192.168.1.41:80 -> 192.168.1.20:80: weight 2 -> 3
+ destination tcp:192.168.1.41:80 -> 192.168.1.22:80: forwarding direct, weight 1"
check "nothing was changed" test "$(on ipvsadm -Sn | grep -c -e '-w 2')" = 1
check "those of a scope" ends 1 --scope fwmark:7 diff /tmp/a.json
check "are those only, and what belongs to the host" is "~ ARP policy eth0: arp_ignore 0 -> 1, arp_announce 0 -> 2
~ sysctl conntrack: value 0 -> 1
- service fwmark:7"
check "as JSON" ends 1 --format json --scope 192.168.1.41 diff /tmp/a.json
check "with their members" python "
changes = json.loads(out)
assert {'object': 'destination', 'service': {'protocol': 'tcp', 'address': '192.168.1.41', 'port': 80, 'scheduler': 'rr'},
        'before': {'address': '192.168.1.20', 'port': 80, 'forwarding': 'direct', 'weight': 2},
        'after': {'address': '192.168.1.20', 'port': 80, 'forwarding': 'direct', 'weight': 3}} in changes, changes"
check "a file that is the host's" bash -c "$ctl --scope everything --parts services,vips,timeouts,sysctls,arp-policies read >/tmp/same.json"
check "has no difference" ends 0 diff /tmp/same.json
check "nothing of which is told" test ! -s /tmp/out
sed 's/"weight": 3/"weight": 4/; s/"arp_policies"[^]]*],//' /tmp/a.json >/tmp/b.json
check "two files" ends 1 diff /tmp/a.json /tmp/b.json
check "differ in this" is "~ destination tcp:192.168.1.41:80 -> 192.168.1.20:80: weight 3 -> 4"
check "no such file" ends 2 diff /no/such/file
check "no file" ends 2 diff
echo nonsense >/tmp/bad.json
check "a wrong file" ends 2 diff /tmp/a.json /tmp/bad.json
check "no place for differences" test "$($ctl diff /tmp/a.json >/dev/full 2>/dev/null || echo $?)" = 2

awaits() { # PATTERN: until the watch has told it, for as long as it goes on
    until grep -q "$1" /tmp/watched; do
        kill -0 $! 2>/dev/null || return 1
        sleep 0.05
    done
}
$ctl --interval 0.05 --parts services,vips,arp-policies watch >/tmp/watched 2>/tmp/err &
# It is watched from the moment that something of it is told.
until [ -s /tmp/watched ]; do
    ip -n t addr add 192.168.1.77/32 dev lo
    sleep 0.1
    ip -n t addr del 192.168.1.77/32 dev lo
    sleep 0.1
done
on ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 0
check "a weight that changes" awaits 'Z ~ destination tcp:192.168.1.41:80 -> 192.168.1.20:80: weight 2 -> 0$'
check "has a time" grep -qx '20[0-9-]*T[0-9:.]*Z ~ destination .*' /tmp/watched
on ipvsadm -D -f 7
check "a service that is removed" awaits 'Z - service fwmark:7$'
on ipvsadm -A -u 192.168.1.41:53 -s rr
check "a service that is added" awaits 'Z + service udp:192.168.1.41:53: scheduler rr$'
ip -n t addr del 192.168.1.41/32 dev lo
check "a VIP that is removed" awaits 'Z - VIP 192.168.1.41 lo$'
on sysctl -qw net.ipv4.conf.all.arp_ignore=1
check "an ARP policy" awaits 'Z ~ ARP policy all: arp_ignore 0 -> 1$'
kill $!
ended=0
wait $! || ended=$?
check "a signal ends it" test $ended = 130
weight=0
: >/tmp/watched
$ctl --interval 0.05 --format json --timeout 3600 watch >/tmp/watched 2>/tmp/err &
until [ -s /tmp/watched ]; do
    on ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w $((++weight))
    sleep 0.2
done
kill $!
wait $! 2>/dev/null
cp /tmp/watched /tmp/out
check "as lines of JSON" python "
assert out
for line in out.splitlines():
    change = json.loads(line)
    assert change['object'] == 'destination' and change['before']['weight'] < change['after']['weight'] and change['time'], line"
check "a time" ends 0 --timeout 1 watch
check "an interval that cannot be" ends 2 --interval 0 watch
check "an interval of another verb" ends 2 --interval 1 list

# ---- metrics
on bash -c 'for i in {1..3}; do echo ask >/dev/udp/192.168.1.41/53; done' 2>/dev/null
check "metrics" ends 0 metrics
cp /tmp/out /tmp/metrics
check "are OpenMetrics" /usr/bin/python3 -c '
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
from prometheus_client.parser import text_string_to_metric_families as parse_text
text = open("/tmp/metrics").read()
families = {family.name: family for family in parse(text)}
assert len(families) >= 20 and all(family.documentation for family in families.values()), families
assert families["lvsdr_service_connections"].type == "counter" and list(parse_text(text))
served = {sample.labels["service"] for sample in families["lvsdr_service_connections"].samples}
assert "tcp:192.168.1.41:80" in served, served
weights = {sample.labels["destination"]: sample.value for sample in families["lvsdr_destination_weight"].samples}
assert weights["192.168.1.21:80"] == 1, weights'
counts() { # METRIC{LABELS}
    sed -n "s/^$1 //p" /tmp/metrics
}
check "with the numbers of the kernel" test "$(counts lvsdr_all_connections_total)" = "$((16#$(on sed -n 3p /proc/net/ip_vs_stats | awk '{print $1}')))"
check "and of ipvsadm" test "$(counts 'lvsdr_service_incoming_bytes_total{service="udp:192.168.1.41:53"}')" = \
    "$(on ipvsadm -Ln --stats --exact | awk '/^UDP/ {print $6}')"
check "in the text format of Prometheus" ends 0 --format prometheus metrics
[ -z "${LVSDR_LAB_OUTPUT:-}" ] || cp /tmp/out "$LVSDR_LAB_OUTPUT/metrics" # for promtool, by hand (docs/testing.md)
check "are the same numbers" cmp <(grep -v '^#' /tmp/out) <(grep -v '^#' /tmp/metrics)
check "each with its type" python "
from prometheus_client.parser import text_string_to_metric_families as parse
families = list(parse(out))
assert len(families) >= 20 and all(family.type != 'unknown' and family.documentation for family in families), families"
check "in a format of another verb" ends 2 --format table metrics
check "in a file" ends 0 --output /tmp/lvsdr.prom metrics
check "there is nothing else" test "$(cat /tmp/out && stat -c %a /tmp/lvsdr.prom && ls /tmp/lvsdr.prom*)" = "$(printf '644\n/tmp/lvsdr.prom')"
check "that is the same" test "$(grep -c . /tmp/lvsdr.prom)" = "$(grep -c . /tmp/metrics)"
check "again" ends 0 --output /tmp/lvsdr.prom metrics
check "where it cannot be" ends 1 --output /no/such/folder metrics
check "in place of a device" ends 1 --output /dev/null metrics
check "which is one still" test -c /dev/null
check "in a file, of another verb" ends 2 --output /tmp/x list

# ---- YAML
check "a state as YAML" ends 0 --scope everything --parts services,vips,sysctls --format yaml read
cp /tmp/out /tmp/host.yaml
check "is the host's" ends 0 diff /tmp/host.yaml
check "other readers have the same" test "$(/usr/bin/python3 -c 'import yaml, json; print(json.dumps(yaml.safe_load(open("/tmp/host.yaml")), sort_keys=True))')" = \
    "$($ctl --scope everything --parts services,vips,sysctls read | /usr/bin/python3 -c 'import json, sys; print(json.dumps(json.load(sys.stdin), sort_keys=True))')"
cat >/tmp/web.yml <<'YAML'
# By hand.
lvsdr_state: 1
services:
  - {protocol: tcp, address: 10.0.0.9, port: 80, scheduler: rr,
     destinations: [{address: 10.1.0.1}, {address: 10.1.0.2, weight: 4}]}
  - protocol: tcp
    address: 2001:db8::9
    port: 80
YAML
check "YAML by hand" ends 0 --scope 10.0.0.9,2001:db8::9 apply /tmp/web.yml
check "is applied" test "$(on ipvsadm -Sn | grep -c -e ' 10.0.0.9:80 ' -e '2001:db8::9')" = 4
check "and removed" ends 0 --scope 10.0.0.9,2001:db8::9 --allow-empty apply <(echo '{"lvsdr_state": 1, "services": []}')
refuses() { # LINE WHAT YAML
    # shellcheck disable=SC2059 # it has its line breaks as \n
    printf "$3" >/tmp/wrong.yaml
    ends 1 --scope everything plan /tmp/wrong.yaml && grep -q "^/tmp/wrong.yaml:$1: .*$2" /tmp/err
}
check "a wrong value has its line" refuses 4 'weight: -1 is not' \
    'lvsdr_state: 1\nservices:\n- {protocol: tcp, address: 10.0.0.9, port: 80, destinations: [{address: 10.1.0.1,\n   weight: -1}]}\n'
check "a missing one that of its object" refuses 3 'address: it is missing' 'lvsdr_state: 1\nservices:\n- {protocol: tcp, port: 80}\n'
check "a member twice" refuses 3 'twice: services' 'lvsdr_state: 1\nservices: []\nservices: []\n'
check "an alias" refuses 2 aliases 'lvsdr_state: 1\nservices: &a [1]\nvips: *a\n'
check "a tag" refuses 1 tags '!!python/object {}\n'
check "depth" refuses 1 deeply "$(printf '%01000d' 0 | tr 0 '[')"
check "no YAML" refuses 2 'not YAML' 'a: b\n\tc: d\n'
check "two documents" refuses 2 'second document' '{lvsdr_state: 1, services: []}\n---\n{}\n'
check "nothing" refuses 1 empty ''
check "a large number" refuses 1 'too large' 'lvsdr_state: 99999999999999999999\n'
check "what controls a terminal" refuses 1 'not YAML' '"\033[31m": 1\n'

# ---- top
on ipvsadm -C
on ipvsadm -A -u 192.168.1.41:53 -s rr
on ipvsadm -a -u 192.168.1.41:53 -r 192.168.1.20:53 -g -w 1
on ipvsadm -a -u 192.168.1.41:53 -r 192.168.1.21:53 -g -w 3
ip -n t addr add 192.168.1.41/32 dev lo
on bash -c 'for i in {1..21}; do echo ask >/dev/udp/192.168.1.41/53; done'
check "top for a script" ends 0 --batch --samples 2 --interval 0.1 --sort weight top
check "prints two tables" test "$(grep -c 'CONN/S' /tmp/out) $(grep -c '^$' /tmp/out)" = "2 1"
check "sorted by weight" test "$(awk '/udp/ {print $5, $6, $7, $8}' /tmp/out | head -n 2)" = \
    "$(on ipvsadm -Ln | awk '/-> 192/ {print $6, $4, $2, "udp:192.168.1.41:53"}' | sort -r -k 2)"
check "of another column" ends 2 --sort colour top
check "an option of top" ends 2 --batch list
check "top without a terminal" ends 1 top
check "is told what to do" grep -q -- '--batch' /tmp/err
check "top on a terminal" /usr/bin/python3 tests/kernel/terminal.py $ctl

# ---- several files
echo '{"lvsdr_state": 1, "timeouts": {"tcp": 800}, "services": [{"protocol": "tcp", "address": "10.0.0.1", "port": 80}]}' >/tmp/1.json
echo '{"lvsdr_state": 1, "timeouts": {"udp": 200}, "services": [{"protocol": "tcp", "address": "10.0.0.2", "port": 80}]}' >/tmp/2.json
check "two files" ends 0 --scope 10.0.0.1,10.0.0.2 apply /tmp/1.json /tmp/2.json
check "are one state" test "$(on ipvsadm -Sn | grep -c ' 10.0.0.[12]:80 ') $(on ipvsadm -Ln --timeout | grep -c '800 .* 200$')" = "2 1"
check "nothing is left to do" ends 0 --scope 10.0.0.1,10.0.0.2 --detailed-exitcode plan /tmp/2.json /tmp/1.json
check "one without the other" ends 4 --scope 10.0.0.1,10.0.0.2 --detailed-exitcode plan /tmp/2.json
check "the same twice" ends 1 --scope everything plan /tmp/1.json /tmp/1.json
check "is refused" grep -q 'two files have the timeout tcp' /tmp/err
sed -i 's/"timeouts": {"tcp": 800}, //' /tmp/1.json
check "a service twice" ends 1 --scope everything plan /tmp/1.json /tmp/1.json
check "is refused too" grep -q '/services/1: the state already contains it' /tmp/err

# ---- the scopes of several files
on ipvsadm -C
on ipvsadm -A -t 10.0.0.1:81 -s rr
on ipvsadm -A -t 10.0.0.2:81 -s rr
on ipvsadm -A -t 10.0.0.3:81 -s rr
has() { # SERVICE...: what ipvsadm has
    test "$(on ipvsadm -Sn | awk '{print $3}' | LC_ALL=C sort | xargs)" = "$*"
}
for i in 1 2; do
    echo '{"lvsdr_state": 1, "scope": "10.0.0.'$i'", "services": [{"protocol": "tcp", "address": "10.0.0.'$i'", "port": 80}]}' >/tmp/$i.json
done
echo '{"lvsdr_state": 1, "services": [{"protocol": "tcp", "address": "10.0.0.3", "port": 80}]}' >/tmp/3.json
check "two files with scopes" ends 0 apply /tmp/1.json /tmp/2.json
check "have both scopes, and no other" has 10.0.0.1:80 10.0.0.2:80 10.0.0.3:81
check "one without a scope" ends 1 apply /tmp/1.json /tmp/3.json /tmp/2.json
check "has nothing outside of the others" grep -q '10.0.0.3.*scope' /tmp/err
check "or nothing is changed" has 10.0.0.1:80 10.0.0.2:80 10.0.0.3:81
sed -i 's/"port": 80/"port": 82/; s/10.0.0.3/10.0.0.2/' /tmp/3.json
check "one whose objects are in that of another" ends 0 apply /tmp/3.json /tmp/1.json /tmp/2.json
check "is applied with it" has 10.0.0.1:80 10.0.0.2:80 10.0.0.2:82 10.0.0.3:81
check "a scope that is given" ends 1 --scope 10.0.0.2 plan /tmp/1.json /tmp/2.json
check "counts instead" grep -q '10.0.0.1.*scope' /tmp/err
echo '{"lvsdr_state": 1, "timeouts": {"udp": 200}}' >/tmp/5.json
check "files without a scope" ends 2 plan /tmp/3.json /tmp/5.json
printf 'lvsdr_state: 1\nscope: everything\nservices: []\n' >/tmp/4.yaml
check "everything and another scope" ends 0 apply /tmp/1.json /tmp/4.yaml
check "are everything" has 10.0.0.1:80

# ---- the examples that are installed
on ipvsadm -C
ip -n t addr del 192.168.1.41/32 dev lo
check "the director of the examples" ends 0 --trace apply examples/states/director.json
check "is one" test "$(on ipvsadm -Sn | grep -c ' 192.168.1.41:80 ') $(ip -n t addr show dev eth0 | grep -c 'inet 192.168.1.41/32 ')" = "3 1"
check "the same in YAML" ends 0 --detailed-exitcode plan examples/states/director.yaml
check "its real server" ends 0 --allow-empty apply <(sed 's/"vips"/"services": [], &/' examples/states/real-server.json)
check "is one too" test "$(on ipvsadm -Sn | wc -l) $(ip -n t addr show dev lo | grep -c 'inet 192.168.1.41/32 ') $(on sysctl -n net.ipv4.conf.all.arp_ignore)" = "0 1 1"

ip netns del t
exit $status
