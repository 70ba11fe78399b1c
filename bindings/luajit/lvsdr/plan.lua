-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Plans: lists of steps, to be looked at, applied, written down and undone.
local ffi = require("ffi")
local C = require("lvsdr.library").C
local check = require("lvsdr.errors").check
local classes = require("lvsdr.objects").classes
local scopes = require("lvsdr.scope")
local values = require("lvsdr.values")

local Plan = {}
Plan.__index = Plan

for kind, class in pairs(classes) do
  for _, verb in ipairs(class.verbs) do
    local name = "lvsdr_plan_" .. verb .. "_" .. kind
    if verb == "read" then -- is no step
    elseif kind == "dest" then
      Plan[verb .. "_dest"] = function(self, service, dest)
        service, dest = classes.service:of(service), classes.dest:of(dest)
        return check(self.host:live(), C[name](self.handle, service, dest)) == 1
      end
    else
      Plan[verb .. "_" .. kind] = function(self, object)
        return check(self.host:live(), C[name](self.handle, class:of(object))) == 1
      end
    end
  end
end

-- The steps for a real server in all services of a scope; addresses: a text, or a list of texts. How
-- many destinations it has there.
function Plan:update_real_server(scope, addresses, weight)
  local host = self.host:live()
  return check(host, C.lvsdr_plan_update_real_server(self.handle, scopes.of(self.host, scope),
    values.words(addresses, "addresses"), values.i32(weight, "weight")))
end

function Plan:remove_real_server(scope, addresses)
  local host = self.host:live()
  return check(host, C.lvsdr_plan_remove_real_server(self.handle, scopes.of(self.host, scope),
    values.words(addresses, "addresses")))
end

-- What it removes is drained, for so many seconds (60). options: wait_for_templates, cut_templates,
-- active_only, remove_at_deadline, set_fallback, cut_hashed. Whether there is anything to drain.
function Plan:make_graceful(seconds, options)
  local flags = values.flags("drain", options)
  return check(self.host:live(), C.lvsdr_plan_make_graceful(self.handle, flags,
    values.milliseconds(seconds or 60, "seconds"))) == 1
end

-- How many destinations a graceful plan has to remove yet, and how many active, inactive connections
-- and templates they have.
function Plan:draining()
  local left = ffi.new("uint64_t[3]")
  local dests = check(self.host:live(), C.lvsdr_plan_get_draining(self.handle, left, left + 1, left + 2))
  return dests, tonumber(left[0]), tonumber(left[1]), tonumber(left[2])
end

-- A failed step: false (the default), what was done is undone; true, the others are carried out.
function Plan:set_keep_going(keep_going)
  check(self.host:live(), C.lvsdr_plan_set_keep_going(self.handle, values.boolean(keep_going, "keep_going")))
end

-- Whether anything changed.
function Plan:apply()
  return check(self.host:live(), C.lvsdr_plan_apply(self.handle)) == 1
end

-- For about so long; how many steps are left.
function Plan:apply_for(seconds)
  local left = ffi.new("size_t[1]")
  check(self.host:live(), C.lvsdr_plan_apply_for(self.handle, values.milliseconds(seconds, "seconds"), left))
  return tonumber(left[0])
end

function Plan:undo()
  return check(self.host:live(), C.lvsdr_plan_undo(self.handle)) == 1
end

-- What became of it: lvsdr.PLAN_UNDONE where a failure was rolled back completely, lvsdr.PLAN_INCOMPLETE
-- where not ...; and its name.
function Plan:status()
  local status = check(self.host:live(), C.lvsdr_plan_get_status(self.handle))
  return status, ffi.string(C.lvsdr_plan_status_name(status))
end

function Plan:count()
  return tonumber(C.lvsdr_plan_get_step_count(self.handle))
end

-- One step, from 1: kind, before and after (JSON, or nil where there is none), service (the same, of a
-- destination), command, explanation, status (lvsdr.STEP_DONE ...) with status_name, and note.
function Plan:step(index)
  if not (index >= 1 and index <= self:count()) then return nil end
  local step = { status = C.lvsdr_plan_get_step_status(self.handle, index - 1) }
  for _, name in ipairs { "kind", "before", "after", "service", "command", "explanation", "note" } do
    local text = C["lvsdr_plan_get_step_" .. name](self.handle, index - 1)
    if text == nil then check(self.host:live(), C.lvsdr_error_code(self.host:live())) end -- no memory for it
    step[name] = ffi.string(text)
  end
  for _, name in ipairs { "before", "after", "service" } do
    if step[name] == "null" then step[name] = nil end
  end
  step.status_name = ffi.string(C.lvsdr_step_status_name(step.status))
  return step
end

-- for i, step in plan:steps() do
function Plan:steps()
  return function(_, i)
    local step = self:step(i + 1)
    if step then return i + 1, step end
  end, nil, 0
end

-- "3 steps:" and the classic commands.
function Plan:__tostring()
  local count = self:count()
  local lines = { count == 0 and "no steps" or count == 1 and "1 step:" or count .. " steps:" }
  for _, step in self:steps() do lines[#lines + 1] = "  " .. step.command:gsub("\n", "\n  ") end
  return table.concat(lines, "\n")
end

-- The written form, which another process can undo.
function Plan:to_json()
  local result = ffi.new("const char *[1]")
  check(self.host:live(), C.lvsdr_plan_to_json(self.handle, result))
  return ffi.string(result[0])
end

local plans = {}

-- The plan that a function of C makes; it keeps its host.
function plans.make(host, new)
  local result = ffi.new("struct lvsdr_plan *[1]")
  check(host:live(), new(result))
  return setmetatable({ handle = ffi.gc(result[0], C.lvsdr_plan_free), host = host }, Plan)
end

return plans
