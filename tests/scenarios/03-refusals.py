# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is refused before anything is sent."""

import lvsdr
from lvsdr import Dest, Service, State, Vip
from scenario import netns, tell

host = lvsdr.open(netns)

tell("no port", Service, "tcp", "192.168.1.41")
tell("port 70000", Service, "tcp", "192.168.1.41:70000")
tell("no address", Service, "tcp", "192.168.1.256:80")
tell("host name", Service, "tcp", "www.example.org:80")
tell("open bracket", Service, "tcp", "[2001:db8::41:80")
tell("protocol", Service, "icmp", "192.168.1.41:80")
tell("mark 0", Service.for_fwmark, 0)
tell("family", Service.for_fwmark, 7, "ipv5")
tell("scheduler", Service, "tcp", "192.168.1.41:80", scheduler="a-name-of-17-char")
tell("persistence", Service, "tcp", "192.168.1.41:80", persistence=4294968)
tell("prefix", Service, "tcp", "192.168.1.41:80", persistence_prefix=33)
tell("flags", Service, "tcp", "192.168.1.41:80", scheduler_flags=1)

tell("destination", Dest, "192.168.1")
tell("weight", Dest, "192.168.1.20", weight=-1)
tell("thresholds", Dest, "192.168.1.20", upper_threshold=10, lower_threshold=20)
tell("tunnel", Dest, "192.168.1.20", tunnel_type=lvsdr.Tunnel.GUE, tunnel_port=70000)

tell("VIP", Vip, "192.168.1.41/24", "eth0")
tell("device", Vip, "192.168.1.41", "eth0/1")
tell("label", Vip, "192.168.1.41", "eth0", label="eth1:0")
tell("prefix", Vip, "192.168.1.41", "eth0", prefix_length=33)
tell("ARP of lo", lvsdr.ArpPolicy, "lo")
tell("sysctl", lvsdr.Sysctl, "../ip_forward", "1")
tell("scope", host.read, "192.168.1.41 nonsense")

wrong = '{"lvsdr_state": 1, "services": [{"protocol": "tcp"}]}'
tell("no JSON", State.from_json, '{"lvsdr_state": 1,\n"services": [}')
tell("no state", State.from_json, wrong)
tell("rules", State.from_text, "-A -t 192.168.1.41:80\n-a -t 192.168.1.42:80 -r 192.168.1.20")
tell("no plan", host.plan_from_json, wrong)
