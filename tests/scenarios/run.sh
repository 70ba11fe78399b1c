#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The same scenarios in each language, in the lab: each prints the same, ends in the same way, and leaves the
# host the same, as other programs than the library see it.
# run.sh BUILD [LANGUAGE | SCENARIO]...: a scenario is 03-refusals. Of a language that is compiled, build-LANGUAGE.sh
# makes the programs, before the lab.
#
# With the lab's --output, what each printed is written there as SCENARIO.LANGUAGE; that of C, once
# read and found right, is what NN-name.expected holds. A kernel without nf_tables is expected to
# say so: NN-name.expected-uml.
set -u

build=$1 && shift
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
# shellcheck source=tests/lab/topology.sh
. "$here/../lab/topology.sh"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
new=${LVSDR_LAB_OUTPUT:-$scratch}
all=(c python lua cpp rust go node) languages=() scenarios=() status=0
export LVSDR_LIBRARY=$build/liblvsdr/.libs/liblvsdr.so
export PYTHONPATH=$top/bindings/python:$here PYTHONPYCACHEPREFIX=$scratch/bytecode
export LUA_PATH="$top/bindings/luajit/?.lua;$top/bindings/luajit/?/init.lua;$here/?.lua"
export NODE_PATH=$build/tests/scenarios/node/node_modules
cd "$here" || exit 1

for word; do
    case " ${all[*]} " in
    *" $word "*) languages+=("$word") ;;
    *) scenarios+=("$word") ;;
    esac
done
[ ${#languages[@]} -gt 0 ] || languages=("${all[@]}")
if [ ${#scenarios[@]} = 0 ]; then
    # A scenario that has only some of its files is run too, and fails.
    mapfile -t scenarios < <(for file in [0-9]*; do echo "${file%%.*}"; done | sort -u)
fi

fresh() { # SCENARIO
    topology_down
    case $1 in
    *-experiment)
        topology_up
        web_start rs1 "server is working: RS1 $RIP1"
        web_start rs2 "server is working: RS2 $RIP2"
        return
        ;;
    esac
    ip netns add director
    topology_host director <<BATCH
link set lo up
link add eth0 address $(topology_mac 40) type dummy
addr add $DIP/24 dev eth0
addr add $DIP6/64 dev eth0 nodad
link set eth0 up
neigh add $RIP1 dev eth0 lladdr $(topology_mac 20)
BATCH
}

# Sets "before" to the facts of a fresh host, which are the same each time and asked for once.
facts_before() { # SCENARIO
    case $1 in
    *-experiment) before=$scratch/before-experiment ;;
    *) before=$scratch/before ;;
    esac
    [ -e "$before" ] || facts | sort >"$before"
}

# What a host has, as the classic commands and the kernel's files tell it. Programs start slowly in an emulated kernel:
# they are as few as can be.
facts() {
    local host
    for host in director rs1 rs2; do
        [ -e /run/netns/$host ] || continue
        echo "@host $host"
        # shellcheck disable=SC2016
        ip netns exec $host sh -c 'printf "addr\nroute show table all\n" | ip -o -batch -
            echo @saved && ipvsadm -Sn
            echo @thresholds && ipvsadm -Ln --thresholds
            echo @settings && ipvsadm -Ln --timeout && ipvsadm -Ln --daemon
            cd /proc/sys/net/ipv4 && grep -r . vs conf/*/arp_announce conf/*/arp_ignore'
    done | awk '
        { gsub(/[ \t]+/, " "); sub(/ *$/, "") }
        $1 == "@host" { host = $2; part = "@ip"; next }
        /^@/ { part = $1; next }
        part == "@ip" && sub(/^[0-9]+: /, "") { sub(/\\ *valid_lft.*/, ""); $0 = "ip addr " $0; sub(/ *$/, "") }
        part == "@ip" && !/^ip addr / { $0 = "ip route " $0 }
        part == "@saved" { $0 = "ipvsadm " $0 }
        part == "@thresholds" { if ($1 != "->" || $3 + 0 <= 0) next; $0 = "thresholds " $2 " " $3 " " $4 }
        { print host ": " $0 }'
}

# A long list by its ends and its sum.
shorten() {
    local list
    mapfile -t list
    if [ ${#list[@]} -lt 100 ]; then
        [ ${#list[@]} = 0 ] || printf '%s\n' "${list[@]}"
    else
        printf '%s\n' "${list[@]:0:3}"
        echo "... ${#list[@]} lines, sha256 $(printf '%s\n' "${list[@]}" | sha256sum | cut -c 1-16)"
        printf '%s\n' "${list[@]: -3}"
    fi
}

# Pages are not sorted: they have to alternate. Each has a connection of its own.
pages() {
    ip netns exec client curl -s -m 30 --http1.0 "http://$VIP/?"{1..6}
}

witness() { # FACTS-BEFORE
    echo "-- what the host has now and had not before, as others see it"
    facts | sort | comm -13 "$1" - | shorten
    [ "$LVSDR_LAB_KERNEL" = uml ] || ip netns exec director nft list ruleset
    [ ! -e /run/netns/client ] || pages
}

run_in() { # LANGUAGE SCENARIO
    local command
    case $1 in
    c) command=("$build/tests/scenarios/$2") ;;
    python) command=("${PYTHON3:-/usr/bin/python3}" "$2.py") ;;
    lua) command=("${LUAJIT:-luajit}" "$2.lua") ;;
    node) command=("${NODE:-node}" "$2.js") ;;
    *) command=("$build/tests/scenarios/$1/$2") ;;
    esac
    timeout $((60 * topology_slowness)) "${command[@]}" director
}

tell_story() { # LANGUAGE SCENARIO
    local result=0
    run_in "$1" "$2" </dev/null 2>&1 || result=$?
    [ $result = 0 ] || echo "ended with status $result"
    witness "$before"
}

check() { # LANGUAGE SCENARIO
    local expected=$2.expected
    [ ! -e "$2.expected-$LVSDR_LAB_KERNEL" ] || expected=$2.expected-$LVSDR_LAB_KERNEL
    fresh "$2"
    facts_before "$2"
    tell_story "$1" "$2" >"$new/$2.$1"
    if diff -u "$expected" "$new/$2.$1"; then
        echo "[       OK ] $2 $1"
    else
        echo "[  FAILED  ] $2 $1"
        status=1
    fi
}

for scenario in "${scenarios[@]}"; do
    for language in "${languages[@]}"; do check "$language" "$scenario"; done
done
topology_down
exit $status
