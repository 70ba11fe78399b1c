# SPDX-License-Identifier: LGPL-2.1-or-later
"""Packet marks: rules that put a firewall mark on packets for a VIP, so that one service can have several ports.

>>> mark = lvsdr.Mark("tcp", "192.168.1.41:https,http", 8)
>>> mark.ports
'80,443'
>>> mark
Mark('tcp', '192.168.1.41:80,443', 8)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional, Tuple, Union

from ._object import CObject
from ._value import SLOTS, Address, AddressLike, Value, to_address, with_port


@dataclass(frozen=True, init=False, repr=False, **SLOTS)
class Mark(Value):
    """A rule of nf_tables that marks packets. Two objects denote the same packet mark if protocol, address, ports and
    device are equal."""

    _kind = "lvsdr_mark"
    _identity = ("protocol", "address", "ports", "fwmark")
    _settable = ("device",)
    _convert = {"address": to_address}

    protocol: str
    """"tcp", "udp" or "sctp"."""
    address: Address
    """The VIP."""
    fwmark: int
    """The mark that packets get, 1 to 4294967295."""
    ports: str
    """The ports in ascending order: "80,443,8000-8010"; "": all."""
    device: Optional[str]
    """The device on which packets are marked; "": any."""

    def __init__(
        self,
        protocol: str,
        address: AddressLike,
        fwmark: int,
        *,
        ports: Union[str, int, None] = None,
        device: Optional[str] = None,
    ) -> None:
        """Create a packet mark object.

        protocol: "tcp", "udp" or "sctp".
        address: the VIP, optionally with its ports: "192.168.1.41:80,443,8000-8010", "[2001:db8::41]:http".
        fwmark: 1 to 4294967295; it replaces any mark that packets had before.
        ports: the ports, if they are not in the address: up to 15 and ranges; "", the default: all.
        device: the device on which packets are marked; "", the default: any.
        """
        self._fill(protocol=protocol, address=address, ports=ports, fwmark=fwmark, device=device)
        self._check()

    def __str__(self) -> str:
        return " ".join(map(str, self._positional()))

    def _positional(self) -> Tuple[Any, ...]:
        return self.protocol, with_port(self.address, self.ports or None), self.fwmark

    def _creation(self) -> Tuple[Any, ...]:
        return "lvsdr_mark_new", *self._positional()


class MarkCalls(CObject):
    """The calls of a host about packet marks, which work without IPVS. They need CAP_NET_ADMIN over the network
    namespace."""

    def add_mark(self, mark: Mark) -> bool:
        """Add a packet mark. Return True if it was added, False if it already exists with the same firewall mark;
        raise ExistsError if it already exists with another one."""
        return self._act("lvsdr_mark_add", mark)

    def update_mark(self, mark: Mark) -> bool:
        """Change the firewall mark of a packet mark. Return True if something was changed; raise NotFoundError if
        there is no such packet mark."""
        return self._act("lvsdr_mark_update", mark)

    def remove_mark(self, mark: Mark) -> bool:
        """Remove a packet mark. Return False if there was no such packet mark."""
        return self._act("lvsdr_mark_remove", mark)

    def read_mark(self, mark: Mark) -> Mark:
        """Read a packet mark from the kernel."""
        return self._fetch(Mark, "lvsdr_mark_read", mark)

    def read_foreign_marks(self) -> int:
        """Count the rules in the chains of the tables "lvsdr" that are not packet marks of the library; they are
        never changed."""
        return self._number("lvsdr_mark_read_foreign")
