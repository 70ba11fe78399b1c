#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The agent's unit, tools/lvsdrctl/lvsdr-state.service as it stands there, started and stopped by a real systemd, in the lab:
# agent.sh BUILD
set -u

build=$1
top=$(cd "$(dirname "$0")/../.." && pwd)
unit=lvsdr-state.service folder=/run/systemd-units status=0
check() { # NAME COMMAND...
    local name=$1
    shift
    if "$@" >/tmp/out 2>&1; then
        echo "[       OK ] agent: $name"
    else
        status=1 && echo "[  FAILED  ] agent: $name"
        cat /tmp/out && tail -n 20 /run/console
    fi
}

# lvsdrctl where the unit has it, which sees neither /home nor /tmp; and a network with one real server's address.
install_agent() {
    cp "$build/tools/lvsdrctl/lvsdrctl" /usr/local/sbin/ && cp "$build"/liblvsdr/.libs/liblvsdr.so.0 /usr/local/lib/ && ldconfig
    mkdir -p /etc/lvsdr $folder
    cp "$top/tools/lvsdrctl/$unit" $folder/
    ip link add eth0 type dummy
    ip link set eth0 up
    ip addr add 192.168.1.40/24 dev eth0
}

desired() { # VIP
    cat >/etc/lvsdr/state.json <<JSON
{"lvsdr_state": 1, "scope": "192.168.1.41",
 "services": [{"protocol": "tcp", "address": "192.168.1.41", "port": 80, "scheduler": "wrr",
    "destinations": [{"address": "192.168.1.20", "weight": 2}, {"address": "192.168.1.21"}]}],
 "vips": [{"address": "$1", "device": "eth0"}],
 "arp_policies": [{"device": "all", "arp_ignore": 1, "arp_announce": 2}, {"device": "eth0", "arp_ignore": 1}],
 "sync_daemons": [{"role": "master", "device": "eth0", "sync_id": 7}],
 "sysctls": [{"name": "conn_reuse_mode", "value": "0"}]}
JSON
    echo '{"lvsdr_state": 1, "timeouts": {"tcp": 700, "tcp_fin": 70, "udp": 77}}' >/etc/lvsdr/timeouts.json
}

host() {
    ip -4 -oneline addr show dev eth0 | sed 's/ *valid_lft.*//'
    ip -4 route show table all
    sysctl net.ipv4.conf.{all,eth0}.arp_{ignore,announce}
    grep . /proc/sys/net/ipv4/vs/*
    ipvsadm -Sn
    ipvsadm -Ln --timeout
    ipvsadm -Ln --daemon
} 2>/dev/null

# systemd is the first process of a process namespace, and knows the targets that the unit names and no other units. What
# it says goes to /run/console.
start_systemd() {
    local target
    for target in sysinit basic network-online multi-user shutdown; do
        printf '[Unit]\nDefaultDependencies=no\n' >"$folder/$target.target"
    done
    mkdir -p /sys/fs/cgroup
    mount -t cgroup2 cgroup2 /sys/fs/cgroup
    touch /run/console
    mount --bind /run/console /dev/console
    container=lab SYSTEMD_UNIT_PATH=$folder unshare --fork --pid --mount --mount-proc --kill-child \
        /lib/systemd/systemd --system --unit=basic.target --log-target=console --show-status=0 </dev/null >/dev/null 2>&1 &
    unshare=$!
    for _ in {1..300}; do
        [ ! -e /run/systemd/private ] || return 0
        sleep 0.2
    done
    echo "systemd does not start" && return 1
}

with_systemd() {
    nsenter -t "$(pgrep -P "$unshare")" -m -p "$@"
}

fails_to_start() {
    ! with_systemd systemctl start "$unit"
}

rating() {
    with_systemd systemd-analyze security --no-pager "$unit" | grep 'Overall exposure.*: [0-9.]* OK'
}

# A few lines more, for what is to be seen of a process.
add_to_unit() { # NAME, and the lines on standard input
    mkdir -p "$folder/$unit.d"
    { echo '[Service]' && cat; } >"$folder/$unit.d/$1.conf"
    with_systemd systemctl daemon-reload
}

is() { # PROPERTY VALUE
    [ "$(with_systemd systemctl show -P "$1" "$unit")" = "$2" ]
}

# The file has a line for each pattern.
has_lines() { # FILE PATTERN...
    local pattern
    for pattern in "${@:2}"; do
        grep -qx -e "$pattern" "$1" || { echo "no line \"$pattern\" in:"; cat "$1"; return 1; }
    done
}

stands() {
    host >/tmp/host
    has_lines /tmp/host '.* inet 192.168.1.41/32 .*' 'net.ipv4.conf.all.arp_ignore = 1' \
        'net.ipv4.conf.all.arp_announce = 2' 'net.ipv4.conf.eth0.arp_ignore = 1' \
        '/proc/sys/net/ipv4/vs/conn_reuse_mode:0' '-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 2' \
        'Timeout.*: 700 70 77' 'master sync daemon.*eth0.*'
}

as_before() {
    host | diff /tmp/before - && [ ! -e /run/lvsdr/record.json ]
}

# What the process was allowed, as the kernel has it.
confined() {
    has_lines /run/lvsdr/status 'Uid:.[1-9].*' 'CapEff:.0000000000001000' 'CapBnd:.0000000000001000' 'NoNewPrivs:.1' \
        'Seccomp:.2'
}

install_agent
desired 192.168.1.41
host >/tmp/before
check "systemd starts" start_systemd
check "the unit starts" with_systemd systemctl start "$unit"
check "and is active" is ActiveState active
check "the host is as the state says" stands
check "nobody but the unit's user reads the record" test "$(stat -Lc %a /run/lvsdr/record.json)" = 600
check "the unit stops" with_systemd systemctl stop $unit
check "without a complaint" is Result success
check "and the host is as before" as_before
check "systemd rates it OK" rating

desired 192.168.1.77
echo "StandardError=file:/run/said" | add_to_unit said
check "a state outside of the scope fails" fails_to_start
check "which is told" grep '192.168.1.77.*scope' /run/said
check "and changes nothing" as_before
echo "Environment=SCOPE=192.168.1.77" | add_to_unit scope
check "a scope of the administrator counts instead" fails_to_start
check "for the files' other objects as well" grep '192.168.1.41.*scope' /run/said
check "and nothing is changed either" as_before
rm "$folder/$unit.d/scope.conf" && with_systemd systemctl daemon-reload

# Killed before it is all started, after its work.
desired 192.168.1.41
add_to_unit killed <<'CONF'
ExecStartPost=/bin/sh -c 'cat /proc/self/status >/run/lvsdr/status; kill -KILL $$$$'
CONF
check "a start that is killed fails" fails_to_start
check "by a signal" is Result signal
check "the process had one capability" confined
check "and what it did is undone" as_before

kill -KILL "$(pgrep -P "$unshare")"
exit $status
