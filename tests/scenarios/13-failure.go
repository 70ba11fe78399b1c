// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import (
	"fmt"

	"lvsdr"
)

func failingPlan(host *lvsdr.Host) *lvsdr.Plan {
	web := made(lvsdr.NewService("tcp", "192.168.1.41:80"))
	wrong := made(lvsdr.NewService("tcp", "192.168.1.41:81"))
	must(wrong.SetScheduler("nosuch"))
	rs1 := made(lvsdr.NewDest("192.168.1.20"))
	plan := made(host.NewPlan())
	made(plan.AddService(web))
	made(plan.AddDest(web, rs1))
	made(plan.AddService(wrong))
	made(plan.AddDest(wrong, rs1))
	made(plan.AddService(made(lvsdr.NewService("tcp", "192.168.1.41:82"))))
	return plan
}

// A step fails: all goes back; or, for one who wants it so, the others are carried out.
func init() {
	stories["13-failure"] = func(netns string) {
		host := made(lvsdr.Open(netns))
		plan := failingPlan(host)
		tell("all or nothing")(plan.Apply())
		showPlan(plan)
		fmt.Printf("%d services\n", len(made(host.Read("everything", lvsdr.StateServices)).Services()))

		plan = failingPlan(host)
		must(plan.SetKeepGoing(true))
		tell("keep going")(plan.Apply())
		showPlan(plan)
	}
}
