# SPDX-License-Identifier: LGPL-2.1-or-later
"""Virtual services: the addresses that clients connect to.

>>> lvsdr.Service("tcp", "192.168.1.41:http", scheduler="rr")
Service('tcp', '192.168.1.41:80', scheduler='rr')
>>> print(lvsdr.Service.for_fwmark(8, persistence=600))
fwmark 8 ipv4
>>> lvsdr.Service("tcp", "192.168.1.41:70000")
Traceback (most recent call last):
  ...
lvsdr.errors.InvalidError: cannot describe 192.168.1.41:70000: the port is not between 0 and 65535
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, List, Tuple

from ._library import C
from ._members import ServiceMembers
from ._object import CObject
from ._state import StateObjects
from ._value import build, with_port
from .columns import Columns


@dataclass(frozen=True, init=False, repr=False)
class Service(ServiceMembers):
    """A virtual service, by protocol, address and port, or by firewall mark (Service.for_fwmark()). Two objects
    denote the same service if these are equal."""

    __slots__ = ()
    _key = ("protocol", "address", "port", "fwmark", "family")

    def __str__(self) -> str:
        return f"fwmark {self.fwmark} {self.family}" if self.fwmark else " ".join(self._positional())

    def _positional(self) -> Tuple[Any, ...]:
        return (self.fwmark, self.family) if self.fwmark else (self.protocol, with_port(self.address, self.port))

    @property
    def key(self) -> Tuple[Any, ...]:
        """Which service it is: protocol, address and port, or firewall mark and family."""
        return (self.fwmark, self.family) if self.fwmark else (self.protocol, self.address, self.port)

    def _name(self) -> str:
        return "Service.for_fwmark" if self.fwmark else "Service"

    def _creation(self) -> Tuple[Any, ...]:
        if self.protocol == "" and self.address is None:
            return "lvsdr_service_new_fwmark", self.family, self.fwmark
        if self.fwmark:
            raise ValueError("fwmark: a service has either an address or a firewall mark")
        return "lvsdr_service_new", self.protocol, with_port(self.address, self.port)

    def _check(self) -> None:
        super(Service, self)._check()
        if self.fwmark:
            self._fill(address=None)

    @classmethod
    def _from_columns(cls, count: int, columns: Iterable[Tuple[str, Iterable[Any]]]) -> List[Service]:
        services = build(cls, count, columns)
        for each in services:
            each._fill(**{"persistence_prefix" if each.persistence_netmask else "persistence_netmask": None})
        return services


class ServiceCalls(CObject):
    """The calls of a host about services. All need CAP_NET_ADMIN in the initial user namespace."""

    def add_service(self, service: Service) -> bool:
        """Add a service. Return True if it was added, False if it already exists with the same settings; raise
        ExistsError if it already exists with different settings."""
        return self._act("lvsdr_service_add", service)

    def update_service(self, service: Service) -> bool:
        """Change a service; fields that are None are not changed. Return True if something was changed; raise
        NotFoundError if there is no such service."""
        return self._act("lvsdr_service_update", service)

    def remove_service(self, service: Service) -> bool:
        """Remove a service with its destinations. Return False if there was no such service."""
        return self._act("lvsdr_service_remove", service)

    def read_service(self, service: Service) -> Service:
        """Read a service from the kernel."""
        return self._fetch(Service, "lvsdr_service_read", service)

    def remove_all_services(self) -> None:
        """Remove all services of the network namespace, including those of other programs. This cannot be undone; a
        plan can."""
        self._act("lvsdr_service_remove_all")


class ServiceSteps(CObject):
    """The steps of a plan about services."""

    def add_service(self, service: Service) -> bool:
        """Add a step for Host.add_service(); this reads from the kernel, but changes nothing. Return True if a step
        was added, False if nothing has to change, like all methods that add steps."""
        return self._act("lvsdr_plan_add_service", service)

    def update_service(self, service: Service) -> bool:
        """Add a step for Host.update_service()."""
        return self._act("lvsdr_plan_update_service", service)

    def remove_service(self, service: Service) -> bool:
        """Add a step for Host.remove_service(): one for each destination, then one for the service."""
        return self._act("lvsdr_plan_remove_service", service)


def service_columns(state: Any) -> Columns[Service]:
    """The services of a state, as columns."""
    return Columns(state, Service, C["lvsdr_state_get_service_count"](state))


class ServiceObjects(StateObjects):
    """The services of a state."""

    def add_service(self, service: Service) -> None:
        """Add a service; raise ExistsError if the state already has it."""
        self._change("lvsdr_state_add_service", service)

    def update_service(self, service: Service) -> None:
        """Change a service; fields that are None are not changed. Raise NotFoundError if there is no such service."""
        self._change("lvsdr_state_update_service", service)

    @property
    def services(self) -> List[Service]:
        """The services; what was read has the order of ipvsadm, by mark, family, protocol, address and port."""
        return list(self._using(self._services))

    def _services(self, pointer: Any) -> List[Service]:
        """The same while the guard is held."""
        return self._once(Service, lambda: service_columns(pointer).rows())
