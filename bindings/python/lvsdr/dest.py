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

import errno
from dataclasses import dataclass
from itertools import islice
from typing import Any, Iterator, List, Optional, Tuple

from ._members import DestMembers, Forwarding
from ._object import CObject
from ._value import with_port
from .columns import Columns
from .errors import NotFoundError
from .service import Service, ServiceObjects, service_columns


@dataclass(frozen=True, init=False, repr=False)
class Dest(DestMembers):
    """A destination: one real server of one virtual service. Two objects denote the same destination if service,
    address and port are equal."""

    __slots__ = ()
    _key = ("address", "port")

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


class DestSteps(CObject):
    """The steps of a plan about destinations."""

    def add_dest(self, service: Service, dest: Dest) -> bool:
        """Add a step for Host.add_dest()."""
        return self._act("lvsdr_plan_add_dest", service, dest)

    def update_dest(self, service: Service, dest: Dest) -> bool:
        """Add a step for Host.update_dest()."""
        return self._act("lvsdr_plan_update_dest", service, dest)

    def remove_dest(self, service: Service, dest: Dest) -> bool:
        """Add a step for Host.remove_dest()."""
        return self._act("lvsdr_plan_remove_dest", service, dest)


class DestObjects(ServiceObjects):
    """The destinations of the services of a state."""

    def add_dest(self, service: Service, dest: Dest) -> None:
        """Add a destination to a service of the state; raise ExistsError if it already has the destination."""
        self._change("lvsdr_state_add_dest", service, dest)

    def update_dest(self, service: Service, dest: Dest) -> None:
        """Change a destination; fields that are None are not changed."""
        self._change("lvsdr_state_update_dest", service, dest)

    def dests(self, service: Service) -> List[Dest]:
        """The destinations of a service, in the kernel's order."""
        name = str(service)

        def read(pointer: Any) -> Optional[List[Dest]]:
            services = self._services(pointer)
            places = self._once("places", lambda: {str(each): place for place, each in enumerate(services)})
            return list(self._dests(pointer)[places[name]]) if name in places else None

        dests = self._using(read)
        if dests is None:
            raise NotFoundError(errno.ESRCH, f"the state has no service {service}")
        return dests

    def items(self) -> Iterator[Tuple[Service, List[Dest]]]:
        """The services, each with its destinations."""
        services, dests = self._using(lambda pointer: (self._services(pointer), self._dests(pointer)))
        return zip(services, (list(each) for each in dests))

    def _dests(self, pointer: Any) -> List[List[Dest]]:
        """Those of each service, while the guard is held."""

        def read() -> List[List[Dest]]:
            lengths = service_columns(pointer).numbers("dest_count")
            dests = iter(Columns(pointer, Dest, sum(lengths)).rows())
            return [list(islice(dests, length)) for length in lengths]

        return self._once(Dest, read)
