-- SPDX-License-Identifier: LGPL-2.1-or-later
-- A watch tells what another program changes, and what changed is the plan from the last state to this one.
local ffi = require("ffi")
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell = scenario.tell

ffi.cdef [[
struct pollfd { int fd; short events; short revents; };
int poll(struct pollfd *descriptors, unsigned long count, int milliseconds);
]]
local POLLIN = 1

local ours, parts = "192.168.1.41", { "services", "vips" }
local host, other = lvsdr.open(scenario.netns), lvsdr.open(scenario.netns)

-- What is told when the descriptor becomes readable, which it does at each interval at the latest.
local function read_watch(watch)
  ffi.C.poll(ffi.new("struct pollfd", watch:fd(), POLLIN), 1, -1)
  return watch:read() or {}
end

-- Waits until a part is told and has changed: what was told before may be told once more. Gives what is known then.
local function show_change(watch, part, known)
  while true do
    repeat until read_watch(watch)[part]
    local now = host:read(ours, parts)
    local plan = host:plan(now, ours, known)
    if plan:count() > 0 then
      scenario.show_plan(plan)
      return now
    end
  end
end

local dns = lvsdr.service("udp", "192.168.1.42:53")
tell("add one of others", other.add_service, other, dns) -- loads IPVS
tell("too often", host.watch, host, ours, parts, 0.005)
local watch = host:watch(ours, parts, 0.02)
dns.scheduler = "rr"
tell("change it", other.update_service, other, dns)
local told = 0
for _ = 1, 5 do
  if next(read_watch(watch)) then told = 1 end
end
print(("told: %d"):format(told))

local web, dest = lvsdr.service("tcp", "192.168.1.41:80"), lvsdr.dest("192.168.1.20")
local known = host:read(ours, parts)
tell("add a service", other.add_service, other, web)
known = show_change(watch, "services", known)
tell("add a destination", other.add_dest, other, web, dest)
known = show_change(watch, "services", known)
dest.weight = 7
tell("change its weight", other.update_dest, other, web, dest)
known = show_change(watch, "services", known)
tell("add a VIP", other.add_vip, other, lvsdr.vip(ours, "lo"))
known = show_change(watch, "vips", known)
tell("remove the service", other.remove_service, other, web)
show_change(watch, "services", known)
