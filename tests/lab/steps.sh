# shellcheck shell=bash disable=SC2154 # topology.sh sets the addresses
# SPDX-License-Identifier: LGPL-2.1-or-later
# The tutorial's network with some of its steps done. Sourced behind topology.sh, in the lab.
#
#   examples_link BUILD              makes /tmp/tutorial/examples, from whose folder the commands of the pages run
#   fresh [two] [web] NUMBER...      a fresh network, on which the examples of these steps have been run;
#                                    "two": with a second director, director2, 192.168.1.42;
#                                    "web": with web servers on the real servers

examples_link() {
    mkdir -p /tmp/tutorial/examples
    ln -sf "$1"/examples/[0-9]*-* "$(cd "$(dirname "${BASH_SOURCE[0]}")/../../examples" && pwd)"/*.py /tmp/tutorial/examples/
    cd /tmp/tutorial || return
}

step() { # HOST EXAMPLE WORD...: without a shell on the host, which starts slowly
    ip netns exec "$1" "examples/$2" "${@:3}" >/dev/null
}

steps() { # NUMBER...
    local number host
    for number; do
        case $number in
        1) step director 1-director-vip "$VIP" ;;
        2) for host in rs1 rs2; do step "$host" 2-realserver-arp "/tmp/$host-arp.json"; done ;;
        3) for host in rs1 rs2; do step "$host" 3-realserver-vip "$VIP"; done ;;
        4) step director 4-service "$VIP:80" ;;
        5) step director 5-realservers "$VIP:80" "$RIP1" "$RIP2" ;;
        8) step director 8-ppc "$VIP:80" 600 ;;
        *) echo "there is no step $number to begin with (1 2 3 4 5 8)" >&2 && return 2 ;;
        esac
    done
}

fresh() { # [two] [web] NUMBER...
    local topology_hosts=$topology_hosts
    topology_down
    rm -f /tmp/*.json # records of hosts that are no more
    if [ "${1-}" = two ]; then
        topology_hosts+=" director2:42"
        shift
    fi
    topology_up
    if [ "${1-}" = web ]; then
        web_start rs1 "server is working: RS1 $RIP1"
        web_start rs2 "server is working: RS2 $RIP2"
        shift
    fi
    steps "$@"
}
