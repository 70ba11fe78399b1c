# SPDX-License-Identifier: LGPL-2.1-or-later
"""Hosts: one network namespace of one host, as seen by this process."""

from __future__ import annotations

import os
from enum import IntEnum
from typing import Optional, Protocol, Union

from . import _raw
from ._call import new_host
from ._plain import boolean, milliseconds
from .announce import AnnounceCalls
from .connections import ConnectionCalls
from .counters import CounterCalls
from .drain import DrainCalls
from .kinds import KindCalls
from .plan import PlanCalls
from .probe import ProbeCalls
from .state import StateCalls
from .totals import TotalCalls
from .version import VersionCalls
from .watch import WatchCalls


class HasFileno(Protocol):
    """Anything with a descriptor: a file, a socket, sys.stdout."""

    def fileno(self) -> int:
        ...


Netns = Union[None, str, int, "os.PathLike[str]"]


class IpvsInterface(IntEnum):
    """The kernel interfaces to IPVS."""

    AUTOMATIC = _raw.LVSDR_IPVS_AUTOMATIC
    """Netlink, or socket options in a rootless container; long lists by the cheaper one."""
    NETLINK = _raw.LVSDR_IPVS_NETLINK
    """Netlink alone."""
    SOCKET_OPTIONS = _raw.LVSDR_IPVS_SOCKET_OPTIONS
    """Socket options alone: IPv4, no tunnel attributes, no persistence engines, 32-bit counters."""


class Host(
    KindCalls, AnnounceCalls, ProbeCalls, CounterCalls, TotalCalls, ConnectionCalls, DrainCalls, StateCalls, PlanCalls,
    VersionCalls, WatchCalls,
):  # fmt: skip
    """One network namespace of one host. It is a context manager, and also closed when it is no longer referenced.

    It must be used by one thread at a time, otherwise BusyError is raised; different hosts are independent. A child
    process must open its own. Creating one needs no system call: sockets are opened when they are needed."""

    def __init__(
        self,
        netns: Netns = None,
        *,
        timeout: float = 5.0,
        insist: bool = False,
        ipvs_interface: int = IpvsInterface.AUTOMATIC,
        trace: Union[None, int, HasFileno] = None,
    ) -> None:
        """The same as lvsdr.open()."""
        super().__init__(new_host())
        self.timeout = timeout
        self.insist = insist
        self._call("lvsdr_set_ipvs_interface", ipvs_interface)
        if trace is not None:
            self.set_trace(trace)
        if netns is None:
            return
        if isinstance(netns, int):
            self._call("lvsdr_open_netns_fd", netns)
        else:
            self._call("lvsdr_open_netns", netns if isinstance(netns, str) else os.path.abspath(netns))

    @property
    def timeout(self) -> float:
        """How long one request waits for an answer of the kernel: seconds, 0.001 to 3600. The time in which the
        kernel loads a module does not count."""
        return self._call("lvsdr_get_timeout") / 1000

    @timeout.setter
    def timeout(self, seconds: float) -> None:
        self._call("lvsdr_set_timeout", milliseconds("timeout", seconds))

    @property
    def insist(self) -> bool:
        """Whether requests are sent that the kernel accepts although they cannot work, such as a direct-routing
        destination on another port. Otherwise they raise InvalidError."""
        return self._call("lvsdr_get_insist") > 0

    @insist.setter
    def insist(self, insist: bool) -> None:
        self._call("lvsdr_set_insist", boolean("insist", insist))

    @property
    def ipvs_interface(self) -> IpvsInterface:
        """The kernel interface that is used for IPVS."""
        return IpvsInterface(self._call("lvsdr_get_ipvs_interface"))

    @ipvs_interface.setter
    def ipvs_interface(self, ipvs_interface: IpvsInterface) -> None:
        self._call("lvsdr_set_ipvs_interface", ipvs_interface)

    def set_trace(self, to: Union[None, int, HasFileno], *, time: bool = False, result: bool = False) -> None:
        """Write every change that is made through this host as one line, the classic command.

        to: a file, or a descriptor, which is duplicated; None disables the trace. The buffer of a file is not flushed
            before.
        time: add the time of the change, in UTC, after the command.
        result: add "done" after the command, and a line, as a comment, for each failure."""
        details = (_raw.LVSDR_TRACE_TIME if boolean("time", time) else 0) | (
            _raw.LVSDR_TRACE_RESULT if boolean("result", result) else 0
        )
        descriptor: Optional[int] = to if to is None or isinstance(to, int) else to.fileno()
        self._call("lvsdr_set_trace", -1 if descriptor is None else descriptor)
        self._call("lvsdr_set_trace_details", details)

    @property
    def trace_lost(self) -> int:
        """The number of lines of the trace that could not be written."""
        return self._call("lvsdr_get_trace_lost")


def open(
    netns: Netns = None,
    *,
    timeout: float = 5.0,
    insist: bool = False,
    ipvs_interface: int = IpvsInterface.AUTOMATIC,
    trace: Union[None, int, HasFileno] = None,
) -> Host:
    """Open a host.

    netns: None: the network namespace of the calling thread at the first call that needs the kernel; a name as used
        by `ip netns`; a path (a str with a slash, or a PathLike), such as "/proc/123/ns/net"; or a descriptor.
        Another network namespace needs CAP_SYS_ADMIN.
    timeout: how long one request waits for an answer of the kernel: seconds, 0.001 to 3600.
    insist: send requests that would otherwise be rejected as invalid (Host.insist).
    ipvs_interface: an IpvsInterface value.
    trace: a file or descriptor that receives every change as a classic command (Host.set_trace()).
    """
    return Host(netns, timeout=timeout, insist=insist, ipvs_interface=ipvs_interface, trace=trace)
