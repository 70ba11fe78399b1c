# SPDX-License-Identifier: LGPL-2.1-or-later
"""All kinds of objects: what each gives a host, a plan and a state, and which names the package has of it. A kind is a
module, and its names here; nothing else lists kinds."""

from .arp_policy import ArpPolicy, ArpPolicyCalls, ArpPolicyObjects, ArpPolicySteps
from .dest import Dest, DestCalls, DestObjects, DestSteps
from .mark import Mark, MarkCalls, MarkObjects, MarkSteps
from .service import Service, ServiceCalls, ServiceObjects, ServiceSteps
from .sync_daemon import SyncDaemon, SyncDaemonCalls, SyncDaemonObjects, SyncDaemonSteps
from .sysctl import Sysctl, SysctlCalls, SysctlObjects, SysctlSteps
from .timeouts import TimeoutCalls, TimeoutObjects, Timeouts, TimeoutSteps
from .vip import FOREVER, Vip, VipCalls, VipObjects, VipSteps

__all__ = ["ArpPolicy", "Dest", "FOREVER", "Mark", "Service", "SyncDaemon", "Sysctl", "Timeouts", "Vip"]


class KindCalls(
    ServiceCalls, DestCalls, VipCalls, ArpPolicyCalls, MarkCalls, TimeoutCalls, SysctlCalls, SyncDaemonCalls,
):  # fmt: skip
    """The calls of a host about single objects."""


class KindSteps(
    ServiceSteps, DestSteps, VipSteps, ArpPolicySteps, MarkSteps, TimeoutSteps, SysctlSteps, SyncDaemonSteps,
):  # fmt: skip
    """The steps that can be added to a plan."""


class KindObjects(
    DestObjects, ServiceObjects, VipObjects, ArpPolicyObjects, MarkObjects, TimeoutObjects, SysctlObjects,
    SyncDaemonObjects,
):  # fmt: skip
    """The objects of a state."""
