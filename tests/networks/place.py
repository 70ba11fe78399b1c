# SPDX-License-Identifier: LGPL-2.1-or-later
"""Where networks are made: a network namespace with devices, cleaned between them."""

from __future__ import annotations

import ctypes
import os
import time
from typing import List

from network import Devices
from witness import Ip, Snapshot, differences, take

CLONE_NEWNET = 0x40000000


def unshare() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


class Namespace:
    """A fresh network namespace for this process."""

    def __init__(self, number: int, devices: Devices) -> None:
        self.number = number
        self.devices = devices
        unshare()
        for word in "accept_dad", "router_solicitations":
            with open(f"/proc/sys/net/ipv6/conf/default/{word}", "w") as file:
                file.write("0")
        self.ip = Ip()
        for commands in devices.commands:
            if self.ip.run(commands):
                raise RuntimeError(f"the kernel refuses one of {commands}")
            self.ip.ask("link show")
        while self._lacks_carrier():
            time.sleep(0.02)
        self._flush()
        self.fresh = self._take()

    def _lacks_carrier(self) -> bool:
        links = {link["ifname"]: link["flags"] for link in self.ip.ask("link show")[0]}
        return any("NO-CARRIER" in links[name] for name in self.devices.slow)

    def _flush(self) -> None:
        names = self.devices.names
        self.ip.run(
            [f"link set {name} down" for name in reversed(names) if name not in self.devices.slow]
            + [f"address flush dev {name}" for name in names]
            + ["route flush table all", "nexthop flush"]
        )

    def clean(self) -> bool:
        """Takes all away that a network put there; False when something stays."""
        self._flush()
        return not differences(self.fresh, self._take())

    def _take(self) -> Snapshot:
        """Without what each network sets anew; ports and peers stay up, and have link-local addresses."""
        now = take(self.ip)
        now.sysctls.clear()
        now.routes = [route for route in now.routes if route.get("dev") not in self.devices.inner]
        for name in self.devices.inner:
            del now.addresses[name], now.links[name]
        return now

    def close(self) -> None:
        self.ip.close()


def kinds_of_devices() -> List[str]:
    """Which of the kinds that not every kernel has there are."""
    unshare()
    ip = Ip()
    kinds = [] if ip.run(["link add try0 type dummy"]) else ["dummy"]
    ip.run(["link add try1 type veth peer name try2"])
    for kind in "vlan id 9", "macvlan":
        if not ip.run([f"link add link try1 name try{len(kind)} type {kind}"]):
            kinds.append(kind.split()[0])
    ip.close()
    return kinds
