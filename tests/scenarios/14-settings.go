// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import (
	"fmt"

	"lvsdr"
)

func setSysctl(host *lvsdr.Host, name, value string) {
	sysctl := made(lvsdr.NewSysctl(name, value))
	tell(name)(host.UpdateSysctl(sysctl))
	tell("again")(host.UpdateSysctl(sysctl))
	must(host.ReadSysctl(sysctl))
	fmt.Printf("%s is %s\n", sysctl.Name(), sysctl.Value())
}

// What belongs to the whole host: timeouts, sysctls, a sync daemon.
func init() {
	stories["14-settings"] = func(netns string) {
		host := made(lvsdr.Open(netns))
		timeouts := made(lvsdr.NewTimeouts())
		told("timeout 0", timeouts.SetTCP(0))
		must(timeouts.SetTCP(600))
		must(timeouts.SetUDP(100))
		tell("timeouts")(host.UpdateTimeouts(timeouts))
		tell("timeouts again")(host.UpdateTimeouts(timeouts))
		must(host.ReadTimeouts(timeouts))
		fmt.Printf("tcp %d, tcp_fin %d, udp %d\n", timeouts.TCP(), timeouts.TCPFin(), timeouts.UDP())

		setSysctl(host, lvsdr.SysctlExpireNodestConn, "1")
		setSysctl(host, lvsdr.SysctlSyncThreshold, "3  60")

		daemon := made(lvsdr.NewSyncDaemon("master", "eth0"))
		must(daemon.SetSyncID(7))
		tell("sync daemon")(host.AddSyncDaemon(daemon))
		tell("sync daemon again")(host.AddSyncDaemon(daemon))
		must(host.ReadSyncDaemon(daemon))
		fmt.Printf("%s on %s, id %d, to %s port %d ttl %d\n", daemon.Role(), daemon.Device(), daemon.SyncID(),
			daemon.Group(), daemon.Port(), daemon.TTL())
		tell("stop")(host.RemoveSyncDaemon(daemon))
		tell("stop again")(host.RemoveSyncDaemon(daemon))
	}
}
