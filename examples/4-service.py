#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Step 4: the virtual service, round robin."""

import common
import lvsdr


def step(plan: lvsdr.Plan, address: str) -> None:
    plan.add_service(lvsdr.Service("tcp", address, scheduler="rr"))


common.main(
    step,
    "Adds the virtual service, with scheduler rr.\n" "classic: ipvsadm -A -t VIP:80 -s rr",
    "VIP:PORT",
)
