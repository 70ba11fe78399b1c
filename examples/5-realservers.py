#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Step 5: the real servers of the service, by direct routing."""

import argparse
import sys

import lvsdr

parser = argparse.ArgumentParser(
    description="Adds real servers to the service, by direct routing.",
    epilog="classic: ipvsadm -a -t VIP:80 -r RIP -g",
)
parser.add_argument("--undo", action="store_true", help="remove them")
parser.add_argument("service", metavar="VIP:PORT")
parser.add_argument("real_servers", metavar="RIP", nargs="+")
words = parser.parse_args()

changed = False
try:
    with lvsdr.open(trace=sys.stdout) as host:
        web = lvsdr.Service("tcp", words.service)
        for rip in words.real_servers:
            real_server = lvsdr.Dest(rip)  # direct routing, weight 1
            changed |= host.remove_dest(web, real_server) if words.undo else host.add_dest(web, real_server)
except lvsdr.Error as error:
    sys.exit(str(error))
if not changed:
    print("nothing to do")
