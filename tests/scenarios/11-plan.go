// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import (
	"fmt"

	"lvsdr"
)

// From one state to another: what is planned, done, and undone.
func init() {
	stories["11-plan"] = func(netns string) {
		host := made(lvsdr.Open(netns))
		desired := loadState("new.json")

		first := made(host.Plan(loadState("old.json"), "192.168.1.41", nil))
		tell("the old state")(first.Apply())
		showPlan(first)
		plan := made(host.Plan(desired, "192.168.1.41", nil))
		showPlan(plan)
		step := made(plan.Step(0))
		fmt.Printf("%s\n%s\n%s\n", step.Before, step.After, step.Explanation)
		tell("apply")(plan.Apply())
		tell("apply again")(plan.Apply())
		fmt.Printf("%d steps are left\n", made(host.Plan(desired, "192.168.1.41", nil)).StepCount())
		tell("undo")(plan.Undo())
		tell("undo again")(plan.Undo())
		showPlan(plan)
	}
}
