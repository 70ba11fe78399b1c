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

from dataclasses import dataclass, field
from enum import IntFlag
from typing import List, Optional, Union

from ._object import CObject
from ._value import SLOTS, Address, AddressLike, OpenEnum, Value, to_address

FOREVER = 0xFFFFFFFF
"""An unlimited lifetime."""


class AddressScope(OpenEnum):
    """The scope in which an address is valid; other numbers are possible too."""

    GLOBAL = 0
    SITE = 200
    LINK = 253
    HOST = 254


class VipFlag(IntFlag):
    """Flags of an address; IPv4 supports NOPREFIXROUTE and AUTOJOIN only."""

    NODAD = 0x0002
    OPTIMISTIC = 0x0004
    HOME = 0x0010
    MNGTMPADDR = 0x0100
    NOPREFIXROUTE = 0x0200
    AUTOJOIN = 0x0400


def _to_other_address(value: str) -> Union[Address, str]:
    return to_address(value) or value


@dataclass(frozen=True, init=False, repr=False, **SLOTS)
class Vip(Value):
    """A virtual IP address on a device. Two objects denote the same VIP if address, device, prefix length and peer
    are equal."""

    _kind = "lvsdr_vip"
    _identity = ("address", "device")
    _settable = (
        "label", "prefix_length", "peer", "broadcast", "address_scope", "metric", "address_protocol",
        "valid_lifetime", "preferred_lifetime", "flags", "host_route",
    )  # fmt: skip
    _convert = {
        "address": to_address, "peer": _to_other_address, "broadcast": _to_other_address,
        "address_scope": AddressScope, "flags": VipFlag, "usable": bool, "host_route": bool,
    }  # fmt: skip

    address: Address
    """The address, without its prefix."""
    device: str
    """The device's name."""
    label: Optional[str]
    """The label, a name that old tools show as a device; "" if there is none."""
    prefix_length: Optional[int]
    """The prefix length."""
    peer: Union[Address, str, None]
    """The peer of a point-to-point address, "" if there is none."""
    broadcast: Union[Address, str, None]
    """The broadcast address, "" if there is none."""
    address_scope: Optional[AddressScope]
    """The scope in which the address is valid."""
    metric: Optional[int]
    """The metric of the route to its network; 0: the kernel's own."""
    address_protocol: Optional[int]
    """The number that says who added it; 0 if it is not set."""
    valid_lifetime: Optional[int]
    """Seconds until the kernel removes it, or FOREVER."""
    preferred_lifetime: Optional[int]
    """Seconds until it is not chosen as a source any more, or FOREVER; 0: it is deprecated."""
    flags: Optional[VipFlag]
    """The flags of the address."""
    host_route: Optional[bool]
    """Whether it has a host route."""
    usable: Optional[bool] = field(init=False, compare=False)
    """Whether the host can use an address that was read. It cannot while duplicate address detection of an IPv6
    address is in progress, and after it has failed."""

    def __init__(
        self,
        address: AddressLike,
        device: str,
        *,
        label: Optional[str] = None,
        prefix_length: Optional[int] = None,
        peer: Optional[AddressLike] = None,
        broadcast: Optional[AddressLike] = None,
        address_scope: Optional[int] = None,
        metric: Optional[int] = None,
        address_protocol: Optional[int] = None,
        valid_lifetime: Optional[int] = None,
        preferred_lifetime: Optional[int] = None,
        flags: Optional[int] = None,
        host_route: Optional[bool] = None,
    ) -> None:
        """Create a VIP object. A field that is None is not set: it has its default in an add, and is not changed in
        an update.

        address: "192.168.1.41" or "2001:db8::41".
        device: a name of the device, such as "eth0" or "lo".
        label: IPv4 only: the device's name, a colon and more ("eth0:0"), at most 15 characters; "", the default:
            none.
        prefix_length: 1 to 32, or to 128 for IPv6; anything but the default, 32 or 128, needs Host.insist.
        peer: the other end of a point-to-point address, whose network the prefix length is then of; "", the default:
            none.
        broadcast: IPv4 only: an IPv4 address; "", the default: none.
        address_scope: IPv4 only: an AddressScope, or another number to 255.
        metric: of the route to its network.
        address_protocol: 0 to 255.
        valid_lifetime: seconds, 1 or more; the default is FOREVER.
        preferred_lifetime: seconds; the default is 0 for IPv6 on any device but lo, else FOREVER.
        flags: of VipFlag; the default is NODAD for IPv6.
        host_route: also add a route to the VIP on its device; the default is False.
        """
        self._fill(
            address=address, device=device, label=label, prefix_length=prefix_length, peer=peer, broadcast=broadcast,
            address_scope=address_scope, metric=metric, address_protocol=address_protocol,
            valid_lifetime=valid_lifetime, preferred_lifetime=preferred_lifetime, flags=flags, host_route=host_route,
            usable=None,
        )  # fmt: skip
        self._check()

    @classmethod
    def _fields(cls) -> List[str]:
        return [*super(Vip, cls)._fields(), "usable"]

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
