-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Finds the C library: the file that $LVSDR_LIBRARY names; else, where this file lies in the source
-- tree, the one that was built there; else the installed one.
local ffi = require("ffi")
local raw = require("lvsdr.raw")

local function exists(path)
  local file = io.open(path)
  return file and file:close() and path
end

local function built()
  local source = debug.getinfo(1, "S").source
  local top = source:match("^@(.*)bindings/luajit/lvsdr/library%.lua$")
  if not top or not exists(top .. "include/lvsdr/lvsdr.h") then return nil end
  return exists(top .. "build/liblvsdr/.libs/" .. raw.SONAME) or exists(top .. "liblvsdr/.libs/" .. raw.SONAME)
end

local function numbers(version)
  local major, minor, patch = version:match("^(%d+)%.(%d+)%.?(%d*)")
  return tonumber(major), minor * 1000 + (tonumber(patch) or 0)
end

local path = os.getenv("LVSDR_LIBRARY") or built() or raw.SONAME
local found, library = pcall(ffi.load, path)
if not found then
  error(("liblvsdr cannot be loaded: %s; install it, or name the file in $LVSDR_LIBRARY"):format(library), 0)
end

local version = ffi.string(library.lvsdr_version())
local major, rest = numbers(version)
local wanted_major, wanted_rest = numbers(raw.VERSION)
if major ~= wanted_major or rest < wanted_rest then
  error(("%s is liblvsdr %s, and this module is for %s and what follows it; install the two that "
    .. "belong together, or name another file in $LVSDR_LIBRARY"):format(path, version, raw.VERSION), 0)
end

return { C = library, path = path, version = version }
