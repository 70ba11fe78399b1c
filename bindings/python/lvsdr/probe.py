# SPDX-License-Identifier: LGPL-2.1-or-later
"""Probing: which MAC addresses answer for an address. For a VIP that has to be exactly one."""

from __future__ import annotations

import ctypes
from typing import List

from . import _raw
from ._object import CObject
from ._plain import milliseconds, positive
from ._value import AddressLike, from_address


class ProbeCalls(CObject):
    """What a host can ask its neighbours."""

    def probe_address(self, address: AddressLike, device: str, wait: float = 1.0) -> List[str]:
        """The MAC addresses ("02:00:00:00:00:01") that answer for an IPv4 or IPv6 address, in the order in which
        they answered. This host does not answer itself. No neighbour's cache is polluted.

        device: the Ethernet device on which to ask.
        wait: seconds to listen, 0.01 to 60; the call takes as long.

        Takes CAP_NET_RAW over the network namespace."""
        macs = (ctypes.c_uint8 * (_raw.LVSDR_MAC_SIZE * _raw.LVSDR_PROBE_MAX))()
        count = self._call("lvsdr_address_probe", from_address(address), device,
                           positive("wait", milliseconds("wait", wait)), macs, len(macs))  # fmt: skip
        each = range(0, count * _raw.LVSDR_MAC_SIZE, _raw.LVSDR_MAC_SIZE)
        return [bytes(macs[place : place + _raw.LVSDR_MAC_SIZE]).hex(":") for place in each]
