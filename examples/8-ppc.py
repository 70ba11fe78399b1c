#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Appendix: persistence on one port (PPC): a client stays on its real server."""

import argparse
import sys

import lvsdr

parser = argparse.ArgumentParser(
    description="Makes a service persistent: for SECONDS after its last connection a client keeps its real server.",
    epilog="classic: ipvsadm -E -t VIP:80 -s rr -p SECONDS",
)
parser.add_argument("--undo", action="store_true", help="make it a service without persistence again")
parser.add_argument("service", metavar="VIP:PORT")
parser.add_argument("seconds", metavar="SECONDS", type=int)
words = parser.parse_args()

try:
    with lvsdr.open(trace=sys.stdout) as host:
        web = lvsdr.Service("tcp", words.service, persistence=0 if words.undo else words.seconds)
        changed = host.update_service(web)  # keeps what is not set here
except lvsdr.Error as error:
    sys.exit(str(error))
if not changed:
    print("nothing to do")
