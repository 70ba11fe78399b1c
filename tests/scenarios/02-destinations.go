// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import "lvsdr"

func newDest(address string, set func(dest *lvsdr.Dest) error) *lvsdr.Dest {
	dest := made(lvsdr.NewDest(address))
	must(set(dest))
	return dest
}

func forwardedBy(forwarding int32) func(dest *lvsdr.Dest) error {
	return func(dest *lvsdr.Dest) error { return dest.SetForwarding(forwarding) }
}

// The destinations of a service: forwarding methods, weights, thresholds.
func init() {
	stories["02-destinations"] = func(netns string) {
		host := made(lvsdr.Open(netns))
		web := made(lvsdr.NewService("tcp", "192.168.1.41:80"))
		rs1 := newDest("192.168.1.20", func(dest *lvsdr.Dest) error { return dest.SetThresholds(100, 80) })
		must(rs1.SetWeight(3))
		cache := newDest("192.168.1.24", forwardedBy(lvsdr.ForwardBypass))
		add := func(address string, dest *lvsdr.Dest) { tell(address)(host.AddDest(web, dest)) }

		made(host.AddService(web))
		add("192.168.1.20", rs1)
		add("192.168.1.21:8080", newDest("192.168.1.21:8080", forwardedBy(lvsdr.ForwardMasquerade)))
		add("192.168.1.22", newDest("192.168.1.22", forwardedBy(lvsdr.ForwardLocal)))
		add("192.168.1.23", newDest("192.168.1.23", forwardedBy(lvsdr.ForwardTunnel)))
		add("192.168.1.24", cache)
		add("192.168.1.25", newDest("192.168.1.25", func(dest *lvsdr.Dest) error {
			return dest.SetTunnel(lvsdr.TunnelGUE, 6080, lvsdr.TunnelChecksum)
		}))
		state := made(host.Read("everything", lvsdr.StateServices))
		for _, dest := range state.Services()[0].Dests {
			showDest(dest)
		}

		must(rs1.SetWeight(0))
		tell("add in another form")(host.AddDest(web, rs1))
		tell("update")(host.UpdateDest(web, rs1))
		told("read", host.ReadDest(web, rs1))
		showDest(rs1)
		tell("remove")(host.RemoveDest(web, cache))
		tell("remove again")(host.RemoveDest(web, cache))
		told("read what is gone", host.ReadDest(web, cache))
	}
}
