#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The lab itself: selftest.sh [uml|qemu|host]... (default: uml). Status, output and
# arguments come back, a hang and a dead kernel end clearly, nothing is left running, and classic
# LVS-DR by hand works. A line for each check, and "N passed, N failed" at the end; a kernel that
# does not come up is a failure.
set -u

here=$(cd "$(dirname "$0")" && pwd)

# ---- In the guest: what `selftest.sh in-lab` does.

# shellcheck source=tests/lab/topology.sh
. "$here/topology.sh"

guest_check() { # NAME COMMAND...
    local name=$1
    shift
    if "$@"; then echo "ok $name"; else echo "FAILED $name"; fi
}

on() { # NAMESPACE COMMAND...
    ip netns exec "$@"
}

all_reach_all() {
    local from to
    for from in client director rs1 rs2; do
        for to in "$CLIENT" "$DIP" "$RIP1" "$RIP2" 2001:db8:1::{100,40,20,21}; do
            on $from busybox ping -q -c 1 -W 30 "$to" >/dev/null || return
        done
    done
}

servers_by_hand() {
    local host key
    for host in rs1 rs2; do
        for key in all eth0; do
            on $host sysctl -qw net.ipv4.conf.$key.arp_ignore=1 net.ipv4.conf.$key.arp_announce=2
        done
        ip -n $host addr add "$VIP/32" dev lo
        ip -n $host addr add "$VIP6/128" dev lo nodad
    done
}

director_by_hand() {
    local server
    ip -n director addr add "$VIP/32" dev eth0
    ip -n director addr add "$VIP6/128" dev eth0 nodad
    on director ipvsadm -A -t "$VIP:80" -s rr
    on director ipvsadm -A -t "[$VIP6]:80" -s rr
    for server in 20 21; do
        on director ipvsadm -a -t "$VIP:80" -r 192.168.1.$server:80 -g
        on director ipvsadm -a -t "[$VIP6]:80" -r "[2001:db8:1::$server]:80" -g
    done
}

alternate() { # URL: ten requests bring the two pages in turn
    local pages
    pages=$(for _ in {1..10}; do on client curl -s -g -m 30 "$1" || echo none; done | tr '\n' ' ')
    case $pages in
    "1 2 1 2 1 2 1 2 1 2 " | "2 1 2 1 2 1 2 1 2 1 ") ;;
    *) echo "pages: $pages" && return 1 ;;
    esac
}

only_director_answers() {
    grep -q "02:00:c0:a8:01:28 .*Reply $VIP is-at 02:00:c0:a8:01:28" /tmp/arp &&
        ! grep -Eq "Reply $VIP is-at 02:00:c0:a8:01:(14|15)" /tmp/arp
}

nothing_stays() {
    [ -z "$(ip netns list)" ] && ! pgrep lighttpd >/dev/null && ! pgrep tcpdump >/dev/null
}

lvs_by_hand() {
    guest_check "the topology comes up" topology_up
    guest_check "all hosts reach all others, IPv4 and IPv6" all_reach_all
    guest_check "a web server on rs1" web_start rs1 1
    guest_check "a web server on rs2" web_start rs2 2
    servers_by_hand
    director_by_hand
    guest_check "a capture on the client" capture_start client /tmp/arp arp
    guest_check "ten pages alternate, IPv4" alternate "http://$VIP/"
    guest_check "ten pages alternate, IPv6" alternate "http://[$VIP6]/"
    capture_stop /tmp/arp
    guest_check "captured: only the director answers for the VIP" only_director_answers
    guest_check "a web server ends" web_stop rs1
    topology_down
    guest_check "topology_down leaves nothing" nothing_stays
}

if [ "${1-}" = in-lab ]; then
    lvs_by_hand
    exit
fi

# ---- On the machine.

passed=0 failed=0 slowness=${LVSDR_SLOWNESS:-1}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# What is left in here is ours.
export TMPDIR=$folder/tmp
mkdir "$TMPDIR" "$folder/a folder" "$folder/result"

report() { # STATUS NAME
    if [ "$1" = 0 ]; then
        passed=$((passed + 1)) && echo "[       OK ] $kernel: $2"
    else
        failed=$((failed + 1)) && echo "[  FAILED  ] $kernel: $2"
        tail -n 30 "$folder/out" "$folder/err" | sed 's/^/        | /'
    fi
}

check() { # NAME COMMAND...
    local name=$1 status=0
    shift
    "$@" || status=$?
    report $status "$name"
}

# lab STATUS OPTION-OR-COMMAND...: runs it, and succeeds if it ends with that status.
lab() {
    local expected=$1 status=0
    shift
    "$here/run.sh" --kernel "$kernel" --timeout $((300 * slowness)) "$@" >"$folder/out" 2>"$folder/err" || status=$?
    [ $status = "$expected" ] || { echo "ended with status $status" >>"$folder/err" && return 1; }
}

output_is() { # TEXT
    [ "$(cat "$folder/out" && echo .)" = "$1." ]
}

# shellcheck disable=SC2016 # expanded in the guest
arguments() {
    lab 7 bash -c 'printf "<%s>" "$@"; exit 7' _ 'two  words' "it's" '"q"' '$HOME' '*' '' '\n' &&
        output_is "<two  words><it's><\"q\"><\$HOME><*><><\\n>"
}

