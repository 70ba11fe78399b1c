-- SPDX-License-Identifier: LGPL-2.1-or-later
-- What was read is what is changed: among destinations that are nearly the same, one that was read is kept in all the
-- ways there are, and changed; ipvsadm sees that nothing else was. In the lab, as root of a network namespace.
-- LVSDR_SEED=N does the same again.
local lvsdr = require("lvsdr")

local CASES = 80
local seed = tonumber(os.getenv("LVSDR_SEED") or "") or os.time() % 2 ^ 31
local told = ""
math.randomseed(seed)
print("test_identity.lua: LVSDR_SEED=" .. seed)

local function pick(list)
  return list[math.random(#list)]
end

local function tell(what)
  told = told .. " " .. what
end

local function lines_of(command)
  local pipe, lines = assert(io.popen(command)), {}
  for line in pipe:lines() do lines[#lines + 1] = line end
  pipe:close()
  return lines
end

-- The rules of ipvsadm, each destination's with its thresholds.
local function listing()
  local lines, limits, at = lines_of("ipvsadm -Sn"), lines_of("ipvsadm -Ln --thresholds | grep '^  -> .*:[0-9]'"), 0
  for i, line in ipairs(lines) do
    if line:find("^%-a") then
      at = at + 1
      lines[i] = ("%s -x %s -y %s"):format(line, limits[at]:match(" (%d+) +(%d+) +%d+ +%d+ *$"))
    end
  end
  return lines
end

local host = lvsdr.open()

-- Services with their names in ipvsadm, and for each its destinations' ports.
local function make()
  local all = {
    { "-t 192.168.1.41:80", lvsdr.service("tcp", "192.168.1.41:80"), "192.168.1.20" },
    { "-t 192.168.1.41:443", lvsdr.service("tcp", "192.168.1.41:443"), "192.168.1.20" },
    { "-t [2001:db8::41]:80", lvsdr.service("tcp", "[2001:db8::41]:80"), "[2001:db8::20]" },
    { "-f 7", lvsdr.fwmark_service("ipv4", 7), "192.168.1.20" },
    { "-f 7 -6", lvsdr.fwmark_service("ipv6", 7), "[2001:db8::20]" },
  }
  local dests = {}
  for _, each in ipairs(all) do
    local name, service, address = unpack(each)
    host:add_service(service)
    for _, port in ipairs { 0, 80, 443 } do
      local full = address .. ":" .. port
      host:add_dest(service, lvsdr.dest(full, { forwarding = lvsdr.FORWARD_MASQUERADE, weight = port % 7,
        thresholds = pick { { 0, 0 }, { 100, 50 } } }))
      dests[#dests + 1] = { name = name, service = service, full = full }
    end
  end
  return dests
end

-- A service and a destination of it in a state, as tables.
local function find(state, wanted)
  for _, service in ipairs(state:services()) do
    local name = service.fwmark == 0 and ("-t " .. (service.family == "ipv6" and "[%s]:%d" or "%s:%d"))
      :format(service.address, service.port) or "-f 7" .. (service.family == "ipv6" and " -6" or "")
    for _, dest in ipairs(name == wanted.name and service.dests or {}) do
      local full = (service.family == "ipv6" and "[%s]:%d" or "%s:%d"):format(dest.address, dest.port)
      if full == wanted.full then return service, dest end
    end
  end
  error("the state has no " .. wanted.name .. " " .. wanted.full)
end

local function copy(fields)
  local copied = {}
  for name, value in pairs(fields) do copied[name] = value end
  return copied
end

-- The fields of an object in a table.
local function fields_of(object)
  local fields = {}
  for _, name in ipairs { "address", "port", "weight", "forwarding", "upper_threshold", "lower_threshold", "tunnel_type",
    "tunnel_port", "tunnel_flags" } do fields[name] = object[name] end
  return fields
end

local reads = {
  state = function(wanted) return find(host:read("everything"), wanted) end,
  counters = function(wanted) return find(host:read("everything", { "services", "counters" }), wanted) end,
  JSON = function(wanted) return find(lvsdr.state_from_json(host:read("everything"):to_json()), wanted) end,
  object = function(wanted) return wanted.service, host:read_dest(wanted.service, lvsdr.dest(wanted.full)) end,
  again = function(wanted)
    return wanted.service, host:read_dest(wanted.service, host:read_dest(wanted.service, lvsdr.dest(wanted.full)))
  end,
}

local writes = {
  host = function(service, dest) host:update_dest(service, dest) end,
  plan = function(service, dest)
    local plan = host:new_plan()
    plan:update_dest(service, dest)
    plan:apply()
  end,
  state = function(service, dest)
    local desired = lvsdr.state_from_json(host:read("everything"):to_json())
    desired:update_dest(service, dest)
    host:plan(desired, "everything"):apply()
  end,
}

local function names(of)
  local list = {}
  for name in pairs(of) do list[#list + 1] = name end
  table.sort(list) -- for the seed to mean the same each time
  return list
end

local read_names, write_names = names(reads), names(writes)

local function check(seen)
  local now = listing()
  assert(#now == #seen, #now .. " lines, not " .. #seen)
  for i, line in ipairs(now) do assert(line == seen[i], line .. "\n  and not " .. seen[i]) end
end

-- The wanted one's line with another weight.
local function with_weight(seen, wanted, weight)
  local changed, start = copy(seen), ("-a %s -r %s "):format(wanted.name, wanted.full)
  local at
  for i, line in ipairs(seen) do
    if line:sub(1, #start) == start then at = i end
  end
  changed[at] = seen[at]:gsub("%-w %d+", "-w " .. weight)
  return changed
end

local function case(dests, seen)
  local wanted, read, write = pick(dests), pick(read_names), pick(write_names)
  local weight = math.random(8, 99)
  told = ("LVSDR_SEED=%d: %s %s,"):format(seed, wanted.name, wanted.full)
  tell(read)
  local service, dest = reads[read](wanted)
  if math.random(2) == 1 then
    tell("copied")
    dest = type(dest) == "table" and copy(dest) or fields_of(dest)
  end
  if math.random(4) == 1 then -- every field that was read is written
    tell("restored")
    host:update_dest(service, lvsdr.dest(wanted.full, { weight = 7, forwarding = lvsdr.FORWARD_MASQUERADE,
      thresholds = { 9, 8 } }))
  else
    dest.weight = weight
    seen = with_weight(seen, wanted, weight)
  end
  tell(write)
  writes[write](service, dest)
  check(seen)
  return seen
end

local good, failure = pcall(function()
  local dests = make()
  local seen = listing()
  for _ = 1, CASES do seen = case(dests, seen) end
  host:remove_all_services()
end)
if not good then print(told .. "\n" .. tostring(failure)) end
print((good and "[       OK ]" or "[  FAILED  ]") .. " lua: near equals")
os.exit(good and 0 or 1)
