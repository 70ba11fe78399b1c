// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import (
	"context"
	"fmt"
	"time"

	"lvsdr"
)

func showDraining(plan *lvsdr.Plan) {
	left := made(plan.Draining())
	fmt.Printf("%d to drain: %d active, %d inactive, %d templates\n", left.Dests, left.Active, left.Inactive,
		left.Templates)
}

// drain does it with one destination by itself, which no plan is needed for; the second time it is gone.
func drain(host *lvsdr.Host) {
	web := made(lvsdr.NewService("tcp", "[2001:db8:1::41]:80"))
	dest := made(lvsdr.NewDest("2001:db8:1::21"))
	for i := 0; i < 2; i++ {
		left := made(host.DrainDest(context.Background(), web, dest, lvsdr.DrainActiveOnly))
		fmt.Printf("drained %d: %d active, %d inactive, %d templates\n", toInt(left.Dests == 0), left.Active,
			left.Inactive, left.Templates)
	}
}

// Real servers are replaced without breaking a connection, and one of them is changed as a whole.
func init() {
	stories["19-graceful"] = func(netns string) {
		host := made(lvsdr.Open(netns))
		before := made(lvsdr.StateFromText("", readFile("blue.rules")))
		after := made(lvsdr.StateFromText("", readFile("green.rules")))
		hashed := made(lvsdr.StateFromText("", "-A -t 192.168.1.41:80 -s sh\n"))

		plan := made(host.Plan(before, "everything", nil))
		tell("nothing to drain")(plan.MakeGraceful(0, 0))
		tell("apply")(plan.Apply())

		plan = made(host.Plan(after, "everything", nil))
		tell("graceful")(plan.MakeGraceful(time.Minute, lvsdr.DrainActiveOnly))
		showDraining(plan)
		tell("apply")(plan.ApplyContext(context.Background(), nil))
		showDraining(plan)
		showPlan(plan)

		plan = made(host.NewPlan())
		tell("weight")(plan.UpdateRealServer("everything", "192.168.1.21 2001:db8:1::21", 7))
		tell("unknown")(plan.UpdateRealServer("everything", "192.168.1.99", 7))
		tell("remove")(plan.RemoveRealServer("everything", "192.168.1.22"))
		tell("gone")(plan.RemoveRealServer("everything", "192.168.1.99"))
		tell("graceful")(plan.MakeGraceful(time.Minute, lvsdr.DrainSetFallback))
		tell("apply")(plan.Apply())
		showPlan(plan)

		plan = made(host.Plan(hashed, "everything", nil))
		tell("hashed")(plan.MakeGraceful(time.Minute, 0))
		tell("with a fallback")(plan.MakeGraceful(time.Minute, lvsdr.DrainSetFallback))
		tell("again")(plan.MakeGraceful(time.Minute, 0))
		drain(host)
	}
}
