# SPDX-License-Identifier: LGPL-2.1-or-later
"""States: by hand, as JSON, as rules, by columns. Without a kernel."""

import copy
import json
import os
import pickle
import tempfile
import unittest
from ipaddress import IPv4Address, IPv6Address, ip_address

import lvsdr
from lvsdr._library import C
from lvsdr._raw import FUNCTIONS

WEB = lvsdr.Service("tcp", "192.168.1.41:80", scheduler="rr")
ALL = sum(part for part in lvsdr.Part)


def filled():
    """One of everything."""
    state = lvsdr.State(ALL)
    state.add_service(WEB)
    state.add_dest(WEB, lvsdr.Dest("192.168.1.20", weight=3))
    state.add_dest(WEB, lvsdr.Dest("192.168.1.21", upper_threshold=100, lower_threshold=50))
    sip = lvsdr.Service.for_fwmark(7, "ipv6", persistence=600, persistence_engine="sip", persistence_prefix=64)
    state.add_service(sip)
    state.add_dest(sip, lvsdr.Dest("2001:db8::20", tunnel_type=lvsdr.Tunnel.GUE, tunnel_port=6080))
    state.add_vip(lvsdr.Vip("192.168.1.41", "lo", label="lo:0", broadcast="192.168.1.41"))
    state.add_arp_policy(lvsdr.ArpPolicy("eth0"))
    state.add_sysctl(lvsdr.Sysctl("conntrack", 1))
    state.add_sync_daemon(lvsdr.SyncDaemon("master", "eth0", sync_id=7))
    state.add_mark(lvsdr.Mark("tcp", "192.168.1.41:80,443", 7))
    state.set_timeouts(lvsdr.Timeouts(tcp=1800, tcp_fin=120, udp=300))
    return state


# What no setter takes, and a kernel may hold.
OBSERVED = """{"lvsdr_state": 1, "observed": true, "services": [
 {"protocol": "tcp", "address": "192.168.1.41", "port": 80, "scheduler": "mh", "scheduler_flags": ["flag-1", "flag-3"],
  "other_flags": [1024], "persistence": 4294967295, "persistence_prefix": 24, "destinations": [
   {"address": "192.168.1.20", "port": 8080, "weight": 2147483647, "forwarding": "masquerade",
    "upper_threshold": 4294967295, "lower_threshold": 4294967294},
   {"address": "2001:db8:1111:2222:3333:4444:5555:6666", "weight": 0, "forwarding": "tunnel", "tunnel_type": 200,
    "tunnel_port": 6080, "tunnel_flags": ["csum", "remcsum", 32768]}]},
 {"protocol": 255, "address": "192.168.1.42", "port": 9, "persistence_netmask": "255.0.255.0"},
 {"protocol": "udp", "address": "2001:db8::41", "port": 53, "persistence_engine": "sip", "one_packet": true}]}"""


