# SPDX-License-Identifier: LGPL-2.1-or-later
"""Draining: removing a real server from a service without breaking connections."""

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
        flags = (
            _raw.LVSDR_DRAIN_WAIT_FOR_TEMPLATES * boolean("wait_for_templates", wait_for_templates)
            | _raw.LVSDR_DRAIN_CUT_TEMPLATES * boolean("cut_templates", cut_templates)
            | _raw.LVSDR_DRAIN_ACTIVE_ONLY * boolean("active_only", active_only)
        )
        counts = [ctypes.c_uint64() for _ in range(3)]
        with self._described([service, dest]) as pointers:
            done = self._call("lvsdr_dest_drain", *pointers, flags, milliseconds("seconds", seconds), *counts)
        return DrainProgress(done > 0, *(count.value for count in counts))
