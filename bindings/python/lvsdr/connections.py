# SPDX-License-Identifier: LGPL-2.1-or-later
"""The connection table of IPVS: an entry for each connection that the director forwards, and for each persistence
template."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, Dict, Iterator, Optional

from . import _raw
from ._call import check, new_pointer
from ._library import C, text
from ._object import CObject
from ._value import SLOTS, Address, Record, to_address
from .dest import Dest
from .service import Service


@dataclass(frozen=True, **SLOTS)
class Connection(Record):
    """A connection, or a persistence template."""

    _kind = "lvsdr_connections"
    _convert = {
        "client_address": to_address, "virtual_address": to_address, "dest_address": to_address, "template": bool
    }  # fmt: skip

    protocol: str
    """"tcp", "udp", "sctp"; "ip" for a template of a firewall mark."""
    client_address: Address
    """The client's address; that of a template may be a network of clients."""
    client_port: int
    """The client's port; 0 for a template."""
    virtual_address: Optional[Address]
    """The VIP; None for a template of a firewall mark."""
    virtual_port: int
    """The port of the service; 0 for a template of all ports."""
    fwmark: int
    """The firewall mark of a template; 0 for anything else."""
    dest_address: Address
    """The real server."""
    dest_port: int
    """The port on the real server; 0 for a template of all ports."""
    state: str
    """The kernel's name of the state: "ESTABLISHED", "FIN_WAIT", "UDP" ...; "ASSURED" for a template that a
    connection has used, otherwise "NONE"."""
    expiry: int
    """The number of seconds until it ends if no packet arrives."""
    template: bool
    """Whether it is a persistence template."""
    persistence_engine: str
    """The persistence engine that created a template, "" if there was none."""
    persistence_data: str
    """The data by which the persistence engine recognizes the client: for "sip" the Call-ID."""


class Connections(CObject, Iterator[Connection]):
    """The connection table as a stream, which takes no more memory for a million entries than for one. It is not a
    snapshot. It is an iterator that must be closed: with host.connections() as connections: ..."""

    def __next__(self) -> Connection:
        """Return the next connection. Raise DeadlineError if none was found within Host.timeout, and FormatError if a
        line could not be decoded; in both cases the call can be repeated."""
        connection = self._using(self._following)
        if connection is None:
            raise StopIteration
        return connection

    def _following(self, pointer: Any) -> Optional[Connection]:
        return Connection._read(pointer) if check(self._detail, C["lvsdr_connections_next"](pointer)) else None


class ConnectionCalls(CObject):
    """The calls of a host about connections. They need no privilege (CAP_SYS_ADMIN for another network namespace)."""

    def connections(self, service: Optional[Service] = None, dest: Optional[Dest] = None) -> Connections:
        """Open the connection table for the connections of a service, to a real server (to any port if it has none),
        or for all. A firewall mark selects its own templates, and all connections of its family."""
        stream = new_pointer("lvsdr_connections")
        with self._described([service, dest]) as pointers:
            self._call("lvsdr_connections_open", *pointers, stream)
        return Connections(stream, self)

    def count_connections(self, service: Optional[Service] = None, dest: Optional[Dest] = None) -> Dict[str, int]:
        """Count the connections in each state: {"established": 3, ..., "templates": 1}; templates are counted as such
        only. This reads the whole table, within Host.timeout. The numbers of active and inactive connections are
        cheaper to get from the counters of a destination."""
        values = (ctypes.c_uint64 * _raw.LVSDR_CONNECTIONS_COUNT)()
        with self._described([service, dest]) as pointers:
            count = self._call("lvsdr_connections_count", *pointers, values, len(values))
        return {text(C["lvsdr_connections_get_state_name"](place)): values[place] for place in range(count)}
