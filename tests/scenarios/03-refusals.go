// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import "lvsdr"

// What is refused before anything is sent.
func init() {
	stories["03-refusals"] = func(netns string) {
		host := made(lvsdr.Open(netns))

		tell("no port")(lvsdr.NewService("tcp", "192.168.1.41"))
		tell("port 70000")(lvsdr.NewService("tcp", "192.168.1.41:70000"))
		tell("no address")(lvsdr.NewService("tcp", "192.168.1.256:80"))
		tell("host name")(lvsdr.NewService("tcp", "www.example.org:80"))
		tell("open bracket")(lvsdr.NewService("tcp", "[2001:db8::41:80"))
		tell("protocol")(lvsdr.NewService("icmp", "192.168.1.41:80"))
		tell("mark 0")(lvsdr.NewFwmarkService("ipv4", 0))
		tell("family")(lvsdr.NewFwmarkService("ipv5", 7))
		web := made(lvsdr.NewService("tcp", "192.168.1.41:80"))
		told("scheduler", web.SetScheduler("a-name-of-17-char"))
		told("persistence", web.SetPersistence(4294968))
		told("prefix", web.SetPersistencePrefix(33))
		told("flags", web.SetSchedulerFlags(1))

		tell("destination")(lvsdr.NewDest("192.168.1"))
		rs1 := made(lvsdr.NewDest("192.168.1.20"))
		told("weight", rs1.SetWeight(-1))
		told("thresholds", rs1.SetThresholds(10, 20))
		told("tunnel", rs1.SetTunnel(lvsdr.TunnelGUE, 70000, 0))

		tell("VIP")(lvsdr.NewVIP("192.168.1.41/24", "eth0"))
		tell("device")(lvsdr.NewVIP("192.168.1.41", "eth0/1"))
		vip := made(lvsdr.NewVIP("192.168.1.41", "eth0"))
		told("label", vip.SetLabel("eth1:0"))
		told("prefix", vip.SetPrefixLength(33))
		tell("ARP of lo")(lvsdr.NewARPPolicy("lo"))
		tell("sysctl")(lvsdr.NewSysctl("../ip_forward", "1"))
		tell("scope")(host.Read("192.168.1.41 nonsense", lvsdr.StateServices))

		wrong := `{"lvsdr_state": 1, "services": [{"protocol": "tcp"}]}`
		tell("no JSON")(lvsdr.StateFromJSON("{\"lvsdr_state\": 1,\n\"services\": [}"))
		tell("no state")(lvsdr.StateFromJSON(wrong))
		tell("rules")(lvsdr.StateFromText("", "-A -t 192.168.1.41:80\n-a -t 192.168.1.42:80 -r 192.168.1.20"))
		tell("no plan")(host.PlanFromJSON(wrong))
	}
}
