-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Objects that describe: a service, a destination, a VIP ... Each is the C object itself, freed with
-- its last reference. Its fields are read and set by name, and checked at once by the library:
--
--   local web = lvsdr.service("tcp", "192.168.1.41:80", { scheduler = "rr" })
--   web.persistence = 600
--
-- Fields that were not set have their default in an add, and keep the kernel's value in an update.
-- A table that was read with a state is taken wherever an object is.
local class = require("lvsdr.class")
local values = require("lvsdr.values")

local objects, classes = {}, {}
local i32, u32, text, boolean = values.i32, values.u32, values.text, values.boolean

classes.service = class.new("service", { "family", "protocol", "address", "port", "fwmark" }, {
  { "scheduler", text }, { "scheduler_flags", u32 },
  { "persistence", u32 }, { "persistence_prefix", i32 },
  { "persistence_netmask", text, none = "" }, -- set after the prefix, which it replaces
  { "persistence_engine", text }, { "one_packet", boolean },
})
objects.service = classes.service:constructor("new", { { "protocol", text }, { "address", text } })
objects.fwmark_service = classes.service:constructor("new_fwmark", { { "family", text }, { "fwmark", u32 } })

-- Another object that means the same, without what else is set in this one.
function classes.service.again(service)
  if service.fwmark and service.fwmark ~= 0 then
    return objects.fwmark_service(service.family, service.fwmark)
  end
  return objects.service(service.protocol, values.join(service.address, service.port))
end

classes.dest = class.new("dest", {
  "address", "port", "upper_threshold", "lower_threshold", "tunnel_type", "tunnel_port", "tunnel_flags",
}, {
  { "tunnel", values.parts(i32, i32, u32), parts = true }, -- chooses the forwarding, unless that is given too
  { "thresholds", values.parts(u32, u32), parts = true },
  { "weight", i32 }, { "forwarding", i32 },
})
objects.dest = classes.dest:constructor("new", { { "address", text } })

function classes.dest.again(dest)
  return objects.dest(values.join(dest.address, dest.port))
end

-- What is set together; nil where nothing of it is.
local function parts_of(...)
  for i = 1, select("#", ...) do
    if select(i, ...) ~= nil then return { ... } end
  end
end

-- What was read, as it is set.
function classes.dest.settings(dest)
  return {
    weight = dest.weight,
    forwarding = dest.forwarding,
    thresholds = dest.thresholds or parts_of(dest.upper_threshold, dest.lower_threshold),
    tunnel = dest.tunnel or parts_of(dest.tunnel_type, dest.tunnel_port, dest.tunnel_flags),
  }
end

classes.vip = class.new("vip", { "address", "device" }, {
  { "label", text }, { "prefix_length", i32 }, { "peer", text }, { "broadcast", text }, { "address_scope", i32 },
  { "metric", u32 }, { "address_protocol", i32 }, { "valid_lifetime", u32 }, { "preferred_lifetime", u32 },
  { "flags", u32 }, { "host_route", boolean },
})
objects.vip = classes.vip:constructor("new", { { "address", text }, { "device", text } })

function classes.vip.again(vip)
  local whole = vip.address:find(":", 1, true) and 128 or 32 -- also what an object without a prefix shows
  return objects.vip(vip.address, vip.device, {
    prefix_length = vip.prefix_length ~= whole and vip.prefix_length or nil,
    peer = vip.peer ~= "" and vip.peer or nil,
  })
end

classes.arp_policy = class.new("arp_policy", { "device" }, { { "arp_ignore", i32 }, { "arp_announce", i32 } })
objects.arp_policy = classes.arp_policy:constructor("new", { { "device", text } })

function classes.arp_policy.again(policy)
  return objects.arp_policy(policy.device)
end

classes.mark = class.new("mark", { "address", "protocol", "ports", "fwmark" }, { { "device", text } })
objects.mark = classes.mark:constructor("new", {
  { "protocol", text }, { "address", text }, { "fwmark", u32 },
})

function classes.mark.again(mark)
  local address = values.join(mark.address, mark.ports)
  return objects.mark(mark.protocol, address, mark.fwmark, { device = mark.device })
end

classes.timeouts = class.new("timeouts", {}, { { "tcp", i32 }, { "tcp_fin", i32 }, { "udp", i32 } })
objects.timeouts = classes.timeouts:constructor("new", {})

function classes.timeouts.again()
  return objects.timeouts()
end

classes.sysctl = class.new("sysctl", { "name" }, { { "value", text } })
objects.sysctl = classes.sysctl:constructor("new", { { "name", text }, { "value", text } })

function classes.sysctl.again(sysctl)
  return objects.sysctl(sysctl.name, sysctl.value)
end

classes.sync_daemon = class.new("sync_daemon", { "role", "device" }, {
  { "sync_id", i32 }, { "max_length", i32 }, { "group", text }, { "port", i32 }, { "ttl", i32 },
})
objects.sync_daemon = classes.sync_daemon:constructor("new", { { "role", text }, { "device", text } })

function classes.sync_daemon.again(daemon)
  return objects.sync_daemon(daemon.role, daemon.device)
end

objects.classes = classes
objects.describing = class.describing

return objects
