# SPDX-License-Identifier: LGPL-2.1-or-later
"""The version of the library, and what the running kernel can do.

>>> lvsdr.version()
'0.1.0'
"""

from __future__ import annotations

from enum import IntFlag
from typing import Tuple

from . import _raw
from ._library import library_path, version
from ._object import CObject

__all__ = ["Feature", "VersionCalls", "library_path", "version"]


class Feature(IntFlag):
    """What a kernel and a process's privileges allow."""

    IPVS = _raw.LVSDR_FEATURE_IPVS
    """The kernel has IPVS."""
    IPVS_ADMIN = _raw.LVSDR_FEATURE_IPVS_ADMIN
    """And this process may use it."""
    IPV6 = _raw.LVSDR_FEATURE_IPV6
    """The kernel has IPv6."""
    SYSCTL_WRITE = _raw.LVSDR_FEATURE_SYSCTL_WRITE
    """/proc/sys/net is writable for this process."""
    IPVS_SOCKET_OPTIONS = _raw.LVSDR_FEATURE_IPVS_SOCKET_OPTIONS
    """This process may use IPVS, but by socket options only."""


class VersionCalls(CObject):
    """What a host tells of its kernel."""

    def features(self) -> Feature:
        """What this kernel and this process's privileges allow. Loads the ip_vs module where the kernel finds it.
        Takes no privilege."""
        return Feature(self._number("lvsdr_read_features"))

    def ipvs_version(self) -> Tuple[int, int, int]:
        """The version of the kernel's IPVS, such as (1, 2, 1). Takes CAP_NET_ADMIN in the initial user
        namespace."""
        number = self._number("lvsdr_read_ipvs_version")
        return number >> 16 & 0xFF, number >> 8 & 0xFF, number & 0xFF

    def connection_table_size(self) -> int:
        """How many buckets the hash table of connections has. Privilege as for ipvs_version()."""
        return self._number("lvsdr_read_connection_table_size")
