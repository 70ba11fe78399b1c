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

from dataclasses import dataclass, field
from enum import IntFlag
from typing import Any, Iterable, List, Optional, Tuple, Union

from . import _raw
from ._object import CObject
from ._value import SLOTS, Address, AddressLike, Value, build, to_address, with_port
from .counters import Counters


class SchedulerFlag(IntFlag):
    """Scheduler flags: three bits, whose meaning depends on the scheduler."""

    FLAG_1 = _raw.LVSDR_SCHEDULER_FLAG_1
    FLAG_2 = _raw.LVSDR_SCHEDULER_FLAG_2
    FLAG_3 = _raw.LVSDR_SCHEDULER_FLAG_3
    SH_FALLBACK = _raw.LVSDR_SCHEDULER_SH_FALLBACK
    """Another server if the selected one has weight 0."""
    SH_PORT = _raw.LVSDR_SCHEDULER_SH_PORT
    """The client's port is hashed too."""
    MH_FALLBACK = _raw.LVSDR_SCHEDULER_MH_FALLBACK
    MH_PORT = _raw.LVSDR_SCHEDULER_MH_PORT


@dataclass(frozen=True, init=False, repr=False, **SLOTS)
class Service(Value):
    """A virtual service, by protocol, address and port, or by firewall mark (Service.for_fwmark()). Two objects
    denote the same service if these are equal."""

    _kind = "lvsdr_service"
    _identity = ("family", "protocol", "address", "port", "fwmark")
    _settable = ("scheduler", "scheduler_flags", "persistence", "persistence_prefix",
                 "persistence_netmask", "persistence_engine", "one_packet")  # fmt: skip
    _convert = {"address": to_address, "scheduler_flags": SchedulerFlag, "one_packet": bool}

    protocol: str
    """"tcp", "udp" or "sctp"; "" for a firewall mark."""
    address: Optional[Address]
    """The VIP; None for a firewall mark."""
    port: int
    """The port; 0 for a firewall mark, and for all ports of a persistent service."""
    fwmark: int
    """The firewall mark, 1 to 4294967295; 0 for a service by address."""
    family: str
    """"ipv4" or "ipv6"."""
    scheduler: Optional[str]
    """The scheduler of new connections: "rr", "wlc", "mh" ..."""
    scheduler_flags: Optional[SchedulerFlag]
    """The scheduler flags."""
    persistence: Optional[int]
    """How many seconds a client keeps its real server after its last connection; 0: no persistence."""
    persistence_prefix: Optional[int]
    """The number of bits of a client's address that are compared; None if persistence_netmask has the value."""
    persistence_netmask: Optional[str]
    """The same as a netmask that is not contiguous, such as "255.0.255.0"; "" if it was read and is a prefix."""
    persistence_engine: Optional[str]
    """"sip", or "" for none."""
    one_packet: Optional[bool]
    """Whether each packet is scheduled by itself."""
    counters: Optional[Counters] = field(init=False, compare=False)
    """The counters; None unless they were read."""

    def __init__(
        self,
        protocol: str,
        address: Optional[AddressLike],
        port: Union[int, str, None] = None,
        *,
        scheduler: Optional[str] = None,
        scheduler_flags: Optional[int] = None,
        persistence: Optional[int] = None,
        persistence_prefix: Optional[int] = None,
        persistence_netmask: Optional[str] = None,
        persistence_engine: Optional[str] = None,
        one_packet: Optional[bool] = None,
        fwmark: int = 0,
        family: Optional[str] = None,
    ) -> None:
        """Create a service object. A field that is None is not set: it has its default in an add, and is not changed
        in an update.

        protocol: "tcp", "udp" or "sctp".
        address: "192.168.1.41:80", "[2001:db8::1]:80", or without the port, which is given next.
        port: 0 to 65535, or a name from /etc/services.
        scheduler: "rr", "wlc" (the default), "mh" ...
        scheduler_flags: SchedulerFlag values; the default is none.
        persistence: seconds, up to 4294967; 0, the default: not persistent.
        persistence_prefix: 0 (all clients are one) to 32, or 1 to 128 for IPv6; the default is all bits.
        persistence_netmask: the same as an IPv4 netmask, which need not be contiguous; it takes precedence.
        persistence_engine: "sip" or "", the default.
        one_packet: schedule each packet by itself, for UDP; the default is False.
        fwmark, family: see Service.for_fwmark().
        """
        self._fill(
            protocol=protocol, address=address, port=port, fwmark=fwmark, family=family, scheduler=scheduler,
            scheduler_flags=scheduler_flags, persistence=persistence, persistence_prefix=persistence_prefix,
            persistence_netmask=persistence_netmask, persistence_engine=persistence_engine, one_packet=one_packet, counters=None,
        )  # fmt: skip
        self._check()

    @classmethod
    def for_fwmark(
        cls,
        fwmark: int,
        family: str = "ipv4",
        *,
        scheduler: Optional[str] = None,
        scheduler_flags: Optional[int] = None,
        persistence: Optional[int] = None,
        persistence_prefix: Optional[int] = None,
        persistence_netmask: Optional[str] = None,
        persistence_engine: Optional[str] = None,
        one_packet: Optional[bool] = None,
    ) -> Service:
        """Create a service object for packets with a firewall mark, 1 to 4294967295, as set by a Mark. Mark 7 in IPv4
        and mark 7 in IPv6 are two services."""
        return cls(
            "", None, fwmark=fwmark, family=family, scheduler=scheduler, scheduler_flags=scheduler_flags,
            persistence=persistence, persistence_prefix=persistence_prefix,
            persistence_netmask=persistence_netmask, persistence_engine=persistence_engine, one_packet=one_packet,
        )  # fmt: skip

    def __str__(self) -> str:
        return f"fwmark {self.fwmark} {self.family}" if self.fwmark else " ".join(self._positional())

    def _positional(self) -> Tuple[Any, ...]:
        return (self.fwmark, self.family) if self.fwmark else (self.protocol, with_port(self.address, self.port))

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
            if each.fwmark:
                each._fill(address=None)
            if each.persistence_netmask:
                each._fill(persistence_prefix=None)
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
