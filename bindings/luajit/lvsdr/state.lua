-- SPDX-License-Identifier: LGPL-2.1-or-later
-- States: sets of objects of one host, observed or desired. What is read from them are plain tables
-- with named fields. Services and destinations are read by columns: one call for a value of all.
local ffi = require("ffi")
local C = require("lvsdr.library").C
local check = require("lvsdr.errors").check
local objects = require("lvsdr.objects")
local raw = require("lvsdr.raw")
local values = require("lvsdr.values")

local classes = objects.classes

local State = {}
State.__index = State

-- { "services", "vips" } as LVSDR_STATE_ values.
local function parts_of(list)
  local sum = 0
  for _, name in ipairs(list or { "services" }) do
    local part = raw["LVSDR_STATE_" .. tostring(name):upper()]
    sum = sum + (part or error(("there is no part \"%s\""):format(tostring(name)), 0))
  end
  return sum
end

-- The columns of the counters, from the constants that have their names.
local counters = {}
for name in pairs(raw) do
  local counter = name:match("^LVSDR_COUNTER_(.*)")
  if counter and counter ~= "COUNT" then counters[#counters + 1] = counter:lower() end
end

-- A state that a function of C makes; failures are told by this handle, now and later.
local function make(host, new)
  local result = ffi.new("struct lvsdr_state *[1]")
  check(host, new(result))
  return setmetatable({ handle = ffi.gc(result[0], C.lvsdr_state_free), host = host }, State)
end

-- One column into the field of this name of all rows.
local function read_texts(state, kind, name, rows)
  local size = #rows * 46 + 1
  local buffer = ffi.new("char[?]", size)
  local getter = C["lvsdr_state_get_" .. kind .. "_texts"]
  local length = check(state.host, getter(state.handle, name, buffer, size))
  local i = 0
  for line in ffi.string(buffer, length):gmatch("([^\n]*)\n") do
    i = i + 1
    rows[i][name] = line
  end
end

local function read_numbers(state, kind, name, rows)
  local numbers = ffi.new("uint64_t[?]", math.max(#rows, 1))
  local filled = C["lvsdr_state_get_" .. kind .. "_numbers"](state.handle, name, numbers, #rows)
  for i = 1, check(state.host, filled) do rows[i][name] = values.number(numbers[i - 1]) end
  return filled > 0
end

local function read_counters(state, kind, rows)
  local counted = {}
  for i = 1, #rows do counted[i] = {} end
  for _, name in ipairs(counters) do
    if not read_numbers(state, kind, name, counted) then return end
  end
  for i = 1, #rows do rows[i].counters = counted[i] end
end

local function read_rows(state, kind, count)
  local rows = {}
  for i = 1, count do rows[i] = {} end
  for name, member in pairs(classes[kind].readable) do
    (member.type == "text" and read_texts or read_numbers)(state, kind, name, rows)
    if member.type == "boolean" then
      for i = 1, count do rows[i][name] = rows[i][name] == 1 end
    end
  end
  read_counters(state, kind, rows)
  return rows
end

-- state:vips(), state:add_vip() ...
for kind, class in pairs(classes) do
  if class.list then
    State[class.list] = function(self)
      local list = {}
      for i = 1, tonumber(C["lvsdr_state_get_" .. kind .. "_count"](self.handle)) do
        list[i] = class:copy(C["lvsdr_state_get_" .. kind](self.handle, i - 1))
      end
      return list
    end
    State["add_" .. kind] = function(self, object)
      check(self.host, C["lvsdr_state_add_" .. kind](self.handle, class:of(object)))
    end
  end
end

-- A list of services, each with its fields, a list "dests", and "counters" where they were read.
function State:services()
  local services = read_rows(self, "service", tonumber(C.lvsdr_state_get_service_count(self.handle)))
  read_numbers(self, "service", "dest_count", services)
  local total, next_dest = 0, 1
  for _, service in ipairs(services) do
    -- A column has no negative numbers: 0 is a netmask with holes.
    if service.persistence_prefix == 0 then service.persistence_prefix = nil end
    total = total + service.dest_count
  end
  local dests = read_rows(self, "dest", total)
  for _, service in ipairs(services) do
    service.dests = {}
    for i = 1, service.dest_count do service.dests[i] = dests[next_dest + i - 1] end
    next_dest = next_dest + service.dest_count
    service.dest_count = nil
  end
  return services
end

-- Nil when it tells none.
function State:timeouts()
  local timeouts = C.lvsdr_state_get_timeouts(self.handle)
  return timeouts ~= nil and classes.timeouts:copy(timeouts) or nil
end

function State:set_timeouts(timeouts)
  check(self.host, C.lvsdr_state_set_timeouts(self.handle, classes.timeouts:of(timeouts)))
end

for _, verb in ipairs { "add", "update" } do
  State[verb .. "_service"] = function(self, service)
    check(self.host, C["lvsdr_state_" .. verb .. "_service"](self.handle, classes.service:of(service)))
  end
  State[verb .. "_dest"] = function(self, service, dest)
    check(self.host, C["lvsdr_state_" .. verb .. "_dest"](self.handle, classes.service:of(service),
      classes.dest:of(dest)))
  end
end

-- As a text: "json", "rules" or another format; and, where it cannot hold all there is, what was left out.
function State:to_text(format)
  local result = ffi.new("const char *[1]")
  local lost = check(self.host, C.lvsdr_state_to_text(self.handle, values.text(format, "format"), result))
  return ffi.string(result[0]), lost == 1 and ffi.string(C.lvsdr_error_message(self.host)) or nil
end

function State:to_json()
  return (self:to_text("json"))
end

local states = { parts_of = parts_of }

function states.new(parts)
  return make(objects.describing, function(result)
    return C.lvsdr_state_new(objects.describing, parts_of(parts), result)
  end)
end

-- format: nil where it is to be recognized: JSON begins with "{", rules do not.
function states.from_text(text, format)
  values.text(text, "text")
  return make(objects.describing, function(result)
    return C.lvsdr_state_from_text(objects.describing, format and values.text(format, "format"), text, #text, result)
  end)
end

function states.from_json(text)
  return states.from_text(text, "json")
end

function states.read(host, scope, parts)
  return make(host, function(result) return C.lvsdr_state_read(host, scope, parts_of(parts), result) end)
end

-- The C object of a state.
function states.handle(state)
  if getmetatable(state) ~= State then error("a state is expected, not " .. tostring(state), 0) end
  return state.handle
end

return states
