#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# lvsdrctl as scripts use it, in the lab: lvsdrctl.sh BUILD
set -u

ctl="$1/tools/lvsdrctl/lvsdrctl --netns t" refuse=$1/tests/networks/.libs/refuse.so
status=0
check() { # NAME COMMAND...
    local name=$1
    shift
    if "$@"; then
        echo "[       OK ] lvsdrctl: $name"
    else
        status=1 && echo "[  FAILED  ] lvsdrctl: $name"
        tail -n 20 /tmp/out /tmp/err
    fi
}

# Runs lvsdrctl; succeeds when it ends with that status.
ends() { # STATUS ARGUMENT...
    local expected=$1 ended=0
    shift
    $ctl "$@" >/tmp/out 2>/tmp/err </tmp/in || ended=$?
    [ "$ended" = "$expected" ] || { echo "ended with $ended" >>/tmp/err && return 1; }
}

on() {
    ip netns exec t "$@"
}

host() {
    (on ipvsadm -Sn && on ip -o addr && on sysctl net.ipv4.conf.all.arp_ignore) | sort
}

is_as_before() {
    diff /tmp/before <(host) >/tmp/err
}

# Slow work: the scheduler mh of a service that is there rebuilds its table at each destination.
many_rules() { # DESTS
    local i k
    echo "-A -t 192.168.1.99:80 -s wlc"
    for i in {1..10}; do
        echo "-A -t 10.0.0.$i:80 -s mh"
        for ((k = 1; k <= $1; k++)); do
            echo "-a -t 10.0.0.$i:80 -r 10.1.$((k / 250)).$((k % 250)):80 -g -w 1"
        done
    done
}

# Ends a large apply in its middle by a signal; succeeds when it ended with that status.
signalled() { # SIGNAL STATUS
    local pid ended=0 count
    $ctl --scope everything --record /tmp/record --overwrite-record apply /tmp/many >/tmp/out 2>/tmp/err &
    pid=$!
    while kill -STOP "$pid" 2>/dev/null; do
        count=$(on grep -c -e '->' /proc/net/ip_vs)
        [ "$count" -le 30 ] || break
        kill -CONT "$pid"
        sleep 0.02
    done
    kill "-$1" "$pid"
    kill -CONT "$pid"
    wait "$pid" 2>/dev/null || ended=$?
    echo "$count destinations, ended with $ended" >>/tmp/err
    [ "$count" -lt 5000 ] && [ "$ended" = "$2" ]
}

ip netns add t
on ip link set lo up
ip -n t link add eth0 type dummy
ip -n t addr add 192.168.1.40/24 dev eth0
ip -n t link set eth0 up
on ipvsadm -A -t 192.168.1.99:80
host >/tmp/before
cat >/tmp/in <<'JSON'
{"lvsdr_state": 1,
 "arp_policies": [{"device": "all"}],
 "vips": [{"address": "192.168.1.41", "device": "lo", "label": "lo:0"}],
 "services": [{"protocol": "tcp", "address": "192.168.1.41", "port": 80, "scheduler": "rr",
               "destinations": [{"address": "192.168.1.20"}, {"address": "192.168.1.21", "weight": 5}]}]}
JSON

check "a plan from standard input" ends 0 --scope 192.168.1.41 plan -
check "is the classic commands" grep -qx "ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.21:80 -g -w 5" /tmp/out
check "a plan changes nothing" is_as_before
check "a plan tells that there are changes" ends 4 --scope 192.168.1.41 --detailed-exitcode plan -
check "and so does a dry run" ends 4 --scope 192.168.1.41 --detailed-exitcode --dry-run apply -
check "a plan as JSON" ends 0 --scope 192.168.1.41 --format json plan -
check "has its steps" /usr/bin/python3 -c 'import json; assert len(json.load(open("/tmp/out"))["steps"]) == 5'
cp /tmp/out /tmp/plan
check "as a dry run has" ends 0 --scope 192.168.1.41 --format json --dry-run apply -
check "the very same" cmp /tmp/plan /tmp/out
check "a plan without a scope" ends 2 plan -
check "says that the file has none either" grep -q 'scope is missing, and the state has no "scope"' /tmp/err
cp /tmp/in /tmp/without
sed 's/"lvsdr_state": 1,/& "scope": "192.168.1.41",/' /tmp/without >/tmp/in
check "a plan in the scope of the file" ends 0 --format json plan -
check "which is the same" cmp <(grep -v '"made"' /tmp/plan) <(grep -v '"made"' /tmp/out)
check "a scope that is given counts" ends 1 --scope 192.168.1.42 plan -
check "and what is outside of it is named" grep -q "outside of the scope" /tmp/err
cp /tmp/without /tmp/in
check "a plan has no rules" ends 2 --scope 192.168.1.41 --format rules plan -
check "nor is it explained in JSON" ends 2 --scope 192.168.1.41 --format json --explain plan -
check "a plan must be written" test "$($ctl --scope 192.168.1.41 plan - </tmp/in 2>&1 >/dev/full)" = \
    "lvsdrctl: standard output: No space left on device"
