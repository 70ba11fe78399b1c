#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Appendix: persistence on all ports (PCC): a client stays on its real server for every service."""

import common
import lvsdr


def step(plan: lvsdr.Plan, address: str, seconds: str, *real_servers: str) -> None:
    everything = lvsdr.Service(
        "tcp", address, 0, scheduler="rr", persistence=common.number(seconds)  # port 0: all ports
    )
    plan.add_service(everything)
    for real_server in real_servers:
        rip, _, weight = real_server.partition("=")
        plan.add_dest(everything, lvsdr.Dest(rip, weight=common.number(weight) if weight else None))


common.main(
    step,
    "Adds one persistent service for all ports, with its real servers.\n"
    "classic: ipvsadm -A -t VIP:0 -s rr -p SECONDS; ipvsadm -a -t VIP:0 -r RIP -g -w 2",
    "VIP SECONDS RIP[=WEIGHT]...",
)
