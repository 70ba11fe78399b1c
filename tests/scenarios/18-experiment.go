// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import "lvsdr"

// The main experiment: a director and two real servers in direct routing. The runner is the client.
func init() {
	stories["18-experiment"] = func(netns string) {
		for _, realServer := range []string{"rs1", "rs2"} {
			host := made(lvsdr.Open(realServer))
			tell("keep quiet")(host.UpdateARPPolicy(made(lvsdr.NewARPPolicy("all"))))
			tell("VIP")(host.AddVIP(made(lvsdr.NewVIP("192.168.1.41", "lo"))))
			must(host.Close())
		}

		host := made(lvsdr.Open(netns))
		web := made(lvsdr.NewService("tcp", "192.168.1.41:80"))
		must(web.SetScheduler("rr"))
		tell("service")(host.AddService(web))
		tell("real server 1")(host.AddDest(web, made(lvsdr.NewDest("192.168.1.20"))))
		tell("real server 2")(host.AddDest(web, made(lvsdr.NewDest("192.168.1.21"))))
		tell("VIP")(host.AddVIP(made(lvsdr.NewVIP("192.168.1.41", "eth0"))))
	}
}
