-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Clients that come back: persistence, its prefix and engine; an update keeps what was not set.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell, show_service = scenario.tell, scenario.show_service

local host = lvsdr.open(scenario.netns)
local all = lvsdr.service("tcp", "192.168.1.41:0")
local change = lvsdr.service("tcp", "192.168.1.41:0", { persistence = 300 })
local sip = lvsdr.service("udp", "192.168.1.41:5060", { persistence = 60, persistence_engine = "sip" })
local dns = lvsdr.service("udp", "192.168.1.41:53", { one_packet = true, scheduler = "rr" })

tell("all ports without it", host.add_service, host, all)
all.persistence = 600
all.persistence_prefix = 24
tell("all ports", host.add_service, host, all)
tell("shorter", host.update_service, host, change)
show_service(tell("read", host.read_service, host, change))

tell("by call", host.add_service, host, sip)
show_service(tell("read", host.read_service, host, sip))

tell("each packet by itself", host.add_service, host, dns)
show_service(tell("read", host.read_service, host, dns))
