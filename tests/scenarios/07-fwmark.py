# SPDX-License-Identifier: LGPL-2.1-or-later
"""Services of firewall marks: the same mark in IPv4 and in IPv6 is two services."""

import lvsdr
from lvsdr import Dest, Service
from scenario import netns, show_service, tell

with lvsdr.open(netns) as host:
    shop = Service.for_fwmark(7, scheduler="rr")
    shop6 = Service.for_fwmark(7, "ipv6", scheduler="rr")
    large = Service.for_fwmark(4294967295, scheduler="rr")

    tell("IPv4", host.add_service, shop)
    tell("IPv6", host.add_service, shop6)
    tell("the largest", host.add_service, large)
    tell("destination", host.add_dest, shop, Dest("192.168.1.20:0"))
    tell("destination of IPv6", host.add_dest, shop6, Dest("2001:db8:1::20"))
    show_service(tell("read", host.read_service, shop6))
    tell("remove", host.remove_service, shop6)
    print(host.read("fwmark:7").to_json())
