#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Appendix: persistence on all ports (PCC): a client stays on its real server for every service."""

import argparse
import sys

import lvsdr

parser = argparse.ArgumentParser(
    description="Adds one persistent service for all ports, with its real servers.",
    epilog="classic: ipvsadm -A -t VIP:0 -s rr -p SECONDS; ipvsadm -a -t VIP:0 -r RIP -g -w 2",
)
parser.add_argument("--undo", action="store_true", help="remove them")
parser.add_argument("vip", metavar="VIP")
parser.add_argument("seconds", metavar="SECONDS", type=int)
parser.add_argument("real_servers", metavar="RIP[=WEIGHT]", nargs="+")
words = parser.parse_args()

try:
    with lvsdr.open(trace=sys.stdout) as host:
        address = f"[{words.vip}]:0" if ":" in words.vip else f"{words.vip}:0"  # port 0: all ports
        all_ports = lvsdr.Service("tcp", address, scheduler="rr", persistence=words.seconds)
        if words.undo:
            changed = host.remove_service(all_ports)  # its real servers go with it
        else:
            changed = host.add_service(all_ports)
            for word in words.real_servers:
                rip, _, weight = word.partition("=")
                changed |= host.add_dest(all_ports, lvsdr.Dest(rip, weight=int(weight or 1)))
except (lvsdr.Error, ValueError) as error:
    sys.exit(str(error))
if not changed:
    print("nothing to do")
