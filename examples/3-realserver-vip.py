#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Step 3: the VIP on a real server's loopback, with broadcast and host route as in the tutorial."""

import common
import lvsdr


def step(plan: lvsdr.Plan, address: str) -> None:
    # Broadcast and host route are harmless and useless.
    if ":" in address:  # IPv6 has neither label nor broadcast
        vip = lvsdr.Vip(address, "lo", host_route=True)
    else:
        vip = lvsdr.Vip(address, "lo", label="lo:0", broadcast=address, host_route=True)
    plan.add_vip(vip)


common.main(
    step,
    "Gives a real server the VIP on lo:0, with broadcast and host route.\n"
    "classic: ifconfig lo:0 VIP broadcast VIP netmask 255.255.255.255 up; "
    "route add -host VIP dev lo:0",
    "VIP",
)
