# SPDX-License-Identifier: LGPL-2.1-or-later
"""The connection table of IPVS: one line for each connection that the director forwards, and for each
persistence template."""

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
    """The client; of a template perhaps a whole network of clients."""
    client_port: int
    """The client's port; 0 of a template."""
    virtual_address: Optional[Address]
    """The VIP; None of a template of a firewall mark."""
    virtual_port: int
    """The port of the service; 0 of a template for all ports."""
    fwmark: int
    """The firewall mark of a template; 0 of anything else."""
    dest_address: Address
    """The real server."""
    dest_port: int
    """The port on the real server; 0 of a template for all ports."""
    state: str
    """As the kernel names it: "ESTABLISHED", "FIN_WAIT", "UDP" ...; of a template "ASSURED" when a connection
    went through, else "NONE"."""
    expiry: int
    """In how many seconds it ends if nothing moves on it."""
    template: bool
    """Whether it is a persistence template."""
    persistence_engine: str
    """The engine that made a template, "" where there was none."""
    persistence_data: str
    """What the engine knows the client's dialogue by: of "sip" the Call-ID."""


class Connections(CObject, Iterator[Connection]):
    """The connection table as a stream, which takes no more memory for a million lines than for one. It is no
    snapshot. An iterator to be closed: with host.connections() as connections: ..."""

    def __next__(self) -> Connection:
        """The next connection. DeadlineError when none was found within Host.timeout, and FormatError for a line
        that could not be decoded: ask again to go on."""
        connection = self._using(self._following)
        if connection is None:
            raise StopIteration
        return connection

    def _following(self, pointer: Any) -> Optional[Connection]:
        return Connection._read(pointer) if check(self._detail, C["lvsdr_connections_next"](pointer)) else None


class ConnectionCalls(CObject):
    """What a host tells of connections. Takes no privilege (CAP_SYS_ADMIN for another namespace)."""

    def connections(self, service: Optional[Service] = None, dest: Optional[Dest] = None) -> Connections:
        """The connections of a service, to a real server (any port of it, where it has none), or all. Of a
        firewall mark its own templates are meant, and all connections of its family."""
        stream = new_pointer("lvsdr_connections")
        with self._described([service, dest]) as pointers:
            self._call("lvsdr_connections_open", *pointers, stream)
        return Connections(stream, self)

    def count_connections(self, service: Optional[Service] = None, dest: Optional[Dest] = None) -> Dict[str, int]:
        """How many connections there are in each state: {"established": 3, ..., "templates": 1}; templates
        count as such only. Reads the whole table, within Host.timeout. What is active and inactive is told for
        less by the counters of a destination."""
        values = (ctypes.c_uint64 * _raw.LVSDR_CONNECTIONS_COUNT)()
        with self._described([service, dest]) as pointers:
            count = self._call("lvsdr_connections_count", *pointers, values, len(values))
        return {text(C["lvsdr_connections_get_state_name"](place)): values[place] for place in range(count)}
