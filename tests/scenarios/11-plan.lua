-- SPDX-License-Identifier: LGPL-2.1-or-later
-- From one state to another: what is planned, done, and undone.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell, show_plan = scenario.tell, scenario.show_plan

local host = lvsdr.open(scenario.netns)
local new = scenario.load_state("new.json")

local first = host:plan(scenario.load_state("old.json"), "192.168.1.41")
tell("the old state", first.apply, first)
show_plan(first)
local plan = host:plan(new, "192.168.1.41")
show_plan(plan)
local step = plan:step(1)
print(("%s\n%s\n%s"):format(step.before, step.after, step.explanation))
tell("apply", plan.apply, plan)
tell("apply again", plan.apply, plan)
print(("%d steps are left"):format(host:plan(new, "192.168.1.41"):count()))
tell("undo", plan.undo, plan)
tell("undo again", plan.undo, plan)
show_plan(plan)
