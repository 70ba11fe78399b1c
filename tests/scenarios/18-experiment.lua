-- SPDX-License-Identifier: LGPL-2.1-or-later
-- The main experiment: a director and two real servers in direct routing. The runner is the client.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell = scenario.tell

for _, netns in ipairs { "rs1", "rs2" } do
  local host = lvsdr.open(netns)
  tell("keep quiet", host.update_arp_policy, host, lvsdr.arp_policy("all"))
  tell("VIP", host.add_vip, host, lvsdr.vip("192.168.1.41", "lo"))
end

local host = lvsdr.open(scenario.netns)
local web = lvsdr.service("tcp", "192.168.1.41:80", { scheduler = "rr" })
tell("service", host.add_service, host, web)
tell("real server 1", host.add_dest, host, web, lvsdr.dest("192.168.1.20"))
tell("real server 2", host.add_dest, host, web, lvsdr.dest("192.168.1.21"))
tell("VIP", host.add_vip, host, lvsdr.vip("192.168.1.41", "eth0"))
