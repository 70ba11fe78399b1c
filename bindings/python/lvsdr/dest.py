# SPDX-License-Identifier: LGPL-2.1-or-later
"""Destinations: the real servers of a virtual service.

>>> lvsdr.Dest("192.168.1.20", weight=3)
Dest('192.168.1.20', weight=3)
>>> lvsdr.Dest("2001:db8::20", "http").port
80
>>> lvsdr.Dest("192.168.1.20").port, lvsdr.Dest("192.168.1.20:0").port
(None, 0)
>>> lvsdr.Dest("192.168.1.20", tunnel_type=lvsdr.Tunnel.GUE, tunnel_port=6080).forwarding
<Forwarding.TUNNEL: 2>
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Tuple

from ._members import DestMembers, Forwarding
from ._object import CObject
from ._value import with_port
from .service import Service


@dataclass(frozen=True, init=False, repr=False)
class Dest(DestMembers):
    """A destination: one real server of one virtual service. Two objects denote the same destination if service,
    address and port are equal."""

    __slots__ = ()

    def __str__(self) -> str:
        return str(with_port(self.address, self.port))

    def _positional(self) -> Tuple[str]:
        return (str(self),)

    def _creation(self) -> Tuple[Any, ...]:
        return "lvsdr_dest_new", with_port(self.address, self.port)

    def _check(self) -> None:
        super(Dest, self)._check()
        tunnel = (self.tunnel_type, self.tunnel_port, self.tunnel_flags)
        if self.forwarding is None and tunnel.count(None) < len(tunnel):
            self._fill(forwarding=Forwarding.TUNNEL)


class DestCalls(CObject):
    """The calls of a host about destinations. All need CAP_NET_ADMIN in the initial user namespace."""

    def add_dest(self, service: Service, dest: Dest) -> bool:
        """Add a destination to a service. Return True if it was added, False if it already exists with the same
        settings; raise ExistsError if it already exists with different settings, NotFoundError if there is no such
        service."""
        return self._act("lvsdr_dest_add", service, dest)

    def update_dest(self, service: Service, dest: Dest) -> bool:
        """Change a destination; fields that are None are not changed. Return True if something was changed; raise
        NotFoundError if there is no such destination."""
        return self._act("lvsdr_dest_update", service, dest)

    def remove_dest(self, service: Service, dest: Dest) -> bool:
        """Remove a destination from a service. Return False if there was no such destination or service."""
        return self._act("lvsdr_dest_remove", service, dest)

    def read_dest(self, service: Service, dest: Dest) -> Dest:
        """Read a destination from the kernel."""
        return self._fetch(Dest, "lvsdr_dest_read", service, dest)
