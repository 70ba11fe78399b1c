// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import (
	"fmt"
	"time"

	"lvsdr"
)

// announce does what a director does after a takeover. A dummy device has no ARP of its own.
func announce(host *lvsdr.Host, netns string, vip *lvsdr.VIP) {
	told("announce without ARP", host.AnnounceVIP(vip, 2, 10*time.Millisecond))
	run(netns, "ip link set eth0 arp on")
	must(host.AnnounceVIP(vip, 2, 10*time.Millisecond))
	fmt.Println("announced")
}

// A real server: quiet about the VIP, then the VIP on lo; and a VIP as a director has it.
func init() {
	stories["06-vip-and-arp"] = func(netns string) {
		host := made(lvsdr.Open(netns))
		vip := made(lvsdr.NewVIP("192.168.1.41", "lo"))
		must(vip.SetLabel("lo:0"))
		must(vip.SetBroadcast("192.168.1.41"))
		must(vip.SetHostRoute(true))
		other := made(lvsdr.NewVIP("192.168.1.42", "eth0"))

		for _, device := range []string{"all", "eth0"} {
			policy := made(lvsdr.NewARPPolicy(device))
			tell(device)(host.UpdateARPPolicy(policy))
			tell("again")(host.UpdateARPPolicy(policy))
			told("read", host.ReadARPPolicy(policy))
			fmt.Printf("arp_ignore %d, arp_announce %d\n", policy.ARPIgnore(), policy.ARPAnnounce())
		}
		tell("add")(host.AddVIP(vip))
		tell("add again")(host.AddVIP(vip))
		must(vip.SetLabel("lo:7"))
		tell("add in another form")(host.AddVIP(vip))
		tell("update")(host.UpdateVIP(vip))
		told("read", host.ReadVIP(vip))
		showVIP(vip)

		tell("add on eth0")(host.AddVIP(other))
		announce(host, netns, other)
		tell("remove")(host.RemoveVIP(other))
		tell("remove again")(host.RemoveVIP(other))
		told("announce what is not there", host.AnnounceVIP(other, 2, 10*time.Millisecond))
		must(other.SetPrefixLength(24))
		tell("a whole network")(host.AddVIP(other))
	}
}
