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
from typing import Any, List, Tuple

from ._members import MarkMembers
from ._object import CObject
from ._state import StateObjects
from ._value import with_port


@dataclass(frozen=True, init=False, repr=False)
class Mark(MarkMembers):
    """A rule of nf_tables that marks packets. Two objects denote the same packet mark if protocol, address, ports and
    device are equal."""

    __slots__ = ()
    _key = ("protocol", "address", "ports", "device")

    def __str__(self) -> str:
        return " ".join(map(str, self._positional()))

    def _positional(self) -> Tuple[Any, ...]:
        return self.protocol, with_port(self.address, self.ports or None), self.fwmark

    @property
    def key(self) -> Tuple[Any, ...]:
        """Which packets it marks: protocol, address, ports and device, "" for any of them."""
        return self.protocol, self.address, self.ports, self.device or ""

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


class MarkSteps(CObject):
    """The steps of a plan about packet marks."""

    def add_mark(self, mark: Mark) -> bool:
        """Add a step for Host.add_mark()."""
        return self._act("lvsdr_plan_add_mark", mark)

    def update_mark(self, mark: Mark) -> bool:
        """Add a step for Host.update_mark()."""
        return self._act("lvsdr_plan_update_mark", mark)

    def remove_mark(self, mark: Mark) -> bool:
        """Add a step for Host.remove_mark()."""
        return self._act("lvsdr_plan_remove_mark", mark)


class MarkObjects(StateObjects):
    """The packet marks of a state."""

    def add_mark(self, mark: Mark) -> None:
        """Add a packet mark; raise ExistsError if the state already has one for the same packets."""
        self._change("lvsdr_state_add_mark", mark)

    @property
    def marks(self) -> List[Mark]:
        """The packet marks, in the kernel's order, IPv4 first."""
        return self._list(Mark)
