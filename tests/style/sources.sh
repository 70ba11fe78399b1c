# shellcheck shell=bash disable=SC2154 # who sources it sets $top
# SPDX-License-Identifier: LGPL-2.1-or-later
# Sourced by the guards of style: which files they look at. Found without git, for a distribution has none; what a build
# leaves in the source tree is left out, and so is what is not ours: copies of the kernel's headers, and inputs of tests.

sources() { # c | python | shell, or FILE... instead of all: paths below the top, one a line
    local kind=$1
    shift
    [ $# = 0 ] || { printf '%s\n' "$@" && return; }
    cd "$top" || return
    find autogen.sh bindings debian docs examples include liblvsdr packaging tests tools .ci \
        \( -path liblvsdr/uapi -o -path tests/fuzz/corpus -o -path tests/kernel/rules -o -name build \
        -o -name dist -o -name .libs \) -prune -o -type f -print 2>/dev/null | sort | case $kind in
    c) grep '\.[ch]$\|\.[ch]pp$' ;;
    python) grep '\.py$' ;;
    shell) grep '\.sh$\|/[^.]*$' | xargs awk 'FNR == 1 && (/^#!.*sh( |$)/ || FILENAME ~ /\.sh$/) { print FILENAME } { nextfile }' ;;
    esac
}
