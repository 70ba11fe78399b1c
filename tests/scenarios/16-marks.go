// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import (
	"fmt"

	"lvsdr"
)

func showMark(mark *lvsdr.Mark) {
	fmt.Printf("%s %s ports \"%s\" on \"%s\": %d\n", mark.Protocol(), mark.Address(), mark.Ports(), mark.Device(),
		mark.Fwmark())
}

// Packet marks; a kernel without nf_tables says so.
func init() {
	stories["16-marks"] = func(netns string) {
		host := made(lvsdr.Open(netns))
		shop := made(lvsdr.NewMark("tcp", "192.168.1.41:443,http,8000-8010", 7))
		other := made(lvsdr.NewMark("tcp", "192.168.1.41:80,443,8000-8010", 8))
		all6 := made(lvsdr.NewMark("udp", "2001:db8:1::41", 9))
		must(all6.SetDevice("eth0"))

		showMark(shop)
		tell("add")(host.AddMark(shop))
		tell("add again")(host.AddMark(shop))
		tell("add another mark")(host.AddMark(other))
		tell("update")(host.UpdateMark(other))
		told("read", host.ReadMark(shop))
		showMark(shop)
		tell("add IPv6")(host.AddMark(all6))
		tell("remove")(host.RemoveMark(shop))
		tell("remove again")(host.RemoveMark(shop))
		count, err := host.ReadForeignMarks()
		tell("foreign rules")(count, err)
		fmt.Printf("%d foreign rules\n", count)
	}
}
