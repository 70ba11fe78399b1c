# SPDX-License-Identifier: LGPL-2.1-or-later
"""The destinations of a service: forwarding methods, weights, thresholds."""

from dataclasses import replace

import lvsdr
from lvsdr import Dest, Forwarding, Tunnel, TunnelFlag
from scenario import netns, show_dest, tell

with lvsdr.open(netns) as host:
    web = lvsdr.Service("tcp", "192.168.1.41:80")
    rs1 = Dest("192.168.1.20", weight=3, upper_threshold=100, lower_threshold=80)
    cache = Dest("192.168.1.24", forwarding=Forwarding.BYPASS)
    gue = Dest("192.168.1.25", tunnel_type=Tunnel.GUE, tunnel_port=6080, tunnel_flags=TunnelFlag.CHECKSUM)

    host.add_service(web)
    for dest in (
        rs1,
        Dest("192.168.1.21:8080", forwarding=Forwarding.MASQUERADE),
        Dest("192.168.1.22", forwarding=Forwarding.LOCAL),
        Dest("192.168.1.23", forwarding=Forwarding.TUNNEL),
        cache,
        gue,
    ):
        tell(str(dest), host.add_dest, web, dest)
    for dest in host.read("everything").dests(web):
        show_dest(dest)

    rs1 = replace(rs1, weight=0)
    tell("add in another form", host.add_dest, web, rs1)
    tell("update", host.update_dest, web, rs1)
    show_dest(tell("read", host.read_dest, web, rs1))
    tell("remove", host.remove_dest, web, cache)
    tell("remove again", host.remove_dest, web, cache)
    tell("read what is gone", host.read_dest, web, cache)
