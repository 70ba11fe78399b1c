-- SPDX-License-Identifier: LGPL-2.1-or-later
-- liblvsdr for LuaJIT; see ../README.md. Constants are here without their prefix: lvsdr.FORWARD_TUNNEL.
local errors = require("lvsdr.errors")
local hosts = require("lvsdr.host")
local library = require("lvsdr.library")
local objects = require("lvsdr.objects")
local raw = require("lvsdr.raw")
local states = require("lvsdr.state")

local lvsdr = {
  open = hosts.open,
  state = states.new,
  state_from_json = states.from_json,
  state_from_text = states.from_text,
  is_error = errors.is_error,
  version = library.version,
  library_path = library.path,
}

for name, make in pairs(objects.makers) do lvsdr[name] = make end -- lvsdr.service(), lvsdr.dest() ...

return setmetatable(lvsdr, {
  __index = function(_, name)
    return raw["LVSDR_" .. tostring(name)] or error(("lvsdr has no \"%s\""):format(tostring(name)), 2)
  end,
})
