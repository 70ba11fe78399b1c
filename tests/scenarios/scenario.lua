-- SPDX-License-Identifier: LGPL-2.1-or-later
-- What the scenarios in Lua share.
local lvsdr = require("lvsdr")

local scenario = { netns = arg[1] or error("which network namespace?", 0) }

-- A shell command in a network namespace.
function scenario.run(netns, command)
  local status = os.execute(("ip netns exec %s bash -c '%s'"):format(netns, command))
  assert(status == 0, command)
end

function scenario.read_file(path)
  local file = assert(io.open(path))
  local text = file:read("*a")
  file:close()
  return text
end

function scenario.load_state(path)
  return lvsdr.state_from_json(scenario.read_file(path))
end

-- "WHAT: 1", or "WHAT: EEXIST, " and the library's sentence. Gives what the call gave.
function scenario.tell(what, call, ...)
  local good, result = pcall(call, ...)
  if good then
    print(("%s: %d"):format(what, result == true and 1 or type(result) == "number" and result or 0))
    return result
  end
  if not lvsdr.is_error(result) then error(result, 0) end
  print(("%s: %s, %s"):format(what, result.name, result.message))
end

-- The same for setting a field.
function scenario.tell_set(what, object, field, value)
  scenario.tell(what, function() object[field] = value end)
end

-- All that the library says of one object.
function scenario.show_service(service)
  local name = ("%s fwmark %.0f"):format(service.family, service.fwmark)
  if service.fwmark == 0 then
    name = ("%s %s %s port %d"):format(service.family, service.protocol, service.address, service.port)
  end
  print(('%s, scheduler %s flags %d, persistence %d prefix %d engine "%s", one packet %d'):format(name,
    service.scheduler, service.scheduler_flags, service.persistence, service.persistence_prefix,
    service.persistence_engine, service.one_packet and 1 or 0))
end

function scenario.show_dest(dest)
  print(("  %s port %d, forwarding %d weight %d, thresholds %d %d, tunnel %d %d %d"):format(dest.address,
    dest.port, dest.forwarding, dest.weight, dest.upper_threshold, dest.lower_threshold, dest.tunnel_type,
    dest.tunnel_port, dest.tunnel_flags))
end

function scenario.show_vip(vip)
  print(('%s/%d on %s, label "%s", host route %d'):format(vip.address, vip.prefix_length, vip.device,
    vip.label, vip.host_route and 1 or 0))
end

-- Each step's kind, what became of it, its command, and its note.
function scenario.show_plan(plan)
  for _, step in plan:steps() do
    print(("  %s, %s: %s"):format(step.kind, step.status_name, step.command))
    if step.note ~= "" then print("    " .. step.note) end
  end
end

return scenario