class Collections(unittest.TestCase):
    def test_contents(self):
        state = filled()
        self.assertEqual(
            [type(each).__name__ for each in state],
            [
                "Service",
                "Dest",
                "Dest",
                "Service",
                "Dest",
                "Vip",
                "ArpPolicy",
                "Timeouts",
                "Sysctl",
                "SyncDaemon",
                "Mark",
            ],
        )
        self.assertEqual((len(state), len(lvsdr.State()), len(lvsdr.State(lvsdr.Part.TIMEOUTS))), (11, 0, 0))
        self.assertEqual(
            repr(state),
            "<State: services 2, dests 3, vips 1, arp_policies 1, timeouts 1, sysctls 1, sync_daemons 1, marks 1>",
        )
        self.assertEqual(repr(lvsdr.State(lvsdr.Part.VIPS)), "<State: vips 0>")
        state.close()
        self.assertEqual(repr(state), "<State: closed>")

    def test_contains_an_object_whatever_its_settings(self):
        state = filled()
        for inside in (
            lvsdr.Service("tcp", "192.168.1.41:80", scheduler="lc"),
            lvsdr.Dest("192.168.1.20:80", weight=9),
        ):
            self.assertIn(inside, state)
        for outside in (
            lvsdr.Service("udp", "192.168.1.41:80"),
            lvsdr.Dest("192.168.1.20:81"),
            "192.168.1.20:80",
            None,
        ):
            self.assertNotIn(outside, state)

    def test_equality(self):
        state, other = filled(), filled()
        self.assertEqual(state, other)
        other.update_dest(WEB, lvsdr.Dest("192.168.1.20", weight=4))
        self.assertNotEqual(state, other)
        other.update_dest(WEB, lvsdr.Dest("192.168.1.20", weight=3))
        self.assertEqual(state, other)
        self.assertNotEqual(lvsdr.State(), lvsdr.State(lvsdr.Part.SERVICES | lvsdr.Part.VIPS))
        self.assertNotEqual(lvsdr.State(), {})
        self.assertRaises(TypeError, hash, state)

    def test_equality_in_any_order(self):
        one, other = lvsdr.State(), lvsdr.State()
        dests = [lvsdr.Dest("192.168.1.20"), lvsdr.Dest("192.168.1.21", weight=2)]
        dns = lvsdr.Service("udp", "192.168.1.41:53")
        for state, services, order in ((one, (WEB, dns), dests), (other, (dns, WEB), dests[::-1])):
            for service in services:
                state.add_service(service)
            for dest in order:
                state.add_dest(WEB, dest)
        self.assertNotEqual(one.to_json(), other.to_json())
        self.assertEqual(one, other)

    def test_counters_are_not_compared(self):
        text = json.loads(OBSERVED)
        text["services"][0]["counters"] = {"connections": 5}
        self.assertEqual(lvsdr.State.from_dict(text), lvsdr.State.from_json(OBSERVED))

    def test_scope(self):
        state = filled()
        self.assertIsNone(state.scope)
        for scope, text in (("192.168.1.41 fwmark:7",) * 2, ([ip_address("192.168.1.41"), "fwmark:7"], None), ("", "")):
            state.scope = scope
            self.assertEqual(state.scope, text if text is not None else "192.168.1.41, fwmark:7")
            again = lvsdr.State.from_json(state.to_json())
            self.assertEqual((again.scope, copy.copy(state).scope), (state.scope, state.scope))
            self.assertEqual(state, filled())  # what it is meant for is nothing that it has
        with self.assertRaisesRegex(lvsdr.InvalidError, '"web": it is neither'):
            state.scope = "web"
        state.scope = None
        self.assertNotIn("scope", state.to_dict())
        with lvsdr.open() as host:
            state, empty = lvsdr.State(), lvsdr.State()
            self.assertRaisesRegex(lvsdr.InvalidError, "no scope", host.plan, state, observed=empty)
            state.scope = "192.168.1.41"
            state.add_service(WEB)
            self.assertEqual(len(host.plan(state, observed=empty)), 1)
            self.assertRaisesRegex(
                lvsdr.InvalidError, "outside of the scope", host.plan, state, scope="192.168.1.42", observed=empty
            )

    def test_copies(self):
        for state in (filled(), lvsdr.State.from_json(OBSERVED), lvsdr.State()):
            for again in (copy.copy(state), copy.deepcopy(state), pickle.loads(pickle.dumps(state))):
                self.assertEqual((again, again.to_json()), (state, state.to_json()))
        state = filled()
        again = copy.copy(state)
        again.update_service(lvsdr.Service("tcp", "192.168.1.41:80", scheduler="lc"))
        self.assertEqual((state.services[0].scheduler, again.services[0].scheduler), ("rr", "lc"))

    def test_subclasses(self):
        class Own(lvsdr.State):
            pass

        self.assertIs(type(Own.from_text("-A -t 192.168.1.41:80")), Own)
        self.assertIs(type(copy.copy(Own())), Own)

    def test_bytes(self):
        state = filled()
        self.assertEqual(lvsdr.State.from_json(state.to_json().encode()), state)
        self.assertEqual(lvsdr.State.from_text(b"-A -t 192.168.1.41:80 -s rr").services[0].scheduler, "rr")
        self.assertRaisesRegex(lvsdr.FormatError, "not UTF-8", lvsdr.State.from_json, b"{\xff}")
        self.assertRaises(TypeError, lvsdr.State.from_json, bytearray(b"{}"))


