# SPDX-License-Identifier: LGPL-2.1-or-later
"""Timeouts: how long IPVS keeps a connection without packets.

>>> lvsdr.Timeouts(tcp=1800)
Timeouts(tcp=1800)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from ._library import C
from ._members import TimeoutsMembers
from ._object import CObject
from ._state import StateObjects


@dataclass(frozen=True, init=False, repr=False)
class Timeouts(TimeoutsMembers):
    """The timeouts of a network namespace, which has one set of them. All are seconds, 1 to 21474836; kernels with
    more than 100 clock ticks per second accept less. None: not set, and not changed."""

    __slots__ = ()
    _key = ()


class TimeoutCalls(CObject):
    """The calls of a host about timeouts. They need CAP_NET_ADMIN in the initial user namespace."""

    def update_timeouts(self, timeouts: Timeouts) -> bool:
        """Change the timeouts of IPVS; those that are None are not changed. Return True if something was changed."""
        return self._act("lvsdr_timeouts_update", timeouts)

    def read_timeouts(self) -> Timeouts:
        """Read the timeouts from the kernel."""
        return self._fetch(Timeouts, "lvsdr_timeouts_read", Timeouts())


class TimeoutSteps(CObject):
    """The steps of a plan about timeouts."""

    def update_timeouts(self, timeouts: Timeouts) -> bool:
        """Add a step for Host.update_timeouts()."""
        return self._act("lvsdr_plan_update_timeouts", timeouts)


class TimeoutObjects(StateObjects):
    """The timeouts of a state."""

    def set_timeouts(self, timeouts: Timeouts) -> None:
        """Set the timeouts of IPVS; those that are None are not changed."""
        self._change("lvsdr_state_set_timeouts", timeouts)

    @property
    def timeouts(self) -> Optional[Timeouts]:
        """The timeouts; None if the state has none."""

        def read(pointer: Any) -> Optional[Timeouts]:
            timeouts = C["lvsdr_state_get_timeouts"](pointer)
            return Timeouts._read(timeouts) if timeouts else None

        return self._using(read)
