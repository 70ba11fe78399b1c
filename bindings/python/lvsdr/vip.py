# SPDX-License-Identifier: LGPL-2.1-or-later
"""VIPs: virtual IP addresses on a device, of the director's network or of a real server's loopback.

The library's defaults are those of lvsdr_vip_new(3): an IPv6 VIP on any device but lo is deprecated, so that the host
never uses it as a source.

>>> lvsdr.Vip("192.168.1.41", "eth0", label="eth0:0")
Vip('192.168.1.41', 'eth0', label='eth0:0')
>>> lvsdr.Vip("2001:db8::41", "lo").address
IPv6Address('2001:db8::41')
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import List

from . import _raw
from ._members import VipMembers
from ._object import CObject
from ._state import StateObjects

FOREVER = _raw.LVSDR_FOREVER
"""An unlimited lifetime."""


@dataclass(frozen=True, init=False, repr=False)
class Vip(VipMembers):
    """A virtual IP address on a device. Two objects denote the same VIP if address, device, prefix length and peer
    are equal."""

    __slots__ = ()
    _key = ("address",)

    def __str__(self) -> str:
        return f"{self.address} on {self.device}"


class VipCalls(CObject):
    """The calls of a host about VIPs, which work without IPVS. Changes need CAP_NET_ADMIN over the network
    namespace."""

    def add_vip(self, vip: Vip) -> bool:
        """Add a VIP to its device. On a real server, set the ARP policy first. Return True if it was added, False if
        it already exists with the same settings; raise ExistsError if it already exists with different settings."""
        return self._act("lvsdr_vip_add", vip)

    def update_vip(self, vip: Vip) -> bool:
        """Change a VIP; fields that are None are not changed. Return True if something was changed; raise
        NotFoundError if there is no such VIP, InUseError if addresses or routes of others cannot exist without the
        old address."""
        return self._act("lvsdr_vip_update", vip)

    def remove_vip(self, vip: Vip) -> bool:
        """Remove a VIP from its device. Return False if there was no such VIP; raise ExistsError if it is on another
        device or has another prefix length, InUseError if addresses or routes of others cannot exist without it."""
        return self._act("lvsdr_vip_remove", vip)

    def read_vip(self, vip: Vip) -> Vip:
        """Read a VIP from the kernel. Raise NotFoundError if no device has the address, ExistsError if the host has
        it more than once, and the argument names none of them."""
        return self._fetch(Vip, "lvsdr_vip_read", vip)


class VipSteps(CObject):
    """The steps of a plan about VIPs."""

    def add_vip(self, vip: Vip) -> bool:
        """Add a step for Host.add_vip()."""
        return self._act("lvsdr_plan_add_vip", vip)

    def update_vip(self, vip: Vip) -> bool:
        """Add a step for Host.update_vip()."""
        return self._act("lvsdr_plan_update_vip", vip)

    def remove_vip(self, vip: Vip) -> bool:
        """Add a step for Host.remove_vip(); the step records the routes that are removed with the address."""
        return self._act("lvsdr_plan_remove_vip", vip)


class VipObjects(StateObjects):
    """The VIPs of a state."""

    def add_vip(self, vip: Vip) -> None:
        """Add a VIP; raise ExistsError if the state already has that address."""
        self._change("lvsdr_state_add_vip", vip)

    @property
    def vips(self) -> List[Vip]:
        """The VIPs, in the kernel's order."""
        return self._list(Vip)
