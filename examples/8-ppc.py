#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Appendix: persistence on one port (PPC): a client stays on its real server."""

import common
import lvsdr


def step(plan: lvsdr.Plan, address: str, seconds: str) -> None:
    web = lvsdr.Service("tcp", address, persistence=common.number(seconds))
    plan.update_service(web)  # keeps what is not set here


common.main(
    step,
    "Makes a service persistent: for SECONDS after its last connection a client keeps its real server.\n"
    "classic: ipvsadm -E -t VIP:80 -s rr -p SECONDS",
    "VIP:PORT SECONDS",
)
