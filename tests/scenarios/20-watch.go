// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import (
	"context"
	"fmt"
	"time"

	"lvsdr"
)

const watched = lvsdr.StateServices | lvsdr.StateVIPs

// showChange waits until a part is told and has changed: what was told before may be told once more. It gives what is
// known then.
func showChange(host *lvsdr.Host, watch *lvsdr.Watch, part uint32, known *lvsdr.State) *lvsdr.State {
	for {
		for made(watch.Wait(context.Background()))&part == 0 {
		}
		now := made(host.Read("192.168.1.41", watched))
		plan := made(host.Plan(now, "192.168.1.41", known))
		if len(made(plan.Steps())) > 0 {
			showPlan(plan)
			return now
		}
	}
}

func watchOthers(host, other *lvsdr.Host, watch *lvsdr.Watch) {
	web := made(lvsdr.NewService("tcp", "192.168.1.41:80"))
	dest := made(lvsdr.NewDest("192.168.1.20"))
	known := made(host.Read("192.168.1.41", watched))

	tell("add a service")(other.AddService(web))
	known = showChange(host, watch, lvsdr.StateServices, known)
	tell("add a destination")(other.AddDest(web, dest))
	known = showChange(host, watch, lvsdr.StateServices, known)
	must(dest.SetWeight(7))
	tell("change its weight")(other.UpdateDest(web, dest))
	known = showChange(host, watch, lvsdr.StateServices, known)
	tell("add a VIP")(other.AddVIP(made(lvsdr.NewVIP("192.168.1.41", "lo"))))
	known = showChange(host, watch, lvsdr.StateVIPs, known)
	tell("remove the service")(other.RemoveService(web))
	showChange(host, watch, lvsdr.StateServices, known)
}

// A watch tells what another program changes, and what changed is the plan from the last state to this one.
func init() {
	stories["20-watch"] = func(netns string) {
		host, other := made(lvsdr.Open(netns)), made(lvsdr.Open(netns))
		dns := made(lvsdr.NewService("udp", "192.168.1.42:53"))

		tell("add one of others")(other.AddService(dns)) // loads IPVS
		tell("too often")(host.Watch("192.168.1.41", watched, 5*time.Millisecond))
		watch := made(host.Watch("192.168.1.41", watched, 20*time.Millisecond))
		must(dns.SetScheduler("rr"))
		tell("change it")(other.UpdateService(dns))
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		told, err := watch.Wait(ctx)
		cancel()
		if err != context.DeadlineExceeded {
			must(err)
		}
		fmt.Printf("told: %d\n", toInt(told != 0))
		watchOthers(host, other, watch)
		must(watch.Close())
	}
}
