# SPDX-License-Identifier: LGPL-2.1-or-later
"""Linux Virtual Server in direct-routing mode (LVS-DR) from a program.

First steps:

    with lvsdr.open() as host:
        web = lvsdr.Service("tcp", "192.168.1.41:80", scheduler="rr")
        host.add_service(web)  # True: changed, False: nothing had to change
        host.add_dest(web, lvsdr.Dest("192.168.1.20", weight=2))
        for service, dests in host.read("192.168.1.41").items():
            print(service, service.scheduler, dests)

From the observed to a desired state, which other objects of the scope are removed for:

    desired = lvsdr.State.load("web.json")
    with lvsdr.open() as host:
        plan = host.plan(desired, scope="192.168.1.41")
        print(plan)  # the steps, as classic commands
        plan.save("undo.json")
        plan.apply()  # all of them, or none; in a coroutine: await plan.apply_async()

What there is; help(lvsdr.Host) and so on tell more:

    open(), Host        one network namespace: add_, update_, remove_ and read_ of each value, read(), plan(), watch() ...
    Service, Dest       a virtual service and its real servers
    Vip, ArpPolicy, Mark, Timeouts, Sysctl, SyncDaemon    what else a host has; all of these are values: they describe
                        one thing, are checked when they are created, and do nothing
    State               a set of values, observed or desired, from and to JSON and rules of ipvsadm
    Plan, Step          the changes between two states: applied, recorded, undone
    Watch               which parts of the state may have changed
    Connections, Totals, Counters    what IPVS counts and tracks
    Error               what every failure raises: an OSError, with a subclass for each code, in lvsdr.errors
    __version__, version()    of this package, and of the C library"""

# There is no __all__, because help() would print all classes with all their members.
from ._members import *  # noqa: F403 (the enumerations)
from ._raw import VERSION as __version__
from .connections import Connection as Connection
from .connections import Connections as Connections
from .counters import Counters as Counters
from .drain import Draining as Draining
from .drain import DrainProgress as DrainProgress
from .errors import *  # noqa: F403 (the exceptions)
from .handle import Host as Host
from .handle import IpvsInterface as IpvsInterface
from .handle import open as open
from .kinds import *  # noqa: F403 (the values)
from .plan import Plan as Plan
from .plan import PlanStatus as PlanStatus
from .plan import Step as Step
from .plan import StepStatus as StepStatus
from .state import State as State
from .totals import ProcessorTotals as ProcessorTotals
from .totals import Totals as Totals
from .version import Feature as Feature
from .version import library_path as library_path
from .version import version as version
from .watch import Watch as Watch
