# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sync daemons: the master tells other directors of its connections, the backup takes over what it hears.

>>> lvsdr.SyncDaemon("master", "eth0", sync_id=7)
SyncDaemon('master', 'eth0', sync_id=7)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Union

from ._object import CObject
from ._value import SLOTS, Address, AddressLike, Value, to_address


@dataclass(frozen=True, init=False, repr=False, **SLOTS)
class SyncDaemon(Value):
    """A synchronisation daemon of IPVS. A network namespace has at most one of each role."""

    _kind = "lvsdr_sync_daemon"
    _identity = ("role", "device")
    _settable = ("sync_id", "max_length", "group", "port", "ttl")
    _convert = {"group": to_address}

    role: str
    """"master" or "backup"."""
    device: str
    """The device of the multicast traffic."""
    sync_id: Optional[int]
    """Tells groups of directors on one wire apart, 0 to 255."""
    max_length: Optional[int]
    """The limit of its messages, in bytes; 0: the kernel's choice."""
    group: Optional[Address]
    """The multicast group."""
    port: Optional[int]
    """The UDP port."""
    ttl: Optional[int]
    """How many routers a message may pass, and one more."""

    def __init__(
        self,
        role: str,
        device: str,
        *,
        sync_id: Optional[int] = None,
        max_length: Optional[int] = None,
        group: Optional[AddressLike] = None,
        port: Optional[int] = None,
        ttl: Optional[int] = None,
    ) -> None:
        """Describes a sync daemon. What is None is not set: it has its default in an add, and stays as the
        kernel has it in an update.

        role: "master" or "backup".
        device: a name of the device, such as "eth0".
        sync_id: 0 (the default; a backup then takes messages with any id) to 255.
        max_length: bytes of a message; 0, the default: the most that is possible.
        group: a multicast address; the default is 224.0.0.81.
        port: UDP, 1 to 65535; the default is 8848.
        ttl: 1 (the default: no router) to 255.
        """
        self._fill(role=role, device=device, sync_id=sync_id, max_length=max_length, group=group, port=port, ttl=ttl)
        self._check()


def by_role(daemon: Union[str, SyncDaemon]) -> SyncDaemon:
    """A daemon by its role, where the device does not matter."""
    return SyncDaemon(daemon, "lo") if isinstance(daemon, str) else daemon


class SyncDaemonCalls(CObject):
    """What a host can do with sync daemons. All calls take CAP_NET_ADMIN in the initial user namespace."""

    def add_sync_daemon(self, daemon: SyncDaemon) -> bool:
        """Makes the kernel run this daemon. True when it was started, False when it runs in this form;
        ExistsError when one with this role runs in another form."""
        return self._act("lvsdr_sync_daemon_add", daemon)

    def update_sync_daemon(self, daemon: SyncDaemon) -> bool:
        """Changes the kernel's daemon; what is None stays. It is stopped and started anew. True when something
        changed; NotFoundError when no daemon with this role runs."""
        return self._act("lvsdr_sync_daemon_update", daemon)

    def remove_sync_daemon(self, daemon: Union[str, SyncDaemon]) -> bool:
        """Makes the kernel run no daemon with this role, "master" or "backup". False when none ran."""
        return self._act("lvsdr_sync_daemon_remove", by_role(daemon))

    def read_sync_daemon(self, daemon: Union[str, SyncDaemon]) -> SyncDaemon:
        """The daemon with this role, "master" or "backup", as the kernel has it."""
        return self._fetch(SyncDaemon, "lvsdr_sync_daemon_read", by_role(daemon))
