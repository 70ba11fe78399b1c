// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import (
	"fmt"
	"time"

	"lvsdr"
)

func buildThousand() *lvsdr.State {
	web := made(lvsdr.NewService("tcp", "192.168.1.41:80"))
	state := made(lvsdr.NewState(lvsdr.StateServices))
	must(state.AddService(web))
	for i := 0; i < 1000; i++ {
		dest := made(lvsdr.NewDest(fmt.Sprintf("10.0.%d.%d", i/250, 1+i%250)))
		must(dest.SetWeight(int32(1 + i%7)))
		must(state.AddDest(web, dest))
	}
	return state
}

func showSums(host *lvsdr.Host) {
	state := made(host.Read("192.168.1.41", lvsdr.StateServices))
	defer state.Close()
	dests, weights := 0, int32(0)
	for _, service := range state.Services() {
		dests += len(service.Dests)
		for _, dest := range service.Dests {
			weights += dest.Weight()
		}
	}
	fmt.Printf("%d services, %d destinations, weights %d\n", len(state.Services()), dests, weights)
}

// A desired state of 1,000 destinations: planned, applied in slices, read, undone.
func init() {
	stories["17-thousand"] = func(netns string) {
		host := made(lvsdr.Open(netns))
		desired := buildThousand()
		plan := made(host.Plan(desired, "192.168.1.41", nil))
		fmt.Printf("%d steps\n", plan.StepCount())
		for left := 1; left > 0; {
			var err error
			left, _, err = plan.ApplyFor(time.Millisecond)
			must(err)
		}
		showSums(host)
		tell("undo")(plan.Undo())
		showSums(host)
		tell("at once")(made(host.Plan(desired, "192.168.1.41", nil)).Apply())
	}
}
