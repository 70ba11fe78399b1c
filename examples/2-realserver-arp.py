#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Step 2: a real server does not answer ARP for the VIP. Before it has the VIP, never after."""

import argparse
import sys

import lvsdr

parser = argparse.ArgumentParser(
    description="Keeps a real server from answering ARP for the VIP: arp_announce 2 and arp_ignore 1, "
    "for eth0 and all.",
    epilog="classic: sysctl -w net.ipv4.conf.eth0.arp_announce=2 ... (four values)",
)
parser.add_argument("--undo", action="store_true", help="put the old values back")
parser.add_argument("record", metavar="RECORD", help="a file for the old values")
words = parser.parse_args()

try:
    with lvsdr.open(trace=sys.stdout) as host:
        if words.undo:
            changed = host.load_plan(words.record).undo()
        else:
            # The old values have to come back: a plan holds them, and is written down before it is applied.
            plan = host.new_plan()
            for device in "eth0", "all":
                plan.update_arp_policy(lvsdr.ArpPolicy(device))  # arp_ignore 1 and arp_announce 2
            if plan:
                plan.save(words.record)
            changed = plan.apply()
except lvsdr.Error as error:
    sys.exit(str(error))
except OSError as error:
    sys.exit(f"{error.filename}: {error.strerror}")
if not changed:
    print("nothing to do")
