// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import "lvsdr"

// The same in IPv6: a VIP, a service, a destination.
func init() {
	stories["05-ipv6"] = func(netns string) {
		host := made(lvsdr.Open(netns))
		vip := made(lvsdr.NewVIP("2001:db8:1::41", "lo"))
		web := made(lvsdr.NewService("tcp", "[2001:DB8:1:0:0::41]:80"))
		must(web.SetScheduler("sh"))
		must(web.SetSchedulerFlags(lvsdr.SchedulerShFallback | lvsdr.SchedulerShPort))
		must(web.SetPersistence(300))
		must(web.SetPersistencePrefix(64))

		tell("VIP")(host.AddVIP(vip))
		tell("service")(host.AddService(web))
		tell("destination")(host.AddDest(web, made(lvsdr.NewDest("2001:db8:1::20"))))

		told("read", host.ReadService(web))
		showService(web)
		told("read VIP", host.ReadVIP(vip))
		showVIP(vip)
		showJSON(made(host.Read("2001:db8:1::41", lvsdr.StateServices|lvsdr.StateVIPs)))
	}
}
