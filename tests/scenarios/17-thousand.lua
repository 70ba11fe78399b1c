-- SPDX-License-Identifier: LGPL-2.1-or-later
-- A desired state of 1,000 destinations: planned, applied in slices, read, undone.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local host = lvsdr.open(scenario.netns)

local function build()
  local web = lvsdr.service("tcp", "192.168.1.41:80")
  local state = lvsdr.state { "services" }
  state:add_service(web)
  for i = 0, 999 do
    local address = ("10.0.%d.%d"):format(math.floor(i / 250), 1 + i % 250)
    state:add_dest(web, lvsdr.dest(address, { weight = 1 + i % 7 }))
  end
  return state
end

local function show_sums()
  local services = host:read("192.168.1.41"):services()
  local dests, weights = services[1] and services[1].dests or {}, 0
  for _, dest in ipairs(dests) do weights = weights + dest.weight end
  print(("%d services, %d destinations, weights %d"):format(#services, #dests, weights))
end

local desired = build()
local plan = host:plan(desired, "192.168.1.41")
print(("%d steps"):format(plan:count()))
repeat until plan:apply_for(0.001) == 0
show_sums()
scenario.tell("undo", plan.undo, plan)
show_sums()
local again = host:plan(desired, "192.168.1.41")
scenario.tell("at once", again.apply, again)
