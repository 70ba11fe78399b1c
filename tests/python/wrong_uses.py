# SPDX-License-Identifier: LGPL-2.1-or-later
"""Wrong uses of the Python package on a real kernel: each gives the exception that it should, and none ends the
interpreter. As root, in a network namespace with IPVS that nobody needs: `report.py wrong_uses.py`. LVSDR_LIBRARY
names the library, which may be one with AddressSanitizer."""

import ctypes
import dataclasses
import os
import subprocess
import sys
import tempfile
import threading
import unittest

import lvsdr
from lvsdr import _raw
from lvsdr._library import C

WEB = lvsdr.Service("tcp", "192.168.1.41:80", scheduler="rr")
RS1, RS2 = lvsdr.Dest("192.168.1.20"), lvsdr.Dest("192.168.1.21")
VIP = lvsdr.Vip("192.168.1.41", "lo")
HUGE = "1" * 10_000_000
PRELOAD = os.environ.pop("LD_PRELOAD", "")  # a sanitizer, for Python alone
SLOWNESS = int(os.environ.get("LVSDR_SLOWNESS", "1"))  # of this machine
PRELUDE = f"""
import lvsdr, os, sys, threading
slowness = {SLOWNESS}
host = lvsdr.open()
web = lvsdr.Service("tcp", "192.168.1.41:80")
"""


def desired():
    state = lvsdr.State()
    state.add_service(WEB)
    state.add_dest(WEB, RS1)
    state.add_dest(WEB, RS2)
    return state


class WrongUse(unittest.TestCase):
    """Each has an open host that nothing was done with yet."""

    def setUp(self):
        self.host = lvsdr.open()
        self.host.remove_all_services()

    def tearDown(self):
        with lvsdr.open() as host:  # the library goes on as if nothing had been
            host.remove_all_services()
            assert host.add_service(WEB) and host.read("everything").services[0].address == WEB.address
            host.remove_all_services()

    def refused(self, kind, *uses):
        for number, use in enumerate(uses):
            with self.subTest(use=number), self.assertRaises(kind) as caught:
                use()
            self.assertTrue(str(caught.exception))


class Closed(WrongUse):
    def test_01_host(self):
        self.host.close()
        self.refused(
            lvsdr.ClosedError,
            lambda: self.host.add_service(WEB),
            lambda: self.host.read("everything"),
            lambda: self.host.plan(desired(), scope="everything"),
            lambda: self.host.features(),
        )

    def test_02_host_behind_its_with(self):
        with lvsdr.open() as host:
            pass
        self.refused(lvsdr.ClosedError, lambda: host.add_vip(VIP), lambda: setattr(host, "timeout", 3))

    def test_03_plan(self):
        plan = self.host.plan(desired(), scope="everything")
        plan.close()
        self.refused(lvsdr.ClosedError, plan.apply, plan.undo, plan.to_json, lambda: plan[0], lambda: len(plan))

    def test_04_plan_of_a_closed_host(self):
        plan = self.host.plan(desired(), scope="everything")
        self.host.close()
        self.refused(lvsdr.ClosedError, plan.apply, lambda: str(plan), lambda: plan.add_service(WEB))

    def test_05_state(self):
        state = self.host.read("everything")
        state.close()
        self.refused(
            lvsdr.ClosedError,
            lambda: state.services,
            state.to_json,
            lambda: state.add_service(WEB),
            lambda: self.host.plan(state, scope=""),
        )

    def test_06_plan_from_a_closed_observed_state(self):
        state = self.host.read("everything")
        state.close()
        self.refused(lvsdr.ClosedError, lambda: self.host.plan(desired(), scope="", observed=state))

    def test_07_connections(self):
        connections = self.host.connections()
        connections.close()
        self.refused(lvsdr.ClosedError, lambda: next(connections), lambda: list(connections))

    def test_08_connections_of_a_closed_host(self):
        connections = self.host.connections()
        self.host.close()
        self.refused(lvsdr.ClosedError, lambda: next(connections))

    def test_09_plan_while_it_is_iterated(self):
        plan = self.host.plan(desired(), scope="everything")
        steps = iter(plan)
        next(steps)
        plan.close()
        self.refused(lvsdr.ClosedError, lambda: next(steps))

    def test_10_plan_between_two_slices(self):
        plan = self.host.plan(desired(), scope="everything")
        slices = plan.slices(0)
        next(slices)
        plan.close()
        self.refused((lvsdr.ClosedError, StopIteration), lambda: next(slices))

    def test_11_state_while_it_is_iterated(self):
        state = desired()
        items = state.items()
        state.close()
        self.assertEqual(len(list(items)), 1)  # what was read is the caller's
        self.refused(lvsdr.ClosedError, state.items)

    def test_12_freed_owner(self):
        state = lvsdr.open().read("everything")  # the host is gone already
        state.add_service(WEB)
        self.refused(lvsdr.ExistsError, lambda: state.add_service(WEB))
        self.refused(lvsdr.ClosedError, *(4 * [lambda: self.closed_parent().apply()]))

    def closed_parent(self):
        with lvsdr.open() as host:
            return host.new_plan()

    def test_13_closed_again_and_again(self):
        for each in (self.host.new_plan(), self.host.read(""), self.host.connections(), self.host):
            for _ in range(3):
                each.close()
            self.assertTrue(each.closed)


