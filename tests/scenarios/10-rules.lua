-- SPDX-License-Identifier: LGPL-2.1-or-later
-- A state from what ipvsadm --save writes, and to what ipvsadm --restore takes.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell = scenario.tell

local host = lvsdr.open(scenario.netns)
local state = lvsdr.state_from_text(scenario.read_file("web.rules"))
local more = scenario.load_state("full.json")

-- What cannot be told in rules comes as a second result.
local function show_rules(which)
  local rules, left_out = which:to_text("rules")
  print("to rules: " .. (left_out and 1 or 0))
  io.write(rules)
  return left_out
end

print(state:to_json())
show_rules(state)
local plan = host:plan(state, "everything")
tell("apply", plan.apply, plan)

print(show_rules(more))
