# SPDX-License-Identifier: LGPL-2.1-or-later
"""Packet marks: rules that put a firewall mark on packets for a VIP, so that one service takes several ports.

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
    """A rule of nf_tables that marks packets. Two of them mean the same packets when protocol, address, ports
    and device agree."""

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
    """Its ports in their order: "80,443,8000-8010"; "": all."""
    device: Optional[str]
    """The interface on which packets arrive; "": any."""

    def __init__(
        self,
        protocol: str,
        address: AddressLike,
        fwmark: int,
        *,
        ports: Union[str, int, None] = None,
        device: Optional[str] = None,
    ) -> None:
        """Describes a packet mark.

        protocol: "tcp", "udp" or "sctp".
        address: the VIP, perhaps with its ports: "192.168.1.41:80,443,8000-8010", "[2001:db8::41]:http".
        fwmark: 1 to 4294967295; packets get it whole, whatever mark they had.
        ports: the ports, where they are not in the address: up to 15 and ranges; "", the default: all.
        device: the interface on which packets arrive; "", the default: any.
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
    """What a host can do with packet marks; works without IPVS. Takes CAP_NET_ADMIN over the network namespace."""

    def add_mark(self, mark: Mark) -> bool:
        """Makes packets be marked. True when it was added, False when it was there with this mark; ExistsError
        when it is there with another one."""
        return self._act("lvsdr_mark_add", mark)

    def update_mark(self, mark: Mark) -> bool:
        """Lets the same packets get another mark. True when something changed; NotFoundError when there is no
        such mark."""
        return self._act("lvsdr_mark_update", mark)

    def remove_mark(self, mark: Mark) -> bool:
        """Makes packets not be marked any more. False when it was not there."""
        return self._act("lvsdr_mark_remove", mark)

    def read_mark(self, mark: Mark) -> Mark:
        """The mark as the kernel has it."""
        return self._fetch(Mark, "lvsdr_mark_read", mark)

    def read_foreign_marks(self) -> int:
        """How many rules in the chains of our tables are no marks of the library; they are never touched."""
        return self._number("lvsdr_mark_read_foreign")