class MixedUp(WrongUse):
    def test_14_one_value_for_another(self):
        self.refused(
            TypeError,
            lambda: self.host.add_service(RS1),
            lambda: self.host.add_dest(RS1, WEB),
            lambda: self.host.add_vip(WEB),
            lambda: self.host.update_timeouts(VIP),
            lambda: self.host.zero_counters(VIP),
            lambda: self.host.drain_dest(RS1, WEB, seconds=0),
        )

    def test_15_anything_for_a_value(self):
        self.refused(
            TypeError,
            lambda: self.host.add_service("tcp 192.168.1.41:80"),
            lambda: self.host.add_service(7),
            lambda: self.host.add_dest(WEB, "192.168.1.20"),
            lambda: self.host.read_sysctl(7),
            lambda: self.host.add_service(self.host),
            lambda: self.host.add_service(lvsdr.Service),
        )

    def test_16_anything_for_a_state(self):
        plan = self.host.new_plan()
        self.refused(
            TypeError,
            lambda: self.host.plan(plan, scope=""),
            lambda: self.host.plan({}, scope=""),
            lambda: self.host.plan(None, scope=""),
            lambda: self.host.plan(self.host, scope=""),
            lambda: self.host.plan(desired(), scope="", observed=plan),
        )

    def test_17_raw_handles(self):
        host, state = _raw_new("lvsdr"), _raw_new("lvsdr_state")
        self.refused(
            TypeError,
            lambda: C["lvsdr_plan_apply"](host),
            lambda: C["lvsdr_state_free"](host),
            lambda: C["lvsdr_state_add_service"](host, state),
            lambda: C["lvsdr_state_get_vip"](host, 0),
            lambda: C["lvsdr_vip_add"](state, state),
        )
        C["lvsdr_state_free"](state)
        C["lvsdr_free"](host)

    def test_18_raw_addresses(self):
        host = _raw_new("lvsdr")
        address = ctypes.cast(host, ctypes.c_void_p).value
        self.refused(
            TypeError,
            lambda: C["lvsdr_get_timeout"](address),
            lambda: C["lvsdr_get_timeout"](0),
            lambda: C["lvsdr_get_timeout"](ctypes.c_void_p(address)),
            lambda: C["lvsdr_get_timeout"](b"host"),
            lambda: C["lvsdr_get_timeout"](ctypes.pointer(ctypes.c_int())),
        )
        C["lvsdr_free"](host)

    def test_19_raw_null(self):
        null = ctypes.POINTER(_raw.lvsdr)()
        self.refused(
            TypeError,
            lambda: C["lvsdr_get_timeout"](null),
            lambda: C["lvsdr_get_timeout"](None),
            lambda: C["lvsdr_service_set_scheduler"](None, "rr"),
            lambda: C["lvsdr_new"](None),
        )

    def test_20_raw_freed(self):
        host, state = _raw_new("lvsdr"), _raw_new("lvsdr_state")
        C["lvsdr_state_free"](state)
        C["lvsdr_state_free"](state)  # NULL by now
        C["lvsdr_free"](host)
        self.refused(TypeError, lambda: C["lvsdr_get_timeout"](host), lambda: C["lvsdr_state_get_service"](state, 0))

    def test_21_raw_arguments(self):
        host = _raw_new("lvsdr")
        self.refused(
            TypeError,
            lambda: C["lvsdr_get_timeout"](),
            lambda: C["lvsdr_get_timeout"](host, 1),
            lambda: C["lvsdr_set_timeout"](host, 5.0),
            lambda: C["lvsdr_new"](ctypes.c_int()),
        )
        self.refused(KeyError, lambda: C["lvsdr_there_is_none"])
        C["lvsdr_free"](host)

    def test_22_raw_room(self):
        state, vip = _raw_new("lvsdr_state"), ctypes.POINTER(_raw.lvsdr_vip)()
        numbers, bytes_ = (ctypes.c_uint64 * 4)(), (ctypes.c_uint8 * 4)()
        with lvsdr._call.describing() as host:
            C["lvsdr_vip_new"](host, "192.168.1.41", "lo", vip)
            self.refused(
                ValueError,
                lambda: C["lvsdr_vip_get_address"](vip, ctypes.create_string_buffer(4), 46),
                lambda: C["lvsdr_state_get_dest_numbers"](state, "port", numbers, 5),
                lambda: C["lvsdr_state_from_text"](host, "json", "{}", 1000, ctypes.POINTER(_raw.lvsdr_state)()),
            )
        self.refused(
            TypeError,
            lambda: C["lvsdr_state_get_dest_numbers"](state, "port", bytes_, 4),
            lambda: C["lvsdr_state_get_dest_numbers"](state, 0, numbers, 4),
            lambda: C["lvsdr_vip_get_address"](vip, "buffer", 6),
        )
        C["lvsdr_vip_free"](vip)
        C["lvsdr_state_free"](state)


