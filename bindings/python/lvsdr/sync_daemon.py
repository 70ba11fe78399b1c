# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sync daemons: the master sends its connections to other directors, and the backup adds those that it receives.

>>> lvsdr.SyncDaemon("master", "eth0", sync_id=7)
SyncDaemon('master', 'eth0', sync_id=7)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Union

from ._members import SyncDaemonMembers
from ._object import CObject
from ._state import StateObjects


@dataclass(frozen=True, init=False, repr=False)
class SyncDaemon(SyncDaemonMembers):
    """A sync daemon of IPVS. A network namespace has at most one of each role."""

    __slots__ = ()
    _key = ("role",)


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


class SyncDaemonSteps(CObject):
    """The steps of a plan about sync daemons."""

    def add_sync_daemon(self, daemon: SyncDaemon) -> bool:
        """Add a step for Host.add_sync_daemon()."""
        return self._act("lvsdr_plan_add_sync_daemon", daemon)

    def update_sync_daemon(self, daemon: SyncDaemon) -> bool:
        """Add a step for Host.update_sync_daemon()."""
        return self._act("lvsdr_plan_update_sync_daemon", daemon)

    def remove_sync_daemon(self, daemon: Union[str, SyncDaemon]) -> bool:
        """Add a step for Host.remove_sync_daemon()."""
        return self._act("lvsdr_plan_remove_sync_daemon", by_role(daemon))


class SyncDaemonObjects(StateObjects):
    """The sync daemons of a state."""

    def add_sync_daemon(self, daemon: SyncDaemon) -> None:
        """Add a sync daemon; a running one that is not listed is stopped only if the scope is "everything"."""
        self._change("lvsdr_state_add_sync_daemon", daemon)

    @property
    def sync_daemons(self) -> List[SyncDaemon]:
        """The sync daemons."""
        return self._list(SyncDaemon)
