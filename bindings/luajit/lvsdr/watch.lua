-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Watches: which parts of the state of a host may have changed.
local ffi = require("ffi")
local C = require("lvsdr.library").C
local check = require("lvsdr.errors").check
local raw = require("lvsdr.raw")
local values = require("lvsdr.values")

local Watch = {}
Watch.__index = Watch

-- It becomes readable when read() is to be called.
function Watch:fd()
  return C.lvsdr_watch_get_fd(self.handle)
end

-- { services = true, vips = true }, or nil if nothing has changed since the last call; it does not wait.
function Watch:read()
  local result, parts = ffi.new("uint32_t[1]"), {}
  if check(self.host:live(), C.lvsdr_watch_read(self.handle, result)) == 0 then return nil end
  for name, value in pairs(raw) do
    local part = name:match("^LVSDR_STATE_(.*)")
    if part and bit.band(result[0], value) ~= 0 then parts[part:lower()] = true end
  end
  return parts
end

local watches = {}

function watches.open(host, scope, parts, seconds)
  local result = ffi.new("struct lvsdr_watch *[1]")
  check(host:live(), C.lvsdr_watch_open(host:live(), scope, parts,
    values.milliseconds(seconds or 1, "seconds"), result))
  return setmetatable({ handle = ffi.gc(result[0], C.lvsdr_watch_free), host = host }, Watch)
end

return watches
