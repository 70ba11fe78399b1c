# SPDX-License-Identifier: LGPL-2.1-or-later
"""Values: what is taken, what is refused, and what they say. Without a kernel."""

import copy
import dataclasses
import errno
import pickle
import unittest
from ipaddress import IPv4Address, IPv6Address, ip_address

import lvsdr

WEB = lvsdr.Service("tcp", "192.168.1.41:80", scheduler="rr")


class Keys(unittest.TestCase):
    def test_key(self):
        address = ip_address("192.168.1.41")
        for value, key in (
            (WEB, ("tcp", address, 80)),
            (lvsdr.Service.for_fwmark(7, "ipv6", scheduler="lc"), (7, "ipv6")),
            (lvsdr.Dest("192.168.1.41", weight=3), (address, None)),
            (lvsdr.Vip("192.168.1.41", "lo"), (address,)),
            (lvsdr.Mark("tcp", "192.168.1.41:80,443", 7), ("tcp", address, "80,443", "")),
            (lvsdr.ArpPolicy("eth0"), ("eth0",)),
            (lvsdr.Sysctl("conntrack", 1), ("conntrack",)),
            (lvsdr.SyncDaemon("master", "eth0"), ("master",)),
            (lvsdr.Timeouts(udp=30), ()),
        ):
            self.assertEqual(value.key, key)

    def test_order(self):
        texts = ["9.0.0.1", "10.0.0.1", "10.0.0.1:80", "10.0.0.1:100", "2001:db8::1"]
        dests = [lvsdr.Dest(text) for text in texts]
        self.assertEqual([str(each) for each in sorted(reversed(dests))], ["9.0.0.1", *texts[1:4], "2001:db8::1"])
        unset, low, high = (lvsdr.Dest("10.0.0.1", weight=weight) for weight in (None, 9, 10))
        self.assertTrue(unset < low < high and high >= low and low <= low and not low < low)
        mark = lvsdr.Service.for_fwmark(7)
        self.assertEqual(sorted([WEB, mark]), [mark, WEB])
        self.assertRaises(TypeError, lambda: WEB < low)
        self.assertRaises(TypeError, lambda: WEB < 1)


class Services(unittest.TestCase):
    def test_address_and_port(self):
        for arguments in [
            ("192.168.1.41:80",),
            ("192.168.1.41:http",),
            ("192.168.1.41", 80),
            ("192.168.1.41", "http"),
            (IPv4Address("192.168.1.41"), 80),
        ]:
            service = lvsdr.Service("tcp", *arguments)
            self.assertEqual((service.address, service.port, service.family), (IPv4Address("192.168.1.41"), 80, "ipv4"))
        for arguments in [
            ("[2001:db8::1]:80",),
            ("2001:db8::1", 80),
            ("[2001:db8::1]", 80),
            (IPv6Address("2001:db8::1"), "80"),
        ]:
            service = lvsdr.Service("udp", *arguments)
            self.assertEqual((service.address, service.port, service.family), (IPv6Address("2001:db8::1"), 80, "ipv6"))

    def test_unset_is_none(self):
        service = lvsdr.Service("tcp", "192.168.1.41:80")
        for name in (
            "scheduler",
            "scheduler_flags",
            "persistence",
            "persistence_prefix",
            "persistence_netmask",
            "persistence_engine",
            "one_packet",
            "counters",
        ):
            self.assertIsNone(getattr(service, name))

    def test_everything_set(self):
        service = lvsdr.Service(
            "udp",
            "192.168.1.41:5060",
            scheduler="mh",
            scheduler_flags=lvsdr.SchedulerFlag.MH_PORT,
            persistence=600,
            persistence_prefix=24,
            persistence_engine="sip",
            one_packet=True,
        )
        self.assertEqual(eval(repr(service), {"Service": lvsdr.Service}), service)
        self.assertIs(service.one_packet, True)
        self.assertIsInstance(service.scheduler_flags, lvsdr.SchedulerFlag)

    def test_netmask(self):
        service = lvsdr.Service("tcp", "192.168.1.41:80", persistence=600, persistence_netmask="255.0.255.0")
        self.assertEqual(eval(repr(service), {"Service": lvsdr.Service}), service)
        self.assertRaises(lvsdr.InvalidError, lvsdr.Service, "tcp", "[::1]:80", persistence_netmask="255.0.255.0")

    def test_fwmark(self):
        service = lvsdr.Service.for_fwmark(4294967295, "ipv6", persistence=600)
        self.assertEqual(
            (service.fwmark, service.family, service.address, service.port, service.protocol),
            (4294967295, "ipv6", None, 0, ""),
        )
        self.assertEqual(repr(service), "Service.for_fwmark(4294967295, 'ipv6', persistence=600)")
        for wrong in (0, -1, 2**32):
            self.assertRaises(ValueError, lvsdr.Service.for_fwmark, wrong)
        self.assertRaises(ValueError, lvsdr.Service, "tcp", "192.168.1.41:80", fwmark=7)
        self.assertRaises(lvsdr.InvalidError, lvsdr.Service.for_fwmark, 7, "ipx")

    def test_refusals(self):
        for wrong in [
            ("tcp", "192.168.1.41"),
            ("tcp", "192.168.1.41", 70000),
            ("tcp", "192.168.1.41", -1),
            ("tcp", "192.168.1.41:80", 80),
            ("icmp", "192.168.1.41:80"),
            ("tcp", "www.example.com:80"),
            ("tcp", "192.168.1.41:nonsense"),
            ("tcp", "192.168.1.41:80\0"),
        ]:
            with self.subTest(wrong):
                self.assertRaises(ValueError, lvsdr.Service, *wrong)
        for wrong in [
            ("tcp", None),
            ("tcp", 5),
            ("tcp", b"192.168.1.41:80"),
            (None, "192.168.1.41:80"),
            ("tcp", "192.168.1.41", 80.0),
            ("tcp", "192.168.1.41", True),
        ]:
            with self.subTest(wrong):
                self.assertRaises(TypeError, lvsdr.Service, *wrong)
        for wrong in [
            {"persistence": -1},
            {"persistence": 4294968},
            {"persistence": 2**40},
            {"scheduler": ""},
            {"scheduler": "x" * 16},
            {"persistence_prefix": 33},
            {"scheduler": "r\0r"},
        ]:
            with self.subTest(wrong):
                self.assertRaises(ValueError, lvsdr.Service, "tcp", "192.168.1.41:80", **wrong)
        for wrong in [
            {"persistence": 600.0},
            {"persistence": True},
            {"persistence": "600"},
            {"one_packet": 1},
            {"scheduler": b"rr"},
        ]:
            with self.subTest(wrong):
                self.assertRaises(TypeError, lvsdr.Service, "tcp", "192.168.1.41:80", **wrong)

    def test_argument_is_named(self):
        with self.assertRaisesRegex(ValueError, "^port: "):
            lvsdr.SyncDaemon("master", "eth0", port=2**40)
        with self.assertRaisesRegex(TypeError, "^one_packet: a bool is wanted, not int$"):
            lvsdr.Service("udp", "192.168.1.41:53", one_packet=1)


