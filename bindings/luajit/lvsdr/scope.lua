-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Scopes: the virtual addresses and firewall marks that may be read or changed.
local ffi = require("ffi")
local C = require("lvsdr.library").C
local check = require("lvsdr.errors").check
local values = require("lvsdr.values")

local scopes = {}

-- "192.168.1.41, fwmark:7", or a list of such texts.
function scopes.of(host, scope)
  local result = ffi.new("struct lvsdr_scope *[1]")
  check(host:live(), C.lvsdr_scope_new(host:live(), values.words(scope, "scope"), result))
  return ffi.gc(result[0], C.lvsdr_scope_free)
end

return scopes