# shellcheck disable=SC2016 # expanded in the guest
surroundings() {
    cd "$folder/a folder" || return
    lab 0 --env 'TEXT=a b "c"' --output "$folder/result" bash -c \
        'echo "$TEXT|$LVSDR_LAB_KERNEL|$PWD|$(id -u)|$(cat <(echo fd))"
        echo kept >"$LVSDR_LAB_OUTPUT/file"
        touch "$PWD/new" /run/new /var/tmp/new /dev/shm/new && rm -r ../tmp' &&
        output_is "a b \"c\"|$kernel|$folder/a folder|0|fd"$'\n'
}

# Much output, and a last line without an end: to the byte.
output_is_exact() {
    lab 0 bash -c 'seq 1 20000; printf "\033\001 no end of line"' || return
    { seq 1 20000 && printf '\033\001 no end of line'; } | cmp - "$folder/out"
}

# Output has to come while the command still runs; and an interruption has to end all.
output_is_live() {
    local guest begin=$SECONDS
    "$here/run.sh" --kernel "$kernel" bash -c 'echo first; sleep 1000' >"$folder/out" 2>"$folder/err" &
    guest=$!
    until grep -q first "$folder/out" || [ $((SECONDS - begin)) -ge $((60 * slowness)) ]; do sleep 0.1; done
    kill -TERM $guest
    wait $guest 2>/dev/null
    grep -q first "$folder/out"
}

hang() {
    local begin=$SECONDS limit=$((15 * slowness))
    [ "$kernel" != qemu ] || limit=$((40 * slowness))
    lab 124 --timeout $limit bash -c 'echo before; sleep 1000' &&
        [ $((SECONDS - begin)) -le $((limit + 4 * slowness)) ] &&
        grep -qx before "$folder/out" && grep -q "within $limit seconds" "$folder/err"
}

# Twice as long as the limit, but not in silence; and then in silence.
# shellcheck disable=SC2016 # expanded in the guest
silence() {
    local limit=10
    lab 124 --timeout 1000 --quiet-limit $limit bash -c \
        'for i in {1..12}; do sleep "$LVSDR_SLOWNESS"; echo $i; done; printf end; sleep 1000' &&
        output_is "$(seq 1 12)"$'\n'end && grep -q "printed nothing for $((limit * slowness)) seconds" "$folder/err"
}

# shellcheck disable=SC2016 # expanded in the guest
schedulers() {
    lab 0 bash -euc 'port=0
        for name in rr wrr lc wlc lblc lblcr dh sh sed nq fo ovf mh; do
            port=$((port + 1)); ipvsadm -A -t 192.168.1.41:$port -s $name
        done
        ipvsadm -Ln | grep -c "^TCP "
        ! ipvsadm -A -t 192.168.1.41:99 -s nosuch 2>/dev/null' && output_is $'13\n'
}

without_ipvs() {
    lab 0 --no-ipvs bash -c '! modprobe ip_vs && ! ipvsadm -Ln && [ ! -e /proc/net/ip_vs ]'
}

panic() {
    lab 125 bash -c 'echo c >/proc/sysrq-trigger; sleep 1000' && grep -qi panic "$folder/err" &&
        grep -q "$kernel kernel ended before" "$folder/err"
}

no_kernel() {
    lab 125 --memory 1 true && grep -q "did not come up\|did not reach userland" "$folder/err"
}

packets() {
    local result name
    lab 0 "$here/selftest.sh" in-lab
    report $? "LVS-DR by hand runs through"
    cp "$folder/out" "$folder/checks"
    while read -r result name; do
        case $result in
        ok) report 0 "$name" ;;
        FAILED) report 1 "$name" ;;
        esac
    done <"$folder/checks"
}

# Every kernel has been told to work in our folder. Killed processes take a moment to go.
nothing_left() {
    for _ in {1..30}; do
        ls -A "$TMPDIR" >"$folder/out"
        grep -lsF "$TMPDIR/" /proc/[0-9]*/cmdline >"$folder/err"
        [ -s "$folder/out" ] || [ -s "$folder/err" ] || return 0
        sleep 0.1
    done
    return 1
}

[ $# -gt 0 ] || set -- uml
for kernel; do
    begin=$SECONDS
    check "status 0" lab 0 true
    echo "             ($kernel: $((SECONDS - begin)) s from start to end)"
    check "status 7, and arguments survive" arguments
    check "a program that is not there" lab 127 /no/such/program
    check "folder, variables, root, the output folder" surroundings
    check "files come back" grep -qx kept "$folder/result/file"
    [ "$kernel" = host ] ||
        check "changes are thrown away" test -d "$TMPDIR" -a ! -e "$folder/a folder/new"
    check "output is exact" output_is_exact
    check "output comes at once" output_is_live
    check "an interruption leaves nothing" nothing_left
    check "a hang ends with 124" hang
    check "a hang leaves nothing" nothing_left
    check "silence ends with 124, and nothing else does" silence
    check "IPVS with every scheduler" schedulers
    packets
    if [ "$kernel" != host ]; then # not to be tried on this machine's own kernel
        check "no IPVS with --no-ipvs" without_ipvs
        check "a panic ends with 125" panic
        check "a kernel that does not come up ends with 125" no_kernel
    fi
    check "nothing is left" nothing_left
    echo "             ($kernel: $((SECONDS - begin)) s)"
done
kernel=nosuch
check "an unknown kernel is refused" lab 2 true
echo "$passed passed, $failed failed"
[ $failed = 0 ]
