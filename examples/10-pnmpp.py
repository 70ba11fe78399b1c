#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Appendix: persistence on marked ports (PNMPP): a client stays on its real server for some ports."""

import argparse
import sys

import lvsdr

parser = argparse.ArgumentParser(
    description="Marks packets for some ports, and adds one persistent service for the mark.",
    epilog="classic: iptables -t mangle -A PREROUTING -d VIP -i eth0 -p tcp --dport PORT -j MARK --set-mark MARK; "
    "ipvsadm -A -f MARK -s rr -p SECONDS; ipvsadm -a -f MARK -r RIP -g",
)
parser.add_argument("--undo", action="store_true", help="remove both")
parser.add_argument("vip", metavar="VIP")
parser.add_argument("ports", metavar="PORT[,PORT...]")
parser.add_argument("fwmark", metavar="MARK", type=lambda word: int(word, 0))
parser.add_argument("seconds", metavar="SECONDS", type=int)
parser.add_argument("real_servers", metavar="RIP", nargs="+")
words = parser.parse_args()

try:
    with lvsdr.open(trace=sys.stdout) as host:
        # The service takes every packet that bears the mark, whatever its port.
        family = "ipv6" if ":" in words.vip else "ipv4"
        marked = lvsdr.Service.for_fwmark(words.fwmark, family, scheduler="rr", persistence=words.seconds)
        mark = lvsdr.Mark("tcp", words.vip, words.fwmark, ports=words.ports, device="eth0")
        if words.undo:
            changed = host.remove_service(marked)  # its real servers go with it
            changed |= host.remove_mark(mark)
        else:  # the mark changes nothing before the service is there
            changed = host.add_mark(mark)
            changed |= host.add_service(marked)
            for rip in words.real_servers:
                changed |= host.add_dest(marked, lvsdr.Dest(rip))
except lvsdr.Error as error:
    sys.exit(str(error))
if not changed:
    print("nothing to do")
