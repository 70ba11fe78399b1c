#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Step 5: the real servers of the service, by direct routing."""

import common
import lvsdr


def step(plan: lvsdr.Plan, address: str, *real_servers: str) -> None:
    web = lvsdr.Service("tcp", address)
    for rip in real_servers:
        plan.add_dest(web, lvsdr.Dest(rip))


common.main(
    step,
    "Adds real servers to the service, by direct routing.\n" "classic: ipvsadm -a -t VIP:80 -r RIP -g",
    "VIP:PORT RIP...",
)
