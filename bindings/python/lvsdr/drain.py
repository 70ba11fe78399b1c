# SPDX-License-Identifier: LGPL-2.1-or-later
"""Draining: removing real servers without breaking connections, one from a service, or all that a plan removes."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

from . import _raw
from ._object import CObject
from ._plain import boolean, milliseconds
from ._value import SLOTS
from .dest import Dest
from .service import Service


@dataclass(frozen=True, **SLOTS)
class DrainProgress:
    """The progress of a drain."""

    done: bool
    """Whether it has ended, and the destination, or its service, is not there any more."""
    active: int
    """The number of active connections when last read."""
    inactive: int
    """The number of inactive connections."""
    templates: int
    """The number of persistence templates."""


@dataclass(frozen=True, **SLOTS)
class Draining:
    """What a graceful plan is waiting for."""

    dests: int
    """The number of destinations that have to be removed yet."""
    active: int
    """The number of their active connections when last read."""
    inactive: int
    """The number of inactive connections."""
    templates: int
    """The number of persistence templates."""


def _flags(**wanted: bool) -> int:
    """The flags of those that are True."""
    return sum(getattr(_raw, f"LVSDR_DRAIN_{name.upper()}") * boolean(name, each) for name, each in wanted.items())


class DrainCalls(CObject):
    """The call of a host that drains a destination."""

    def drain_dest(
        self,
        service: Service,
        dest: Dest,
        *,
        seconds: float,
        wait_for_templates: bool = False,
        cut_templates: bool = False,
        active_only: bool = False,
    ) -> DrainProgress:
        """Set the weight of a destination to 0, wait for a limited time until its connections have ended, and then
        remove it. Call it again to continue; nothing is stored between two calls. Host.remove_dest() removes the
        destination with its connections.

        seconds: 0 to 3600. The kernel is asked at least once, and a call that finds a weight other than 0 takes at
            least a tenth of a second.
        wait_for_templates: also wait until the persistence templates have ended.
        cut_templates: remove it although there are templates; their clients get another real server.
        active_only: do not wait for inactive connections, which are those whose client closed them.

        A persistent service requires one of the first two while net.ipv4.vs.expire_quiescent_template is 0, otherwise
        the call fails. Needs CAP_NET_ADMIN in the initial user namespace."""
        flags = _flags(wait_for_templates=wait_for_templates, cut_templates=cut_templates, active_only=active_only)
        counts = [ctypes.c_uint64() for _ in range(3)]
        with self._described([service, dest]) as pointers:
            done = self._call("lvsdr_dest_drain", *pointers, flags, milliseconds("seconds", seconds), *counts)
        return DrainProgress(done > 0, *(count.value for count in counts))


class DrainSteps(CObject):
    """What a plan does about the connections of destinations that it removes."""

    def make_graceful(
        self,
        seconds: float = 60,
        *,
        wait_for_templates: bool = False,
        cut_templates: bool = False,
        active_only: bool = False,
        remove_at_deadline: bool = False,
        set_fallback: bool = False,
        cut_hashed: bool = False,
    ) -> bool:
        """Let the plan remove destinations and services without breaking connections. Everything that is added or
        changed comes first; then the weights of all destinations that are removed become 0; then each of them is
        removed as soon as it has no connections. Return True if the plan will drain something, False if it removes no
        destination. No steps can be added to it any more.

        At the deadline apply() raises InUseError and leaves the rest with weight 0. Applying the plan again
        continues, with a new deadline, and undo() restores everything.

        seconds: the deadline, from the moment at which the weights are 0: 0 to 2147483.
        wait_for_templates: also wait until the persistence templates have ended.
        cut_templates: remove destinations although there are templates; their clients get another real server.
        active_only: do not wait for inactive connections, which are those whose client closed them.
        remove_at_deadline: remove then what still has connections, which get no answer any more.
        set_fallback: set the fallback flag of the schedulers sh and mh meanwhile.
        cut_hashed: remove destinations at once, with their connections, where the scheduler has no fallback.

        What cannot be drained raises InvalidError, which names all of it: destinations of persistent services while
        net.ipv4.vs.expire_quiescent_template is 0, unless one of the first two is given; destinations of
        services that stay, with the scheduler dh, or sh or mh without its fallback flag, unless one of the last two
        is. Nothing is changed then."""
        flags = _flags(
            wait_for_templates=wait_for_templates,
            cut_templates=cut_templates,
            active_only=active_only,
            remove_at_deadline=remove_at_deadline,
            set_fallback=set_fallback,
            cut_hashed=cut_hashed,
        )
        return self._call("lvsdr_plan_make_graceful", flags, milliseconds("seconds", seconds)) > 0

    @property
    def draining(self) -> Draining:
        """What a graceful plan is waiting for; all of it is 0 if the plan is not graceful."""
        counts = [ctypes.c_uint64() for _ in range(3)]
        dests = self._call("lvsdr_plan_get_draining", *counts)
        return Draining(dests, *(count.value for count in counts))
