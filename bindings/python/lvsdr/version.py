# SPDX-License-Identifier: LGPL-2.1-or-later
"""The version of the library, and the features of the running kernel.

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
    """The features that the kernel has and this process may use."""

    IPVS = _raw.LVSDR_FEATURE_IPVS
    """The kernel supports IPVS."""
    IPVS_ADMIN = _raw.LVSDR_FEATURE_IPVS_ADMIN
    """This process may use IPVS."""
    IPV6 = _raw.LVSDR_FEATURE_IPV6
    """The kernel supports IPv6."""
    SYSCTL_WRITE = _raw.LVSDR_FEATURE_SYSCTL_WRITE
    """/proc/sys/net is writable for this process."""
    IPVS_SOCKET_OPTIONS = _raw.LVSDR_FEATURE_IPVS_SOCKET_OPTIONS
    """This process may use IPVS by socket options only."""


class VersionCalls(CObject):
    """The calls of a host about its kernel."""

    def features(self) -> Feature:
        """Read which features the kernel has and this process may use. The ip_vs module is loaded if it is available.
        Needs no privilege."""
        return Feature(self._number("lvsdr_read_features"))

    def ipvs_version(self) -> Tuple[int, int, int]:
        """Read the version of the kernel's IPVS, such as (1, 2, 1). Needs CAP_NET_ADMIN in the initial user
        namespace."""
        number = self._number("lvsdr_read_ipvs_version")
        return number >> 16 & 0xFF, number >> 8 & 0xFF, number & 0xFF

    def connection_table_size(self) -> int:
        """Read the number of buckets of the connection hash table. The privilege is that of ipvs_version()."""
        return self._number("lvsdr_read_connection_table_size")
