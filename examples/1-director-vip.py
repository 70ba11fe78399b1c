#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Step 1: the VIP on the director's wire, with the host route that the tutorial asks for."""

import common
import lvsdr


def step(plan: lvsdr.Plan, address: str) -> None:
    label = None if ":" in address else "eth0:0"  # IPv6 has no labels
    # The host route does nothing while the VIP is local.
    plan.add_vip(lvsdr.Vip(address, "eth0", label=label, host_route=True))


common.main(
    step,
    "Gives the director the VIP on eth0:0, with a host route.\n"
    "classic: ifconfig eth0:0 VIP; route add -host VIP dev eth0:0",
    "VIP",
)
