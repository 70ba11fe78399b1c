# SPDX-License-Identifier: LGPL-2.1-or-later
"""The main experiment: a director and two real servers in direct routing. The runner is the client."""

import lvsdr
from lvsdr import Dest, Vip
from scenario import netns, tell

for real_server in ("rs1", "rs2"):
    with lvsdr.open(real_server) as host:
        tell("keep quiet", host.update_arp_policy, lvsdr.ArpPolicy("all"))
        tell("VIP", host.add_vip, Vip("192.168.1.41", "lo"))

with lvsdr.open(netns) as host:
    web = lvsdr.Service("tcp", "192.168.1.41:80", scheduler="rr")
    tell("service", host.add_service, web)
    tell("real server 1", host.add_dest, web, Dest("192.168.1.20"))
    tell("real server 2", host.add_dest, web, Dest("192.168.1.21"))
    tell("VIP", host.add_vip, Vip("192.168.1.41", "eth0"))
