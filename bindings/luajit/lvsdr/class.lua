-- SPDX-License-Identifier: LGPL-2.1-or-later
-- What all kinds of objects have in common: C objects whose members are read and set by name, as
-- members.lua has them.
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

local converters = { text = values.text, boolean = values.boolean, int32 = values.i32, uint32 = values.u32 }

function Class:get(object, name)
  local member = self.readable[name]
  if not member then error(("a %s has no field \"%s\""):format(self.kind, tostring(name)), 3) end
  local getter = C["lvsdr_" .. self.kind .. "_get_" .. name]
  if member.filled then return values.filled(getter, object) end
  local value = values.lua(getter(object))
  if member.type == "boolean" then return value == 1 end
  if type(value) == "number" and value < 0 then return nil end -- it has none, as a destination has no port, and a netmask with holes no prefix
  return value
end

function Class:set(object, name, value)
  local setter = self.settable[name]
  if not setter then error(("a %s has no field \"%s\" to be set"):format(self.kind, tostring(name)), 3) end
  check(describing, C["lvsdr_" .. self.kind .. "_set_" .. name](object, setter.convert(value, name)))
end

-- What is set together, of a table where it is apart; nil where nothing of it is there.
local function parts_of(fields, names)
  local parts, some = {}, nil
  for i, name in ipairs(names) do
    parts[i] = fields[name]
    if parts[i] ~= nil then some = parts end
  end
  return some
end

-- Sets what a table of fields has, in the order of the class.
function Class:set_all(object, fields)
  for _, setter in ipairs(self.setters) do
    local value = fields[setter.name]
    if value == nil and #setter.sets > 1 then value = parts_of(fields, setter.sets) end
    if value ~= nil then self:set(object, setter.name, value) end
  end
  return object
end

-- A function that makes such an object of its parameters and a table of fields, by the C function lvsdr_KIND_NAME().
function Class:constructor(name)
  local parameters = self.makers[name]
  return function(...)
    local made, arguments, fields = self.result(), {}, (select(#parameters + 1, ...)) or {}
    for i, parameter in ipairs(parameters) do
      arguments[i] = converters[parameter.type]((select(i, ...)), parameter.name)
    end
    arguments[#parameters + 1] = made
    check(describing, C["lvsdr_" .. self.kind .. "_" .. name](describing, unpack(arguments)))
    local object = ffi.gc(made[0], C["lvsdr_" .. self.kind .. "_free"])
    for field, value in pairs(fields) do
      if not self.settable[field] and not self.part[field] then self:set(object, field, value) end -- which refuses it
    end
    return self:set_all(object, fields)
  end
end

-- Another object that means the same, without what else is set in this one.
function Class:again(object)
  local arguments = {}
  for i, parameter in ipairs(self.makers.new) do arguments[i] = object[parameter.name] end
  return self.new(unpack(arguments, 1, #self.makers.new))
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
  return self:set_all(self:again(value), value)
end

local class = { describing = describing }

-- What takes the values of a setter, one or a table of several.
local function converter(setter)
  local convert = {}
  for i, type in ipairs(setter.types) do convert[i] = converters[type] end
  return #convert == 1 and convert[1] or values.parts(unpack(convert))
end

-- kind: as in the names of C and in members.lua, whose table of it is taken.
function class.new(kind, members)
  local self = setmetatable({ kind = kind, setters = members.setters, makers = members.makers, list = members.list,
    verbs = members.verbs, settable = {}, part = {}, readable = {} }, Class)
  self.pointer = ffi.typeof("struct lvsdr_" .. kind .. " *")
  self.result = ffi.typeof("struct lvsdr_" .. kind .. " *[1]")
  for _, member in ipairs(members.members) do self.readable[member.name] = member end
  for _, setter in ipairs(members.setters) do
    self.settable[setter.name] = setter
    setter.convert = converter(setter)
    for _, name in ipairs(setter.sets) do self.part[name] = #setter.sets > 1 end
  end
  self.new = self:constructor("new")
  ffi.metatype("struct lvsdr_" .. kind, {
    __index = function(object, name) return (self:get(object, name)) end,
    __newindex = function(object, name, value) self:set(object, name, value) end,
  })
  return self
end

return class
