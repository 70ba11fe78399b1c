-- SPDX-License-Identifier: LGPL-2.1-or-later
-- A step fails: all goes back; or, for one who wants it so, the others are carried out.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell = scenario.tell

local host = lvsdr.open(scenario.netns)

local function new_plan()
  local web = lvsdr.service("tcp", "192.168.1.41:80")
  local wrong = lvsdr.service("tcp", "192.168.1.41:81", { scheduler = "nosuch" })
  local rs1 = lvsdr.dest("192.168.1.20")
  local plan = host:new_plan()
  plan:add_service(web)
  plan:add_dest(web, rs1)
  plan:add_service(wrong)
  plan:add_dest(wrong, rs1)
  plan:add_service(lvsdr.service("tcp", "192.168.1.41:82"))
  return plan
end

local plan = new_plan()
tell("all or nothing", plan.apply, plan)
scenario.show_plan(plan)
print(("%d services"):format(#host:read("everything"):services()))

plan = new_plan()
plan:set_keep_going(true)
tell("keep going", plan.apply, plan)
scenario.show_plan(plan)
