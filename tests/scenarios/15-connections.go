// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import (
	"fmt"

	"lvsdr"
)

func showConnections(host *lvsdr.Host) {
	connections := made(host.Connections(nil, nil))
	defer connections.Close()
	for connections.Next() {
		it := connections.Connection()
		fmt.Printf("%s from %s to %s port %d at %s port %d: %s, template %d\n", it.Protocol, it.ClientAddress,
			it.VirtualAddress, it.VirtualPort, it.DestAddress, it.DestPort, it.State, toInt(it.Template))
	}
	must(connections.Err())
}

func showCounters(host *lvsdr.Host) {
	state := made(host.Read("everything", lvsdr.StateServices|lvsdr.StateCounters))
	counters, read := state.Services()[0].Dests[0].Counters()
	if !read {
		fmt.Println("there are no counters")
	}
	fmt.Printf("connections %d, incoming packets %d bytes %d, outgoing packets %d, inactive %d\n",
		counters.Connections, counters.IncomingPackets, counters.IncomingBytes, counters.OutgoingPackets,
		counters.InactiveConnections)
}

func showTotals(host *lvsdr.Host) {
	totals := made(host.Totals())
	packets := uint64(0)
	for _, each := range made(host.ProcessorTotals()) {
		packets += each["incoming_packets"]
	}
	fmt.Printf("totals: connections %d, incoming packets %d bytes %d, of the processors %d, some buckets %d\n",
		totals["connections"], totals["incoming_packets"], totals["incoming_bytes"], packets,
		toInt(totals["connection_table_size"] > 0))
}

// One datagram: what the connection table and the counters say of it.
func init() {
	stories["15-connections"] = func(netns string) {
		host := made(lvsdr.Open(netns))
		dns := made(lvsdr.NewService("udp", "192.168.1.41:53"))
		made(host.AddVIP(made(lvsdr.NewVIP("192.168.1.41", "lo"))))
		made(host.AddService(dns))
		made(host.AddDest(dns, made(lvsdr.NewDest("192.168.1.20"))))
		showConnections(host)
		// The kernel adds counters up every two seconds.
		run(netns, "echo ask >/dev/udp/192.168.1.41/53; sleep 2.5")
		showConnections(host)
		for state, count := range made(host.CountConnections(dns, nil)) {
			if count > 0 {
				fmt.Printf("%s: %d\n", state, count)
			}
		}
		showCounters(host)
		showTotals(host)
		told("zero", host.ZeroCounters(dns))
		showCounters(host)
		showTotals(host)
		told("zero all", host.ZeroCounters(nil))
		showTotals(host)
	}
}
