#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The tutorial's pages, in the lab: every command of a `console` block is run on the host that its
# prompt names ("rs1# ..."), and has to print what the page shows. docs.sh BUILD [PAGE...]
#
# A page says in comments, which readers do not see, what the network is like before a block:
#   <!-- lab: new 1 2 3 -->      a fresh network, on which these steps' examples have been run;
#                                "new web 1 2 3": with web servers on the real servers; "new two web": and two directors
#   <!-- lab: qemu -->           what follows needs nf_tables, which only QEMU's kernel has
#   <!-- lab: rs1# command -->   run, but not shown
# A command that ends in "&" runs until its block ends; what it printed comes last.
# Times, rates, how many packets a connection took, how often progress was told, and the size of the kernel's table, may differ. With --output the pages are written there as this run makes them, to be copied over the old ones.
set -u

build=$1 && shift
here=$(cd "$(dirname "$0")" && pwd)
pages=$here/../../docs/tutorial/en
# shellcheck source=tests/lab/topology.sh
. "$here/../lab/topology.sh"
# shellcheck source=tests/lab/steps.sh
. "$here/../lab/steps.sh"
new=${LVSDR_LAB_OUTPUT:-$(mktemp -d)}

examples_link "$build" || exit 1
PATH=$build/tools/lvsdrctl:$PATH

on() { # HOST COMMAND
    ip netns exec "$1" bash -c "$2" </dev/null 2>&1
}

start() { # HOST COMMAND: in the background, until finish
    background=/tmp/background
    : >$background.log # not that of the last one
    ip netns exec "$1" bash -c "exec ${2/#tcpdump/tcpdump -l --immediate-mode}" \
        </dev/null >$background 2>$background.log &
    pid=$!
    case $2 in
    tcpdump*) topology_wait "tcpdump listens" grep -q 'listening on' $background.log ;;
    *) sleep "$topology_slowness" ;;
    esac
}

finish() {
    [ -n "$background" ] || return 0
    capture_settle "$background"
    { kill "$pid" && wait "$pid"; } 2>/dev/null # it may have ended by itself
    sed '${/^$/d}' "$background" # tcpdump ends with an empty line
    background=
}

prompt() { # HOST COMMAND
    case $skip:$2 in
    yes:*) ;;
    no:*' &') start "$1" "${2% &}" ;;
    *) on "$1" "$2" ;;
    esac
}

comparable() { # FILE
    sed -E 's/ [0-9]{2}:[0-9]{2} / MM:SS /; s/[0-9]+ (ms|milliseconds)/N ms/; s/ +[0-9]+s / Ns /; s/20[0-9-]+T[0-9:.]+Z/TIME/; s/\(size=[0-9]+\)/(size=N)/
        s/^((TCP|FWM|  ->) .* )[0-9]+ +0 +[0-9]+ +0$/\1N 0 N 0/
        s/^(192\.168\.1\.41 .*[^ ]) +[0-9]+ +[0-9]+ +[0-9]+$/\1 N N N/
        s/^(# [0-9]+ to drain:).*/\1 N/' "$1" | awk '!(/^# [0-9]+ to drain/ && $0 == last) { print } { last = $0 }'
}

directive() { # TEXT
    local words
    case $1 in
    new*) read -ra words <<<"$1" && fresh "${words[@]:1}" ;;
    qemu) [ "$LVSDR_LAB_KERNEL" != uml ] || skip=yes ;;
    *'# '*) [ "$skip" = yes ] || on "${1%%#*}" "${1#*# }" >/dev/null ;;
    *) echo "docs: what is \"$1\"?" >&2 ;;
    esac
}

is_prompt() { # LINE: "rs1# command", and not a comment behind a command
    [[ $1 =~ ^[a-z0-9]+#\  ]]
}

# Copies a page; below each command stands what it prints now.
replay() { # PAGE
    local line block=no
    skip=no background=
    while IFS= read -r line; do
        case $block:$line in
        no:'```console') block=yes && echo "$line" ;;
        yes:'```') finish && block=no && echo "$line" ;;
        no:'<!-- lab: '*' -->')
            echo "$line"
            line=${line#<!-- lab: }
            directive "${line% -->}"
            ;;
        yes:*)
            if is_prompt "$line"; then
                echo "$line"
                prompt "${line%%#*}" "${line#*# }"
            else
                [ $skip = no ] || echo "$line"
            fi
            ;;
        *) echo "$line" ;;
        esac
    done <"$1"
}

check() { # NAME COMMAND...
    local name=$1
    shift
    if "$@"; then echo "[       OK ] $name"; else echo "[  FAILED  ] $name"; fi
}

check_page() { # PAGE
    [ -r "$1" ] || return 1
    replay "$1" | sed 's/ *$//' >"$new/$(basename "$1")"
    diff -u <(comparable "$1") <(comparable "$new/$(basename "$1")")
}

# Runs the commands of a section of the pages, or the examples, and shows what they lead to.
effect() { # classic|modern|examples
    local step host
    fresh
    [ "$1" != examples ] || steps 1 2 3 4 5 8
    for step in 1-director-vip/director 2-realserver-arp/rs1 2-realserver-arp/rs2 3-realserver-vip/rs1 \
        3-realserver-vip/rs2 4-service/director 5-realservers/director 8-ppc/director; do
        on ${step#*/} "$(awk -v heading="## The $1 command" '
            $0 == heading { here = 1; next }
            /^## / { here = 0 }
            /^```/ { inside = here && $0 == "```sh"; next }
            inside' "$pages/${step%/*}.md")" >/dev/null
    done
    for host in director rs1 rs2; do
        on $host "ip -br -4 addr; sysctl net.ipv4.conf.{all,eth0}.arp_{ignore,announce}; ipvsadm -Sn"
    done
}

# Page 1 says that the classic command makes the VIP a /24.
same_effect() { # KIND
    effect "$1" | sed "/^eth0.*40/ s#$VIP/24#$VIP/32#" >/tmp/effect
    diff /tmp/effect-of-examples /tmp/effect
}

if [ $# -gt 0 ]; then
    set -- "${@/#/$pages/}"
elif [ "$LVSDR_LAB_KERNEL" = uml ]; then
    effect examples >/tmp/effect-of-examples
    check "modern commands do what the examples do" same_effect modern
    check "classic commands do what the examples do" same_effect classic
    set -- "$pages"/*.md
else
    mapfile -t list < <(grep -l '^<!-- lab: qemu -->' "$pages"/*.md)
    set -- "${list[@]}"
fi
for page; do
    check "the tutorial's page $(basename "$page") shows what happens" check_page "$page"
done
topology_down