class Dicts(unittest.TestCase):
    def test_of_what_was_read(self):
        for each in filled():
            again = type(each).from_dict(json.loads(json.dumps(each.to_dict())))
            self.assertEqual(again, each)
            if isinstance(each, lvsdr.Service):  # what is written is what a state has
                self.assertEqual(len(lvsdr.State.from_dict({"lvsdr_state": 1, "services": [each.to_dict()]})), 1)

    def test_only_what_is_set(self):
        for value, expected in (
            (lvsdr.Dest("192.168.1.20"), {"address": "192.168.1.20"}),
            (lvsdr.Dest("2001:db8::20", weight=1), {"address": "2001:db8::20", "weight": 1}),
            (
                lvsdr.Dest("192.168.1.20", 80, forwarding=lvsdr.Forwarding.DIRECT, upper_threshold=0),
                {"address": "192.168.1.20", "port": 80, "forwarding": "direct", "upper_threshold": 0},
            ),
            (WEB, {"protocol": "tcp", "address": "192.168.1.41", "port": 80, "scheduler": "rr"}),
            (lvsdr.Service.for_fwmark(7, "ipv6"), {"fwmark": 7, "family": "ipv6"}),
            (lvsdr.Timeouts(udp=30), {"udp": 30}),
            (lvsdr.Vip("192.168.1.41", "lo"), {"address": "192.168.1.41", "device": "lo"}),
        ):
            self.assertEqual(value.to_dict(), expected)
            self.assertEqual(type(value).from_dict(value.to_dict()), value)

    def test_refused(self):
        for kind, content, error in (
            (lvsdr.Dest, {"address": "192.168.1.20", "weight": -1}, lvsdr.InvalidError),
            (lvsdr.Dest, {"address": "192.168.1.20", "wait": 1}, lvsdr.FormatError),
            (lvsdr.Dest, {}, lvsdr.FormatError),
            (lvsdr.Service, {"protocol": "tcp"}, lvsdr.FormatError),
            (lvsdr.Vip, {"address": 7, "device": "lo"}, lvsdr.FormatError),
            (lvsdr.Vip, [], TypeError),
        ):
            with self.subTest(kind=kind, content=content):
                self.assertRaises(error, kind.from_dict, content)

    def test_of_a_state(self):
        for content in filled().to_dict()["services"]:
            service = lvsdr.Service.from_dict(content)
            self.assertIn(service, filled())
            for dest in content["destinations"]:
                self.assertIn(lvsdr.Dest.from_dict(dest).key, [each.key for each in filled().dests(service)])


class Columns(unittest.TestCase):
    def test_services(self):
        web, sip = filled().services
        self.assertEqual(
            (str(web), web.scheduler, web.persistence, web.one_packet, web.counters),
            ("tcp 192.168.1.41:80", "rr", 0, False, None),
        )
        self.assertEqual(web.address, IPv4Address("192.168.1.41"))
        self.assertEqual((sip.fwmark, sip.family, sip.address, sip.protocol, sip.port), (7, "ipv6", None, "", 0))
        self.assertEqual((sip.persistence, sip.persistence_engine, sip.persistence_prefix), (600, "sip", 64))
        self.assertIsInstance(sip.scheduler_flags, lvsdr.SchedulerFlag)

    def test_dests(self):
        (_, (first, second)), (_, (third,)) = filled().items()
        self.assertEqual((str(first), first.weight, first.forwarding), ("192.168.1.20:80", 3, lvsdr.Forwarding.DIRECT))
        self.assertEqual((second.upper_threshold, second.lower_threshold), (100, 50))
        self.assertEqual((third.address, third.port), (IPv6Address("2001:db8::20"), 0))
        self.assertEqual(
            (third.forwarding, third.tunnel_type, third.tunnel_port, third.tunnel_flags),
            (lvsdr.Forwarding.TUNNEL, lvsdr.Tunnel.GUE, 6080, lvsdr.TunnelFlag(0)),
        )
        self.assertIsInstance(third.tunnel_type, lvsdr.Tunnel)

    def test_some_timeouts(self):
        for some in (lvsdr.Timeouts(), lvsdr.Timeouts(tcp_fin=60), lvsdr.Timeouts(tcp=1800, udp=21474836)):
            state, again = lvsdr.State(lvsdr.Part.TIMEOUTS), lvsdr.State(lvsdr.Part.TIMEOUTS)
            self.assertIsNone(state.timeouts)
            state.set_timeouts(some)
            self.assertEqual((state.timeouts, repr(state.timeouts)), (some, repr(some)))
            again.set_timeouts(state.timeouts)
            self.assertEqual(again.to_json(), state.to_json())
            self.assertEqual(lvsdr.State.from_json(state.to_json()).timeouts, some)
        self.assertEqual(lvsdr.State.from_text("--set 0 0 30").timeouts, lvsdr.Timeouts(udp=30))

    def test_columns_say_what_getters_say(self):
        self._compare(filled())
        self._compare(lvsdr.State.from_json(OBSERVED))

    def _compare(self, state):
        columns = list(state.items())
        get_service, get_dest = C["lvsdr_state_get_service"], C["lvsdr_state_get_dest"]

        def compare(pointer):
            for place, (service, dests) in enumerate(columns):
                self.assertEqual(lvsdr.Service._read(get_service(pointer, place)), service)
                for number, dest in enumerate(dests):
                    self.assertEqual(lvsdr.Dest._read(get_dest(pointer, place, number)), dest)

        state._using(compare)

    def test_many(self):
        state = lvsdr.State()
        wanted = []
        for i in range(30):
            service = lvsdr.Service("udp", f"10.0.0.{i + 1}:53")
            state.add_service(service)
            wanted.append((str(service), [f"10.1.{i}.{k + 1}:53" for k in range(i)]))
            for k in range(i):
                state.add_dest(service, lvsdr.Dest(f"10.1.{i}.{k + 1}", weight=k))
        self.assertEqual([(str(service), list(map(str, dests))) for service, dests in state.items()], wanted)
        self.assertEqual([dest.weight for dest in state.dests(service)], list(range(29)))

    def test_empty(self):
        state = lvsdr.State()
        self.assertEqual((state.services, list(state.items()), state.vips, state.timeouts), ([], [], [], None))

    def test_changes_are_seen(self):
        state = filled()
        self.assertEqual(len(state.services), 2)
        state.add_service(lvsdr.Service("tcp", "192.168.1.41:443"))
        self.assertEqual(len(state.services), 3)
        state.update_dest(WEB, lvsdr.Dest("192.168.1.20", weight=9))
        self.assertEqual(state.dests(WEB)[0].weight, 9)
        state.update_service(lvsdr.Service("tcp", "192.168.1.41:80", persistence=60))
        self.assertEqual((state.services[0].scheduler, state.services[0].persistence), ("rr", 60))

    def test_lists_are_the_callers(self):
        state = filled()
        state.services.clear()
        state.vips.clear()
        for _, dests in state.items():
            dests.clear()
        self.assertEqual((len(state.services), len(state.vips), len(state.dests(WEB))), (2, 1, 2))


