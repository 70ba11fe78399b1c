#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Step 3: the VIP on a real server's loopback, with broadcast and host route as in the tutorial."""

import argparse
import sys

import lvsdr

parser = argparse.ArgumentParser(
    description="Gives a real server the VIP on lo:0.",
    epilog="classic: ifconfig lo:0 VIP broadcast VIP netmask 255.255.255.255 up; route add -host VIP dev lo:0",
)
parser.add_argument("--undo", action="store_true", help="remove it")
parser.add_argument("vip", metavar="VIP")
words = parser.parse_args()

try:
    with lvsdr.open(trace=sys.stdout) as host:
        # Broadcast and host route are harmless and useless.
        if ":" in words.vip:  # IPv6 has neither labels nor broadcast
            vip = lvsdr.Vip(words.vip, "lo", host_route=True)
        else:
            vip = lvsdr.Vip(words.vip, "lo", label="lo:0", broadcast=words.vip, host_route=True)
        changed = host.remove_vip(vip) if words.undo else host.add_vip(vip)
except lvsdr.Error as error:
    sys.exit(str(error))
if not changed:
    print("nothing to do")
