# SPDX-License-Identifier: LGPL-2.1-or-later
"""Totals: what IPVS has counted in a network namespace as a whole, and for each processor.

>>> lvsdr.Totals(connections=3).current_connections is None
True
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, fields
from typing import Any, Dict, List, Optional, Sequence, Type, TypeVar

from . import _raw
from ._library import C, text
from ._object import CObject
from ._value import SLOTS

_MISSING = 2**64 - 1
T = TypeVar("T", "Totals", "ProcessorTotals")


@dataclass(frozen=True, **SLOTS)
class ProcessorTotals:
    """What one processor has counted, since the start: the kernel never resets it."""

    connections: int = 0
    incoming_packets: int = 0
    outgoing_packets: int = 0
    """0 in direct routing, because replies bypass the director."""
    incoming_bytes: int = 0
    outgoing_bytes: int = 0


@dataclass(frozen=True, **SLOTS)
class Totals:
    """The totals of a network namespace. Rates are the kernel's own moving averages, per second."""

    connections: int = 0
    """Connections since the start, or since the counters were reset."""
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
    connection_table_size: int = 0
    """The number of buckets of the connection table."""
    current_connections: Optional[int] = None
    """Connections and templates that exist now; None before Linux 7.1, and for others than root and its group."""


def _names() -> List[str]:
    return [text(C["lvsdr_totals_get_name"](index)) for index in range(_raw.LVSDR_TOTAL_COUNT)]


def _filled(kind: Type[T], names: Sequence[str], values: Sequence[int]) -> T:
    known = {each.name for each in fields(kind)}
    found: Dict[str, Any] = {name: None if it == _MISSING else it for name, it in zip(names, values) if name in known}
    return kind(**found)


class TotalCalls(CObject):
    """The calls of a host about totals. They need no privilege (CAP_SYS_ADMIN for another network namespace)."""

    def totals(self) -> Totals:
        """Read the totals of the network namespace, removed services included. This costs the same whatever the number
        of services and connections is."""
        values = (ctypes.c_uint64 * _raw.LVSDR_TOTAL_COUNT)()
        self._call("lvsdr_totals_read", values, len(values))
        return _filled(Totals, _names(), list(values))

    def processor_totals(self) -> Dict[int, ProcessorTotals]:
        """Read the totals of each processor, by its number, of all of them at once."""
        names = _names()[: len(fields(ProcessorTotals))]
        columns = len(names)
        room = self._call("lvsdr_totals_read_processors", columns, (ctypes.c_uint64 * 0)(), 0)
        values = (ctypes.c_uint64 * (columns * room))()
        count = self._call("lvsdr_totals_read_processors", columns, values, len(values))
        rows = (values[columns * i : columns * (i + 1)] for i in range(min(count, room)))
        return {i: _filled(ProcessorTotals, names, row) for i, row in enumerate(rows) if row[0] != _MISSING}
