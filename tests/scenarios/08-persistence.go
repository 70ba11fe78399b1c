// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import "lvsdr"

// Clients that come back: persistence, its prefix and engine; an update keeps what was not set.
func init() {
	stories["08-persistence"] = func(netns string) {
		host := made(lvsdr.Open(netns))
		all := made(lvsdr.NewService("tcp", "192.168.1.41:0"))
		change := made(lvsdr.NewService("tcp", "192.168.1.41:0"))
		must(change.SetPersistence(300))
		sip := made(lvsdr.NewService("udp", "192.168.1.41:5060"))
		must(sip.SetPersistence(60))
		must(sip.SetPersistenceEngine("sip"))
		dns := made(lvsdr.NewService("udp", "192.168.1.41:53"))
		must(dns.SetOnePacket(true))
		must(dns.SetScheduler("rr"))

		tell("all ports without it")(host.AddService(all))
		must(all.SetPersistence(600))
		must(all.SetPersistencePrefix(24))
		tell("all ports")(host.AddService(all))
		tell("shorter")(host.UpdateService(change))
		told("read", host.ReadService(change))
		showService(change)

		tell("by call")(host.AddService(sip))
		told("read", host.ReadService(sip))
		showService(sip)

		tell("each packet by itself")(host.AddService(dns))
		told("read", host.ReadService(dns))
		showService(dns)
	}
}
