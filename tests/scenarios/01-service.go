// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import "lvsdr"

// The life of a virtual service.
func init() {
	stories["01-service"] = func(netns string) {
		host := made(lvsdr.Open(netns))
		web := made(lvsdr.NewService("tcp", "192.168.1.41:80"))
		dns := made(lvsdr.NewService("udp", "192.168.1.41:domain"))

		told("read before", host.ReadService(web))
		tell("add")(host.AddService(web))
		tell("add again")(host.AddService(web))
		must(web.SetScheduler("rr"))
		tell("add in another form")(host.AddService(web))
		tell("update")(host.UpdateService(web))
		tell("update again")(host.UpdateService(web))
		told("read", host.ReadService(web))
		showService(web)

		tell("add another")(host.AddService(dns))
		tell("remove")(host.RemoveService(web))
		tell("remove again")(host.RemoveService(web))
		tell("update what is gone")(host.UpdateService(web))
	}
}
