-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Lua's values to C's and back. FFI itself would silently cut numbers to size. what: what the
-- value is, for the message.
local ffi = require("ffi")
local raw = require("lvsdr.raw")

local values = {}

local function refuse(what, expected, value)
  error(("%s: %s is expected, not %s"):format(what, expected, type(value) == "string" and '"' .. value .. '"'
    or tostring(value)), 0)
end

local function integer(lowest, highest)
  return function(value, what)
    if type(value) ~= "number" or value % 1 ~= 0 or value < lowest or value > highest then
      refuse(what, ("an integer from %.0f to %.0f"):format(lowest, highest), value)
    end
    return value
  end
end

values.i32 = integer(-2 ^ 31, 2 ^ 31 - 1)
values.u32 = integer(0, 2 ^ 32 - 1)

function values.text(value, what)
  if type(value) ~= "string" or value:find("\0", 1, true) then refuse(what, "a text without NUL", value) end
  return value
end

-- A text, or a list of its words.
function values.words(value, what)
  if type(value) ~= "table" then return values.text(value, what) end
  for _, word in ipairs(value) do values.text(word, what) end
  return table.concat(value, " ")
end

function values.boolean(value, what)
  if type(value) ~= "boolean" then refuse(what, "true or false", value) end
  return value and 1 or 0
end

-- The flags LVSDR_<WHAT>_<NAME> of the options that are true.
function values.flags(what, options)
  local flags = 0
  for name, wanted in pairs(options or {}) do
    local flag = raw[("LVSDR_%s_%s"):format(what, tostring(name)):upper()]
    if not flag then error(("a %s has no option \"%s\""):format(what, tostring(name)), 0) end
    if values.boolean(wanted, name) == 1 then flags = flags + flag end
  end
  return flags
end

function values.milliseconds(seconds, what)
  if type(seconds) ~= "number" or not (seconds >= 0 and seconds < 2 ^ 21) then
    refuse(what, "a number of seconds", seconds)
  end
  return math.floor(seconds * 1000 + 0.5)
end

-- A value of several parts, such as thresholds = { 100, 80 }.
function values.parts(...)
  local converters = { ... }
  return function(value, what)
    if type(value) ~= "table" then refuse(what, "a table", value) end
    local converted = {}
    for i, convert in ipairs(converters) do converted[i] = convert(value[i] or 0, what) end
    return unpack(converted)
  end
end

-- A number of 64 bits: Lua's own as far as these are exact.
function values.number(value)
  return value < 2ULL ^ 53 and tonumber(value) or value
end

-- What a getter returns.
function values.lua(value)
  if type(value) ~= "cdata" then return value end
  return value ~= nil and ffi.string(value) or nil
end

-- What a getter with a buffer fills.
function values.filled(getter, object)
  local buffer = ffi.new("char[256]")
  return getter(object, buffer, 256) >= 0 and ffi.string(buffer) or nil
end

-- "192.168.1.41:80", "[2001:db8::41]:80"
function values.join(address, port)
  if port == nil or port == "" then return address end
  return (address:find(":", 1, true) and "[%s]:%s" or "%s:%s"):format(address, port)
end

return values
