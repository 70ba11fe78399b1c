# SPDX-License-Identifier: LGPL-2.1-or-later
"""Virtual services: where clients connect.

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
    """Options of a scheduler: each one gives its own meaning to three bits."""

    FLAG_1 = _raw.LVSDR_SCHEDULER_FLAG_1
    FLAG_2 = _raw.LVSDR_SCHEDULER_FLAG_2
    FLAG_3 = _raw.LVSDR_SCHEDULER_FLAG_3
    SH_FALLBACK = _raw.LVSDR_SCHEDULER_SH_FALLBACK
    """Another server where the chosen one has weight 0."""
    SH_PORT = _raw.LVSDR_SCHEDULER_SH_PORT
    """The client's port counts too."""
    MH_FALLBACK = _raw.LVSDR_SCHEDULER_MH_FALLBACK
    MH_PORT = _raw.LVSDR_SCHEDULER_MH_PORT


@dataclass(frozen=True, init=False, repr=False, **SLOTS)
class Service(Value):
    """A virtual service, by protocol, address and port, or by firewall mark (Service.for_fwmark()). Two of
    them mean the same service when these agree."""

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
    """How new connections are spread: "rr", "wlc", "mh" ..."""
    scheduler_flags: Optional[SchedulerFlag]
    """The scheduler's options."""
    persistence: Optional[int]
    """For how many seconds after its last connection a client keeps its real server; 0: not at all."""
    persistence_prefix: Optional[int]
    """How many bits of a client's address count; None where persistence_netmask tells it."""
    persistence_netmask: Optional[str]
    """The same as a netmask with holes, such as "255.0.255.0"; "" when it was read and is a prefix."""
    persistence_engine: Optional[str]
    """"sip", or "" for none."""
    one_packet: Optional[bool]
    """Whether each packet is scheduled by itself."""
    counters: Optional[Counters] = field(init=False, compare=False)
    """Counters; None unless they were read with it."""

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
        """Describes a service. What is None is not set: it has its default in an add, and stays as the kernel
        has it in an update.

        protocol: "tcp", "udp" or "sctp".
        address: "192.168.1.41:80", "[2001:db8::1]:80", or without the port, which is given next.
        port: 0 to 65535, or a name of /etc/services.
        scheduler: "rr", "wlc" (the default), "mh" ...
        scheduler_flags: SchedulerFlag values; the default is none.
        persistence: seconds, up to 4294967; 0, the default: not persistent.
        persistence_prefix: 0 (all clients are one) to 32, or 1 to 128 for IPv6; the default is all bits.
        persistence_netmask: the same as a netmask of IPv4, which may have holes; it wins.
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
        """The service of packets with a firewall mark, 1 to 4294967295, as a Mark sets it. Mark 7 in IPv4
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
    """What a host can do with services. All calls take CAP_NET_ADMIN in the initial user namespace."""

    def add_service(self, service: Service) -> bool:
        """Makes the kernel have this service. True when it was added, False when it was there in this form;
        ExistsError when it is there in another one."""
        return self._act("lvsdr_service_add", service)

    def update_service(self, service: Service) -> bool:
        """Changes the kernel's service to what is set in this one; what is None stays. True when something
        changed; NotFoundError when there is no such service."""
        return self._act("lvsdr_service_update", service)

    def remove_service(self, service: Service) -> bool:
        """Makes the kernel not have this service; its destinations go with it. False when it was not there."""
        return self._act("lvsdr_service_remove", service)

    def read_service(self, service: Service) -> Service:
        """The service as the kernel has it."""
        return self._fetch(Service, "lvsdr_service_read", service)

    def remove_all_services(self) -> None:
        """Removes every service of the network namespace, whoever made it. Cannot be undone: a plan can."""
        self._act("lvsdr_service_remove_all")
