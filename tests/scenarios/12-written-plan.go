// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import "lvsdr"

func writtenPlan(netns string) string {
	host := made(lvsdr.Open(netns))
	defer host.Close()
	web := made(lvsdr.NewService("tcp", "192.168.1.41:80"))
	rs2 := made(lvsdr.NewDest("192.168.1.21"))
	plan := made(host.NewPlan())
	tell("service")(plan.AddService(web))
	tell("one")(plan.AddDest(web, made(lvsdr.NewDest("192.168.1.20"))))
	tell("two")(plan.AddDest(web, rs2))
	tell("two again")(plan.AddDest(web, rs2))
	record := made(plan.ToJSON())
	tell("apply")(plan.Apply())
	return record
}

// A plan that is written down, and undone by another handle after somebody changed something.
func init() {
	stories["12-written-plan"] = func(netns string) {
		record := writtenPlan(netns)
		run(netns, "ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.21 -g -w 9")
		plan, err := made(lvsdr.Open(netns)).PlanFromJSON(record)
		tell("from JSON")(plan, err)
		tell("undo")(plan.Undo())
		showPlan(plan)
	}
}
