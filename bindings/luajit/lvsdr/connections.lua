-- SPDX-License-Identifier: LGPL-2.1-or-later
-- The connection table, as an iterator, and counted.
local ffi = require("ffi")
local C = require("lvsdr.library").C
local check = require("lvsdr.errors").check
local classes = require("lvsdr.objects").classes
local raw = require("lvsdr.raw")
local values = require("lvsdr.values")

local fields = { "protocol", "client_port", "virtual_port", "fwmark", "dest_port", "state", "expiry",
  "template", "persistence_engine", "persistence_data" }
local addresses = { "client_address", "virtual_address", "dest_address" }

local function filters(service, dest)
  return service and classes.service:of(service), dest and classes.dest:of(dest)
end

local function read(stream)
  local connection = {}
  for _, name in ipairs(fields) do
    connection[name] = values.lua(C["lvsdr_connections_get_" .. name](stream))
  end
  for _, name in ipairs(addresses) do
    connection[name] = values.filled(C["lvsdr_connections_get_" .. name], stream)
  end
  connection.template = connection.template == 1
  return connection
end

local connections = {}

-- After an ETIMEDOUT or EBADMSG the iterator can be called again, to go on.
function connections.iterate(host, service, dest)
  local result = ffi.new("struct lvsdr_connections *[1]")
  service, dest = filters(service, dest)
  check(host:live(), C.lvsdr_connections_open(host:live(), service, dest, result))
  local stream = ffi.gc(result[0], C.lvsdr_connections_free)
  return function()
    return check(host:live(), C.lvsdr_connections_next(stream)) == 1 and read(stream) or nil
  end
end

-- { established = 3, ["fin-wait"] = 1, ... }
function connections.count(host, service, dest)
  local counts, room = {}, raw.LVSDR_CONNECTIONS_COUNT
  local numbers = ffi.new("uint64_t[?]", room)
  service, dest = filters(service, dest)
  for i = 0, check(host:live(), C.lvsdr_connections_count(host:live(), service, dest, numbers, room)) - 1 do
    counts[ffi.string(C.lvsdr_connections_get_state_name(i))] = values.number(numbers[i])
  end
  return counts
end

return connections
