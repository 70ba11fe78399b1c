// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import "lvsdr"

// A state from JSON, by hand, and to JSON; and what the host makes of it.
func init() {
	stories["09-json"] = func(netns string) {
		host := made(lvsdr.Open(netns))
		loaded := loadState("full.json")
		byHand := made(lvsdr.NewState(lvsdr.StateServices | lvsdr.StateVIPs))
		web := made(lvsdr.NewService("tcp", "192.168.1.41:80"))
		must(web.SetScheduler("rr"))
		heavier := made(lvsdr.NewDest("192.168.1.20"))
		must(heavier.SetWeight(5))

		told("service", byHand.AddService(web))
		told("service again", byHand.AddService(web))
		told("destination", byHand.AddDest(web, made(lvsdr.NewDest("192.168.1.20"))))
		told("heavier", byHand.UpdateDest(web, heavier))
		told("VIP", byHand.AddVIP(made(lvsdr.NewVIP("192.168.1.41", "eth0"))))

		showJSON(loaded)
		showJSON(byHand)
		tell("apply")(made(host.Plan(byHand, "192.168.1.41", nil)).Apply())
		showJSON(made(host.Read("192.168.1.41", lvsdr.StateServices|lvsdr.StateVIPs)))
	}
}
