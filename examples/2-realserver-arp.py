#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Step 2: a real server keeps quiet about the VIP. Before it has the VIP, never after."""

import common
import lvsdr


def step(plan: lvsdr.Plan) -> None:
    for device in "eth0", "all":
        plan.update_arp_policy(lvsdr.ArpPolicy(device))


common.main(
    step,
    "Makes a real server keep quiet about the VIP: arp_announce 2 and arp_ignore 1.\n"
    "classic: sysctl -w net.ipv4.conf.eth0.arp_announce=2 ... (four values)",
    "",
)
