-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Objects that describe: a service, a destination, a VIP ... Each is the C object itself, freed with
-- its last reference. Its fields are read and set by name, and checked at once by the library:
--
--   local web = lvsdr.service("tcp", "192.168.1.41:80", { scheduler = "rr" })
--   web.persistence = 600
--
-- Fields that were not set have their default in an add, and keep the kernel's value in an update.
-- A table that was read with a state is taken wherever an object is. What they consist of is in members.lua.
local class = require("lvsdr.class")
local members = require("lvsdr.members")
local values = require("lvsdr.values")

local objects = { classes = {}, makers = {}, describing = class.describing }
local classes, makers = objects.classes, objects.makers

for kind, of in pairs(members) do
  classes[kind] = class.new(kind, of)
  makers[kind] = classes[kind].new
  for name in pairs(of.makers) do -- new_fwmark of a service is fwmark_service
    local word = name:match("^new_(.*)")
    if word then makers[word .. "_" .. kind] = classes[kind]:constructor(name) end
  end
end

-- ---- What means the same, where that is not just what "new" takes.

function classes.service:again(service)
  if service.fwmark and service.fwmark ~= 0 then
    return makers.fwmark_service(service.family, service.fwmark)
  end
  return self.new(service.protocol, values.join(service.address, service.port))
end

function classes.dest:again(dest)
  return self.new(values.join(dest.address, dest.port))
end

function classes.vip:again(vip)
  local whole = vip.address:find(":", 1, true) and 128 or 32 -- also what an object without a prefix shows
  return self.new(vip.address, vip.device, {
    prefix_length = vip.prefix_length ~= whole and vip.prefix_length or nil,
    peer = vip.peer ~= "" and vip.peer or nil,
  })
end

function classes.mark:again(mark)
  return self.new(mark.protocol, values.join(mark.address, mark.ports), mark.fwmark, { device = mark.device })
end

return objects
