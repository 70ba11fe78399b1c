-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Real servers are replaced without breaking a connection, and one of them is changed as a whole.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell = scenario.tell

local host = lvsdr.open(scenario.netns)
local before = lvsdr.state_from_text(scenario.read_file("blue.rules"))
local after = lvsdr.state_from_text(scenario.read_file("green.rules"))
local hashed = lvsdr.state_from_text("-A -t 192.168.1.41:80 -s sh\n")

local function show_draining(plan)
  print(("%d to drain: %d active, %d inactive, %d templates"):format(plan:draining()))
end

local plan = host:plan(before, "everything")
tell("nothing to drain", plan.make_graceful, plan, 0)
tell("apply", plan.apply, plan)

plan = host:plan(after, "everything")
tell("graceful", plan.make_graceful, plan, 60, { active_only = true })
show_draining(plan)
tell("apply", plan.apply, plan)
show_draining(plan)
scenario.show_plan(plan)

plan = host:new_plan()
tell("weight", plan.update_real_server, plan, "everything", { "192.168.1.21", "2001:db8:1::21" }, 7)
tell("unknown", plan.update_real_server, plan, "everything", "192.168.1.99", 7)
tell("remove", plan.remove_real_server, plan, "everything", "192.168.1.22")
tell("gone", plan.remove_real_server, plan, "everything", "192.168.1.99")
tell("graceful", plan.make_graceful, plan, 60, { set_fallback = true })
tell("apply", plan.apply, plan)
scenario.show_plan(plan)

plan = host:plan(hashed, "everything")
tell("hashed", plan.make_graceful, plan)
tell("with a fallback", plan.make_graceful, plan, 60, { set_fallback = true })
tell("again", plan.make_graceful, plan)

-- One destination by itself, which no plan is needed for; the second time it is gone.
local web, dest = lvsdr.service("tcp", "[2001:db8:1::41]:80"), lvsdr.dest("2001:db8:1::21")
for _ = 1, 2 do
  local done, active, inactive, templates = host:drain_dest(web, dest, 5, { active_only = true })
  print(("drained %d: %d active, %d inactive, %d templates"):format(done and 1 or 0, active, inactive, templates))
end
