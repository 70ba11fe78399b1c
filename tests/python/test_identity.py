# SPDX-License-Identifier: LGPL-2.1-or-later
"""What was read is what is changed: among services and destinations that are nearly the same, one that was read goes
through all that keeps or writes a value, and is changed; ipvsadm sees that nothing else was. In the lab, as root of a
network namespace. LVSDR_SEED=N does the same again."""

import copy
import dataclasses
import os
import pickle
import random
import subprocess
import unittest

import lvsdr
from lvsdr import Dest, Forwarding, SchedulerFlag, Service, State, Tunnel, TunnelFlag

SEED = int(os.environ.get("LVSDR_SEED") or int.from_bytes(os.urandom(4), "little"))
TABLES, CASES = 24, 10  # cases for each table
NAMES = {"Dest": Dest, "Service": Service, "Forwarding": Forwarding, "Tunnel": Tunnel}
# Each with its name in ipvsadm.
SERVICES = {
    "-t 192.168.1.41:80": Service("tcp", "192.168.1.41:80"),
    "-t 192.168.1.41:443": Service("tcp", "192.168.1.41:443"),
    "-t 192.168.1.41:0": Service("tcp", "192.168.1.41:0", persistence=60),
    "-u 192.168.1.41:80": Service("udp", "192.168.1.41:80"),
    "-t [2001:db8::41]:80": Service("tcp", "[2001:db8::41]:80"),
    "-f 7": Service.for_fwmark(7),
    "-f 7 -6": Service.for_fwmark(7, "ipv6"),
    "-f 8": Service.for_fwmark(8),
}
ADDRESSES = {"ipv4": ("192.168.1.20", "192.168.1.21"), "ipv6": ("2001:db8::20", "2001:db8::21")}
os.environ.pop("LD_PRELOAD", None)  # a sanitizer that the library needs is nothing for ipvsadm


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def listing():
    """What ipvsadm tells: the form of each service and destination by its name."""
    seen = {}
    limits = [line.split() for line in run("ipvsadm", "-Ln", "--thresholds") if line.startswith("  -> ")][1:]
    for line in run("ipvsadm", "-Sn"):
        words = line.split()
        form = words.index("-s" if words[0] == "-A" else "-r")
        if words[0] == "-A":
            seen[" ".join(words[1:form]), None] = " ".join(words[form:])
        else:
            _, name, upper, lower, *_ = limits.pop(0)
            assert name == words[form + 1]
            seen[" ".join(words[1:form]), name] = (" ".join(words[form + 2 :]), upper, lower)
    assert not limits
    return seen


def of_json(service, dest):
    """The two as they come out of the neutral form."""
    state = State()
    state.add_service(service)
    state.add_dest(service, dest)
    ((service, (dest,)),) = State.from_json(state.to_json()).items()
    return service, dest


def of_text(value):
    """What its text means, with all that the text does not say."""
    if isinstance(value, Service):
        named = Service.for_fwmark(value.fwmark, value.family) if value.fwmark else Service(*str(value).split())
    else:
        named = Dest(str(value))
    fields = {name: getattr(value, name) for name in value._settable}
    return dataclasses.replace(named, **fields)


COPIES = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "replace": dataclasses.replace,
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),
    "old pickle": lambda value: pickle.loads(pickle.dumps(value, 2)),
    "repr": lambda value: eval(repr(value), NAMES),
    "text": of_text,
}


class Table:
    """A few services and their destinations, as they were made and as ipvsadm sees them."""

    def __init__(self, host, chance):
        self.host, self.chance = host, chance
        self.dests = []
        host.remove_all_services()
        for name in chance.sample(sorted(SERVICES), chance.randint(2, 4)):
            service = dataclasses.replace(SERVICES[name], **self.service_form(SERVICES[name]))
            host.add_service(service)
            self.add_dests(name, service)
        self.seen = listing()

    def add_dests(self, name, service):
        ports = sorted({0, 80, 443, service.port})
        all_of_it = [(address, port) for address in ADDRESSES[service.family] for port in ports]
        for address, port in self.chance.sample(all_of_it, self.chance.randint(2, 5)):
            full = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
            # By its full name, or by that of its service's port.
            dest = Dest(address, None if port == service.port and self.chance.random() < 0.5 else port,
                        **self.dest_form(service, port))  # fmt: skip
            self.host.add_dest(service, dest)
            self.dests.append((name, full, service, Dest(full)))

    def service_form(self, service):
        chance = self.chance
        persistence = chance.choice([0, 60, 600])
        return {
            "scheduler": chance.choice(["rr", "wlc", "sh"]),
            "scheduler_flags": chance.choice([0, SchedulerFlag.SH_PORT, SchedulerFlag.SH_FALLBACK]),
            "persistence": persistence or (60 if not service.port and not service.fwmark else 0),
            "persistence_prefix": chance.choice([32 if service.family == "ipv4" else 128, 24]),
            "persistence_engine": "",
            "one_packet": service.protocol == "udp" and chance.random() < 0.5,
        }

    def dest_form(self, service, port):
        chance = self.chance
        methods = [Forwarding.MASQUERADE]
        if service.fwmark or port == service.port:
            methods += [Forwarding.DIRECT, Forwarding.TUNNEL]
        forwarding = chance.choice(methods)
        tunnel = chance.choice(list(Tunnel)) if forwarding == Forwarding.TUNNEL else Tunnel.IPIP
        upper, lower = chance.choice([(0, 0), (100, 0), (100, 50)])
        return {
            "weight": chance.choice([0, 1, 1, 5]), "forwarding": forwarding,
            "upper_threshold": upper, "lower_threshold": lower,
            "tunnel_type": tunnel, "tunnel_port": 6080 if tunnel == Tunnel.GUE else 0,
            "tunnel_flags": TunnelFlag.CHECKSUM if tunnel != Tunnel.IPIP and chance.random() < 0.5 else TunnelFlag(0),
        }  # fmt: skip


