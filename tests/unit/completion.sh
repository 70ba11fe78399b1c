#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What bash completes of a call of lvsdrctl, by the script that lvsdrctl prints for it.
set -u

PATH=$PWD/tools/lvsdrctl:$PATH # it asks lvsdrctl for formats
cd "${top_srcdir:-$(dirname "$0")/../..}" || exit 1
# shellcheck source=/dev/null
. <(lvsdrctl completion bash)
status=0

completes() { # "WORDS", of which the last is completed, "EXPECTED"
    local told line=${1//=/ = }
    # shellcheck disable=SC2206 # as bash splits them, with "=" and ":" words of their own
    COMP_WORDS=(lvsdrctl ${line//:/ : })
    [[ $1 != *[\ ] && $1 ]] || COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _lvsdrctl
    told=${COMPREPLY[*]}
    if [ "$told" = "$2" ]; then
        echo "[       OK ] completion: lvsdrctl $1"
    else
        echo "[  FAILED  ] completion: lvsdrctl $1: \"$told\" instead of \"$2\"" && status=1
    fi
}

# The host has these.
lvsdrctl() {
    case "$*" in
    "--color never list" | "--netns t --color never list")
        echo "SERVICE SCHEDULER FLAGS
-> REAL SERVER FORWARDING WEIGHT ACTIVE INACTIVE STATE
tcp:192.168.1.41:80 rr
-> 192.168.1.20:80 direct 1 0 0
-> 192.168.1.21:80 direct 1 0 0
udp:192.168.1.41:53 rr
-> 192.168.1.20:53 direct 1 0 0
fwmark:7 wlc"
        ;;
    *) command lvsdrctl "$@" ;;
    esac
}

[[ $(complete -p lvsdrctl) = *_lvsdrctl* ]] || { echo "[  FAILED  ] completion: bash does not know it" && status=1; }
completes "" "read list connections diff watch top metrics plan apply undo drain weight totals announce probe completion"
completes "p" "plan probe"
completes "--scope everything " "read list connections diff watch top metrics plan apply undo drain weight totals announce probe completion"
completes "--scope=everything a" "apply announce"
completes "--scope e" "everything"
completes "--format " "$(lvsdrctl --format help | xargs)"
completes "--format=r" "rules"
completes "--format=" "$(lvsdrctl --format help | xargs)"
completes "--parts s" "services sysctls sync-daemons"
completes "--parts services,v" "services,vips"
completes "--o" "--output --overwrite-record"
completes "apply --a" "--allow-empty --active-only"
completes "apply tools/lvsdrctl/lvsdr-state.s" "tools/lvsdrctl/lvsdr-state.service"
completes "--quiet --record x apply tools/lvsdrctl/lvsdr-state.s" "tools/lvsdrctl/lvsdr-state.service"
completes "--record tools/lvsdrctl/lvsdr-state.s" "tools/lvsdrctl/lvsdr-state.service"
completes "undo file " ""
completes "apply file tools/lvsdrctl/lvsdr-state.s" "tools/lvsdrctl/lvsdr-state.service"
completes "read " ""
completes "t" "top totals"
completes "totals --p" "--parts --processors"
completes "totals " ""
completes "connections --state fin" "fin_wait"
completes "connections --c" "--client --color --count --cut-templates --cut-hashed"
completes "--color a" "auto always"
completes "list --service " "tcp:192.168.1.41:80 udp:192.168.1.41:53 fwmark:7"
completes "list --service tcp:1" "192.168.1.41:80"
completes "list --service=tcp:192.168.1.41:" "80"
completes "--netns t drain f" "fwmark:7"
completes "drain 192.168.1.2" "192.168.1.20 192.168.1.21"
completes "drain tcp:192.168.1.41:80 192.168.1.20" "192.168.1.20:80 192.168.1.20:53"
completes "weight " "192.168.1.20 192.168.1.21"
completes "weight 192.168.1.20 " ""
completes "list --r" "--real-server --record --rates"
completes "plan --d" "--dry-run --detailed-exitcode"
completes "-h" "-h"
completes "announce 192.168.1.41 l" "lo"
completes "probe l" ""
completes "completion " "bash zsh fish"
completes "--timeout 3" ""
exit $status
