-- SPDX-License-Identifier: LGPL-2.1-or-later
-- The same in IPv6: a VIP, a service, a destination.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell = scenario.tell

local host = lvsdr.open(scenario.netns)
local vip = lvsdr.vip("2001:db8:1::41", "lo")
local web = lvsdr.service("tcp", "[2001:DB8:1:0:0::41]:80", {
  scheduler = "sh",
  scheduler_flags = lvsdr.SCHEDULER_SH_FALLBACK + lvsdr.SCHEDULER_SH_PORT,
  persistence = 300,
  persistence_prefix = 64,
})

tell("VIP", host.add_vip, host, vip)
tell("service", host.add_service, host, web)
tell("destination", host.add_dest, host, web, lvsdr.dest("2001:db8:1::20"))

scenario.show_service(tell("read", host.read_service, host, web))
scenario.show_vip(tell("read VIP", host.read_vip, host, vip))
print(host:read("2001:db8:1::41", { "services", "vips" }):to_json())
