-- SPDX-License-Identifier: LGPL-2.1-or-later
-- One datagram: what the connection table and the counters say of it.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell = scenario.tell

local host = lvsdr.open(scenario.netns)
local dns = lvsdr.service("udp", "192.168.1.41:53")

local function show_connections()
  for it in host:connections() do
    print(("%s from %s to %s port %d at %s port %d: %s, template %d"):format(it.protocol, it.client_address,
      it.virtual_address, it.virtual_port, it.dest_address, it.dest_port, it.state, it.template and 1 or 0))
  end
end

local function show_counters()
  local counters = host:read("everything", { "services", "counters" }):services()[1].dests[1].counters
  print(("connections %d, incoming packets %d bytes %d, outgoing packets %d, inactive %d"):format(
    counters.connections, counters.incoming_packets, counters.incoming_bytes, counters.outgoing_packets,
    counters.inactive_connections))
end

local function show_totals()
  local totals, packets = host:totals(), 0
  for _, each in pairs(host:processor_totals()) do packets = packets + each.incoming_packets end
  print(("totals: connections %d, incoming packets %d bytes %d, of the processors %d, some buckets %d"):format(
    totals.connections, totals.incoming_packets, totals.incoming_bytes, packets,
    totals.connection_table_size > 0 and 1 or 0))
end

host:add_vip(lvsdr.vip("192.168.1.41", "lo"))
host:add_service(dns)
host:add_dest(dns, lvsdr.dest("192.168.1.20"))
show_connections()
-- The kernel adds counters up every two seconds.
scenario.run(scenario.netns, "echo ask >/dev/udp/192.168.1.41/53; sleep 2.5")
show_connections()
for state, count in pairs(host:count_connections(dns)) do
  if count > 0 then print(("%s: %d"):format(state, count)) end
end
show_counters()
show_totals()
tell("zero", host.zero_counters, host, dns)
show_counters()
show_totals()
tell("zero all", host.zero_counters, host)
show_totals()
