-- SPDX-License-Identifier: LGPL-2.1-or-later
-- The destinations of a service: forwarding methods, weights, thresholds.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell = scenario.tell

local host = lvsdr.open(scenario.netns)
local web = lvsdr.service("tcp", "192.168.1.41:80")
local rs1 = lvsdr.dest("192.168.1.20", { weight = 3, thresholds = { 100, 80 } })
local cache = lvsdr.dest("192.168.1.24", { forwarding = lvsdr.FORWARD_BYPASS })

local function add(address, options)
  tell(address, host.add_dest, host, web, lvsdr.dest(address, options))
end

host:add_service(web)
tell("192.168.1.20", host.add_dest, host, web, rs1)
add("192.168.1.21:8080", { forwarding = lvsdr.FORWARD_MASQUERADE })
add("192.168.1.22", { forwarding = lvsdr.FORWARD_LOCAL })
add("192.168.1.23", { forwarding = lvsdr.FORWARD_TUNNEL })
tell("192.168.1.24", host.add_dest, host, web, cache)
add("192.168.1.25", { tunnel = { lvsdr.TUNNEL_GUE, 6080, lvsdr.TUNNEL_CHECKSUM } })
for _, dest in ipairs(host:read("everything"):services()[1].dests) do scenario.show_dest(dest) end

rs1.weight = 0
tell("add in another form", host.add_dest, host, web, rs1)
tell("update", host.update_dest, host, web, rs1)
scenario.show_dest(tell("read", host.read_dest, host, web, rs1))
tell("remove", host.remove_dest, host, web, cache)
tell("remove again", host.remove_dest, host, web, cache)
tell("read what is gone", host.read_dest, host, web, cache)
