# SPDX-License-Identifier: LGPL-2.1-or-later
"""Timeouts: how long IPVS keeps a connection without packets.

>>> lvsdr.Timeouts(tcp=1800)
Timeouts(tcp=1800)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ._object import CObject
from ._value import SLOTS, Value


@dataclass(frozen=True, init=False, repr=False, **SLOTS)
class Timeouts(Value):
    """The timeouts of a network namespace, which has one set of them. All are seconds, 1 to 21474836; kernels with
    more than 100 clock ticks per second accept less. None: not set, and not changed."""

    _kind = "lvsdr_timeouts"
    _identity = ()
    _settable = ("tcp", "tcp_fin", "udp")

    tcp: Optional[int]
    """Of an established TCP connection."""
    tcp_fin: Optional[int]
    """Of a TCP connection after its FIN."""
    udp: Optional[int]
    """Of a UDP flow."""

    def __init__(self, *, tcp: Optional[int] = None, tcp_fin: Optional[int] = None, udp: Optional[int] = None) -> None:
        """Create a timeouts object. A timeout that is None is not changed, in an update and by a state.

        tcp: seconds that an established TCP connection is kept; the kernel's own is 900.
        tcp_fin: seconds that a TCP connection is kept after its FIN; the kernel's own is 120.
        udp: seconds that a UDP flow is kept; the kernel's own is 300.
        """
        self._fill(tcp=tcp, tcp_fin=tcp_fin, udp=udp)
        self._check()


class TimeoutCalls(CObject):
    """The calls of a host about timeouts. They need CAP_NET_ADMIN in the initial user namespace."""

    def update_timeouts(self, timeouts: Timeouts) -> bool:
        """Change the timeouts of IPVS; those that are None are not changed. Return True if something was changed."""
        return self._act("lvsdr_timeouts_update", timeouts)

    def read_timeouts(self) -> Timeouts:
        """Read the timeouts from the kernel."""
        return self._fetch(Timeouts, "lvsdr_timeouts_read", Timeouts())