check "an explanation" ends 0 --scope 192.168.1.41 --explain plan -
check "is a line for each step" test "$(wc -l </tmp/out)" = 5
check "a dry run" ends 0 --scope 192.168.1.41 --dry-run apply -
check "changes nothing" is_as_before
check "apply, with a record" ends 4 --scope 192.168.1.41 --record /tmp/record --trace --detailed-exitcode apply -
check "which is the plan" diff /tmp/plan <(cat /tmp/record && echo)
check "is traced" test "$(grep -c ' done$' /tmp/err)" = 5
check "the services are there" test "$(on ipvsadm -Sn | grep -c 192.168.1.41:80)" = 3
check "the VIP is there" grep -q "192.168.1.41/32 .*lo:0" <(on ip -o addr)
# A record is never lost, nor written where it is no file of its own.
cp /tmp/record /tmp/record.kept
records() { # what is there, for is_kept
    stat -c '%F %n' /tmp/record* && cat /tmp/record
}
records >/tmp/there
is_kept() {
    records | diff /tmp/there - >>/tmp/err
}
check "the same again, with its record" ends 0 --scope 192.168.1.41 --record /tmp/record --detailed-exitcode apply -
check "leaves the record alone" is_kept
sed 's/"weight": 5/"weight": 6/' /tmp/in >/tmp/in6 && mv /tmp/in /tmp/in5 && mv /tmp/in6 /tmp/in
check "another change over the record" ends 1 --scope 192.168.1.41 --record /tmp/record apply -
check "is told" grep -q 'an undo may need it' /tmp/err
check "leaves it alone too" is_kept
check "and changes nothing" test "$(on ipvsadm -Sn | grep -c -e '-w 5')" = 1
ln -s /tmp/record /tmp/linked && mkfifo /tmp/pipe && mkdir -p /tmp/folder /tmp/full
for place in /tmp/linked /tmp/pipe /tmp/folder /dev/null /dev/full; do
    check "no record in $place" ends 1 --scope 192.168.1.41 --record $place apply -
    check "which is told" grep -q "^$place: it is " /tmp/err
    check "nor when it may be overwritten" ends 1 --scope 192.168.1.41 --record $place --overwrite-record apply -
done
check "the device is one still" test -c /dev/null
mount -t tmpfs -o size=16k tmpfs /tmp/full && cp /tmp/record /tmp/full/record && head -c 1M /dev/zero >/tmp/full/rest 2>/dev/null
check "no room for a record" ends 1 --scope 192.168.1.41 --record /tmp/full/record --overwrite-record apply -
check "is told" grep -q 'No space left' /tmp/err
check "leaves the old one, and nothing else" test "$(cmp /tmp/record /tmp/full/record && cd /tmp/full && echo *)" = "record rest"
umount /tmp/full
check "nothing of this changed the host" test "$(on ipvsadm -Sn | grep -c -e '-w 5')" = 1
: >/tmp/record.empty
check "a record in an empty file" ends 0 --scope 192.168.1.41 --record /tmp/record.empty apply -
check "is readable for its owner alone" test "$(stat -c %a /tmp/record.empty)" = 600
check "and undone" ends 0 undo /tmp/record.empty
mv /tmp/in5 /tmp/in
rm -f /tmp/record.empty /tmp/record.kept

check "a second plan" ends 0 --scope 192.168.1.41 --detailed-exitcode plan -
check "is empty" test ! -s /tmp/out
check "read as rules" ends 0 --scope 192.168.1.41 --parts services --format rules read
check "is what ipvsadm saves" diff <(on ipvsadm -Sn | grep 192.168.1.41) /tmp/out
check "read as JSON" ends 0 --scope 192.168.1.41 --parts services,vips,counters read
cp /tmp/out /tmp/in
check "is accepted again" ends 0 --scope 192.168.1.41 plan -
check "and needs no step" test ! -s /tmp/out
check "undo" ends 0 --trace undo /tmp/record
check "is traced" grep -q '^ipvsadm -D -t 192.168.1.41:80 # 2[0-9T:.-]*Z done$' /tmp/err
check "as a line for each step" test "$(grep -c ' done$' /tmp/err)" = 5
check "restores the host" is_as_before
check "undo again" ends 0 undo /tmp/record

