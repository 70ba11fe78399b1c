-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Services of firewall marks: the same mark in IPv4 and in IPv6 is two services.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell = scenario.tell

local host = lvsdr.open(scenario.netns)
local shop = lvsdr.fwmark_service("ipv4", 7, { scheduler = "rr" })
local shop6 = lvsdr.fwmark_service("ipv6", 7, { scheduler = "rr" })
local large = lvsdr.fwmark_service("ipv4", 4294967295, { scheduler = "rr" })

tell("IPv4", host.add_service, host, shop)
tell("IPv6", host.add_service, host, shop6)
tell("the largest", host.add_service, host, large)
tell("destination", host.add_dest, host, shop, lvsdr.dest("192.168.1.20:0"))
tell("destination of IPv6", host.add_dest, host, shop6, lvsdr.dest("2001:db8:1::20"))
scenario.show_service(tell("read", host.read_service, host, shop6))
tell("remove", host.remove_service, host, shop6)
print(host:read("fwmark:7"):to_json())
