-- SPDX-License-Identifier: LGPL-2.1-or-later
-- The totals of a network namespace, and those of each processor.
local ffi = require("ffi")
local C = require("lvsdr.library").C
local check = require("lvsdr.errors").check
local raw = require("lvsdr.raw")
local values = require("lvsdr.values")

local missing = -1ULL

-- Those of an array from a place on, by their names; those that the kernel does not have are nil.
local function by_name(numbers, from, count)
  local totals = {}
  for i = 0, count - 1 do
    if numbers[from + i] ~= missing then
      totals[ffi.string(C.lvsdr_totals_get_name(i))] = values.number(numbers[from + i])
    end
  end
  return totals
end

local totals = {}

-- { connections = 3, ..., connection_table_size = 4096 }
function totals.read(host)
  local numbers = ffi.new("uint64_t[?]", raw.LVSDR_TOTAL_COUNT)
  return by_name(numbers, 0, check(host:live(), C.lvsdr_totals_read(host:live(), numbers, raw.LVSDR_TOTAL_COUNT)))
end

-- { [0] = { connections = 3, ... }, [1] = ... }, by the number of the processor.
function totals.read_processors(host)
  local columns, found = raw.LVSDR_TOTAL_OUTGOING_BYTES + 1, {}
  local room = check(host:live(), C.lvsdr_totals_read_processors(host:live(), columns, nil, 0))
  local numbers = ffi.new("uint64_t[?]", room * columns)
  local count = check(host:live(), C.lvsdr_totals_read_processors(host:live(), columns, numbers, room * columns))
  for i = 0, math.min(count, room) - 1 do
    if numbers[i * columns] ~= missing then found[i] = by_name(numbers, i * columns, columns) end
  end
  return found
end

return totals
