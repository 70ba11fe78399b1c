# SPDX-License-Identifier: LGPL-2.1-or-later
"""What belongs to the whole host: timeouts, sysctls, a sync daemon."""

import lvsdr
from lvsdr import SyncDaemon, Sysctl, SysctlName, Timeouts
from scenario import netns, tell


def set_sysctl(host: lvsdr.Host, name: str, value: str) -> None:
    sysctl = Sysctl(name, value)
    tell(name, host.update_sysctl, sysctl)
    tell("again", host.update_sysctl, sysctl)
    sysctl = host.read_sysctl(name)
    print(f"{sysctl.name} is {sysctl.value}")


with lvsdr.open(netns) as host:
    tell("timeout 0", Timeouts, tcp=0)
    timeouts = Timeouts(tcp=600, udp=100)
    tell("timeouts", host.update_timeouts, timeouts)
    tell("timeouts again", host.update_timeouts, timeouts)
    timeouts = host.read_timeouts()
    print(f"tcp {timeouts.tcp}, tcp_fin {timeouts.tcp_fin}, udp {timeouts.udp}")

    set_sysctl(host, SysctlName.EXPIRE_NODEST_CONN, "1")
    set_sysctl(host, SysctlName.SYNC_THRESHOLD, "3  60")

    daemon = SyncDaemon("master", "eth0", sync_id=7)
    tell("sync daemon", host.add_sync_daemon, daemon)
    tell("sync daemon again", host.add_sync_daemon, daemon)
    daemon = host.read_sync_daemon("master")
    print(
        f"{daemon.role} on {daemon.device}, id {daemon.sync_id},"
        f" to {daemon.group} port {daemon.port} ttl {daemon.ttl}"
    )
    tell("stop", host.remove_sync_daemon, "master")
    tell("stop again", host.remove_sync_daemon, "master")
