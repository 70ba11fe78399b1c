# SPDX-License-Identifier: LGPL-2.1-or-later
"""Clients that come back: persistence, its prefix and engine; an update keeps what was not set."""

import lvsdr
from lvsdr import Service
from scenario import netns, show_service, tell

with lvsdr.open(netns) as host:
    change = Service("tcp", "192.168.1.41:0", persistence=300)
    sip = Service("udp", "192.168.1.41:5060", persistence=60, persistence_engine="sip")
    dns = Service("udp", "192.168.1.41:53", one_packet=True, scheduler="rr")

    tell("all ports without it", host.add_service, Service("tcp", "192.168.1.41:0"))
    tell("all ports", host.add_service, Service("tcp", "192.168.1.41:0", persistence=600, persistence_prefix=24))
    tell("shorter", host.update_service, change)
    show_service(tell("read", host.read_service, change))

    tell("by call", host.add_service, sip)
    show_service(tell("read", host.read_service, sip))

    tell("each packet by itself", host.add_service, dns)
    show_service(tell("read", host.read_service, dns))
