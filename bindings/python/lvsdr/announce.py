# SPDX-License-Identifier: LGPL-2.1-or-later
"""Announcing a VIP: telling the neighbours at which MAC address it is now, after a takeover."""

from __future__ import annotations

from ._object import CObject
from ._plain import milliseconds, positive
from .vip import Vip


class AnnounceCalls(CObject):
    """What a host can tell its neighbours."""

    def announce_vip(self, vip: Vip, count: int = 3, interval: float = 1.0) -> int:
        """Announces a VIP on its Ethernet device, by ARP or neighbour advertisement: on a director that has the
        VIP and its services, never on a real server. How many announcements were sent.

        count: 1 to 1000.
        interval: seconds between two, 0.01 to 60; the call takes count - 1 of them.

        Takes CAP_NET_RAW over the network namespace."""
        pause = positive("interval", milliseconds("interval", interval))
        with self._described([vip]) as (pointer,):
            return self._call("lvsdr_vip_announce", pointer, positive("count", count), pause)