class Dests(unittest.TestCase):
    def test_port_of_the_service(self):
        self.assertIsNone(lvsdr.Dest("192.168.1.20").port)
        self.assertEqual(lvsdr.Dest("192.168.1.20:81").port, 81)
        for zero in (lvsdr.Dest("192.168.1.20:0"), lvsdr.Dest("192.168.1.20", 0), lvsdr.Dest("192.168.1.20", port="0")):
            self.assertEqual((zero.port, repr(zero)), (0, "Dest('192.168.1.20:0')"))
            self.assertNotEqual(zero, lvsdr.Dest("192.168.1.20"))
            self.assertEqual(dataclasses.replace(zero, weight=9), lvsdr.Dest("192.168.1.20:0", weight=9))
        self.assertEqual(dataclasses.replace(zero, port=None), lvsdr.Dest("192.168.1.20"))
        self.assertEqual(lvsdr.Dest("2001:db8::20", 81).port, 81)
        self.assertEqual(repr(lvsdr.Dest("2001:db8::20", 81)), "Dest('[2001:db8::20]:81')")

    def test_everything_set(self):
        dest = lvsdr.Dest(
            "192.168.1.20:80",
            weight=0,
            forwarding=lvsdr.Forwarding.TUNNEL,
            upper_threshold=100,
            lower_threshold=50,
            tunnel_type=lvsdr.Tunnel.GUE,
            tunnel_port=6080,
            tunnel_flags=lvsdr.TunnelFlag.CHECKSUM,
        )
        names = {"Dest": lvsdr.Dest, "Forwarding": lvsdr.Forwarding, "Tunnel": lvsdr.Tunnel}
        self.assertEqual(eval(repr(dest), names), dest)
        self.assertIsInstance(lvsdr.Dest("192.168.1.20", forwarding=0).forwarding, lvsdr.Forwarding)

    def test_tunnel_chooses_forwarding(self):
        self.assertEqual(lvsdr.Dest("192.168.1.20", tunnel_type=0).forwarding, lvsdr.Forwarding.TUNNEL)
        self.assertEqual(lvsdr.Dest("192.168.1.20", tunnel_flags=0).forwarding, lvsdr.Forwarding.TUNNEL)
        self.assertIsNone(lvsdr.Dest("192.168.1.20").forwarding)
        direct = lvsdr.Dest("192.168.1.20", forwarding=3, tunnel_type=0, tunnel_port=0, tunnel_flags=0)
        self.assertEqual(direct.forwarding, lvsdr.Forwarding.DIRECT)

    def test_refusals(self):
        for wrong in [
            {"weight": -1},
            {"weight": 2**31},
            {"weight": 2**40},
            {"forwarding": 9},
            {"lower_threshold": 5},
            {"upper_threshold": -1},
            {"tunnel_type": 1},
            {"tunnel_port": 80},
            {"tunnel_flags": 4},
            {"port": 70000},
            {"port": "nonsense"},
        ]:
            with self.subTest(wrong):
                self.assertRaises(ValueError, lvsdr.Dest, "192.168.1.20", **wrong)
        for wrong in [{"weight": 1.5}, {"weight": True}, {"weight": "1"}, {"upper_threshold": 1.0}]:
            with self.subTest(wrong):
                self.assertRaises(TypeError, lvsdr.Dest, "192.168.1.20", **wrong)

    def test_newer_kernels(self):
        self.assertEqual((lvsdr.Forwarding(9), lvsdr.Forwarding(9).name), (9, "9"))
        self.assertEqual(lvsdr._value._argument(lvsdr.Forwarding(9)), "9")
        self.assertRaises(ValueError, lvsdr.Forwarding, "direct")


