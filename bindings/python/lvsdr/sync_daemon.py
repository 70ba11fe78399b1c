# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sync daemons: the master sends its connections to other directors, and the backup adds those that it receives.

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
    """A sync daemon of IPVS. A network namespace has at most one of each role."""

    _kind = "lvsdr_sync_daemon"
    _identity = ("role", "device")
    _settable = ("sync_id", "max_length", "group", "port", "ttl")
    _convert = {"group": to_address}

    role: str
    """"master" or "backup"."""
    device: str
    """The device for the multicast traffic."""
    sync_id: Optional[int]
    """The id of a group of directors, 0 to 255."""
    max_length: Optional[int]
    """The largest size of a message in bytes; 0: selected by the kernel."""
    group: Optional[Address]
    """The multicast group."""
    port: Optional[int]
    """The UDP port."""
    ttl: Optional[int]
    """The time to live of multicast packets: one more than the routers they may pass."""

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
        """Create a sync daemon object. A field that is None is not set: it has its default in an add, and is not
        changed in an update.

        role: "master" or "backup".
        device: a name of the device, such as "eth0".
        sync_id: 0 (the default; a backup then accepts messages with any id) to 255.
        max_length: bytes of a message; 0, the default: the largest possible size.
        group: a multicast address; the default is 224.0.0.81.
        port: UDP, 1 to 65535; the default is 8848.
        ttl: 1 (the default: no router) to 255.
        """
        self._fill(role=role, device=device, sync_id=sync_id, max_length=max_length, group=group, port=port, ttl=ttl)
        self._check()


def by_role(daemon: Union[str, SyncDaemon]) -> SyncDaemon:
    """A sync daemon object for its role alone."""
    return SyncDaemon(daemon, "lo") if isinstance(daemon, str) else daemon


class SyncDaemonCalls(CObject):
    """The calls of a host about sync daemons. All need CAP_NET_ADMIN in the initial user namespace."""

    def add_sync_daemon(self, daemon: SyncDaemon) -> bool:
        """Start a sync daemon. Return True if it was started, False if it already runs with the same settings; raise
        ExistsError if a daemon of this role already runs with different settings."""
        return self._act("lvsdr_sync_daemon_add", daemon)

    def update_sync_daemon(self, daemon: SyncDaemon) -> bool:
        """Change a sync daemon: stop it and start it again. Fields that are None are not changed. Return True if
        something was changed; raise NotFoundError if no daemon of this role runs."""
        return self._act("lvsdr_sync_daemon_update", daemon)

    def remove_sync_daemon(self, daemon: Union[str, SyncDaemon]) -> bool:
        """Stop the sync daemon of a role, "master" or "backup". Return False if none ran."""
        return self._act("lvsdr_sync_daemon_remove", by_role(daemon))

    def read_sync_daemon(self, daemon: Union[str, SyncDaemon]) -> SyncDaemon:
        """Read the sync daemon of a role, "master" or "backup", from the kernel."""
        return self._fetch(SyncDaemon, "lvsdr_sync_daemon_read", by_role(daemon))
