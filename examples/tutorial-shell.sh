#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A prompt on the hosts of the tutorial; tutorial.sh --shell runs it in the lab: tutorial-shell.sh BUILD
# It is also what that prompt's shells read when they start.

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    set -eu
    here=$(cd "$(dirname "$0")" && pwd)
    # shellcheck source=tests/lab/topology.sh
    . "$here/../tests/lab/topology.sh"
    # shellcheck source=tests/lab/steps.sh
    . "$here/../tests/lab/steps.sh"
    examples_link "$1"
    export PATH=$1/tools/lvsdrctl:$PATH HISTFILE=/tmp/tutorial/.history tutorial_shell=$here/tutorial-shell.sh
    export PYTHONPATH=$here/../bindings/python LVSDR_LIBRARY=$1/liblvsdr/.libs/liblvsdr.so.0 PYTHONPYCACHEPREFIX=/tmp/bytecode
    fresh web
    status=0
    if [ -t 0 ]; then
        echo "The hosts are client, director, rs1 and rs2, as in step 0, and the cable, segment. \"tutorial_help\" says more."
        tutorial_host=client nsenter --net=/run/netns/client bash --rcfile "$tutorial_shell" -i || status=$?
    else
        tutorial_host=client BASH_ENV=$tutorial_shell nsenter --net=/run/netns/client bash || status=$?
    fi
    topology_down
    rm -rf /tmp/tutorial
    exit $status
fi

unset BASH_ENV # not for the scripts that are run
PS1="$tutorial_host# " HISTCONTROL=ignoredups

tutorial_help() {
    cat <<'HELP'
host NAME              go on as this host: client, director, rs1, rs2 or segment
on NAME COMMAND...     run one command there; a single word is a command line: on rs1 'ip addr | grep lo'
fresh [web] NUMBER...  begin again, with a new network on which these steps are done already: fresh web 1 2 3 4 5
exit                   end; nothing is left
The pages' commands run as they are, lvsdrctl and the examples in C and Python (examples/4-service.py --help) too.
HELP
}

tutorial_is_host() {
    [ -n "${1-}" ] && [ -e "/run/netns/$1" ] && return
    echo "no host \"${1-}\" (client, director, rs1, rs2, segment)" >&2
    return 2
}

# Another shell takes this one's place, with the same folder and history.
host() {
    [ $# = 1 ] && tutorial_is_host "$1" || return 2
    export tutorial_host=$1
    if [[ $- = *i* ]]; then
        history -a
        exec nsenter --net="/run/netns/$1" bash --rcfile "$tutorial_shell" -i
    fi
    BASH_ENV=$tutorial_shell exec nsenter --net="/run/netns/$1" bash
}

on() {
    tutorial_is_host "${1-}" || return
    if [ $# = 2 ]; then
        nsenter --net="/run/netns/$1" bash -c "$2"
    else
        nsenter --net="/run/netns/$1" "${@:2}"
    fi
}

fresh() {
    (
        lab=$(dirname "$tutorial_shell")/../tests/lab
        # shellcheck source=tests/lab/topology.sh
        . "$lab/topology.sh"
        # shellcheck source=tests/lab/steps.sh
        . "$lab/steps.sh"
        cd /tmp/tutorial && fresh "$@"
    )
    host "$tutorial_host"
}

complete -W "client director rs1 rs2 segment" host
complete -W "client director rs1 rs2 segment" -o default on