# An undo that fails halfway: what it took along, and could not put back, is in the record for the next one. The VIP is
# the primary address of its network, and somebody else's goes with it.
host >/tmp/before
echo '{"lvsdr_state": 1, "vips": [{"address": "10.9.0.1", "prefix_length": 24, "device": "eth0"}]}' >/tmp/in
refused() { # FIRST LAST: these requests of the undo fail
    local ended=0
    # shellcheck disable=SC2086 # several words
    LD_PRELOAD=$refuse LVSDR_REFUSE="$1 $2 0" $ctl undo /tmp/record >/tmp/out 2>/tmp/err || ended=$?
    [ "$ended" = 1 ]
}
check "a VIP that others will need" ends 0 --insist --scope 10.9.0.1 --record /tmp/record --overwrite-record apply -
cp /tmp/record /tmp/record.kept && chown 7:8 /tmp/record && chmod 640 /tmp/record
ip -n t addr add 10.9.0.2/24 dev eth0
check "an undo that can only take away" refused 2 1000
check "did so" test "$(host | grep -c 10.9.0.)" = 0
check "and completed its record" test "$(cmp -s /tmp/record /tmp/record.kept || echo differs)" = differs
check "whose owner and mode stay" test "$(stat -c '%u %g %a' /tmp/record)" = "7 8 640"
check "and which is alone" test "$(ls -d /tmp/record*)" = "$(printf '%s\n' /tmp/record /tmp/record.kept)"
check "the next undo" ends 0 undo /tmp/record
check "brings the other address back" test "$(host | grep -c 10.9.0.)$(host | grep -c ' 10.9.0.2/24 ')" = 11
ip -n t addr del 10.9.0.2/24 dev eth0
check "and leaves nothing else" is_as_before
rm -f /tmp/record /tmp/record.kept

many_rules 0 | tail -n +2 | on ipvsadm -R
many_rules 500 >/tmp/many
host >/tmp/before
check "an interruption" signalled INT 130
check "undoes what was done" is_as_before
check "a kill" signalled KILL 137
check "leaves something" test "$(on ipvsadm -Sn | wc -l)" -gt 30
check "undo after the kill" ends 0 undo /tmp/record
check "restores the host after the kill" is_as_before
check "a deadline" ends 0 --scope everything --timeout 600 --quiet apply /tmp/many
check "that is met" test "$(on ipvsadm -Sn | wc -l)" = 5011

# What says nothing changes nothing, and what says "none" is asked about.
host >/tmp/before
: >/tmp/in
check "a pipe whose writer died" ends 1 --scope everything apply -
check "is told" grep -q 'it is empty' /tmp/err
echo '# ipvsadm -A -t 192.168.1.42:80' >/tmp/in
check "only comments" ends 1 --scope everything apply -
check "are told" grep -q 'there is no rule' /tmp/err
echo '{"lvsdr_state": 1}' >/tmp/in
check "a state of nothing" ends 1 --scope everything apply -
echo '--set 0 0 300' >/tmp/in
check "rules that tell of no services" ends 0 --scope everything apply -
echo '-C' >/tmp/in
check "rules for no services" ends 1 --scope everything apply -
check "are not applied by mistake" grep -q 'use --allow-empty' /tmp/err
echo '{"lvsdr_state": 1, "services": []}' >/tmp/in
check "an empty list of services" ends 1 --scope 10.0.0.1 apply -
check "nothing of this changed the host" is_as_before
check "an empty list, where there is none" ends 0 --scope 192.168.1.98 apply -
check "an empty list, in a plan" ends 0 --scope 10.0.0.1 plan -
check "an empty list, allowed" ends 0 --scope 10.0.0.1 --allow-empty apply -
check "that one is gone" test "$(on ipvsadm -Sn | grep -c '10.0.0.1:80')" = 0
check "the others are there" test "$(on ipvsadm -Sn | wc -l)" = 4510

# What the kernel has counted: five words of its third line, and a line for each processor.
on bash -c 'echo ask >/dev/udp/192.168.1.99/80' 2>/dev/null
on ipvsadm -A -u 192.168.1.40:53 -s rr
on ipvsadm -a -u 192.168.1.40:53 -r 192.168.1.20 -g
on bash -c 'for i in {1..20}; do echo ask >/dev/udp/192.168.1.40/53; done'
sleep 2.5
check "totals" ends 0 totals
for word in 1 2 3 4 5; do
    counted=$(on sed -n 3p /proc/net/ip_vs_stats | awk "{print \$$word}")
    check "number $word is the kernel's" test "$(sed -n "${word}s/.* //p" /tmp/out)" = $((16#$counted))
