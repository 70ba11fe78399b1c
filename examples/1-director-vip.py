#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Step 1: the VIP on the director, with the host route that the tutorial asks for."""

import argparse
import sys

import lvsdr

parser = argparse.ArgumentParser(
    description="Gives the director the VIP on eth0:0, with a host route.",
    epilog="classic: ifconfig eth0:0 VIP; route add -host VIP dev eth0:0",
)
parser.add_argument("--undo", action="store_true", help="remove both")
parser.add_argument("vip", metavar="VIP")
words = parser.parse_args()

try:
    with lvsdr.open(trace=sys.stdout) as host:  # print the command of each change
        vip = lvsdr.Vip(
            words.vip,
            "eth0",
            label=None if ":" in words.vip else "eth0:0",  # IPv6 has no labels
            host_route=True,  # has no effect while the VIP is local
        )
        changed = host.remove_vip(vip) if words.undo else host.add_vip(vip)
except lvsdr.Error as error:
    sys.exit(str(error))
if not changed:
    print("nothing to do")
