#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The programs of docs/json.md, in the lab: each is run twice on a fresh host with the page's JSON, prints what
# the page shows, and leaves what ipvsadm and ip see; and each tells what is wrong with another JSON. json.sh BUILD
set -u

build=$1
top=$(cd "$(dirname "$0")/../.." && pwd)
page=$top/docs/json.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LD_LIBRARY_PATH=$build/liblvsdr/.libs PYTHONDONTWRITEBYTECODE=1
status=0

block() { # LANGUAGE: the page's only block of it
    awk -v fence="\`\`\`$1" '$0 == fence { inside = 1; next } /^```/ { inside = 0 } inside' "$page"
}

report() { # NAME STATUS
    if [ "$2" = 0 ]; then
        echo "[       OK ] docs/json.md: $1"
    else
        status=1 && echo "[  FAILED  ] docs/json.md: $1"
    fi
}

fresh() {
    ip netns del json 2>/dev/null
    ip netns add json && ip -n json link set lo up && ip -n json link add eth0 type dummy && ip -n json link set eth0 up
}

in_language() { # LANGUAGE JSON
    case $1 in
    c) "$work/program" json 192.168.1.41 <"$2" ;;
    python) /usr/bin/python3 "$work/program.py" json 192.168.1.41 <"$2" ;;
    lua) luajit "$work/program.lua" json 192.168.1.41 <"$2" ;;
    esac
}

# What others see of the host: the two destinations, and the VIP.
seen() {
    ip netns exec json ipvsadm -Sn
    ip -n json -o addr show dev eth0 | grep -o '192.168.1.41/32'
}

try() { # LANGUAGE
    fresh
    in_language "$1" "$work/desired.json" >"$work/$1" || return
    diff "$work/shown" "$work/$1" || return
    diff "$work/seen" <(seen) || return
    in_language "$1" "$work/desired.json" >"$work/again" || return
    diff <(grep -v '^add ' "$work/shown") "$work/again" || return # nothing was to be done
    sed 's/"port": 80,/"port": 70000,/' "$work/desired.json" >"$work/wrong.json"
    in_language "$1" "$work/wrong.json" 2>"$work/errors" && echo "port 70000 was taken" && return 1
    grep -q '/services/0/port' "$work/errors" || { cat "$work/errors" && return 1; }
    diff "$work/seen" <(seen)
}

block json >"$work/desired.json"
block text >"$work/shown"
block c >"$work/program.c"
block python >"$work/program.py"
block lua >"$work/program.lua"
cat >"$work/seen" <<'SEEN'
-A -t 192.168.1.41:80 -s rr
-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 1
-a -t 192.168.1.41:80 -r 192.168.1.21:80 -g -w 2
192.168.1.41/32
SEEN
gcc -std=c99 -Wall -Wextra -Werror -I"$top/include" "$work/program.c" -o "$work/program" -L"$LD_LIBRARY_PATH" -llvsdr
report "the C program compiles" $?
for language in c python lua; do
    try $language
    report "the program in $language" $?
done
ip netns del json
exit $status