def _raw_new(name):
    """A C object that Python does not free."""
    host, made = ctypes.POINTER(_raw.lvsdr)(), ctypes.POINTER(getattr(_raw, name))()
    assert C["lvsdr_new"](host) == 0
    if name == "lvsdr":
        return host
    assert C["lvsdr_state_new"](host, 1, made) == 0
    C["lvsdr_free"](host)
    return made


class Values(WrongUse):
    def test_23_none(self):
        self.refused(
            TypeError,
            lambda: lvsdr.Service(None, "192.168.1.41:80"),
            lambda: lvsdr.Service("tcp", None),
            lambda: lvsdr.Dest(None),
            lambda: lvsdr.Vip("192.168.1.41", None),
            lambda: lvsdr.Sysctl(None, 1),
            lambda: lvsdr.Mark("tcp", "192.168.1.41", None),
            lambda: self.host.add_service(None),
            lambda: self.host.read(None),
            lambda: lvsdr.State(None),
        )

    def test_24_negative(self):
        self.refused(
            ValueError,
            lambda: lvsdr.Dest("192.168.1.20", weight=-1),
            lambda: lvsdr.Dest("192.168.1.20", -1),
            lambda: lvsdr.Service("tcp", "192.168.1.41:80", persistence=-1),
            lambda: lvsdr.Timeouts(tcp=-1),
            lambda: lvsdr.Service.for_fwmark(-7),
            lambda: lvsdr.SyncDaemon("master", "lo", sync_id=-1),
        )

    def test_25_ports_of_70000(self):
        self.refused(
            lvsdr.InvalidError,
            lambda: lvsdr.Service("tcp", "192.168.1.41", 70000),
            lambda: lvsdr.Service("tcp", "192.168.1.41:70000"),
            lambda: lvsdr.Dest("192.168.1.20", 70000),
            lambda: lvsdr.Mark("tcp", "192.168.1.41", 7, ports=70000),
            lambda: lvsdr.SyncDaemon("master", "lo", port=70000),
            lambda: lvsdr.Dest("192.168.1.20", tunnel_type=1, tunnel_port=70000),
        )

    def test_26_beyond_32_bits(self):
        self.refused(
            ValueError,
            lambda: lvsdr.Dest("192.168.1.20", weight=2**40),
            lambda: lvsdr.Service("tcp", "192.168.1.41", 2**40),
            lambda: lvsdr.Service.for_fwmark(2**40),
            lambda: lvsdr.Timeouts(udp=2**40),
            lambda: lvsdr.ArpPolicy(arp_ignore=2**40),
            lambda: lvsdr.State(2**40),
            lambda: lvsdr.Dest("192.168.1.20", weight=10**400),
            lambda: lvsdr.Dest("192.168.1.20", upper_threshold=2**32),
        )

    def test_27_bool_and_float(self):
        self.refused(
            TypeError,
            lambda: lvsdr.Dest("192.168.1.20", weight=True),
            lambda: lvsdr.Dest("192.168.1.20", weight=1.0),
            lambda: lvsdr.Service.for_fwmark(True),
            lambda: lvsdr.Service("tcp", "192.168.1.41", 80.0),
            lambda: lvsdr.Timeouts(tcp=900.0),
            lambda: lvsdr.Service("tcp", "192.168.1.41:80", one_packet=1),
            lambda: lvsdr.Vip("192.168.1.41", "lo", host_route="yes"),
        )

    def test_28_texts_and_bytes(self):
        self.refused(
            TypeError,
            lambda: lvsdr.Service(b"tcp", "192.168.1.41:80"),
            lambda: lvsdr.Dest(b"192.168.1.20"),
            lambda: lvsdr.Dest(3232235796),
            lambda: lvsdr.Dest("192.168.1.20", weight="1"),
            lambda: lvsdr.Vip("192.168.1.41", b"lo"),
            lambda: lvsdr.State.from_json(bytearray(b"{}")),
        )

    def test_29_nul(self):
        self.refused(
            ValueError,
            lambda: lvsdr.Dest("192.168.1.20\0"),
            lambda: lvsdr.Vip("192.168.1.41", "lo\0:0"),
            lambda: lvsdr.Service("tcp\0", "192.168.1.41:80"),
            lambda: lvsdr.Sysctl("conntrack", "1\0"),
            lambda: lvsdr.State.from_json("{}\0"),
            lambda: self.host.read("everything\0"),
            lambda: lvsdr.open(netns="t\0"),
            lambda: self.host.probe_address("192.168.1.1", "eth0\0"),
        )

    def test_30_surrogates(self):
        self.refused(
            ValueError,
            lambda: lvsdr.Dest("\ud800"),
            lambda: lvsdr.Vip("192.168.1.41", "\udcff"),
            lambda: lvsdr.State.from_json("\ud800"),
            lambda: self.host.plan_from_json("\ud800"),
        )

    def test_31_huge_texts(self):
        self.refused(
            ValueError,
            lambda: lvsdr.Dest(HUGE),
            lambda: lvsdr.Vip("192.168.1.41", HUGE),
            lambda: lvsdr.Service("tcp", "192.168.1.41:80", scheduler=HUGE),
            lambda: lvsdr.Sysctl("a", HUGE),
            lambda: lvsdr.Service(HUGE, HUGE),
            lambda: self.host.read(HUGE),
            lambda: lvsdr.open(netns=HUGE),
            lambda: lvsdr.State.from_json("[" * 10_000_000),
            lambda: lvsdr.State.from_text(HUGE),
        )

    def test_32_nonsense(self):
        self.refused(
            lvsdr.InvalidError,
            lambda: lvsdr.Dest(""),
            lambda: lvsdr.Dest("www.example.com"),
            lambda: lvsdr.Service("", ":"),
            lambda: lvsdr.Service("icmp", "192.168.1.41:80"),
            lambda: lvsdr.Vip("192.168.1.41", ""),
            lambda: lvsdr.ArpPolicy("lo"),
            lambda: lvsdr.Dest("192.168.1.20:%n%s%s"),
            lambda: lvsdr.Vip("192.168.1.41", "%s%n" * 40),
        )

    def test_33_frozen(self):
        self.refused(dataclasses.FrozenInstanceError, lambda: setattr(WEB, "port", 81), lambda: delattr(RS1, "weight"))
        self.refused((TypeError, AttributeError), lambda: setattr(WEB, "colour", "red"))

    def test_34_values_that_were_tampered_with(self):
        for name, value, kind in [
            ("address", None, TypeError),
            ("address", 7, TypeError),
            ("port", 70000, ValueError),
            ("port", [], TypeError),
            ("scheduler", 7, TypeError),
            ("persistence", "", TypeError),
        ]:
            service = dataclasses.replace(WEB)
            object.__setattr__(service, name, value)
            self.refused(kind, lambda service=service: self.host.add_service(service))

    def test_35_half_made(self):
        self.refused(
            AttributeError,
            lambda: lvsdr.State.__new__(lvsdr.State).services,
            lambda: self.host.add_service(lvsdr.Service.__new__(lvsdr.Service)),
            lambda: len(lvsdr.Plan.__new__(lvsdr.Plan)),
            lambda: lvsdr.Host.__new__(lvsdr.Host).close(),
        )


