# SPDX-License-Identifier: LGPL-2.1-or-later
"""What only the host can refuse, and what is sent for one who insists."""

import lvsdr
from lvsdr import Dest, Service
from scenario import netns, tell

host = lvsdr.open(netns)
web = Service("tcp", "192.168.1.41:80", scheduler="rr")
rs1 = Dest("192.168.1.20")
vip = lvsdr.Vip("192.168.1.41", "eth7")

tell("no service", host.add_dest, web, rs1)
tell("no scheduler", host.add_service, Service("tcp", "192.168.1.41:80", scheduler="nosuch"))
host.add_service(web)
tell("no destination", host.update_dest, web, rs1)
tell("no device", host.add_vip, vip)
tell("no VIP", host.read_vip, vip)
tell("no device for ARP", host.update_arp_policy, lvsdr.ArpPolicy("eth7"))
tell("no setting", host.update_sysctl, lvsdr.Sysctl("nosuch", "1"))

elsewhere = Dest("192.168.1.20:8080")
tell("another port", host.add_dest, web, elsewhere)
tell("another family", host.add_dest, web, Dest("2001:db8:1::20"))
host.insist = True
tell("another port, insisted", host.add_dest, web, elsewhere)
host.insist = False

tell("no namespace", lvsdr.open, "nosuch")
