-- SPDX-License-Identifier: LGPL-2.1-or-later
-- What is refused before anything is sent.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell, tell_set = scenario.tell, scenario.tell_set

local host = lvsdr.open(scenario.netns)

tell("no port", lvsdr.service, "tcp", "192.168.1.41")
tell("port 70000", lvsdr.service, "tcp", "192.168.1.41:70000")
tell("no address", lvsdr.service, "tcp", "192.168.1.256:80")
tell("host name", lvsdr.service, "tcp", "www.example.org:80")
tell("open bracket", lvsdr.service, "tcp", "[2001:db8::41:80")
tell("protocol", lvsdr.service, "icmp", "192.168.1.41:80")
tell("mark 0", lvsdr.fwmark_service, "ipv4", 0)
tell("family", lvsdr.fwmark_service, "ipv5", 7)
local web = lvsdr.service("tcp", "192.168.1.41:80")
tell_set("scheduler", web, "scheduler", "a-name-of-17-char")
tell_set("persistence", web, "persistence", 4294968)
tell_set("prefix", web, "persistence_prefix", 33)
tell_set("flags", web, "scheduler_flags", 1)

tell("destination", lvsdr.dest, "192.168.1")
local rs1 = lvsdr.dest("192.168.1.20")
tell_set("weight", rs1, "weight", -1)
tell_set("thresholds", rs1, "thresholds", { 10, 20 })
tell_set("tunnel", rs1, "tunnel", { lvsdr.TUNNEL_GUE, 70000 })

tell("VIP", lvsdr.vip, "192.168.1.41/24", "eth0")
tell("device", lvsdr.vip, "192.168.1.41", "eth0/1")
local vip = lvsdr.vip("192.168.1.41", "eth0")
tell_set("label", vip, "label", "eth1:0")
tell_set("prefix", vip, "prefix_length", 33)
tell("ARP of lo", lvsdr.arp_policy, "lo")
tell("sysctl", lvsdr.sysctl, "../ip_forward", "1")
tell("scope", host.read, host, "192.168.1.41 nonsense")

local wrong = '{"lvsdr_state": 1, "services": [{"protocol": "tcp"}]}'
tell("no JSON", lvsdr.state_from_json, '{"lvsdr_state": 1,\n"services": [}')
tell("no state", lvsdr.state_from_json, wrong)
tell("rules", lvsdr.state_from_text, "-A -t 192.168.1.41:80\n-a -t 192.168.1.42:80 -r 192.168.1.20")
tell("no plan", host.plan_from_json, host, wrong)