done
check "connections were counted" grep -qx 'connections 20' /tmp/out
check "the size of the table" grep -qx "connection-table-size $(on sed -n '1s/.*size=\(.*\))/\1/p' /proc/net/ip_vs)" /tmp/out
[ -e /proc/net/ip_vs_status ] || check "what is missing is no number" grep -qx 'current-connections -' /tmp/out
check "totals of processors" ends 0 --processors totals
check "are a line for each" test "$(wc -l </tmp/out)" = $(($(getconf _NPROCESSORS_CONF) + 1))
check "and all of it together" test "$(awk 'NR > 1 {sum += $3} END {print sum}' /tmp/out)" = 20
check "--processors for another verb" ends 2 --scope everything --processors read
check "no totals where nothing can be written" test "$($ctl totals >/dev/full 2>/dev/null || echo $?)" = 1
on ipvsadm -D -u 192.168.1.40:53

check "no verb" ends 2 --scope everything
check "is told with those that there are" grep -q '^lvsdrctl: the verb is missing; the verbs are read, list, .*, completion; see --help$' /tmp/err
check "a wrong verb" ends 2 --scope everything aply -
check "is told with its name" grep -q '^lvsdrctl: there is no verb "aply"; the verbs are read, list, ' /tmp/err
check "no scope" ends 2 plan -
check "no file" ends 2 --scope everything plan
check "no such file" ends 1 --scope everything plan /no/such/file
check "a wrong option" ends 2 --nosuch read
check "is told under its own name" grep -q '^lvsdrctl: "--nosuch": there is no such option' /tmp/err
check "--detailed-exitcode for another verb" ends 2 --scope everything --detailed-exitcode read
check "a wrong scope" ends 1 --scope web1 read
check "is told" grep -q '"web1": it is neither' /tmp/err
echo '{"lvsdr_state": 1, "services": [{"protocol": "tcp"}]}' >/tmp/in
check "a wrong state" ends 1 --scope everything plan -
check "is told with its place" grep -q '/services/0/address: it is missing' /tmp/err
host >/tmp/before
echo '{"lvsdr_state": 1, "scope": "192.168.1.61", "services": [
  {"protocol": "tcp", "address": "192.168.1.61", "port": 80},
  {"protocol": "tcp", "address": "192.168.1.61", "port": 81, "scheduler": "nosuch"}]}' >/tmp/in
check "an apply that fails" ends 1 --format json apply -
check "is rolled back" is_as_before
check "which is told in JSON, for the plan and each step" /usr/bin/python3 -c '
import json
plan = json.load(open("/tmp/out"))
assert plan["status"] == "undone", plan["status"]
assert sorted(step["status"] for step in plan["steps"]) == ["failed", "undone"]
assert "nosuch" in "".join(step.get("note", "") for step in plan["steps"])'
check "and in words" test "$($ctl apply - </tmp/in 2>&1 | tail -n 1)" = "lvsdrctl: everything is as before"
sed -i 's/"nosuch"/"rr"/' /tmp/in
check "an apply that does not" ends 0 --format json apply -
check "tells so as well" grep -q '^ "status": "done",' /tmp/out
on ipvsadm -D -t 192.168.1.61:80
on ipvsadm -D -t 192.168.1.61:81
# The commands of examples/ansible/director.yml.
cp "${0%/*}/../../examples/ansible/web.json" /tmp/in
check "what Ansible plans" ends 4 --detailed-exitcode plan -
check "and applies" ends 0 --graceful=60s --record=/tmp/ansible.json --overwrite-record --format=json apply -
check "is done" grep -q '^ "status": "done",' /tmp/out
check "so that the next run has nothing to do" ends 0 --detailed-exitcode plan -
check "and can be taken back" ends 0 undo /tmp/ansible.json
check "completely" is_as_before
check "--dry-run where it would not be heeded" ends 2 --dry-run undo /tmp/record
check "an option of drain for another verb" ends 2 --scope everything --force apply -
check "a format that there is not" ends 2 --scope everything --format poem read
check "parts that there are not" ends 2 --scope everything --parts everything read
check "a probe of no address" ends 1 probe nothing eth0
check "an announcement on no device" ends 1 announce 192.168.1.41 nodevice
check "too few words" ends 2 announce 192.168.1.41
check "too many words" ends 2 --scope everything read more
check "help" ends 0 --help
cp /tmp/out /tmp/help
check "help by a letter" ends 0 -h
check "is the same" cmp /tmp/help /tmp/out
check "the version" ends 0 --version
cp /tmp/out /tmp/version
check "the version by a letter" ends 0 -V
check "is the same" cmp /tmp/version /tmp/out
check "is the library's" grep -qx "lvsdrctl $(sed -n 's/^#define PACKAGE_VERSION "\(.*\)"$/\1/p' "$1/config.h")" /tmp/out
ip netns del t
exit $status
