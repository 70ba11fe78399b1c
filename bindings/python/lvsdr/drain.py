# SPDX-License-Identifier: LGPL-2.1-or-later
"""Draining: taking a real server out of a service without breaking a connection."""

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
    """How far a drain has come."""

    done: bool
    """Whether it is over: the destination, or its service, is not there any more."""
    active: int
    """How many active connections it had when last seen."""
    inactive: int
    """How many inactive ones."""
    templates: int
    """How many persistence templates."""


class DrainCalls(CObject):
    """What a host can do about real servers that are to leave."""

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
        """Gives a destination the weight 0, waits until its connections have ended, for at most so long, and then
        removes it. Call it again to go on; nothing is kept between two calls. Host.remove_dest() takes the
        destination out whatever it still has.

        seconds: 0 to 3600; the kernel is asked once at least, and a call that finds another weight than 0 takes a
            tenth of a second at least.
        wait_for_templates: wait also until no persistence template brings connections any more.
        cut_templates: remove it although templates bring connections: their clients get another real server.
        active_only: do not wait for inactive connections, which are those whose client closed them.

        A persistent service needs one of the first two while net.ipv4.vs.expire_quiescent_template is 0, or is
        refused. Takes CAP_NET_ADMIN in the initial user namespace."""
        flags = (
            _raw.LVSDR_DRAIN_WAIT_FOR_TEMPLATES * boolean("wait_for_templates", wait_for_templates)
            | _raw.LVSDR_DRAIN_CUT_TEMPLATES * boolean("cut_templates", cut_templates)
            | _raw.LVSDR_DRAIN_ACTIVE_ONLY * boolean("active_only", active_only)
        )
        counts = [ctypes.c_uint64() for _ in range(3)]
        with self._described([service, dest]) as pointers:
            done = self._call("lvsdr_dest_drain", *pointers, flags, milliseconds("seconds", seconds), *counts)
        return DrainProgress(done > 0, *(count.value for count in counts))
