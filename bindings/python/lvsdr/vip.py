# SPDX-License-Identifier: LGPL-2.1-or-later
"""VIPs: virtual IP addresses on a device, on the director's wire or on a real server's loopback.

>>> lvsdr.Vip("192.168.1.41", "eth0", label="eth0:0")
Vip('192.168.1.41', 'eth0', label='eth0:0')
>>> lvsdr.Vip("2001:db8::41", "lo").address
IPv6Address('2001:db8::41')
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from ._object import CObject
from ._value import SLOTS, Address, AddressLike, Value, to_address


@dataclass(frozen=True, init=False, repr=False, **SLOTS)
class Vip(Value):
    """A virtual IP address on a device. Two of them mean the same VIP when the address agrees."""

    _kind = "lvsdr_vip"
    _identity = ("address", "device")
    _settable = ("label", "prefix_length", "broadcast", "host_route")
    _convert = {"address": to_address, "broadcast": to_address, "host_route": bool}

    address: Address
    """The address, without its prefix."""
    device: str
    """The device's name."""
    label: Optional[str]
    """The name that old tools show as a device, "" where there is none."""
    prefix_length: Optional[int]
    """The prefix length."""
    broadcast: Optional[Address]
    """The broadcast address."""
    host_route: Optional[bool]
    """Whether it has a host route."""

    def __init__(
        self,
        address: AddressLike,
        device: str,
        *,
        label: Optional[str] = None,
        prefix_length: Optional[int] = None,
        broadcast: Optional[AddressLike] = None,
        host_route: Optional[bool] = None,
    ) -> None:
        """Describes a VIP. What is None is not set: it has its default in an add, and stays as the kernel has it
        in an update.

        address: "192.168.1.41" or "2001:db8::41".
        device: such as "eth0" or "lo": 1 to 15 characters.
        label: IPv4 only: the device's name, a colon and more ("eth0:0"), at most 15 characters; "": none.
        prefix_length: 1 to 32, or to 128 for IPv6; anything but the default, 32 or 128, takes Host.insist.
        broadcast: IPv4 only: an IPv4 address; the default is none.
        host_route: also add a route to the VIP on its device; the default is False.
        """
        self._fill(
            address=address, device=device, label=label, prefix_length=prefix_length, broadcast=broadcast,
            host_route=host_route,
        )  # fmt: skip
        self._check()

    def __str__(self) -> str:
        return f"{self.address} on {self.device}"

    def _to_c(self, name: str) -> Any:
        value = super(Vip, self)._to_c(name)
        return self.device if name == "label" and value == "" else value

    def _unset(self, name: str) -> bool:
        return getattr(self, name) is None or (name == "label" and not self.label and ":" in str(self.address))


class VipCalls(CObject):
    """What a host can do with VIPs; works without IPVS. Changes take CAP_NET_ADMIN over the network namespace."""

    def add_vip(self, vip: Vip) -> bool:
        """Makes the namespace have this VIP. On a real server set the ARP policy first. True when it was added,
        False when it was there in this form; ExistsError when it is there in another one."""
        return self._act("lvsdr_vip_add", vip)

    def update_vip(self, vip: Vip) -> bool:
        """Gives the VIP this form; what is None stays. True when something changed; NotFoundError when there is
        no such VIP. The kernel cannot edit an address: it is removed and added."""
        return self._act("lvsdr_vip_update", vip)

    def remove_vip(self, vip: Vip) -> bool:
        """Makes the namespace not have this VIP. False when it was not there; ExistsError when it stands on
        another device or with another prefix."""
        return self._act("lvsdr_vip_remove", vip)

    def read_vip(self, vip: Vip) -> Vip:
        """The VIP as the kernel has it: NotFoundError when the address is on no device, ExistsError when it is on
        several."""
        return self._fetch(Vip, "lvsdr_vip_read", vip)
