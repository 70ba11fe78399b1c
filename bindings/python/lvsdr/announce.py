# SPDX-License-Identifier: LGPL-2.1-or-later
"""Announcements of a VIP: telling the neighbours the MAC address that has it now, after a takeover."""

from __future__ import annotations

from ._object import CObject
from ._plain import milliseconds, positive
from .vip import Vip


class AnnounceCalls(CObject):
    """The call of a host that announces a VIP."""

    def announce_vip(self, vip: Vip, count: int = 3, interval: float = 1.0) -> int:
        """Announce a VIP on its Ethernet device, by ARP or neighbour advertisement. Call it on a director that has
        the VIP and its services; never call it on a real server. Return the number of announcements that were sent.

        count: 1 to 1000.
        interval: seconds between two announcements, 0.01 to 60; the call takes count - 1 of them.

        Needs CAP_NET_RAW over the network namespace."""
        pause = positive("interval", milliseconds("interval", interval))
        with self._described([vip]) as (pointer,):
            return self._call("lvsdr_vip_announce", pointer, positive("count", count), pause)