class Calls(WrongUse):
    def test_36_timeouts(self):
        self.refused(
            ValueError,
            *(
                lambda wrong=wrong: lvsdr.open(timeout=wrong)
                for wrong in (0, -1, 1e9, 2**40, float("nan"), float("inf"))
            ),
        )
        self.refused(TypeError, *(lambda wrong=wrong: lvsdr.open(timeout=wrong) for wrong in ("5", None, True, [5])))

    def test_37_settings(self):
        self.refused(
            TypeError,
            lambda: setattr(self.host, "insist", 1),
            lambda: lvsdr.open(insist=None),
            lambda: lvsdr.open(ipvs_interface="netlink"),
        )
        self.refused(lvsdr.InvalidError, lambda: lvsdr.open(ipvs_interface=3))

    def test_38_namespaces(self):
        with tempfile.TemporaryFile() as file:
            self.refused(
                lvsdr.InvalidError,
                lambda: lvsdr.open(netns=-1),
                lambda: lvsdr.open(netns=file.fileno()),
                lambda: lvsdr.open(netns=12345),
                lambda: lvsdr.open(netns="/dev/null"),
            )
        self.refused(lvsdr.NotFoundError, lambda: lvsdr.open(netns="none"), lambda: lvsdr.open(netns="/none"))
        self.refused(ValueError, lambda: lvsdr.open(netns=2**40), lambda: lvsdr.open(netns=""))
        self.refused(
            TypeError,
            lambda: lvsdr.open(netns=True),
            lambda: lvsdr.open(netns=b"t"),
            lambda: lvsdr.open(netns=3.5),
            lambda: lvsdr.open(netns=self.host),
        )

    def test_39_scopes(self):
        self.refused(
            TypeError,
            lambda: self.host.read(7),
            lambda: self.host.read([7]),
            lambda: self.host.read([None]),
            lambda: self.host.read(b"everything"),
            lambda: self.host.read([["192.168.1.41"]]),
        )
        self.refused(
            lvsdr.InvalidError,
            lambda: self.host.read("nonsense"),
            lambda: self.host.read(["fwmark:0"]),
            lambda: self.host.read("everything", parts=0x8000),
        )

    def test_40_desired_outside_of_the_scope(self):
        self.refused(
            lvsdr.InvalidError,
            lambda: self.host.plan(desired(), scope=""),
            lambda: self.host.plan(desired(), scope="192.168.1.42"),
        )

    def test_41_steps_that_are_not_there(self):
        plan = self.host.plan(desired(), scope="everything")
        self.refused(IndexError, lambda: plan[3], lambda: plan[-4], lambda: plan[10**30])
        self.refused(TypeError, lambda: plan["0"], lambda: plan[None], lambda: plan[1.0])

    def test_42_progress_that_raises(self):
        plan = self.host.plan(desired(), scope="everything")

        def progress(done, total):
            raise KeyboardInterrupt

        self.refused(KeyboardInterrupt, lambda: self.interrupted(plan, progress, False))
        self.assertEqual(len(self.host.read("everything").services), 1)
        plan.undo()
        plan = self.host.plan(desired(), scope="everything")
        self.refused(KeyboardInterrupt, lambda: self.interrupted(plan, progress, True))
        self.assertEqual(self.host.read("everything").services, [])

    @staticmethod
    def interrupted(plan, progress, rollback):
        try:
            plan.apply(progress=progress, slice=0, rollback=rollback)
        except KeyboardInterrupt as error:
            raise KeyboardInterrupt("as it came") from error

    def test_43_progress_that_closes(self):
        for what in ("plan", "host"):
            host = lvsdr.open()
            host.remove_all_services()
            plan = host.plan(desired(), scope="everything")
            closing = {"plan": plan, "host": host}[what]

            def progress(done, total, closing=closing):
                closing.close()
                if done == total:
                    raise lvsdr.ClosedError("all was done already")

            self.refused(lvsdr.ClosedError, lambda plan=plan, progress=progress: plan.apply(progress=progress, slice=0))

    def test_44_progress_that_is_none(self):
        plan = self.host.plan(desired(), scope="everything")
        self.refused(
            TypeError,
            lambda: plan.apply(progress="yes"),
            lambda: plan.apply(progress=lambda: None),
            lambda: next(plan.slices("1")),
            lambda: next(plan.slices(True)),
        )
        self.refused(
            ValueError,
            lambda: next(plan.slices(-1)),
            lambda: next(plan.slices(float("nan"))),
            lambda: next(plan.slices(10**9)),
            lambda: next(plan.slices(1e300)),
        )

    def test_45_drains_and_announcements(self):
        self.refused(
            ValueError,
            lambda: self.host.drain_dest(WEB, RS1, seconds=-1),
            lambda: self.host.drain_dest(WEB, RS1, seconds=10**6),
            lambda: self.host.announce_vip(VIP, 0),
            lambda: self.host.announce_vip(VIP, 2**40),
            lambda: self.host.announce_vip(VIP, interval=0),
            lambda: self.host.announce_vip(VIP, 3, -1),
            lambda: self.host.probe_address("192.168.1.1", "lo", wait=0),
            lambda: self.host.probe_address("nonsense", "lo"),
        )
        self.refused(
            TypeError,
            lambda: self.host.drain_dest(WEB, RS1, seconds=None),
            lambda: self.host.announce_vip("192.168.1.41"),
            lambda: self.host.probe_address(None, "lo"),
        )

    def test_45_graceful_plans(self):
        plan = self.host.plan(desired(), scope="everything")
        self.refused(
            ValueError,
            lambda: plan.make_graceful(-1),
            lambda: plan.make_graceful(10**30),
            lambda: plan.make_graceful(wait_for_templates=True, cut_templates=True),
            lambda: self.host.plan(desired(), scope="everything", graceful=-1),
            lambda: plan.update_real_server("everything", "nonsense", 1),
            lambda: plan.update_real_server("everything", "192.168.1.20", -1),
            lambda: plan.remove_real_server("everything", HUGE),
            lambda: plan.remove_real_server("everything", "192.168.1.20\0"),
        )
        self.refused(
            TypeError,
            lambda: plan.make_graceful(None),
            lambda: plan.make_graceful(active_only=1),
            lambda: plan.update_real_server(None, "192.168.1.20", 1),
            lambda: plan.remove_real_server("everything", RS1),
            lambda: plan.remove_real_server("everything", ["192.168.1.20", 7]),
        )
        plan.apply()
        self.refused(lvsdr.InvalidError, plan.make_graceful)
        plan.close()
        self.refused(lvsdr.ClosedError, plan.make_graceful, lambda: plan.draining)

    def test_46_written_plans(self):
        plan = self.host.plan(desired(), scope="everything")
        content = plan.to_dict()
        self.refused(
            lvsdr.FormatError,
            lambda: self.host.plan_from_json("{}"),
            lambda: self.host.plan_from_json(plan.to_json()[:-9]),
            lambda: self.host.plan_from_json(desired().to_json()),
        )
        self.refused(TypeError, lambda: self.host.plan_from_json(content), lambda: self.host.plan_from_json(None))
        self.refused(FileNotFoundError, lambda: self.host.load_plan("/none"), lambda: plan.save("/none/plan"))

    def test_47_what_the_kernel_refuses(self):
        self.refused(
            lvsdr.NotFoundError,
            lambda: self.host.read_service(WEB),
            lambda: self.host.add_dest(WEB, RS1),
            lambda: self.host.add_service(dataclasses.replace(WEB, scheduler="none-such")),
        )
        self.refused(lvsdr.NoDeviceError, lambda: self.host.add_vip(lvsdr.Vip("192.168.1.41", "none")))
        self.host.add_service(WEB)
        self.refused(
            lvsdr.InvalidError,
            lambda: self.host.add_dest(WEB, lvsdr.Dest("192.168.1.20:81")),
            lambda: self.host.add_dest(WEB, lvsdr.Dest("2001:db8::20")),
        )
        self.refused(lvsdr.ExistsError, lambda: self.host.add_service(dataclasses.replace(WEB, scheduler="wlc")))


