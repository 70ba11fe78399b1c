# SPDX-License-Identifier: LGPL-2.1-or-later
"""ARP policies: how a real server is kept from answering ARP requests for a VIP.

>>> lvsdr.ArpPolicy("eth0")
ArpPolicy('eth0')
>>> lvsdr.ArpPolicy("eth0", arp_ignore=4)
Traceback (most recent call last):
  ...
lvsdr.errors.InvalidError: cannot set arp_ignore of ARP policy of eth0: 4 is not one of 0, 1, 2 and 8
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import List

from ._members import ArpPolicyMembers
from ._object import CObject
from ._state import StateObjects


@dataclass(frozen=True, init=False, repr=False)
class ArpPolicy(ArpPolicyMembers):
    """How one device, or "all", handles ARP for the addresses of the host. The kernel uses max(all, device)."""

    __slots__ = ()
    _key = ("device",)


class ArpPolicyCalls(CObject):
    """The calls of a host about ARP policies, which work without IPVS."""

    def update_arp_policy(self, policy: ArpPolicy) -> bool:
        """Raise the ARP values of a device until they satisfy the policy; they are never lowered. Return True if
        values were raised; raise ExistsError if an administrator set arp_ignore to 3 ... 7. Needs CAP_NET_ADMIN over
        the network namespace."""
        return self._act("lvsdr_arp_policy_update", policy)

    def read_arp_policy(self, policy: ArpPolicy) -> ArpPolicy:
        """Read the ARP values of a device from the kernel."""
        return self._fetch(ArpPolicy, "lvsdr_arp_policy_read", policy)


class ArpPolicySteps(CObject):
    """The steps of a plan about ARP policies."""

    def update_arp_policy(self, policy: ArpPolicy) -> bool:
        """Add a step for Host.update_arp_policy()."""
        return self._act("lvsdr_plan_update_arp_policy", policy)


class ArpPolicyObjects(StateObjects):
    """The ARP policies of a state."""

    def add_arp_policy(self, policy: ArpPolicy) -> None:
        """Add an ARP policy; the host agrees with it if its values satisfy it."""
        self._change("lvsdr_state_add_arp_policy", policy)

    @property
    def arp_policies(self) -> List[ArpPolicy]:
        """The ARP policies."""
        return self._list(ArpPolicy)
