# SPDX-License-Identifier: LGPL-2.1-or-later
"""Linux Virtual Server in direct-routing mode (LVS-DR) from a program.

    with lvsdr.open() as host:
        web = lvsdr.Service("tcp", "192.168.1.41:80", scheduler="rr")
        host.add_service(web)
        host.add_dest(web, lvsdr.Dest("192.168.1.20"))

A value (Service, Dest, Vip ...) describes one thing and is checked when it is created. A Host talks to one network
namespace. A State is a set of values, observed or desired. A Plan lists changes, and can be applied, recorded and
undone. Failures raise Error."""

from . import _members, kinds
from ._members import *  # noqa: F403 (the enumerations)
from .connections import Connection, Connections
from .counters import Counters
from .drain import Draining, DrainProgress
from .errors import (
    BusyError,
    ChangingError,
    ClosedError,
    DeadlineError,
    Error,
    ExistsError,
    ForkError,
    FormatError,
    InUseError,
    InvalidError,
    KernelError,
    LibraryError,
    LossError,
    NoDeviceError,
    NotFoundError,
    OutOfMemoryError,
    PrivilegeError,
    StaleError,
    UnsupportedError,
)
from .handle import Host, IpvsInterface, open
from .kinds import *  # noqa: F403 (the values)
from .plan import Plan, Step, StepStatus
from .state import State
from .totals import ProcessorTotals, Totals
from .version import Feature, library_path, version
from .watch import Watch

__all__ = [
    "BusyError", "ChangingError", "ClosedError", "Connection", "Connections", "Counters", "DeadlineError",
    "DrainProgress", "Draining", "Error", "ExistsError", "Feature", "ForkError", "FormatError", "Host", "InUseError",
    "InvalidError", "IpvsInterface", "KernelError", "LibraryError", "LossError", "NoDeviceError", "NotFoundError",
    "OutOfMemoryError", "Plan", "PrivilegeError", "ProcessorTotals", "StaleError", "State", "Step", "StepStatus",
    "Totals", "UnsupportedError", "Watch", "library_path", "open", "version",
]  # fmt: skip
__all__ += _members.__all__
__all__ += kinds.__all__
