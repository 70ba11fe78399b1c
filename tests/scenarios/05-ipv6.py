# SPDX-License-Identifier: LGPL-2.1-or-later
"""The same in IPv6: a VIP, a service, a destination."""

import lvsdr
from lvsdr import Part, SchedulerFlag
from scenario import netns, show_service, show_vip, tell

with lvsdr.open(netns) as host:
    vip = lvsdr.Vip("2001:db8:1::41", "lo")
    web = lvsdr.Service(
        "tcp",
        "[2001:DB8:1:0:0::41]:80",
        scheduler="sh",
        scheduler_flags=SchedulerFlag.SH_FALLBACK | SchedulerFlag.SH_PORT,
        persistence=300,
        persistence_prefix=64,
    )

    tell("VIP", host.add_vip, vip)
    tell("service", host.add_service, web)
    tell("destination", host.add_dest, web, lvsdr.Dest("2001:db8:1::20"))

    show_service(tell("read", host.read_service, web))
    show_vip(tell("read VIP", host.read_vip, vip))
    print(host.read("2001:db8:1::41", parts=Part.SERVICES | Part.VIPS).to_json())
