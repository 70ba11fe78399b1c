-- SPDX-License-Identifier: LGPL-2.1-or-later
-- A state from JSON, by hand, and to JSON; and what the host makes of it.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell = scenario.tell

local host = lvsdr.open(scenario.netns)
local loaded = scenario.load_state("full.json")
local made = lvsdr.state { "services", "vips" }
local web = lvsdr.service("tcp", "192.168.1.41:80", { scheduler = "rr" })

tell("service", made.add_service, made, web)
tell("service again", made.add_service, made, web)
tell("destination", made.add_dest, made, web, lvsdr.dest("192.168.1.20"))
tell("heavier", made.update_dest, made, web, lvsdr.dest("192.168.1.20", { weight = 5 }))
tell("VIP", made.add_vip, made, lvsdr.vip("192.168.1.41", "eth0"))

print(loaded:to_json())
print(made:to_json())
local plan = host:plan(made, "192.168.1.41")
tell("apply", plan.apply, plan)
print(host:read("192.168.1.41", { "services", "vips" }):to_json())
