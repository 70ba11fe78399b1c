# SPDX-License-Identifier: LGPL-2.1-or-later
"""Probes: asking the neighbours which MAC addresses answer for an address. For a VIP exactly one must answer."""

from __future__ import annotations

import ctypes
from typing import List

from . import _raw
from ._object import CObject
from ._plain import milliseconds, positive
from ._value import AddressLike, from_address


class ProbeCalls(CObject):
    """The call of a host that probes an address."""

    def probe_address(self, address: AddressLike, device: str, wait: float = 1.0) -> List[str]:
        """Return the MAC addresses ("02:00:00:00:00:01") that answer for an IPv4 or IPv6 address, in the order of
        their answers. This host does not answer its own requests. The neighbour caches of other hosts are not
        changed.

        device: the Ethernet device to send on.
        wait: how long to wait for answers, 0.01 to 60 seconds; the call takes that long.

        Needs CAP_NET_RAW over the network namespace."""
        macs = (ctypes.c_uint8 * (_raw.LVSDR_MAC_SIZE * _raw.LVSDR_PROBE_MAX))()
        count = self._call("lvsdr_address_probe", from_address(address), device,
                           positive("wait", milliseconds("wait", wait)), macs, len(macs))  # fmt: skip
        each = range(0, count * _raw.LVSDR_MAC_SIZE, _raw.LVSDR_MAC_SIZE)
        return [bytes(macs[place : place + _raw.LVSDR_MAC_SIZE]).hex(":") for place in each]
