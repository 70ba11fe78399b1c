# SPDX-License-Identifier: LGPL-2.1-or-later
"""Memory that ends inside of the library: OutOfMemoryError, with a sentence, and what was used works afterwards. With
tests/networks/refuse.so preloaded; in the lab the calls that take IPVS, elsewhere all others. LVSDR_EVERY=N
lets one of N allocations fail, from a random one on; of undo, whose steps wait for each other, all."""

import ctypes
import itertools
import os
import random
import unittest

import lvsdr
from test_interrupts import WEB, Objects

ALL_PARTS = (
    lvsdr.Part.SERVICES
    | lvsdr.Part.VIPS
    | lvsdr.Part.ARP_POLICIES
    | lvsdr.Part.TIMEOUTS
    | lvsdr.Part.SYSCTLS
    | lvsdr.Part.SYNC_DAEMONS
    | lvsdr.Part.MARKS
)
IPVS_PARTS = ALL_PARTS & ~lvsdr.Part.MARKS
DEST = lvsdr.Dest("192.168.1.20", weight=3)
LO = lvsdr.Vip("192.168.1.41", "lo")
EVERY = int(os.environ.get("LVSDR_EVERY", "1"))
injector = ctypes.CDLL(None)


class Failing:
    """Lets an allocation of the library fail, alone or with all that follow."""

    def __init__(self, number, and_all_after):
        self.number, self.and_all_after, self.reached = number, and_all_after, False

    def __enter__(self):
        injector.allocation_arm(ctypes.c_long(self.number), int(self.and_all_after))
        return self

    def __exit__(self, *_):
        self.reached = bool(injector.allocation_reached())
        injector.allocation_arm(ctypes.c_long(0), 0)


def fill():
    """A state of each kind, in all its forms."""
    state = lvsdr.State(ALL_PARTS)
    state.add_service(WEB)
    state.add_dest(WEB, lvsdr.Dest("192.168.1.20", weight=3))
    state.add_vip(LO)
    state.add_arp_policy(lvsdr.ArpPolicy("all"))
    state.set_timeouts(lvsdr.Timeouts(tcp=9))
    state.add_sysctl(lvsdr.Sysctl("conn_reuse_mode", "0"))
    state.add_sync_daemon(lvsdr.SyncDaemon("master", "eth0"))
    state.add_mark(lvsdr.Mark("tcp", "192.168.1.41:http", 8))
    again = lvsdr.State.from_json(state.to_json())
    return again.to_text("rules", lossy=True), again.vips, again.marks, again.services, again.dests(WEB)


class Host:
    """What is done on one host, which has to work on."""

    def __init__(self):
        self.host = lvsdr.open()

    def plan(self):
        plan = self.host.new_plan()
        plan.add_vip(LO)
        return [step.command for step in plan], str(plan), plan.to_json(), [step.before for step in plan]

    def plan_between(self):
        state = lvsdr.State(lvsdr.Part.VIPS)
        state.add_vip(LO)
        return str(self.host.plan(state, scope=["192.168.1.41"]))

    def uses(self):
        return {
            "open": lambda: lvsdr.open().close(),
            "fill a state": fill,
            "plan by hand": self.plan,
            "plan": self.plan_between,
            "read the network": lambda: self.host.read(
                ["192.168.1.41"], parts=lvsdr.Part.VIPS | lvsdr.Part.ARP_POLICIES
            ).vips,
            "read a policy": lambda: self.host.read_arp_policy(lvsdr.ArpPolicy("all")),
        }

    def check(self):
        assert self.host.timeout == 5
        assert self.plan()[1] == "1 step:\n  ip addr add 192.168.1.41/32 dev lo", self.plan()[1]


class Director:
    """What takes IPVS; each use leaves it as it was."""

    def __init__(self):
        self.host = lvsdr.open()

    def services(self):
        self.host.add_service(WEB)
        self.host.add_dest(WEB, DEST)
        self.host.update_dest(WEB, lvsdr.Dest("192.168.1.20", weight=7))
        self.host.read_dest(WEB, DEST)
        self.host.remove_service(WEB)

    def plan(self):
        plan = self.host.new_plan()
        plan.add_service(WEB)
        plan.add_dest(WEB, DEST)
        plan.update_timeouts(lvsdr.Timeouts(tcp=7))
        plan.apply()
        plan.undo()

    def drain(self):
        self.host.add_service(WEB)
        self.host.add_dest(WEB, DEST)
        self.host.drain_dest(WEB, DEST, seconds=0)
        self.host.remove_service(WEB)

    def graceful_plan(self):
        self.host.add_service(WEB)
        self.host.add_dest(WEB, DEST)
        plan = self.host.new_plan()
        plan.update_real_server("everything", "192.168.1.20", 3)
        plan.remove_real_server("everything", "192.168.1.20")
        plan.make_graceful(0)
        plan.apply()
        self.host.remove_service(WEB)

    def uses(self):
        host = self.host
        return {
            "services": self.services,
            "plan and undo": self.plan,
            "drain": self.drain,
            "graceful plan": self.graceful_plan,
            "read all": lambda: host.read("everything", parts=IPVS_PARTS, counters=True).to_json(),
            "totals": lambda: (host.totals(), host.processor_totals()),
            "connections": lambda: (host.count_connections(), list(host.connections())),
            "settings": lambda: (host.read_timeouts(), host.read_sysctl("conn_reuse_mode")),
        }

    def check(self):
        self.host.remove_all_services()
        self.host.update_timeouts(lvsdr.Timeouts(tcp=900))
        assert self.host.add_service(WEB) and self.host.remove_service(WEB)


class Memory(unittest.TestCase):
    def fail_each(self, name, use, objects, and_all_after):
        """How many allocations failed, and how many of them were told."""
        every = 1 if name == "plan and undo" else EVERY
        tried, told = 0, 0
        for number in itertools.count(random.randint(1, every), every):
            with self.subTest(use=name, allocation=number, and_all_after=and_all_after):
                try:
                    with Failing(number, and_all_after) as failing:
                        use()
                except lvsdr.OutOfMemoryError as error:
                    told += 1
                    self.assertIsInstance(error, MemoryError)
                    self.assertIn("memory", str(error))
                objects.check()
            if not failing.reached:
                return tried, told
            tried += 1

    def test_each_allocation(self):
        count, told = 0, 0
        for kind in (Director,) if "LVSDR_LAB_KERNEL" in os.environ else (Objects, Host):
            for name in kind().uses():
                for and_all_after in (False, True):
                    objects = kind()
                    use = objects.uses()[name]
                    use()
                    objects.check()
                    tried, raised = self.fail_each(name, use, objects, and_all_after)
                    count, told = count + tried, told + raised
        self.assertGreater(told, 100)
        print(f"{count} allocations failed, {told} times OutOfMemoryError")


if __name__ == "__main__":
    unittest.main()