class Kinds(unittest.TestCase):
    def test_no_kind_is_left_out(self):
        """What the library can do with an object of a kind, a host, a plan and a state can, and the package names it."""
        kinds = [name[len("lvsdr_state_get_") :] for name in FUNCTIONS if name.startswith("lvsdr_state_get_")]
        kinds = [kind for kind in kinds if f"lvsdr_{kind}_new" in FUNCTIONS and kind != "scope"]  # a text
        self.assertGreaterEqual(len(kinds), 8)
        for kind in kinds:
            self.assertIn("".join(map(str.capitalize, kind.split("_"))), vars(lvsdr))
            for verb in "add", "update", "remove", "read", "set":
                for function, owner in (
                    (f"lvsdr_{kind}_{verb}", lvsdr.Host),
                    (f"lvsdr_plan_{verb}_{kind}", lvsdr.Plan),
                    (f"lvsdr_state_{verb}_{kind}", lvsdr.State),
                ):
                    self.assertTrue(function not in FUNCTIONS or hasattr(owner, f"{verb}_{kind}"), function)
        for part in lvsdr.Part:
            self.assertTrue(hasattr(lvsdr.State, part.name.lower()), part)

    def test_each(self):
        state = filled()
        (vip,), (policy,), (sysctl,), (daemon,), (mark,) = (
            state.vips,
            state.arp_policies,
            state.sysctls,
            state.sync_daemons,
            state.marks,
        )
        self.assertEqual(
            (str(vip), vip.label, vip.prefix_length, vip.broadcast, vip.host_route),
            ("192.168.1.41 on lo", "lo:0", 32, ip_address("192.168.1.41"), False),
        )
        self.assertEqual((policy.arp_ignore, policy.arp_announce), (1, 2))
        self.assertEqual(sysctl, lvsdr.Sysctl("conntrack", "1"))
        self.assertEqual(
            (daemon.role, daemon.sync_id, daemon.group, daemon.port, daemon.ttl),
            ("master", 7, ip_address("224.0.0.81"), 8848, 1),
        )
        self.assertEqual((mark.ports, mark.fwmark, mark.device), ("80,443", 7, ""))
        self.assertEqual(state.timeouts, lvsdr.Timeouts(tcp=1800, tcp_fin=120, udp=300))

    def test_what_was_read_can_be_added(self):
        state, other = filled(), lvsdr.State(ALL)
        for service, dests in state.items():
            other.add_service(service)
            for dest in dests:
                other.add_dest(service, dest)
        for kind in ("vip", "arp_policy", "sysctl", "sync_daemon", "mark"):
            for each in getattr(state, {"arp_policy": "arp_policies"}.get(kind, kind + "s")):
                getattr(other, "add_" + kind)(each)
        other.set_timeouts(state.timeouts)
        self.assertEqual(other.to_dict(), state.to_dict())

    def test_refusals(self):
        state = filled()
        for function, values, kind in [
            (state.add_service, [WEB], lvsdr.ExistsError),
            (state.add_dest, [WEB, lvsdr.Dest("192.168.1.20")], lvsdr.ExistsError),
            (state.add_dest, [lvsdr.Service("tcp", "192.168.1.42:80"), lvsdr.Dest("1.2.3.4")], lvsdr.NotFoundError),
            (state.update_dest, [WEB, lvsdr.Dest("192.168.1.29")], lvsdr.NotFoundError),
            (state.dests, [lvsdr.Service("tcp", "192.168.1.42:80")], lvsdr.NotFoundError),
            (lvsdr.State().add_vip, [lvsdr.Vip("192.168.1.41", "lo")], lvsdr.InvalidError),
            (lvsdr.State, [0], lvsdr.InvalidError),
            (lvsdr.State, [0x100], lvsdr.InvalidError),
            (lvsdr.State, [-1], ValueError),
            (lvsdr.State, ["services"], TypeError),
            (state.add_service, [lvsdr.Dest("192.168.1.20")], TypeError),
            (state.add_service, ["tcp 192.168.1.41:80"], TypeError),
            (state.add_service, [None], TypeError),
            (state.add_dest, [lvsdr.Dest("192.168.1.20"), WEB], TypeError),
        ]:
            with self.subTest(function=function, values=values):
                self.assertRaises(kind, function, *values)

    def test_mixed_up_values_are_named(self):
        with self.assertRaisesRegex(TypeError, "^service: lvsdr_service is wanted, not lvsdr_dest$"):
            filled().add_service(lvsdr.Dest("192.168.1.20"))


