// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import (
	"fmt"

	"lvsdr"
)

// showRules gives what cannot be told in rules.
func showRules(state *lvsdr.State) string {
	rules, lost, err := state.ToText("rules")
	must(err)
	fmt.Printf("to rules: %d\n%s", toInt(lost != ""), rules)
	return lost
}

// A state from what ipvsadm --save writes, and to what ipvsadm --restore takes.
func init() {
	stories["10-rules"] = func(netns string) {
		host := made(lvsdr.Open(netns))
		state := made(lvsdr.StateFromText("", readFile("web.rules")))

		showJSON(state)
		showRules(state)
		tell("apply")(made(host.Plan(state, "everything", nil)).Apply())

		fmt.Println(showRules(loadState("full.json")))
	}
}