class Others(unittest.TestCase):
    def test_vip(self):
        vip = lvsdr.Vip("192.168.1.41", "lo", label="lo:0", prefix_length=32, broadcast="192.168.1.41", host_route=True)
        self.assertEqual((vip.broadcast, str(vip)), (IPv4Address("192.168.1.41"), "192.168.1.41 on lo"))
        self.assertEqual(eval(repr(vip), {"Vip": lvsdr.Vip}), vip)
        for address in ("192.168.1.41", "2001:db8::41"):
            none = lvsdr.Vip(address, "lo", label="", broadcast="")
            self.assertEqual((none.label, none.broadcast, eval(repr(none), {"Vip": lvsdr.Vip})), ("", "", none))
        for wrong in [{"label": "eth1:0"}, {"prefix_length": 0}, {"prefix_length": 33}, {"broadcast": "nonsense"}]:
            with self.subTest(wrong):
                self.assertRaises(lvsdr.InvalidError, lvsdr.Vip, "192.168.1.41", "eth0", **wrong)
        self.assertRaises(TypeError, lvsdr.Vip, "192.168.1.41", "eth0", host_route=1)
        self.assertRaises(TypeError, lvsdr.Vip, "192.168.1.41")

    def test_mark(self):
        mark = lvsdr.Mark("tcp", "2001:db8::41", 8, ports="8000-8010,http", device="eth0")
        self.assertEqual((mark.ports, mark.address, mark.device), ("80,8000-8010", ip_address("2001:db8::41"), "eth0"))
        self.assertEqual(eval(repr(mark), {"Mark": lvsdr.Mark}), mark)
        self.assertEqual(lvsdr.Mark("tcp", "192.168.1.41", 8).ports, "")
        self.assertEqual(lvsdr.Mark("tcp", "192.168.1.41", 8, ports=80).ports, "80")
        self.assertRaises(lvsdr.InvalidError, lvsdr.Mark, "tcp", "192.168.1.41", 0)

    def test_sync_daemon(self):
        daemon = lvsdr.SyncDaemon("master", "eth0", sync_id=7, max_length=1400, group="ff02::81", port=8849, ttl=2)
        self.assertEqual(daemon.group, IPv6Address("ff02::81"))
        self.assertEqual(eval(repr(daemon), {"SyncDaemon": lvsdr.SyncDaemon}), daemon)
        self.assertRaises(lvsdr.InvalidError, lvsdr.SyncDaemon, "slave", "eth0")

    def test_the_rest(self):
        self.assertEqual(lvsdr.Sysctl("sync_threshold", "3   50").value, "3 50")
        self.assertRaises(TypeError, lvsdr.Sysctl, "conntrack", True)
        self.assertRaises(lvsdr.InvalidError, lvsdr.Sysctl, "../../ip_forward", 1)
        self.assertEqual(repr(lvsdr.Timeouts(tcp=1, udp=2147483)), "Timeouts(tcp=1, udp=2147483)")
        self.assertRaises(lvsdr.InvalidError, lvsdr.Timeouts, tcp=0)
        self.assertEqual(repr(lvsdr.ArpPolicy("eth0", arp_announce=1)), "ArpPolicy('eth0', arp_announce=1)")
        self.assertRaises(lvsdr.InvalidError, lvsdr.ArpPolicy, "lo")