class Texts(unittest.TestCase):
    def test_json(self):
        state = filled()
        self.assertEqual(json.loads(state.to_json()), state.to_dict())
        again = lvsdr.State.from_json(state.to_json())
        self.assertEqual((again.to_json(), again.services), (state.to_json(), state.services))
        self.assertEqual(lvsdr.State.from_dict(state.to_dict()).to_json(), state.to_json())

    def test_rules(self):
        rules = "-A -t 192.168.1.41:80 -s rr\n-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 1\n"
        state = lvsdr.State.from_text(rules)
        self.assertEqual((state.to_text("rules"), len(state.dests(WEB))), (rules, 1))
        state = filled()
        with self.assertRaisesRegex(lvsdr.LossError, "arp_policies"):
            state.to_text("rules")
        self.assertIn("-A -t 192.168.1.41:80 -s rr\n", state.to_text("rules", lossy=True))

    def test_nonsense(self):
        for wrong in ["", "{", "[]", '{"lvsdr_state": 2}', '{"lvsdr_state": 1, "services": [7]}', "\u1234"]:
            with self.subTest(wrong):
                self.assertRaises(lvsdr.FormatError, lvsdr.State.from_json, wrong)
        with self.assertRaisesRegex(lvsdr.FormatError, "line 2"):
            lvsdr.State.from_text("-A -t 1.2.3.4:80 -s rr\n-A nonsense")
        for wrong, kind in [
            (None, TypeError),
            (bytearray(b"{}"), TypeError),
            ("{}\0", ValueError),
            ("\ud800", ValueError),
        ]:
            self.assertRaises(kind, lvsdr.State.from_json, wrong)
            self.assertRaises(kind, lvsdr.State.from_text, wrong)
        self.assertRaises(TypeError, lvsdr.State.from_dict, {"services": {1, 2}})

    def test_huge(self):
        self.assertRaises(lvsdr.FormatError, lvsdr.State.from_json, "[" * 10_000_000)
        self.assertRaises(lvsdr.FormatError, lvsdr.State.from_text, "x" * 10_000_000)
        self.assertRaises(ValueError, lvsdr.Dest, "1" * 10_000_000)

    def test_files(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "state.json")
            filled().save(path)
            self.assertEqual(lvsdr.State.load(path).to_dict(), filled().to_dict())
            filled().save(path)  # a state may be written again
            self.assertEqual(os.listdir(folder), ["state.json"])
            link, pipe = os.path.join(folder, "link"), os.path.join(folder, "pipe")
            os.symlink(path, link)
            os.mkfifo(pipe)
            for other in link, pipe, folder, "/dev/null":
                self.assertRaises(OSError, filled().save, other)
            self.assertEqual(sorted(os.listdir(folder)), ["link", "pipe", "state.json"])
            self.assertRaises(FileNotFoundError, filled().save, os.path.join(folder, "none", "state.json"))
            self.assertRaises(FileNotFoundError, lvsdr.State.load, os.path.join(folder, "none"))
