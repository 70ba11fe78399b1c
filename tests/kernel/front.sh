#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# lvsdr-ipvsadm beside ipvsadm, in the lab: front.sh BUILD [PATTERN | every=N]; a pattern selects calls;
# every=N takes one of N combinations of a command and an option.
# shellcheck disable=SC2016 # scripts for another shell
set -u

front=$1/tools/lvsdr-ipvsadm/lvsdr-ipvsadm
here=$(cd "$(dirname "$0")" && pwd)
status=0
check() { # NAME COMMAND...
    local name=$1
    shift
    if "$@"; then
        echo "[       OK ] front: $name"
    else
        status=1 && echo "[  FAILED  ] front: $name"
    fi
}

on() {
    ip netns exec front "$@"
}

# A user without privilege, who is root of a user and network namespace of their own. The witness is the kernel's file,
# since ipvsadm does not work there.
rootless() { # SCRIPT
    setpriv --reuid=65534 --regid=65534 --clear-groups unshare --user --net --map-root-user bash -c "ip link set lo up; f=$front; $1"
}

ip netns add front
ip -n front link set lo up
ip -n front link add eth0 type dummy
ip -n front addr add 192.168.1.40/24 dev eth0
ip -n front link set eth0 up
# Without a name server none is waited for.
mount --bind /dev/null /etc/resolv.conf
on /usr/bin/python3 -B "$here/front.py" "$@" || status=1
umount /etc/resolv.conf
[[ ${2-every=1} == every=* ]] || exit $status

# Real connections: the very same listings while nothing happens.
on ipvsadm -C
printf '%s\n' '-A -t 192.168.1.40:80 -s rr -p 500' '-a -t 192.168.1.40:80 -r 192.168.1.50 -g' \
    '-A -u 192.168.1.40:53 -s rr' '-a -u 192.168.1.40:53 -r 192.168.1.51 -g' '-a -u 192.168.1.40:53 -r 1.2.3.4 -m' \
    '-A -u 192.168.1.40:5060 -s rr -p 60 --pe sip' '-a -u 192.168.1.40:5060 -r 1.2.3.4 -m' | on ipvsadm -R
on bash -c 'for i in {1..20}; do echo ask >/dev/udp/192.168.1.40/53; done
    printf "INVITE sip:x SIP/2.0\r\nCall-ID: abc@def\r\n\r\n" >/tmp/sip; cat /tmp/sip >/dev/udp/192.168.1.40/5060
    timeout 0.2 bash -c "echo >/dev/tcp/192.168.1.40/80"' 2>/dev/null
# The kernel counts on, and seconds pass, so that both are asked again if they differ.
alike() { # OPTION...
    for _ in 1 2 3 4 5; do
        [ "$(on ipvsadm "$@")" != "$(on "$front" "$@")" ] || return 0
    done
    diff <(on ipvsadm "$@") <(on "$front" "$@")
    return 1
}
check "there are connections" test "$(on ipvsadm -Lnc | wc -l)" -gt 22
for options in "-Ln" "-Lnc" "-Lnc --persistent-conn" "-Ln --stats" "-Ln --persistent-conn" "-Ln --rate --exact"; do
    # shellcheck disable=SC2086 # words
    check "with connections, $options" alike $options
done

on ipvsadm -Sn >/tmp/saved
check "nothing is listed where nothing can be written" test "$(on "$front" -Ln >/dev/full 2>/dev/null || echo $?)" = 255
check "nor saved" test "$(on "$front" -Sn >/dev/full 2>/dev/null || echo $?)" = 255
check "nor connections" test "$(on "$front" -Lnc >/dev/full 2>/dev/null || echo $?)" = 255
for ((i = 0; i < 10000; i++)); do
    echo "-a -t 192.168.1.40:80 -r 10.2.$((i / 250)).$((i % 250)) -g"
done >/tmp/many
on ipvsadm -C
check "10,000 lines, and a wrong one" test "$( (cat /tmp/saved /tmp/many && echo '-A -t nope') | on "$front" -R 2>&1 | head -n 1)" \
    = "illegal virtual server address[:port] specified (line $(($(wc -l </tmp/saved) + 10001)))"
check "are all there but for that" test "$(on ipvsadm -Sn | wc -l)" = $(($(wc -l </tmp/saved) + 10000))
check "a line of a megabyte" test "$(head -c 1M /dev/zero | tr '\0' 'x' | on "$front" -R >/dev/null 2>&1 || echo $?)" = 2
check "a word of control characters" test "$(on "$front" -A -t $'\e[31m' 2>&1 | tr -d '\n' | grep -c '[[:cntrl:]]')" = 0
on ipvsadm -C
ip netns del front

check "ipvsadm does not work rootless" test "$(rootless 'ipvsadm -Ln' >/dev/null 2>&1 || echo $?)" = 2
check "the front does" rootless '$f -A -t 10.0.0.1:80 -s rr -p 60 && $f -a -t 10.0.0.1:80 -r 10.1.0.1 -g -w 3 &&
    grep -q "^TCP  0A000001:0050 rr  persistent 6000 " /proc/net/ip_vs &&
    grep -q "^  -> 0A010001:0050      Route   3 " /proc/net/ip_vs'
check "it lists and saves there" rootless '$f -A -t 10.0.0.1:80 && $f -a -t 10.0.0.1:80 -r 10.1.0.1 && $f -Ln >/dev/null &&
    [ "$($f -Sn | tail -n 1)" = "-a -t 10.0.0.1:80 -r 10.1.0.1:80 -g -w 1" ] && $f -Sn | $f -R 2>&1 | grep -q "^Service already exists"'
check "it edits and removes there" rootless '$f -A -f 7 && $f -E -f 7 -s rr && grep -q "^FWM  00000007 rr" /proc/net/ip_vs &&
    $f --set 3 4 5 && [ "$($f -L --timeout)" = "Timeout (tcp tcpfin udp): 3 4 5" ] && $f -D -f 7 && ! grep -q ^FWM /proc/net/ip_vs'
check "what socket options do not support is refused there" rootless '! $f -A -t [2001:db8::1]:80 2>/dev/null &&
    ! $f -A -u 10.0.0.1:5060 -p --pe sip 2>/dev/null && ! grep -q ^UDP /proc/net/ip_vs'
exit $status
