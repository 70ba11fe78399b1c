-- SPDX-License-Identifier: LGPL-2.1-or-later
-- What all kinds of objects have in common: C objects whose fields are read and set by name.
local ffi = require("ffi")
local C = require("lvsdr.library").C
local check = require("lvsdr.errors").check
local values = require("lvsdr.values")

local Class = {}
Class.__index = Class

-- Objects report their errors on a handle of their own, which never talks to the kernel.
local result = ffi.new("struct lvsdr *[1]")
if C.lvsdr_new(result) < 0 then error("out of memory", 0) end
local describing = ffi.gc(result[0], C.lvsdr_free)

local filled_in = { address = true, ports = true, group = true, peer = true, broadcast = true,
  persistence_netmask = true }

function Class:get(object, name)
  if not self.readable[name] then
    error(("a %s has no field \"%s\""):format(self.kind, tostring(name)), 3)
  end
  local getter = C["lvsdr_" .. self.kind .. "_get_" .. name]
  if filled_in[name] then return values.filled(getter, object) end
  local value = values.lua(getter(object))
  if self.converters[name] == values.boolean then return value == 1 end
  if type(value) == "number" and value < 0 then return nil end -- it has none, as a destination has no port, and a netmask with holes no prefix
  return value
end

function Class:set(object, name, value)
  local convert = self.converters[name]
  if not convert then
    error(("a %s has no field \"%s\" to be set"):format(self.kind, tostring(name)), 3)
  end
  check(describing, C["lvsdr_" .. self.kind .. "_set_" .. name](object, convert(value, name)))
end

-- Sets what a table of fields has, in the order of the class.
function Class:set_all(object, fields)
  for _, field in ipairs(self.settable) do
    local value = fields[field[1]]
    if value ~= nil then self:set(object, field[1], value) end
  end
  return object
end

-- A function that makes such an object of its parameters ({ name, converter } each) and a table of
-- fields, by the C function lvsdr_KIND_NAME().
function Class:constructor(name, parameters)
  return function(...)
    local made, arguments, fields = self.result(), {}, (select(#parameters + 1, ...)) or {}
    for i, parameter in ipairs(parameters) do
      arguments[i] = parameter[2]((select(i, ...)), parameter[1])
    end
    arguments[#parameters + 1] = made
    check(describing, C["lvsdr_" .. self.kind .. "_" .. name](describing, unpack(arguments)))
    local object = ffi.gc(made[0], C["lvsdr_" .. self.kind .. "_free"])
    for field, value in pairs(fields) do
      if not self.converters[field] then self:set(object, field, value) end -- which refuses it
    end
    return self:set_all(object, fields)
  end
end

-- All fields of an object that is borrowed, as a table of its own.
function Class:copy(object)
  local fields = {}
  for name in pairs(self.readable) do fields[name] = self:get(object, name) end
  return fields
end

-- The object, or one that is made of a table of fields.
function Class:of(value)
  if ffi.istype(self.pointer, value) then return value end
  if type(value) ~= "table" then error(("a %s is expected, not %s"):format(self.kind, tostring(value)), 0) end
  return self:set_all(self.again(value), self.settings and self.settings(value) or value)
end

local class = { describing = describing }

-- kind: as in the names of C. fixed: the names of fields that are only read. settable: { name,
-- converter } in the order in which they are set; parts: not read under this name.
function class.new(kind, fixed, settable)
  local self = setmetatable({ kind = kind, settable = settable, converters = {}, readable = {} }, Class)
  self.pointer = ffi.typeof("struct lvsdr_" .. kind .. " *")
  self.result = ffi.typeof("struct lvsdr_" .. kind .. " *[1]")
  for _, name in ipairs(fixed) do self.readable[name] = true end
  for _, field in ipairs(settable) do
    self.converters[field[1]] = field[2]
    if not field.parts then self.readable[field[1]] = true end
  end
  ffi.metatype("struct lvsdr_" .. kind, {
    __index = function(object, name) return (self:get(object, name)) end,
    __newindex = function(object, name, value) self:set(object, name, value) end,
  })
  return self
end

return class
