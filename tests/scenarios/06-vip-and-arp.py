# SPDX-License-Identifier: LGPL-2.1-or-later
"""A real server: quiet about the VIP, then the VIP on lo; and a VIP as a director has it."""

from dataclasses import replace

import lvsdr
from scenario import netns, run, show_vip, tell

with lvsdr.open(netns) as host:
    vip = lvsdr.Vip("192.168.1.41", "lo", label="lo:0", broadcast="192.168.1.41", host_route=True)
    other = lvsdr.Vip("192.168.1.42", "eth0")

    for device in ("all", "eth0"):
        policy = lvsdr.ArpPolicy(device)
        tell(device, host.update_arp_policy, policy)
        tell("again", host.update_arp_policy, policy)
        policy = tell("read", host.read_arp_policy, policy)
        print(f"arp_ignore {policy.arp_ignore}, arp_announce {policy.arp_announce}")
    tell("add", host.add_vip, vip)
    tell("add again", host.add_vip, vip)
    vip = replace(vip, label="lo:7")
    tell("add in another form", host.add_vip, vip)
    tell("update", host.update_vip, vip)
    show_vip(tell("read", host.read_vip, vip))

    tell("add on eth0", host.add_vip, other)
    # As a director does after a takeover. A dummy device has no ARP of its own.
    tell("announce without ARP", host.announce_vip, other, 2, 0.01)
    run(netns, "ip link set eth0 arp on")
    host.announce_vip(other, 2, 0.01)
    print("announced")
    tell("remove", host.remove_vip, other)
    tell("remove again", host.remove_vip, other)
    tell("announce what is not there", host.announce_vip, other, 2, 0.01)
    tell("a whole network", host.add_vip, replace(other, prefix_length=24))
