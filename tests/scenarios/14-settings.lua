-- SPDX-License-Identifier: LGPL-2.1-or-later
-- What belongs to the whole host: timeouts, sysctls, a sync daemon.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell = scenario.tell

local host = lvsdr.open(scenario.netns)
local timeouts = lvsdr.timeouts()
scenario.tell_set("timeout 0", timeouts, "tcp", 0)
timeouts.tcp = 600
timeouts.udp = 100
tell("timeouts", host.update_timeouts, host, timeouts)
tell("timeouts again", host.update_timeouts, host, timeouts)
timeouts = host:read_timeouts()
print(("tcp %d, tcp_fin %d, udp %d"):format(timeouts.tcp, timeouts.tcp_fin, timeouts.udp))

local function set_sysctl(name, value)
  local sysctl = lvsdr.sysctl(name, value)
  tell(name, host.update_sysctl, host, sysctl)
  tell("again", host.update_sysctl, host, sysctl)
  sysctl = host:read_sysctl(sysctl)
  print(("%s is %s"):format(sysctl.name, sysctl.value))
end

set_sysctl(lvsdr.SYSCTL_EXPIRE_NODEST_CONN, "1")
set_sysctl(lvsdr.SYSCTL_SYNC_THRESHOLD, "3  60")

local daemon = lvsdr.sync_daemon("master", "eth0", { sync_id = 7 })
tell("sync daemon", host.add_sync_daemon, host, daemon)
tell("sync daemon again", host.add_sync_daemon, host, daemon)
daemon = host:read_sync_daemon(daemon)
print(("%s on %s, id %d, to %s port %d ttl %d"):format(daemon.role, daemon.device, daemon.sync_id,
  daemon.group, daemon.port, daemon.ttl))
tell("stop", host.remove_sync_daemon, host, daemon)
tell("stop again", host.remove_sync_daemon, host, daemon)