class Times(unittest.TestCase):
    def test_milliseconds(self):
        for seconds, expected in [
            (5, 5000),
            (1.1, 1100),
            (0.3, 300),
            (1e-9, 1),
            (-1e-9, -1),
            (0, 0),
            (0.0, 0),
            (-2, -2000),
        ]:
            self.assertEqual(lvsdr._plain.milliseconds("seconds", seconds), expected)


class AllValues(unittest.TestCase):
    VALUES = (
        WEB,
        lvsdr.Dest("192.168.1.20", weight=3),
        lvsdr.Vip("192.168.1.41", "lo"),
        lvsdr.ArpPolicy(),
        lvsdr.Mark("tcp", "192.168.1.41:80", 8),
        lvsdr.Timeouts(tcp=5),
        lvsdr.Sysctl("conntrack", 1),
        lvsdr.SyncDaemon("backup", "eth0"),
        lvsdr.Counters(connections=2),
        lvsdr.Totals(connections=2),
        lvsdr.ProcessorTotals(connections=2),
        lvsdr.Dest("192.168.1.20:0"),
        lvsdr.Service.for_fwmark(7, "ipv6"),
    )

    def test_frozen(self):
        for value in self.VALUES:
            name = dataclasses.fields(value)[0].name
            with self.assertRaises(dataclasses.FrozenInstanceError):
                setattr(value, name, None)
            with self.assertRaises((AttributeError, TypeError)):
                value.anything = 1

    def test_copies(self):
        for value in self.VALUES:
            for other in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
                self.assertEqual((other, hash(other), repr(other)), (value, hash(value), repr(value)))

    def test_replace(self):
        self.assertEqual(dataclasses.replace(WEB, scheduler="wlc").scheduler, "wlc")
        self.assertEqual(dataclasses.replace(WEB, port=81).port, 81)
        marked = dataclasses.replace(lvsdr.Service.for_fwmark(7), persistence=60)
        self.assertEqual((marked.fwmark, marked.persistence), (7, 60))
        self.assertEqual(dataclasses.replace(self.VALUES[1], weight=0).weight, 0)
        self.assertRaises(lvsdr.InvalidError, dataclasses.replace, WEB, port=70000)

    def test_texts(self):
        self.assertEqual(
            [str(value) for value in self.VALUES[:5]],
            ["tcp 192.168.1.41:80", "192.168.1.20", "192.168.1.41 on lo", "ArpPolicy('all')", "tcp 192.168.1.41:80 8"],
        )


class Errors(unittest.TestCase):
    def test_detail(self):
        with self.assertRaises(lvsdr.InvalidError) as caught:
            lvsdr.Dest("192.168.1.20", weight=-1)
        error = caught.exception
        self.assertEqual(
            (error.errno, error.code, error.operation, error.object, error.kernel_errno),
            (errno.EINVAL, -errno.EINVAL, "set", "weight of 192.168.1.20", 0),
        )
        self.assertEqual(str(error), error.strerror)
        copied = pickle.loads(pickle.dumps(error))
        self.assertEqual((type(copied), str(copied), copied.object), (type(error), str(error), error.object))
        self.assertEqual((error.field, copied.field), ("weight", "weight"))

    def test_classes(self):
        for number, kind, builtin in [
            (errno.EINVAL, lvsdr.InvalidError, ValueError),
            (errno.ENOMEM, lvsdr.OutOfMemoryError, MemoryError),
            (errno.EEXIST, lvsdr.ExistsError, FileExistsError),
            (errno.ESRCH, lvsdr.NotFoundError, LookupError),
            (errno.ENOENT, lvsdr.NotFoundError, LookupError),
            (errno.ENODEV, lvsdr.NoDeviceError, lvsdr.NotFoundError),
            (errno.EPERM, lvsdr.PrivilegeError, PermissionError),
            (errno.EOPNOTSUPP, lvsdr.UnsupportedError, OSError),
            (errno.ETIMEDOUT, lvsdr.DeadlineError, TimeoutError),
            (errno.EAGAIN, lvsdr.ChangingError, lvsdr.Error),
            (errno.ESTALE, lvsdr.StaleError, lvsdr.Error),
            (errno.EBADMSG, lvsdr.FormatError, ValueError),
            (errno.EIO, lvsdr.KernelError, OSError),
        ]:
            error = lvsdr.errors.error_of(-number, "a sentence")
            self.assertIs(type(error), kind)
            self.assertIsInstance(error, builtin)
            self.assertEqual((str(error), error.errno), ("a sentence", number))
            del error  # MemoryError and OSError have each their own way to end
