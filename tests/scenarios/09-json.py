# SPDX-License-Identifier: LGPL-2.1-or-later
"""A state from JSON, by hand, and to JSON; and what the host makes of it."""

import lvsdr
from lvsdr import Dest, Part, State
from scenario import netns, tell

with lvsdr.open(netns) as host:
    loaded = State.load("full.json")
    made = State(Part.SERVICES | Part.VIPS)
    web = lvsdr.Service("tcp", "192.168.1.41:80", scheduler="rr")

    tell("service", made.add_service, web)
    tell("service again", made.add_service, web)
    tell("destination", made.add_dest, web, Dest("192.168.1.20"))
    tell("heavier", made.update_dest, web, Dest("192.168.1.20", weight=5))
    tell("VIP", made.add_vip, lvsdr.Vip("192.168.1.41", "eth0"))

    print(loaded.to_json())
    print(made.to_json())
    tell("apply", host.plan(made, scope="192.168.1.41").apply)
    print(host.read("192.168.1.41", parts=Part.SERVICES | Part.VIPS).to_json())
