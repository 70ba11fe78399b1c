// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import "lvsdr"

func newMarked(family string, fwmark uint32) *lvsdr.Service {
	service := made(lvsdr.NewFwmarkService(family, fwmark))
	must(service.SetScheduler("rr"))
	return service
}

// Services of firewall marks: the same mark in IPv4 and in IPv6 is two services.
func init() {
	stories["07-fwmark"] = func(netns string) {
		host := made(lvsdr.Open(netns))
		shop := newMarked("ipv4", 7)
		shop6 := newMarked("ipv6", 7)

		tell("IPv4")(host.AddService(shop))
		tell("IPv6")(host.AddService(shop6))
		tell("the largest")(host.AddService(newMarked("ipv4", 4294967295)))
		tell("destination")(host.AddDest(shop, made(lvsdr.NewDest("192.168.1.20:0"))))
		tell("destination of IPv6")(host.AddDest(shop6, made(lvsdr.NewDest("2001:db8:1::20"))))
		told("read", host.ReadService(shop6))
		showService(shop6)
		tell("remove")(host.RemoveService(shop6))
		showJSON(made(host.Read("fwmark:7", lvsdr.StateServices)))
	}
}
