// SPDX-License-Identifier: LGPL-2.1-or-later

// All scenarios in Go are one program, by whose name the scenario is chosen. This is what they share.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"lvsdr"
)

var stories = map[string]func(netns string){}

func main() {
	story := stories[filepath.Base(os.Args[0])]
	if story == nil || len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "which scenario, in which network namespace?")
		os.Exit(1)
	}
	story(os.Args[1])
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// made gives what cannot fail here.
func made[T any](value T, err error) T {
	must(err)
	return value
}

// run runs a shell command in a network namespace.
func run(netns, command string) {
	must(exec.Command("ip", "netns", "exec", netns, "bash", "-c", command).Run())
}

func readFile(path string) string {
	return string(made(os.ReadFile(path)))
}

func loadState(path string) *lvsdr.State {
	return made(lvsdr.StateFromJSON(readFile(path)))
}

// tell takes what a call returned, and prints "WHAT: 1", or "WHAT: EEXIST, " and the library's sentence.
func tell(what string) func(result any, err error) {
	return func(result any, err error) {
		var failure *lvsdr.Error
		if errors.As(err, &failure) {
			fmt.Printf("%s: %s, %s\n", what, failure.Name(), failure)
			return
		}
		must(err)
		number := 0
		switch result := result.(type) {
		case int:
			number = result
		case bool:
			number = toInt(result)
		}
		fmt.Printf("%s: %d\n", what, number)
	}
}

// told is the same for a call that returns only an error.
func told(what string, err error) {
	tell(what)(nil, err)
}

func toInt(value bool) int {
	if value {
		return 1
	}
	return 0
}

// showService prints all that the library says of one object.
func showService(service *lvsdr.Service) {
	name := fmt.Sprintf("%s fwmark %d", service.Family(), service.Fwmark())
	if service.Fwmark() == 0 {
		name = fmt.Sprintf("%s %s %s port %d", service.Family(), service.Protocol(), service.Address(), service.Port())
	}
	fmt.Printf("%s, scheduler %s flags %d, persistence %d prefix %d engine \"%s\", one packet %d\n", name,
		service.Scheduler(), service.SchedulerFlags(), service.Persistence(), service.PersistencePrefix(),
		service.PersistenceEngine(), toInt(service.OnePacket()))
}

func showDest(dest *lvsdr.Dest) {
	fmt.Printf("  %s port %d, forwarding %d weight %d, thresholds %d %d, tunnel %d %d %d\n", dest.Address(),
		dest.Port(), dest.Forwarding(), dest.Weight(), dest.UpperThreshold(), dest.LowerThreshold(),
		dest.TunnelType(), dest.TunnelPort(), dest.TunnelFlags())
}

func showVIP(vip *lvsdr.VIP) {
	fmt.Printf("%s/%d on %s, label \"%s\", host route %d\n", vip.Address(), vip.PrefixLength(), vip.Device(),
		vip.Label(), toInt(vip.HostRoute()))
}

func showJSON(state *lvsdr.State) {
	fmt.Println(made(state.ToJSON()))
}

// showPlan prints each step's kind, what became of it, its command, and its note.
func showPlan(plan *lvsdr.Plan) {
	for _, step := range made(plan.Steps()) {
		fmt.Printf("  %s, %s: %s\n", step.Kind, step.Status, step.Command)
		if step.Note != "" {
			fmt.Printf("    %s\n", step.Note)
		}
	}
}