class Identity(unittest.TestCase):
    def setUp(self):
        self.host = lvsdr.open()
        self.chance = random.Random(SEED)
        self.told = ""

    def tearDown(self):
        self.host.remove_all_services()
        self.host.close()

    def tell(self, what):
        self.told += f" {what}"

    def read(self, service, dest):
        """A service and a destination of it as they were read in one of the ways there are."""
        way = self.chance.choice(["state", "counters", "each"])
        self.tell(way)
        if way == "each":
            return self.host.read_service(service), self.host.read_dest(service, dest)
        state = self.host.read("everything", counters=way == "counters")
        named = next(each for each in state.services if str(each) == str(service))
        return named, next(each for each in state.dests(service) if str(each) == str(dest))

    def kept(self, service, dest):
        """The same two, after they went through a few things that keep a value."""
        for way in self.chance.choices([*COPIES, "JSON"], k=self.chance.randint(1, 3)):
            self.tell(way)
            before = service, dest
            service, dest = of_json(service, dest) if way == "JSON" else map(COPIES[way], before)
            self.assertEqual((service, dest), before)
            self.assertEqual((repr(service), repr(dest)), tuple(map(repr, before)))
        return service, dest

    def write(self, kind, *values):
        """Changes it in one of the ways there are."""
        way = self.chance.choice(["host", "plan", "state"])
        self.tell(way)
        if way == "host":
            getattr(self.host, f"update_{kind}")(*values)
        elif way == "plan":
            plan = self.host.new_plan()
            getattr(plan, f"update_{kind}")(*values)
            plan.apply()
        else:
            desired = State.from_json(self.host.read("everything").to_json())
            getattr(desired, f"update_{kind}")(*values)
            self.host.plan(desired, scope="everything").apply()

    def change_dest(self, table, name, full, service, dest):
        weight = self.chance.randint(6, 99)
        form, upper, lower = table.seen[name, full]
        words = form.split()
        words[words.index("-w") + 1] = str(weight)
        self.write("dest", service, dataclasses.replace(dest, weight=weight))
        table.seen[name, full] = (" ".join(words), upper, lower)

    def change_limits(self, table, name, full, service, dest):
        self.write("dest", service, dataclasses.replace(dest, upper_threshold=70, lower_threshold=7))
        table.seen[name, full] = (table.seen[name, full][0], "70", "7")

    def change_service(self, table, name, full, service, dest):
        self.write("service", dataclasses.replace(service, scheduler="lc", scheduler_flags=0))
        _, _, *rest = table.seen[name, None].partition(" -b ")[0].split()
        table.seen[name, None] = " ".join(["-s", "lc", *rest])

    def restore_dest(self, table, name, full, service, dest):
        """Every field that was read is written."""
        self.host.update_dest(service, Dest(full, **table.dest_form(service, dest.port)))
        self.write("dest", service, dest)

    def restore_service(self, table, name, full, service, dest):
        self.host.update_service(dataclasses.replace(service, **table.service_form(service)))
        self.write("service", service)

    def remove_and_add(self, table, name, full, service, dest):
        self.assertIs(self.host.remove_dest(service, dest), True)
        self.assertIs(self.host.add_dest(service, dest), True)

    def test_near_equals(self):
        changes = [self.change_dest, self.change_limits, self.change_service, self.restore_dest, self.restore_service,
                   self.remove_and_add]  # fmt: skip
        for _ in range(TABLES):
            table = Table(self.host, self.chance)
            for _ in range(CASES):
                change = self.chance.choice(changes)
                name, full, service, dest = self.chance.choice(table.dests)
                self.told = f"LVSDR_SEED={SEED}: {name} {full}, {change.__name__}:"
                try:
                    change(table, name, full, *self.kept(*self.read(service, dest)))
                    self.assertEqual(listing(), table.seen)
                except Exception:
                    print(self.told)
                    raise
