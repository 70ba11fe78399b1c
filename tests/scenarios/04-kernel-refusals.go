// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import "lvsdr"

// What only the host can refuse, and what is sent for one who insists.
func init() {
	stories["04-kernel-refusals"] = func(netns string) {
		host := made(lvsdr.Open(netns))
		web := made(lvsdr.NewService("tcp", "192.168.1.41:80"))
		rs1 := made(lvsdr.NewDest("192.168.1.20"))
		vip := made(lvsdr.NewVIP("192.168.1.41", "eth7"))

		tell("no service")(host.AddDest(web, rs1))
		must(web.SetScheduler("nosuch"))
		tell("no scheduler")(host.AddService(web))
		must(web.SetScheduler("rr"))
		made(host.AddService(web))
		tell("no destination")(host.UpdateDest(web, rs1))
		tell("no device")(host.AddVIP(vip))
		told("no VIP", host.ReadVIP(vip))
		tell("no device for ARP")(host.UpdateARPPolicy(made(lvsdr.NewARPPolicy("eth7"))))
		tell("no setting")(host.UpdateSysctl(made(lvsdr.NewSysctl("nosuch", "1"))))

		elsewhere := made(lvsdr.NewDest("192.168.1.20:8080"))
		tell("another port")(host.AddDest(web, elsewhere))
		tell("another family")(host.AddDest(web, made(lvsdr.NewDest("2001:db8:1::20"))))
		must(host.SetInsist(true))
		tell("another port, insisted")(host.AddDest(web, elsewhere))
		must(host.SetInsist(false))

		tell("no namespace")(lvsdr.Open("nosuch"))
	}
}