class Processes(WrongUse):
    def setUp(self):
        super().setUp()
        os.system("ip link add wrong0 type dummy && ip link set wrong0 arp on up")  # on which nobody answers

    def tearDown(self):
        os.system("ip link del wrong0")
        super().tearDown()

    def run_python(self, code):
        """Runs a program that has to end well, and to say that it is done."""
        path = os.path.dirname(os.path.dirname(lvsdr.__file__))
        command = [sys.executable, "-B", "-X", "faulthandler", "-c", PRELUDE + code]
        done = subprocess.run(
            command,
            text=True,
            timeout=1200,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": path, "LD_PRELOAD": PRELOAD},
        )
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "done\n", ""))

    def test_48_another_thread_while_a_call_runs(self):
        plan, state = self.host.new_plan(), self.host.read("everything")
        busy = []

        def work():
            while True:
                try:
                    return self.host.probe_address("192.168.1.77", "wrong0", wait=SLOWNESS)
                except lvsdr.BusyError:  # the other thread was in a call
                    pass

        def is_probing():
            try:
                self.host.features()
            except lvsdr.BusyError:
                return True
            return False

        thread = threading.Thread(target=work)
        thread.start()
        while thread.is_alive() and not is_probing():
            pass
        while thread.is_alive():
            for use in (self.host.features, plan.apply, lambda: state.services, self.host.close, plan.close):
                try:
                    use()
                except lvsdr.BusyError as error:
                    busy.append(str(error))
                except lvsdr.ClosedError:
                    pass
            with lvsdr.open() as other:  # different hosts are independent
                other.features()
            if busy:
                break
        thread.join()
        self.assertTrue(busy)

    def test_49_forks(self):
        self.run_python(
            """
plan, state = host.new_plan(), host.read("everything")
host.add_service(web)
if not os.fork():
    for use in (lambda: host.add_service(web), lambda: host.timeout, plan.apply, lambda: host.connections()):
        try:
            use()
            os._exit(1)
        except lvsdr.ForkError:
            pass
    state.add_service(web)  # works without a host
    plan.close(), host.close(), state.close()
    with lvsdr.open() as own:
        assert not own.add_service(web)
    os._exit(0)
assert os.wait()[1] == 0
assert host.remove_service(web)  # the parent's sockets are what they were
print("done")
"""
        )

    def test_50_forks_while_a_call_runs(self):
        self.run_python(
            """
import time
thread = threading.Thread(target=host.probe_address, args=["192.168.1.77", "wrong0", 1.5 * slowness])
thread.start()
time.sleep(0.5 * slowness)
if not os.fork():
    try:
        host.features()
        os._exit(1)
    except (lvsdr.BusyError, lvsdr.ForkError):
        pass
    host.close()
    del host
    with lvsdr.open() as own:
        own.features()
    os._exit(0)
assert os.wait()[1] == 0
thread.join()
host.features()
print("done")
"""
        )

    def test_51_the_interpreter_ends_with_open_handles(self):
        self.run_python(
            """
host.add_service(web)
kept = [host.read("everything"), host.new_plan(), host.connections(), lvsdr.State(), lvsdr.open()]
kept.append(kept)  # a cycle
class Late:
    def __del__(self):
        try: kept[0].services
        except lvsdr.ClosedError: pass
kept.append(Late())
print("done")
"""
        )

    def test_52_the_interpreter_ends_while_a_call_runs(self):
        self.run_python(
            """
import time
threading.Thread(target=host.probe_address, args=["192.168.1.77", "wrong0", 60], daemon=True).start()
time.sleep(0.5 * slowness)
print("done", flush=True)
"""
        )

    def test_53_the_interpreter_exits_in_progress(self):
        self.run_python(
            """
state = lvsdr.State()
for i in range(50):
    service = lvsdr.Service("tcp", f"10.0.0.{i + 1}:80")
    state.add_service(service)
plan = host.plan(state, scope="everything")
def progress(done, total):
    print("done", flush=True)
    sys.exit(0)
plan.apply(progress=progress, slice=0)
"""
        )
