# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sysctls of IPVS: net.ipv4.vs.NAME.

>>> lvsdr.Sysctl(lvsdr.SysctlName.CONN_REUSE_MODE, 1)
Sysctl('conn_reuse_mode', '1')
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from . import _raw
from ._object import CObject
from ._value import SLOTS, Value


class SysctlName:
    """Names of the sysctls that are most important for direct routing."""

    CONN_REUSE_MODE = _raw.LVSDR_SYSCTL_CONN_REUSE_MODE
    """What a packet from a client port that is used again belongs to: "0": the old connection, "1": a new one if the
    old one has ended, "2": also if only its FIN was seen, as in direct routing."""
    EXPIRE_NODEST_CONN = _raw.LVSDR_SYSCTL_EXPIRE_NODEST_CONN
    """"1": connections to a removed destination end immediately; "0": their packets are dropped."""
    EXPIRE_QUIESCENT_TEMPLATE = _raw.LVSDR_SYSCTL_EXPIRE_QUIESCENT_TEMPLATE
    """"1": persistence templates of a destination with weight 0 end; its clients get another one."""
    SLOPPY_TCP = _raw.LVSDR_SYSCTL_SLOPPY_TCP
    """"1": packets in the middle of an unknown TCP connection are scheduled."""
    SLOPPY_SCTP = _raw.LVSDR_SYSCTL_SLOPPY_SCTP
    """The same for SCTP."""
    SYNC_THRESHOLD = _raw.LVSDR_SYSCTL_SYNC_THRESHOLD
    """"3 50": a connection is sent to the backup after its third packet, and every 50 packets."""
    SYNC_REFRESH_PERIOD = _raw.LVSDR_SYSCTL_SYNC_REFRESH_PERIOD
    """Seconds after which the changed timer of a connection is sent; "0": by packets only."""
    SYNC_PERSIST_MODE = _raw.LVSDR_SYSCTL_SYNC_PERSIST_MODE
    """"1": only templates of persistent connections are sent."""
    SYNC_PORTS = _raw.LVSDR_SYSCTL_SYNC_PORTS
    """The number of sync threads, each with its own UDP port: "1", "2", "4" ..."""
    CONNTRACK = _raw.LVSDR_SYSCTL_CONNTRACK
    """"1": connection tracking for IPVS too; with direct routing, firewalls then drop replies."""
    BACKUP_ONLY = _raw.LVSDR_SYSCTL_BACKUP_ONLY
    """"1": a director with a backup daemon schedules nothing, to avoid loops between two directors."""
    SCHEDULE_ICMP = _raw.LVSDR_SYSCTL_SCHEDULE_ICMP
    """"1": ICMP errors that belong to no connection are scheduled."""
    PMTU_DISC = _raw.LVSDR_SYSCTL_PMTU_DISC
    """"1": clients get "fragmentation needed" messages."""
    RUN_ESTIMATION = _raw.LVSDR_SYSCTL_RUN_ESTIMATION
    """"1": the kernel computes rates."""


@dataclass(frozen=True, init=False, repr=False, **SLOTS)
class Sysctl(Value):
    """One sysctl of IPVS in a network namespace."""

    _kind = "lvsdr_sysctl"
    _identity = ("name", "value")
    _settable = ()

    name: str
    """The name without net.ipv4.vs."""
    value: str
    """A number, or several separated by one space."""

    def __init__(self, name: str, value: Union[str, int]) -> None:
        """Create a sysctl object.

        name: a SysctlName or any other: 1 to 31 letters, digits and underscores.
        value: a number, or numbers separated by spaces ("3 50").
        """
        self._fill(name=name, value=str(value) if type(value) is int else value)
        self._check()

    def __str__(self) -> str:
        return f"net.ipv4.vs.{self.name} = {self.value}"


class SysctlCalls(CObject):
    """The calls of a host about sysctls of IPVS."""

    def update_sysctl(self, sysctl: Sysctl) -> bool:
        """Change the value of a sysctl. Return True if it was changed; raise NotFoundError if the kernel has no such
        sysctl. Needs CAP_NET_ADMIN in the initial user namespace, and a writable /proc/sys."""
        return self._act("lvsdr_sysctl_update", sysctl)

    def read_sysctl(self, sysctl: Union[str, Sysctl]) -> Sysctl:
        """Read the value of a sysctl, by its name or another object of it. Needs no privilege."""
        return self._fetch(Sysctl, "lvsdr_sysctl_read", Sysctl(sysctl, 0) if isinstance(sysctl, str) else sysctl)
