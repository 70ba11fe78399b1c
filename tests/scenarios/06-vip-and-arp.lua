-- SPDX-License-Identifier: LGPL-2.1-or-later
-- A real server: quiet about the VIP, then the VIP on lo; and a VIP as a director has it.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell = scenario.tell

local host = lvsdr.open(scenario.netns)
local vip = lvsdr.vip("192.168.1.41", "lo", { label = "lo:0", broadcast = "192.168.1.41", host_route = true })
local other = lvsdr.vip("192.168.1.42", "eth0")

for _, device in ipairs { "all", "eth0" } do
  local policy = lvsdr.arp_policy(device)
  tell(device, host.update_arp_policy, host, policy)
  tell("again", host.update_arp_policy, host, policy)
  policy = tell("read", host.read_arp_policy, host, policy)
  print(("arp_ignore %d, arp_announce %d"):format(policy.arp_ignore, policy.arp_announce))
end
tell("add", host.add_vip, host, vip)
tell("add again", host.add_vip, host, vip)
vip.label = "lo:7"
tell("add in another form", host.add_vip, host, vip)
tell("update", host.update_vip, host, vip)
scenario.show_vip(tell("read", host.read_vip, host, vip))

tell("add on eth0", host.add_vip, host, other)
-- As a director does after a takeover. A dummy device has no ARP of its own.
tell("announce without ARP", host.announce_vip, host, other, 2, 0.01)
scenario.run(scenario.netns, "ip link set eth0 arp on")
host:announce_vip(other, 2, 0.01)
print("announced")
tell("remove", host.remove_vip, host, other)
tell("remove again", host.remove_vip, host, other)
tell("announce what is not there", host.announce_vip, host, other, 2, 0.01)
other.prefix_length = 24
tell("a whole network", host.add_vip, host, other)
