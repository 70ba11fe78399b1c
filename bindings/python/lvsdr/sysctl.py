# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sysctls of IPVS: net.ipv4.vs.NAME.

>>> lvsdr.Sysctl(lvsdr.SysctlName.CONN_REUSE_MODE, 1)
Sysctl('conn_reuse_mode', '1')
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, List, Tuple, Union

from ._members import SysctlMembers
from ._object import CObject
from ._state import StateObjects


@dataclass(frozen=True, init=False, repr=False)
class Sysctl(SysctlMembers):
    """One sysctl of IPVS in a network namespace."""

    __slots__ = ()
    _key = ("name",)

    def _creation(self) -> Tuple[Any, ...]:
        value: Any = self.value
        return "lvsdr_sysctl_new", self.name, str(value) if type(value) is int else value

    def __str__(self) -> str:
        return f"net.ipv4.vs.{self.name} = {self.value}"


class SysctlCalls(CObject):
    """The calls of a host about sysctls of IPVS."""

    def update_sysctl(self, sysctl: Sysctl) -> bool:
        """Change the value of a sysctl. Return True if it was changed; raise NotFoundError if the kernel has no such
        sysctl. Needs CAP_NET_ADMIN in the initial user namespace, and a writable /proc/sys."""
        return self._act("lvsdr_sysctl_update", sysctl)

    def read_sysctl(self, sysctl: Union[str, Sysctl]) -> Sysctl:
        """Read the value of a sysctl, by its name or another object of it. Needs no privilege."""
        return self._fetch(Sysctl, "lvsdr_sysctl_read", Sysctl(sysctl, 0) if isinstance(sysctl, str) else sysctl)


class SysctlSteps(CObject):
    """The steps of a plan about sysctls of IPVS."""

    def update_sysctl(self, sysctl: Sysctl) -> bool:
        """Add a step for Host.update_sysctl()."""
        return self._act("lvsdr_plan_update_sysctl", sysctl)


class SysctlObjects(StateObjects):
    """The sysctls of IPVS of a state."""

    def add_sysctl(self, sysctl: Sysctl) -> None:
        """Add a sysctl of IPVS; those that are not listed are not changed."""
        self._change("lvsdr_state_add_sysctl", sysctl)

    @property
    def sysctls(self) -> List[Sysctl]:
        """The sysctls of IPVS."""
        return self._list(Sysctl)
