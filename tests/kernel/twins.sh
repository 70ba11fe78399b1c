#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Each example in C and its twin in Python, in the lab: the same words lead to the same output, the same status and the
# same host, and what the one does is undone by the other. twins.sh BUILD [EXAMPLE]...
set -u

build=$1 && shift
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wanted=("$@") told=() status=0
export LVSDR_LIBRARY=$build/liblvsdr/.libs/liblvsdr.so.0 LD_LIBRARY_PATH=$build/liblvsdr/.libs
export PYTHONPYCACHEPREFIX=$work/bytecode
VIP=192.168.1.41 VIP6=fd00::41 RIP1=192.168.1.20 RIP2=192.168.1.21

story() { # EXAMPLE, and the story on standard input
    told+=("$1")
    cat >"$work/$1.story"
}

# What every example does that changes something: it, nothing more, and by the twin and by itself back again.
changes() { # WORD..., of a call that works
    cat <<STORY
--help
$*
$*
other --undo $*
--undo $*
$*
STORY
}

story 1-director-vip <<STORY
$(changes $VIP)

--nonsense
--undo
$VIP and-more
$VIP6
192.168.1.300
STORY
story 2-realserver-arp <<STORY
--help
$work/record
$work/record
other --undo $work/record
--undo $work/record
$work/other-record
--undo $work/nothing

STORY
story 3-realserver-vip <<STORY
$(changes $VIP)

$VIP6
STORY
story 4-service <<STORY
$(changes $VIP:80)

$VIP:nothing
[$VIP6]:80
!ipvsadm -E -t $VIP:80 -s wlc
$VIP:80
STORY
story 5-realservers <<STORY
!ipvsadm -A -t $VIP:80 -s rr
$(changes $VIP:80 $RIP1 $RIP2)
$VIP:81 $RIP1
$VIP:80 $VIP
STORY
story 6-list <<STORY
--help
and-more
!ipvsadm -A -t $VIP:80 -s rr
!ipvsadm -a -t $VIP:80 -r $RIP1 -g
!ipvsadm -a -t $VIP:80 -r $RIP2 -m -w 3
!ipvsadm -A -f 8 -s wlc

STORY
if [ -e "$build/examples/7-test" ]; then
    mkdir "$work/web" && echo "server is working" >"$work/web/index.html"
    story 7-test <<STORY
--help

http://127.0.0.1/ 0
http://127.0.0.1/ 2
!busybox httpd -p 127.0.0.1:8099 -h $work/web
http://127.0.0.1:8099/ 3
http://127.0.0.1:8099/nothing 2
!sh -c 'kill \$(pidof busybox)'
STORY
fi
story 8-ppc <<STORY
!ipvsadm -A -t $VIP:80 -s rr
$(changes $VIP:80 600)
$VIP:80 many
$VIP:81 600
STORY
story 9-pcc <<STORY
$(changes $VIP 600 $RIP1=2 $RIP2)
$VIP many $RIP1
$VIP 600 $RIP1=-1
STORY
story 10-pnmpp <<STORY
$(changes $VIP 80,23 8 600 $RIP1 $RIP2)
$VIP 80 many 600 $RIP1
$VIP 80 8 600
STORY
story 11-drain <<STORY
--help
$VIP:80
!ipvsadm -A -t $VIP:80 -s rr -p 600
!ipvsadm -a -t $VIP:80 -r $RIP1 -g
!ipvsadm -a -t $VIP:80 -r $RIP2 -g
$VIP:80 $RIP1 3
$VIP:80 $RIP1
nothing $RIP1
STORY
story 12-connections <<STORY
--help
--nonsense

$VIP:80
$VIP:80 $RIP1
nothing
STORY
story 13-rates <<STORY
--help
many
!ipvsadm -A -t $VIP:80 -s rr
!ipvsadm -a -t $VIP:80 -r $RIP1 -g
!ipvsadm -A -f 8 -s wlc
!ipvsadm -a -f 8 -r $RIP2 -g
2 1
STORY
cat >"$work/keep.json" <<JSON
{"lvsdr_state": 1, "services": [{"protocol": "tcp", "address": "$VIP", "port": 80, "scheduler": "rr",
 "destinations": [{"address": "$RIP1", "port": 80, "weight": 3}]}], "vips": [{"address": "$VIP", "device": "lo"}]}
JSON
later="sleep \$((2 * \${LVSDR_SLOWNESS:-1}))"
story 14-keep <<STORY
--help
$work/keep.json
$work/keep.json nonsense
!ipvsadm -A -t 192.168.1.42:80 -s rr
!sh -c '($later; ipvsadm -e -t $VIP:80 -r $RIP1 -g -w 0) & ($later; $later; ip addr del $VIP/32 dev lo; ipvsadm -D -t 192.168.1.42:80) &'
$work/keep.json $VIP $((8 * ${LVSDR_SLOWNESS:-1}))
STORY
printf '%s\n' "-A -t $VIP:80 -s rr" "-a -t $VIP:80 -r $RIP2 -g -w 2" >"$work/green"
sed 's/-s rr/-s sh/' "$work/green" >"$work/hashed"
echo '{"lvsdr_state": 1, "services": []}' >"$work/nothing"
story 15-graceful <<STORY
--help
$VIP
$VIP $work/missing
$VIP $work/green 1
!ipvsadm -a -t $VIP:80 -r $RIP1 -g
$VIP $work/green 60
$VIP $work/green
!ipvsadm -A -t $VIP:443 -s rr
!ipvsadm -a -t $VIP:443 -r $RIP1 -g
other $VIP $work/green
!ipvsadm -E -t $VIP:80 -s sh
!ipvsadm -a -t $VIP:80 -r $RIP1 -g
$VIP $work/hashed
192.168.1.42 $work/green
$VIP $work/nothing
!ip addr add $VIP/32 dev lo
!ipvsadm -A -u $VIP:53 -s rr
!ipvsadm -a -u $VIP:53 -r $RIP1 -g
!bash -c 'echo >/dev/udp/$VIP/53'
$VIP $work/nothing 3
$VIP $work/nothing 1
STORY
printf '%s\n' '{"lvsdr_state": 1, "services": [{"protocol": "tcp", "address": "192.168.1.41", "port": 80, "destinations": [{"address": "192.168.1.20", "port": 80}]}]}' \
    'no state' '{"lvsdr_state": 1, "services": [{"protocol": "udp", "address": "192.168.1.41", "port": 53}]}' >"$work/states"
story 19-agent <<STORY
--help

$VIP
$VIP < $work/states
STORY
[ ${#wanted[@]} -gt 0 ] || wanted=("${told[@]}")
/usr/bin/python3 "$here/twins.py" "$build" "$top" "$work" "${wanted[@]}" || status=1

for source in "$top"/examples/[0-9]*.c "$top"/examples/[0-9]*.py; do
    name=$(basename "${source%.*}")
    { [ -e "$top/examples/$name.c" ] && [ -e "$top/examples/$name.py" ] && [[ " ${told[*]} " == *" $name "* ]]; } ||
        { status=1 && echo "[  FAILED  ] $name has no twin, or is not told of here"; }
done
exit $status
