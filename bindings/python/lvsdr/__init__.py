# SPDX-License-Identifier: LGPL-2.1-or-later
"""Linux Virtual Server in direct-routing mode (LVS-DR) from a program.

    with lvsdr.open() as host:
        web = lvsdr.Service("tcp", "192.168.1.41:80", scheduler="rr")
        host.add_service(web)
        host.add_dest(web, lvsdr.Dest("192.168.1.20"))

A value (Service, Dest, Vip, ArpPolicy, Mark, Timeouts, Sysctl, SyncDaemon) describes one thing and is checked when it
is created. A Host talks to one network namespace. A State is a set of values, observed or desired. A Plan lists
changes, and can be applied, recorded and undone. Failures raise Error."""

from ._members import AddressScope, Forwarding, SchedulerFlag, SysctlName, Tunnel, TunnelFlag, VipFlag
from .arp_policy import ArpPolicy
from .connections import Connection, Connections
from .counters import Counters
from .dest import Dest
from .drain import DrainProgress
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
from .mark import Mark
from .plan import Plan, Step, StepStatus
from .service import Service
from .state import Part, State
from .sync_daemon import SyncDaemon
from .sysctl import Sysctl
from .timeouts import Timeouts
from .version import Feature, library_path, version
from .vip import FOREVER, Vip

__all__ = [
    "AddressScope", "ArpPolicy", "BusyError", "ChangingError", "ClosedError", "Connection", "Connections", "Counters",
    "DeadlineError", "Dest", "DrainProgress", "Error", "ExistsError", "FOREVER", "Feature", "ForkError",
    "FormatError", "Forwarding", "Host", "InUseError", "InvalidError", "IpvsInterface", "KernelError", "LibraryError",
    "LossError", "Mark", "NoDeviceError", "NotFoundError", "OutOfMemoryError", "Part", "Plan", "PrivilegeError",
    "SchedulerFlag", "Service", "StaleError", "State", "Step", "StepStatus", "SyncDaemon", "Sysctl", "SysctlName",
    "Timeouts", "Tunnel", "TunnelFlag", "UnsupportedError", "Vip", "VipFlag", "library_path", "open", "version",
]  # fmt: skip
