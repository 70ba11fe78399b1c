-- SPDX-License-Identifier: LGPL-2.1-or-later
-- A host: one network namespace, and all that can be done there.
local ffi = require("ffi")
local C = require("lvsdr.library").C
local check = require("lvsdr.errors").check
local connections = require("lvsdr.connections")
local classes = require("lvsdr.objects").classes
local plans = require("lvsdr.plan")
local raw = require("lvsdr.raw")
local scopes = require("lvsdr.scope")
local states = require("lvsdr.state")
local totals = require("lvsdr.totals")
local values = require("lvsdr.values")
local watches = require("lvsdr.watch")

local Host = {}
Host.__index = Host

-- The C handle, of a host that is not closed.
function Host:live()
  return self.handle or error("the host is closed", 0)
end

-- States that were read stay; plans and connections of it cannot be used any more.
function Host:close()
  if not self.handle then return end
  C.lvsdr_free(ffi.gc(self.handle, nil))
  self.handle = nil
end

-- add, update, remove: whether anything changed. read: a new object with all that the kernel has.
for kind, class in pairs(classes) do
  for _, verb in ipairs(class.verbs) do
    local name = "lvsdr_" .. kind .. "_" .. verb
    Host[verb .. "_" .. kind] = function(self, object, dest)
      if object == nil and kind == "timeouts" then object = {} end -- there is one set of them
      local handle, wanted = self:live(), classes[kind == "dest" and "service" or kind]:of(object)
      local target = kind == "dest" and classes.dest:of(dest) or wanted
      if verb == "read" then target = class:again(target) end
      local result
      if kind == "dest" then
        result = check(handle, C[name](handle, wanted, target))
      else
        result = check(handle, C[name](handle, target))
      end
      if verb == "read" then return target end
      return result == 1
    end
  end
end

function Host:remove_all_services()
  return check(self:live(), C.lvsdr_service_remove_all(self:live())) == 1
end

-- How many rules in the tables of marks are none.
function Host:read_foreign_marks()
  local count = ffi.new("size_t[1]")
  check(self:live(), C.lvsdr_mark_read_foreign(self:live(), count))
  return tonumber(count[0])
end

-- Of one service, or of all.
function Host:zero_counters(service)
  check(self:live(), C.lvsdr_counters_zero(self:live(), service and classes.service:of(service)))
end

function Host:connections(service, dest)
  return connections.iterate(self, service, dest)
end

function Host:count_connections(service, dest)
  return connections.count(self, service, dest)
end

-- Of the network namespace as a whole.
function Host:totals()
  return totals.read(self)
end

-- Of each processor, by its number.
function Host:processor_totals()
  return totals.read_processors(self)
end

-- parts: { "services" } (the default), "vips", "arp_policies", "timeouts", "sysctls", "sync_daemons",
-- "marks", "counters".
function Host:read(scope, parts)
  return states.read(self:live(), scopes.of(self, scope), parts)
end

-- Tells which of these parts may have changed, those without a notice of the kernel every so many
-- seconds (1): fd() to poll and read(). Open it, then read the state.
function Host:watch(scope, parts, seconds)
  return watches.open(self, scopes.of(self, scope), states.parts_of(parts), seconds)
end

-- What leads from what is (or was observed) to what is desired; scope: nil is that of the desired state.
function Host:plan(desired, scope, observed)
  local ours, wanted = scope and scopes.of(self, scope), states.handle(desired)
  local given = observed and states.handle(observed)
  return plans.make(self, function(result)
    return C.lvsdr_plan_between(self:live(), ours, given, wanted, result)
  end)
end

function Host:new_plan()
  return plans.make(self, function(result) return C.lvsdr_plan_new(self:live(), result) end)
end

function Host:plan_from_json(text)
  values.text(text, "plan")
  return plans.make(self, function(result)
    return C.lvsdr_plan_from_json(self:live(), text, #text, result)
  end)
end

function Host:set_insist(insist)
  check(self:live(), C.lvsdr_set_insist(self:live(), values.boolean(insist, "insist")))
end

function Host:set_timeout(seconds)
  check(self:live(), C.lvsdr_set_timeout(self:live(), values.milliseconds(seconds, "seconds")))
end

-- fd: a descriptor, or nil to end the trace. options: time, result.
function Host:set_trace(fd, options)
  local details = values.flags("trace", options)
  check(self:live(), C.lvsdr_set_trace(self:live(), fd and values.i32(fd, "fd") or -1))
  check(self:live(), C.lvsdr_set_trace_details(self:live(), details))
end

-- To the neighbours, so many times (3), with so many seconds between them (1).
function Host:announce_vip(vip, count, interval)
  check(self:live(), C.lvsdr_vip_announce(self:live(), classes.vip:of(vip),
    values.i32(count or 3, "count"), values.milliseconds(interval or 1, "interval")))
end

-- The MAC addresses that answer for an address.
function Host:probe_address(address, device, wait)
  local macs, size = {}, raw.LVSDR_MAC_SIZE
  local bytes = ffi.new("uint8_t[?]", size * raw.LVSDR_PROBE_MAX)
  local count = check(self:live(), C.lvsdr_address_probe(self:live(), address, device,
    values.milliseconds(wait or 0, "wait"), bytes, ffi.sizeof(bytes)))
  for i = 1, count do
    local mac = {}
    for k = 1, size do mac[k] = ("%02x"):format(bytes[(i - 1) * size + k - 1]) end
    macs[i] = table.concat(mac, ":")
  end
  return macs
end

-- options: wait_for_templates, cut_templates, active_only. Whether it is over, and else how many
-- active, inactive connections and templates are left.
function Host:drain_dest(service, dest, seconds, options)
  local left, flags = ffi.new("uint64_t[3]"), values.flags("drain", options)
  local over = check(self:live(), C.lvsdr_dest_drain(self:live(), classes.service:of(service),
    classes.dest:of(dest), flags, values.milliseconds(seconds, "seconds"), left, left + 1, left + 2))
  return over == 1, tonumber(left[0]), tonumber(left[1]), tonumber(left[2])
end

-- A table with true for each: ipvs, ipvs_admin, ipv6 ...
function Host:features()
  local result, features = ffi.new("uint32_t[1]"), {}
  check(self:live(), C.lvsdr_read_features(self:live(), result))
  for name, value in pairs(raw) do
    local feature = name:match("^LVSDR_FEATURE_(.*)")
    if feature then features[feature:lower()] = bit.band(result[0], value) ~= 0 end
  end
  return features
end

local hosts = {}

-- netns: nil (the caller's), a name or path, or a descriptor. options: timeout (seconds), insist.
function hosts.open(netns, options)
  local result = ffi.new("struct lvsdr *[1]")
  if C.lvsdr_new(result) < 0 then error("out of memory", 0) end
  local host = setmetatable({ handle = ffi.gc(result[0], C.lvsdr_free) }, Host)
  if type(netns) == "number" then
    check(host.handle, C.lvsdr_open_netns_fd(host.handle, values.i32(netns, "netns")))
  elseif netns ~= nil then
    check(host.handle, C.lvsdr_open_netns(host.handle, values.text(netns, "netns")))
  end
  if options and options.timeout then host:set_timeout(options.timeout) end
  if options and options.insist ~= nil then host:set_insist(options.insist) end
  return host
end

return hosts
