-- SPDX-License-Identifier: LGPL-2.1-or-later
-- A plan that is written down, and undone by another handle after somebody changed something.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell = scenario.tell

local function make()
  local host = lvsdr.open(scenario.netns)
  local web = lvsdr.service("tcp", "192.168.1.41:80")
  local plan = host:new_plan()
  tell("service", plan.add_service, plan, web)
  tell("one", plan.add_dest, plan, web, lvsdr.dest("192.168.1.20"))
  tell("two", plan.add_dest, plan, web, lvsdr.dest("192.168.1.21"))
  tell("two again", plan.add_dest, plan, web, lvsdr.dest("192.168.1.21"))
  local json = plan:to_json()
  tell("apply", plan.apply, plan)
  host:close()
  return json
end

local json = make()
scenario.run(scenario.netns, "ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.21 -g -w 9")
local host = lvsdr.open(scenario.netns)
local plan = tell("from JSON", host.plan_from_json, host, json)
tell("undo", plan.undo, plan)
scenario.show_plan(plan)
