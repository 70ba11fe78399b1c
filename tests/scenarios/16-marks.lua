-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Packet marks; a kernel without nf_tables says so.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell = scenario.tell

local function show_mark(mark)
  print(('%s %s ports "%s" on "%s": %d'):format(mark.protocol, mark.address, mark.ports, mark.device,
    mark.fwmark))
end

local host = lvsdr.open(scenario.netns)
local shop = lvsdr.mark("tcp", "192.168.1.41:443,http,8000-8010", 7)
local other = lvsdr.mark("tcp", "192.168.1.41:80,443,8000-8010", 8)
local all6 = lvsdr.mark("udp", "2001:db8:1::41", 9, { device = "eth0" })

show_mark(shop)
tell("add", host.add_mark, host, shop)
tell("add again", host.add_mark, host, shop)
tell("add another mark", host.add_mark, host, other)
tell("update", host.update_mark, host, other)
show_mark(tell("read", host.read_mark, host, shop) or shop)
tell("add IPv6", host.add_mark, host, all6)
tell("remove", host.remove_mark, host, shop)
tell("remove again", host.remove_mark, host, shop)
print(("%d foreign rules"):format(tell("foreign rules", host.read_foreign_marks, host)))
