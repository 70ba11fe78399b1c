# SPDX-License-Identifier: LGPL-2.1-or-later
"""Counters of a service or a destination, read with Host.read(..., counters=True).

>>> lvsdr.Counters(connections=3).incoming_bytes
0
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from ._object import CObject
from ._value import SLOTS

if TYPE_CHECKING:
    from .service import Service


@dataclass(frozen=True, **SLOTS)
class Counters:
    """Counters. Rates are the kernel's own moving averages, per second."""

    connections: int = 0
    """Connections since it was added, or the counters were reset."""
    incoming_packets: int = 0
    outgoing_packets: int = 0
    """0 in direct routing, because replies bypass the director."""
    incoming_bytes: int = 0
    outgoing_bytes: int = 0
    connection_rate: int = 0
    incoming_packet_rate: int = 0
    outgoing_packet_rate: int = 0
    incoming_byte_rate: int = 0
    outgoing_byte_rate: int = 0
    active_connections: int = 0
    """Of a destination: established connections."""
    inactive_connections: int = 0
    """Of a destination: connections in any other state."""
    persistent_connections: int = 0
    """Of a destination: persistence templates."""


class CounterCalls(CObject):
    """The call of a host about counters."""

    def zero_counters(self, service: Optional[Service] = None) -> None:
        """Reset the counters of a service and its destinations to zero, or those of all services and the totals of
        the network namespace. This cannot be undone; the numbers of current connections are not changed. Needs
        CAP_NET_ADMIN in the initial user namespace."""
        self._act("lvsdr_counters_zero", service)
