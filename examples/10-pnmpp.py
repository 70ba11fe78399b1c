#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Appendix: persistence on marked ports (PNMPP): a client stays on its real server for a few ports."""

import common
import lvsdr


def step(plan: lvsdr.Plan, vip: str, ports: str, mark: str, seconds: str, *real_servers: str) -> None:
    fwmark = common.number(mark)
    # The service takes every packet that bears the mark, whatever its port.
    marked = lvsdr.Service.for_fwmark(
        fwmark,
        "ipv6" if ":" in vip else "ipv4",
        scheduler="rr",
        persistence=common.number(seconds),  # without it the client does not stay
    )
    plan.add_service(marked)
    for rip in real_servers:
        plan.add_dest(marked, lvsdr.Dest(rip))
    plan.add_mark(lvsdr.Mark("tcp", vip, fwmark, ports=ports, device="eth0"))


common.main(
    step,
    "Marks packets for some ports, and adds one persistent service for the mark.\n"
    "classic: iptables -t mangle -A PREROUTING -d VIP -i eth0 -p tcp --dport PORT -j MARK\n"
    "--set-mark MARK; ipvsadm -A -f MARK -s rr -p SECONDS; ipvsadm -a -f MARK -r RIP -g",
    "VIP PORT[,PORT...] MARK SECONDS RIP...",
)
