#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What bash completes of a call of lvsdrctl, by tools/lvsdrctl/lvsdrctl.bash-completion.
set -u

PATH=$PWD/tools/lvsdrctl:$PATH # it asks lvsdrctl for formats
cd "${top_srcdir:-$(dirname "$0")/../..}" || exit 1
# shellcheck source=tools/lvsdrctl/lvsdrctl.bash-completion
. tools/lvsdrctl/lvsdrctl.bash-completion
status=0

completes() { # "WORDS", of which the last is completed, "EXPECTED"
    local told
    # shellcheck disable=SC2206 # as bash splits them, with "=" a word of its own
    COMP_WORDS=(lvsdrctl ${1//=/ = })
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

[[ $(complete -p lvsdrctl) = *_lvsdrctl* ]] || { echo "[  FAILED  ] completion: bash does not know it" && status=1; }
completes "" "read plan apply undo drain weight totals announce probe"
completes "p" "plan probe"
completes "--scope everything " "read plan apply undo drain weight totals announce probe"
completes "--scope=everything a" "apply announce"
completes "--scope e" "everything"
completes "--format " "$(lvsdrctl --format help | xargs)"
completes "--format=r" "rules"
completes "--format=" "$(lvsdrctl --format help | xargs)"
completes "--parts s" "services sysctls sync-daemons"
completes "--parts services,v" "services,vips"
completes "--o" "--overwrite-record"
completes "apply --a" "--allow-empty --active-only"
completes "apply tools/lvsdrctl/lvsdr-st" "tools/lvsdrctl/lvsdr-state.service"
completes "--quiet --record x apply tools/lvsdrctl/lvsdr-st" "tools/lvsdrctl/lvsdr-state.service"
completes "--record tools/lvsdrctl/lvsdr-st" "tools/lvsdrctl/lvsdr-state.service"
completes "apply file " ""
completes "read " ""
completes "t" "totals"
completes "totals --p" "--parts --processors"
completes "totals " ""
completes "plan --d" "--dry-run --detailed-exitcode"
completes "-h" "-h"
completes "announce 192.168.1.41 l" "lo"
completes "probe l" ""
completes "--timeout 3" ""
exit $status
