# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every call of a host on a real kernel; what it did is seen by ipvsadm, ip, sysctl, nft and /proc. In the lab."""

import asyncio
import contextlib
import dataclasses
import io
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import threading
import time
import unittest
from ipaddress import IPv4Address, ip_address

import lvsdr

WEB = lvsdr.Service("tcp", "192.168.1.41:80", scheduler="rr")
DNS = lvsdr.Service("udp", "192.168.1.41:53", scheduler="rr")
RS1, RS2 = lvsdr.Dest("192.168.1.20"), lvsdr.Dest("192.168.1.21", weight=5)
MARK = lvsdr.Mark("tcp", "192.168.1.41:80,443", 8, device="eth0")
OTHER_MARK = lvsdr.Mark("tcp", "192.168.1.41:443,80", 9, device="eth0")
SLOWNESS = int(os.environ.get("LVSDR_SLOWNESS", "1"))  # of this machine
os.environ.pop("LD_PRELOAD", None)  # a sanitizer that the library needs is nothing for ip and ipvsadm


def run(command):
    """What a shell command prints."""
    return subprocess.run(command, shell=True, check=True, capture_output=True, text=True).stdout.strip()


def on(host, command):
    return run(f"ip netns exec {host} {command}")


def batch(*commands, host=None):
    """Commands of ip in one process: programs start slowly in an emulated kernel."""
    subprocess.run(
        ["ip", *(["-n", host] if host else []), "-batch", "-"], input="\n".join(commands) + "\n", text=True, check=True
    )


def has_marks():
    """Whether nf_tables of this kernel has the family ip; that of user-mode Linux in the lab has not."""
    return not os.system("nft 'add table ip there; delete table ip there' 2>/dev/null")


class Kernel(unittest.TestCase):
    """A director and a client on one wire."""

    def setUp(self):
        batch(
            "netns add director",
            "netns add client",
            "link add eth0 index 10 netns director type veth peer name eth0 netns client",
        )
        for host, number in (("director", 40), ("client", 100)):
            batch("link set lo up", f"addr add 192.168.1.{number}/24 dev eth0", "link set eth0 up", host=host)
        # The carrier is found out about a moment later: of a link whose ends have the same index, up to a second.
        for host in ("director", "client"):
            run(f"until ip -n {host} link show eth0 | grep -q 'state UP'; do sleep 0.05; done")
        self.host = lvsdr.open(netns="director")

    def tearDown(self):
        self.host.close()
        batch("netns del director", "netns del client")

    def rules(self):
        return on("director", "ipvsadm -Sn").splitlines()

    def send(self, count=1):
        """Datagrams from as many ports of the client to the service."""
        run("ip -n director addr add 192.168.1.41/32 dev eth0 2>/dev/null || true")
        for _ in range(count):
            on("client", "bash -c 'echo > /dev/udp/192.168.1.41/53'")


class Services(Kernel):
    def test_life(self):
        self.assertIs(self.host.add_service(WEB), True)
        self.assertIs(self.host.add_service(WEB), False)
        self.assertEqual(self.rules(), ["-A -t 192.168.1.41:80 -s rr"])
        with self.assertRaisesRegex(lvsdr.ExistsError, "scheduler rr -> wlc"):
            self.host.add_service(lvsdr.Service("tcp", "192.168.1.41:80", scheduler="wlc"))
        self.assertIs(self.host.update_service(lvsdr.Service("tcp", "192.168.1.41:80", persistence=600)), True)
        self.assertEqual(self.rules(), ["-A -t 192.168.1.41:80 -s rr -p 600"])
        read = self.host.read_service(WEB)
        self.assertEqual(
            (read.scheduler, read.persistence, read.persistence_prefix, read.one_packet, read.address),
            ("rr", 600, 32, False, IPv4Address("192.168.1.41")),
        )
        self.assertIs(self.host.add_service(read), False)
        self.assertIs(self.host.remove_service(WEB), True)
        self.assertIs(self.host.remove_service(WEB), False)
        self.assertEqual(self.rules(), [])
        self.assertRaises(lvsdr.NotFoundError, self.host.read_service, WEB)

    def test_marks_and_flags(self):
        self.host.add_service(
            lvsdr.Service.for_fwmark(
                7,
                "ipv6",
                scheduler="sh",
                persistence=60,
                persistence_prefix=64,
                scheduler_flags=lvsdr.SchedulerFlag.SH_PORT,
            )
        )
        self.host.add_service(lvsdr.Service("udp", "[2001:db8::41]:53", one_packet=True))
        self.assertEqual(self.rules(), ["-A -u [2001:db8::41]:53 -s wlc -o", "-A -f 7 -6 -s sh -p 60 -M 64 -b sh-port"])
        read = self.host.read_service(lvsdr.Service.for_fwmark(7, "ipv6"))
        self.assertEqual((read.scheduler_flags, read.persistence_prefix), (lvsdr.SchedulerFlag.SH_PORT, 64))

    def test_remove_all(self):
        self.host.add_service(WEB)
        self.host.add_service(DNS)
        self.host.remove_all_services()
        self.assertEqual(self.rules(), [])

    def test_trace(self):
        with tempfile.TemporaryFile("w+") as file:
            self.host.set_trace(file)
            self.host.add_service(WEB)
            self.host.set_trace(file.fileno(), time=True, result=True)
            self.host.remove_service(WEB)
            self.assertRaises(lvsdr.InvalidError, self.host.set_trace, 9999)
            self.assertRaises(lvsdr.NotFoundError, self.host.update_service, WEB)
            self.host.set_trace(None)
            self.host.add_service(WEB)
            file.seek(0)
            lines = file.read().splitlines()
        self.assertEqual(lines[0], "ipvsadm -A -t 192.168.1.41:80 -s rr")
        self.assertRegex(lines[1], r"^ipvsadm -D -t 192.168.1.41:80 # 20\d\d-\S+Z done$")
        self.assertEqual((len(lines), self.host.trace_lost), (2, 0))
        with tempfile.TemporaryFile("w+") as file, lvsdr.open("director", trace=file) as host:
            host.remove_service(WEB)
            file.seek(0)
            self.assertEqual(file.read(), "ipvsadm -D -t 192.168.1.41:80\n")


class Dests(Kernel):
    def setUp(self):
        super().setUp()
        self.host.add_service(WEB)

    def test_life(self):
        self.assertIs(self.host.add_dest(WEB, RS1), True)
        self.assertIs(self.host.add_dest(WEB, RS1), False)
        self.assertEqual(self.rules()[1:], ["-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 1"])
        self.assertIs(self.host.update_dest(WEB, lvsdr.Dest("192.168.1.20", weight=7, upper_threshold=100)), True)
        self.assertEqual(self.rules()[1:], ["-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 7"])
        self.assertRegex(on("director", "ipvsadm -Ln --thresholds"), r"-> 192.168.1.20:80 +100 +0 ")
        read = self.host.read_dest(WEB, RS1)
        self.assertEqual(
            (read.weight, read.upper_threshold, read.port, read.forwarding), (7, 100, 80, lvsdr.Forwarding.DIRECT)
        )
        self.assertIs(self.host.update_dest(WEB, read), False)
        self.assertIs(self.host.remove_dest(WEB, RS1), True)
        self.assertIs(self.host.remove_dest(WEB, RS1), False)
        self.assertEqual(len(self.rules()), 1)

    def test_tunnels(self):
        self.host.add_dest(
            WEB,
            lvsdr.Dest(
                "10.0.0.1", tunnel_type=lvsdr.Tunnel.GUE, tunnel_port=6080, tunnel_flags=lvsdr.TunnelFlag.CHECKSUM
            ),
        )
        self.assertIn("-i -w 1 --tun-type gue --tun-port 6080 --tun-csum", self.rules()[1])
        read = self.host.read_dest(WEB, lvsdr.Dest("10.0.0.1"))
        self.assertEqual(
            (read.tunnel_type, read.tunnel_port, read.tunnel_flags, read.forwarding),
            (lvsdr.Tunnel.GUE, 6080, lvsdr.TunnelFlag.CHECKSUM, lvsdr.Forwarding.TUNNEL),
        )
        self.assertIs(self.host.add_dest(WEB, read), False)

    def test_insist(self):
        other = lvsdr.Dest("192.168.1.20:81")
        self.assertRaises(lvsdr.InvalidError, self.host.add_dest, WEB, other)
        self.host.insist = True
        self.assertIs(self.host.insist, True)
        self.assertIs(self.host.add_dest(WEB, other), True)
        self.assertEqual(self.rules()[1:], ["-a -t 192.168.1.41:80 -r 192.168.1.20:81 -g -w 1"])


class Network(Kernel):
    def test_vips(self):
        vip = lvsdr.Vip("192.168.1.41", "lo", label="lo:0", broadcast="192.168.1.41", host_route=True)
        self.assertIs(self.host.add_vip(vip), True)
        self.assertIs(self.host.add_vip(vip), False)
        shown = on("director", "ip -o addr show dev lo to 192.168.1.41")
        self.assertRegex(shown, "inet 192.168.1.41/32 brd 192.168.1.41 scope global lo:0")
        self.assertIn("192.168.1.41 proto static scope link src 192.168.1.41", on("director", "ip route show dev lo"))
        read = self.host.read_vip(lvsdr.Vip("192.168.1.41", "lo"))
        self.assertEqual(
            (read.label, read.prefix_length, read.broadcast, read.host_route),
            ("lo:0", 32, IPv4Address("192.168.1.41"), True),
        )
        plain = dataclasses.replace(read, label="", broadcast="")
        self.assertIs(self.host.update_vip(plain), True)
        shown = on("director", "ip -o addr show dev lo to 192.168.1.41")
        self.assertNotIn("brd", shown)
        self.assertNotIn("lo:0", shown)
        self.assertEqual(self.host.read_vip(plain), plain)
        self.assertIs(self.host.update_vip(read), True)
        self.assertIn("brd 192.168.1.41", on("director", "ip -o addr show dev lo to 192.168.1.41"))
        self.assertIs(self.host.update_vip(plain), True)
        self.assertIs(self.host.update_vip(lvsdr.Vip("192.168.1.41", "eth0", label="eth0:1")), True)
        self.assertIn("eth0:1", on("director", "ip -o addr show dev eth0 to 192.168.1.41"))
        self.assertIs(self.host.remove_vip(lvsdr.Vip("192.168.1.41", "eth0")), True)
        self.assertIs(self.host.remove_vip(lvsdr.Vip("192.168.1.41", "eth0")), False)
        self.assertEqual(on("director", "ip -o addr show to 192.168.1.41"), "")
        self.assertRaises(lvsdr.NoDeviceError, self.host.add_vip, lvsdr.Vip("192.168.1.41", "none"))

    def test_vip_of_ipv6_as_it_was_read(self):
        self.host.add_vip(lvsdr.Vip("2001:db8::41", "lo"))
        read = self.host.read_vip(lvsdr.Vip("2001:db8::41", "lo"))
        self.assertEqual((read.label, read.broadcast, read.prefix_length), ("", "", 128))
        self.assertIs(self.host.add_vip(read), False)
        self.assertIs(self.host.update_vip(read), False)

    def test_arp_policies(self):
        self.assertIs(self.host.update_arp_policy(lvsdr.ArpPolicy("eth0")), True)
        self.assertIs(self.host.update_arp_policy(lvsdr.ArpPolicy("eth0")), False)
        self.assertEqual(
            on("director", "sysctl -n net.ipv4.conf.eth0.arp_ignore net.ipv4.conf.eth0.arp_announce"), "1\n2"
        )
        read = self.host.read_arp_policy(lvsdr.ArpPolicy("eth0"))
        self.assertEqual((read.arp_ignore, read.arp_announce), (1, 2))

    def test_marks(self):
        if not has_marks():
            self.assertRaises(lvsdr.UnsupportedError, self.host.add_mark, MARK)
            return
        self.assertEqual(self.host.read_foreign_marks(), 0)
        self.assertIs(self.host.add_mark(MARK), True)
        self.assertIs(self.host.add_mark(MARK), False)
        self.assertIn(
            "ip daddr 192.168.1.41 tcp dport { 80, 443 } meta mark set 0x00000008",
            on("director", "nft list table ip lvsdr"),
        )
        self.assertIs(self.host.update_mark(OTHER_MARK), True)
        self.assertEqual(self.host.read_mark(MARK).fwmark, 9)
        on("director", "nft add rule ip lvsdr marks counter")
        self.assertEqual(self.host.read_foreign_marks(), 1)
        self.assertIs(self.host.remove_mark(MARK), True)
        self.assertIs(self.host.remove_mark(MARK), False)
        self.assertNotIn("dport", on("director", "nft list ruleset"))

    def test_announce(self):
        vip = lvsdr.Vip("192.168.1.41", "eth0")
        self.host.add_vip(vip)
        run("ip -n client neigh add 192.168.1.41 lladdr 02:00:00:00:00:99 dev eth0 nud stale")
        self.assertEqual(self.host.announce_vip(vip, 2, 0.1), 2)
        mac = on("director", "cat /sys/class/net/eth0/address")
        self.assertIn(mac, run("ip -n client neigh show 192.168.1.41"))

    def test_probe(self):
        self.host.add_vip(lvsdr.Vip("192.168.1.41", "eth0"))
        with lvsdr.open(netns="client") as client:
            started = time.monotonic()
            self.assertEqual(
                client.probe_address("192.168.1.41", "eth0", wait=0.2 * SLOWNESS),
                [on("director", "cat /sys/class/net/eth0/address")],
            )
            self.assertEqual(client.probe_address(ip_address("192.168.1.99"), "eth0", 0.2), [])
            self.assertLess(time.monotonic() - started, 3 * SLOWNESS)


class Settings(Kernel):
    def test_timeouts(self):
        self.assertIs(self.host.update_timeouts(lvsdr.Timeouts(tcp=1800)), True)
        self.assertIs(self.host.update_timeouts(lvsdr.Timeouts(tcp=1800)), False)
        self.assertEqual(on("director", "ipvsadm -L --timeout"), "Timeout (tcp tcpfin udp): 1800 120 300")
        self.assertEqual(self.host.read_timeouts(), lvsdr.Timeouts(tcp=1800, tcp_fin=120, udp=300))

    def test_sysctls(self):
        wanted = lvsdr.Sysctl(lvsdr.SysctlName.SYNC_THRESHOLD, "5 60")
        self.assertIs(self.host.update_sysctl(wanted), True)
        self.assertIs(self.host.update_sysctl(wanted), False)
        self.assertEqual(on("director", "sysctl -n net.ipv4.vs.sync_threshold"), "5\t60")
        self.assertEqual((self.host.read_sysctl("sync_threshold"), self.host.read_sysctl(wanted)), (wanted, wanted))
        self.assertRaises(lvsdr.NotFoundError, self.host.read_sysctl, "there_is_none")

    def test_sync_daemons(self):
        daemon = lvsdr.SyncDaemon("master", "eth0", sync_id=7)
        self.assertIs(self.host.add_sync_daemon(daemon), True)
        self.assertIs(self.host.add_sync_daemon(daemon), False)
        self.assertIn("master sync daemon (mcast=eth0, syncid=7", on("director", "ipvsadm -L --daemon"))
        self.assertIs(self.host.update_sync_daemon(lvsdr.SyncDaemon("master", "eth0", ttl=3)), True)
        read = self.host.read_sync_daemon("master")
        self.assertEqual((read.sync_id, read.ttl, read.port, read.group), (7, 3, 8848, IPv4Address("224.0.0.81")))
        self.assertIs(self.host.remove_sync_daemon("master"), True)
        self.assertIs(self.host.remove_sync_daemon(daemon), False)
        self.assertEqual(on("director", "ipvsadm -L --daemon"), "")

    def test_what_there_is(self):
        self.assertIn(lvsdr.Feature.IPVS | lvsdr.Feature.IPVS_ADMIN, self.host.features())
        on("director", "ipvsadm -A -t 192.168.1.41:80")  # since 7.1 the table is not made before there is a service
        first = on("director", "head -n 1 /proc/net/ip_vs")
        self.assertEqual(self.host.ipvs_version(), tuple(map(int, re.search(r"version ([\d.]+)", first)[1].split("."))))
        self.assertEqual(self.host.connection_table_size(), int(re.search(r"size=(\d+)", first)[1]))

    def test_handle(self):
        with lvsdr.open(netns="director", timeout=2.5, ipvs_interface=lvsdr.IpvsInterface.SOCKET_OPTIONS) as host:
            self.assertEqual((host.timeout, host.ipvs_interface), (2.5, lvsdr.IpvsInterface.SOCKET_OPTIONS))
            self.assertRaises(lvsdr.UnsupportedError, host.add_service, lvsdr.Service("tcp", "[2001:db8::1]:80"))
            host.ipvs_interface = lvsdr.IpvsInterface.NETLINK
            self.assertIs(host.add_service(lvsdr.Service("tcp", "[2001:db8::1]:80")), True)
            host.timeout = 1
            self.assertEqual(host.timeout, 1)
        self.assertTrue(host.closed)

    def test_namespaces(self):
        with open("/run/netns/director") as file:
            for netns in ("director", "/run/netns/director", file.fileno(), pathlib.Path("/run/netns/director")):
                with lvsdr.open(netns=netns) as host:
                    host.add_service(WEB)
                    self.assertEqual(self.rules(), ["-A -t 192.168.1.41:80 -s rr"])
                    host.close()
                    self.host.remove_all_services()
        self.assertEqual(run("ipvsadm -Sn"), "")


class Traffic(Kernel):
    def setUp(self):
        super().setUp()
        self.host.add_service(DNS)
        self.host.add_dest(DNS, RS1)
        # Otherwise the kernel tells the client after some seconds that the real server is not there.
        run("ip -n director neigh add 192.168.1.20 dev eth0 lladdr 02:00:c0:a8:01:14")

    def packets(self):
        """Of the destination, as ipvsadm has them; the kernel adds them up every other second."""
        return on("director", "ipvsadm -Ln --stats --exact").splitlines()[-1].split()[2:]

    def wait(self, packets):
        deadline = time.monotonic() + 300
        while self.packets()[0] != packets:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.2)

    def test_counters(self):
        self.send(3)
        self.wait("3")
        service, (dest,) = next(self.host.read("everything", counters=True).items())
        for counters in (service.counters, dest.counters):
            self.assertEqual((counters.connections, counters.incoming_packets, counters.outgoing_packets), (3, 3, 0))
        self.assertEqual((dest.counters.inactive_connections, dest.counters.active_connections), (3, 0))
        self.assertEqual(self.packets(), ["3", "3", "0", str(dest.counters.incoming_bytes), "0"])
        self.assertIsNone(self.host.read("everything").dests(DNS)[0].counters)
        self.host.zero_counters(DNS)
        self.assertEqual(self.host.read("everything", counters=True).services[0].counters.connections, 0)
        self.send()
        self.wait("1")
        self.host.zero_counters()
        self.assertEqual(self.packets()[0], "0")

    def test_totals(self):
        self.assertEqual(self.host.totals().connections, 0)
        self.send(3)
        self.wait("3")
        totals = self.host.totals()
        told = on("director", "cat /proc/net/ip_vs_stats").splitlines()
        numbers = [int(word, 16) for word in told[2].split()]
        self.assertEqual(list(dataclasses.astuple(totals)[:5]), numbers)
        self.assertEqual((totals.connections, totals.incoming_packets), (3, 3))
        self.assertGreater(totals.incoming_byte_rate, 0)
        self.assertEqual(totals.connection_table_size, self.host.connection_table_size())
        if os.path.exists("/proc/net/ip_vs_status"):
            self.assertEqual(totals.current_connections, 3)
        else:
            self.assertIsNone(totals.current_connections)
        processors = self.host.processor_totals()
        self.assertEqual(len(processors), os.sysconf("SC_NPROCESSORS_CONF"))
        self.assertEqual(sum(each.incoming_packets for each in processors.values()), 3)
        self.assertEqual(sum(each.incoming_bytes for each in processors.values()), totals.incoming_bytes)

    def test_connections(self):
        self.send(2)
        with self.host.connections() as connections:
            first, second = connections
        self.assertEqual(
            (first.protocol, first.client_address, first.virtual_address, first.virtual_port),
            ("udp", IPv4Address("192.168.1.100"), IPv4Address("192.168.1.41"), 53),
        )
        self.assertEqual(
            (first.dest_address, first.dest_port, first.state, first.template, first.fwmark),
            (RS1.address, 53, "UDP", False, 0),
        )
        ports = {line.split()[3].split(":")[1] for line in on("director", "ipvsadm -Lnc").splitlines()[2:]}
        self.assertEqual({str(first.client_port), str(second.client_port)}, ports)
        self.assertLessEqual(first.expiry, 300)
        self.assertEqual(len(list(self.host.connections(WEB))), 0)
        self.assertEqual(len(list(self.host.connections(DNS, RS1))), 2)
        self.assertEqual(len(list(self.host.connections(dest=RS2))), 0)
        counts = self.host.count_connections(dest=RS1)
        self.assertEqual((counts["udp"], sum(counts.values()), len(counts)), (2, 2, 17))
        self.assertEqual(sum(self.host.count_connections(WEB).values()), 0)

    def test_drain(self):
        self.send()
        progress = self.host.drain_dest(DNS, RS1, seconds=0)
        self.assertEqual((progress.done, progress.active, progress.inactive, progress.templates), (False, 0, 1, 0))
        self.assertEqual(self.rules()[1:], ["-a -u 192.168.1.41:53 -r 192.168.1.20:53 -g -w 0"])
        self.assertTrue(self.host.drain_dest(DNS, RS1, seconds=5, active_only=True).done)
        self.assertEqual(len(self.rules()), 1)

    def test_drain_of_what_has_nothing(self):
        started = time.monotonic()
        self.assertTrue(self.host.drain_dest(DNS, RS1, seconds=0).done)
        # Another processor has had time to end what it began with the old weight.
        self.assertGreaterEqual(time.monotonic() - started, 0.1)
        self.assertEqual(len(self.rules()), 1)

    def test_drain_of_a_persistent_service(self):
        self.host.update_service(lvsdr.Service("udp", "192.168.1.41:53", persistence=600))
        self.send()
        self.assertRaises(lvsdr.InvalidError, self.host.drain_dest, DNS, RS1, seconds=0)
        progress = self.host.drain_dest(DNS, RS1, seconds=0, wait_for_templates=True)
        self.assertEqual((progress.done, progress.templates), (False, 1))
        self.assertTrue(self.host.drain_dest(DNS, RS1, seconds=5, cut_templates=True, active_only=True).done)

    def without(self, *dests):
        """The desired state with only these destinations."""
        state = lvsdr.State()
        state.add_service(DNS)
        for dest in dests:
            state.add_dest(DNS, dest)
        return state

    def test_graceful(self):
        self.send()
        plan, seen = self.host.plan(self.without(RS2), scope="192.168.1.41", graceful=0.5), []
        started = time.monotonic()
        with self.assertRaisesRegex(lvsdr.InUseError, "1 inactive ones and 0 templates at the deadline"):
            plan.apply(progress=lambda *steps: seen.append((*steps, plan.draining)))
        self.assertGreaterEqual(time.monotonic() - started, 0.5)
        self.assertGreater(len(seen), 1)
        self.assertEqual(seen[-1], (2, 3, lvsdr.Draining(dests=1, active=0, inactive=1, templates=0)))
        self.assertEqual([step.status.name for step in plan], ["DONE", "DONE", "PENDING"])
        self.assertEqual(
            sorted(self.rules()[1:]),
            ["-a -u 192.168.1.41:53 -r 192.168.1.20:53 -g -w 0", "-a -u 192.168.1.41:53 -r 192.168.1.21:53 -g -w 5"],
        )
        again = self.host.plan(self.without(RS2), scope="192.168.1.41")
        self.assertIs(again.make_graceful(5, active_only=True), True)
        self.assertIs(again.apply(), True)
        self.assertEqual(again.draining.dests, 0)
        self.assertEqual(self.rules()[1:], ["-a -u 192.168.1.41:53 -r 192.168.1.21:53 -g -w 5"])
        self.assertIs(plan.undo(), True)
        self.assertEqual(self.rules()[1:], ["-a -u 192.168.1.41:53 -r 192.168.1.20:53 -g -w 1"])

    def test_graceful_at_the_deadline(self):
        self.send()
        plan = self.host.plan(self.without(), scope="192.168.1.41")
        plan.make_graceful(0.2, remove_at_deadline=True)
        self.assertIs(plan.apply(), True)
        self.assertEqual(len(self.rules()), 1)

    def test_only_what_has_connections_is_left(self):
        self.send()
        self.host.add_dest(DNS, RS2)
        for seconds in (0, 0.3):
            plan = self.host.plan(self.without(), scope="192.168.1.41", graceful=seconds)
            with self.assertRaisesRegex(lvsdr.InUseError, "1 destination has still 0 active connections, 1 inactive"):
                plan.apply()
            self.assertEqual(plan.draining.dests, 1)
            self.assertEqual(self.rules()[1:], ["-a -u 192.168.1.41:53 -r 192.168.1.20:53 -g -w 0"])
        self.host.remove_dest(DNS, RS1)
        self.host.add_dest(DNS, RS2)
        self.assertIs(self.host.plan(self.without(), scope="192.168.1.41", graceful=0).apply(), True)
        self.assertEqual(len(self.rules()), 1)

    def test_graceful_until_the_end(self):
        self.host.update_timeouts(lvsdr.Timeouts(udp=2))
        self.send()
        plan = self.host.plan(self.without(), scope="192.168.1.41", graceful=60)
        started = time.monotonic()
        self.assertIs(plan.apply(), True)
        self.assertGreater(time.monotonic() - started, 0.5)
        self.assertEqual(len(self.rules()), 1)

    def test_graceful_is_interrupted(self):
        self.send()
        for rollback, weight in ((True, 1), (False, 0)):
            plan = self.host.plan(self.without(), scope="192.168.1.41", graceful=600)
            timer = threading.Timer(1, signal.raise_signal, [signal.SIGINT])
            timer.start()
            started = time.monotonic()
            self.assertRaises(KeyboardInterrupt, lambda: plan.apply(rollback=rollback))
            timer.join()
            self.assertLess(time.monotonic() - started, 60)
            self.assertEqual(self.rules()[1:], [f"-a -u 192.168.1.41:53 -r 192.168.1.20:53 -g -w {weight}"])
        self.assertIs(plan.undo(), True)
        self.assertEqual(self.rules()[1:], ["-a -u 192.168.1.41:53 -r 192.168.1.20:53 -g -w 1"])

    def test_graceful_of_a_persistent_service(self):
        self.host.update_service(lvsdr.Service("udp", "192.168.1.41:53", persistence=600))
        self.send()
        plan = self.host.new_plan()
        plan.remove_dest(DNS, RS1)
        with self.assertRaisesRegex(lvsdr.InvalidError, "192.168.1.20:53: the service is persistent"):
            plan.make_graceful()
        self.assertIs(plan.make_graceful(0, wait_for_templates=True), True)
        self.assertRaises(lvsdr.InUseError, plan.apply)
        self.assertEqual(plan.draining, lvsdr.Draining(dests=1, active=0, inactive=1, templates=1))

    def test_real_servers(self):
        self.host.add_service(WEB)
        self.host.add_dest(WEB, RS1)
        self.host.add_dest(WEB, RS2)
        marked = lvsdr.Service.for_fwmark(7, "ipv6", scheduler="rr")
        self.host.add_service(marked)
        self.host.add_dest(marked, lvsdr.Dest("2001:db8::20", weight=4))
        before, both = self.rules(), ["192.168.1.20", ip_address("2001:db8::20")]
        plan = self.host.new_plan()
        self.assertRaises(lvsdr.NotFoundError, plan.update_real_server, "everything", "192.168.1.22", 3)
        self.assertRaises(lvsdr.NotFoundError, plan.update_real_server, "192.168.1.42", "192.168.1.20", 3)
        self.assertEqual((plan.update_real_server("everything", both, 3), len(plan)), (3, 3))
        self.assertIs(plan.apply(), True)
        self.assertEqual([line[-4:] for line in self.rules() if "20" in line and line.startswith("-a")], 3 * ["-w 3"])
        self.assertIs(plan.undo(), True)
        self.assertEqual(sorted(self.rules()), sorted(before))
        leave = self.host.new_plan()
        self.assertEqual(leave.remove_real_server("fwmark:7", "192.168.1.20"), 0)
        self.assertEqual(leave.remove_real_server("everything", "192.168.1.20 2001:db8::20"), 3)
        self.assertIs(leave.make_graceful(5), True)
        self.assertIs(leave.apply(), True)
        self.assertEqual(
            [line for line in self.rules() if line.startswith("-a")],
            ["-a -t 192.168.1.41:80 -r 192.168.1.21:80 -g -w 5"],
        )
        self.assertIs(leave.undo(), True)
        self.assertEqual(sorted(self.rules()), sorted(before))

    def test_other_threads_run_meanwhile(self):
        seen = []
        thread = threading.Thread(target=lambda: seen.append(self.host.drain_dest(DNS, RS1, seconds=1).done))
        self.send()
        thread.start()
        while thread.is_alive():
            seen.append(None)
            time.sleep(0.01)
        thread.join()
        self.assertGreater(len(seen), 20)


class States(Kernel):
    def test_parts(self):
        self.host.add_service(WEB)
        self.host.add_dest(WEB, RS1)
        self.host.add_vip(lvsdr.Vip("192.168.1.41", "lo"))
        parts = lvsdr.Part.SERVICES | lvsdr.Part.VIPS | lvsdr.Part.SYSCTLS | lvsdr.Part.TIMEOUTS
        state = self.host.read(["192.168.1.42", IPv4Address("192.168.1.41")], parts=parts | lvsdr.Part.ARP_POLICIES)
        self.assertEqual(
            ([str(each) for each in state.services], [str(each) for each in state.dests(WEB)]),
            (["tcp 192.168.1.41:80"], ["192.168.1.20:80"]),
        )
        self.assertEqual([vip.device for vip in state.vips], ["lo"])
        self.assertIn("all", [policy.device for policy in state.arp_policies])
        self.assertIn(self.host.read_sysctl("conntrack"), state.sysctls)
        self.assertEqual(state.timeouts, self.host.read_timeouts())
        self.host.close()
        self.assertEqual(len(state.to_dict()["services"]), 1)  # it lives on
        self.host = lvsdr.open(netns="director")
        self.assertEqual(self.host.read("192.168.1.99").services, [])

    def test_marks(self):
        if has_marks():
            self.host.add_mark(MARK)
            state = self.host.read("fwmark:8", parts=lvsdr.Part.MARKS)
            self.assertEqual([str(mark) for mark in state.marks], [str(MARK)])

    def test_rules_are_those_of_ipvsadm(self):
        for dest in (RS1, RS2):
            self.host.add_service(WEB)
            self.host.add_dest(WEB, dest)
        self.assertEqual(sorted(self.host.read("everything").to_text("rules").splitlines()), sorted(self.rules()))

    def test_many_with_counters(self):
        rules = "\n".join(
            f"-A -t 10.0.0.{i}:80 -s rr\n"
            + "\n".join(f"-a -t 10.0.0.{i}:80 -r 10.1.{i}.{k}:80 -g -w {k}" for k in range(1, 101))
            for i in range(1, 11)
        )
        subprocess.run(["ip", "netns", "exec", "director", "ipvsadm", "-R"], input=rules, text=True, check=True)
        state = self.host.read("everything", counters=True)
        found = sorted(
            f"-a -t {service.address}:80 -r {dest} -g -w {dest.weight}"
            for service, dests in state.items()
            for dest in dests
        )
        self.assertEqual(found, sorted(line for line in self.rules() if line.startswith("-a")))
        self.assertEqual({dest.counters for _, dests in state.items() for dest in dests}, {lvsdr.Counters()})


class Plans(Kernel):
    def desired(self):
        state = lvsdr.State(lvsdr.Part.SERVICES | lvsdr.Part.VIPS)
        state.add_service(WEB)
        state.add_dest(WEB, RS1)
        state.add_dest(WEB, RS2)
        state.add_vip(lvsdr.Vip("192.168.1.41", "eth0"))
        return state

    def test_life(self):
        plan = self.host.plan(self.desired(), scope=["192.168.1.41"])
        self.assertEqual((len(plan), self.rules()), (4, []))
        self.assertEqual(str(plan).splitlines()[:2], ["4 steps:", "  ipvsadm -A -t 192.168.1.41:80 -s rr"])
        step = plan[0]
        self.assertEqual(
            (step.kind, step.before, step.after["scheduler"], step.status, step.note),
            ("service", None, "rr", lvsdr.StepStatus.PENDING, ""),
        )
        service = {"protocol": "tcp", "address": "192.168.1.41", "port": 80}
        self.assertEqual([each.service for each in plan], [None, service, service, None])
        self.assertEqual((step.command, plan[-1].kind), ("ipvsadm -A -t 192.168.1.41:80 -s rr", "VIP"))
        seen = []
        self.assertIs(plan.apply(progress=lambda *each: seen.append(each), slice=0), True)
        self.assertEqual((seen[-1], seen), ((4, 4), sorted(seen)))
        self.assertGreater(len(seen), 1)
        self.assertEqual(len(self.rules()), 3)
        self.assertEqual({step.status for step in plan}, {lvsdr.StepStatus.DONE})
        self.assertIs(plan.status, lvsdr.PlanStatus.DONE)
        self.assertIs(plan.apply(), False)
        again = self.host.plan(self.desired(), scope=["192.168.1.41"])
        self.assertEqual((len(again), bool(again), str(again)), (0, False, "no steps"))
        self.assertIs(plan.undo(), True)
        self.assertEqual((self.rules(), on("director", "ip -o addr show to 192.168.1.41")), ([], ""))
        self.assertIs(plan.undo(), False)

    def test_progress_that_raises(self):
        class Stop(Exception):
            pass

        for rollback in (True, False):
            plan = self.host.plan(self.desired(), scope="192.168.1.41")

            def progress(done, total):
                self.assertGreater(len(self.rules()), 0)
                raise Stop

            self.assertRaises(Stop, lambda: plan.apply(progress=progress, slice=0, rollback=rollback))
            self.assertEqual(bool(self.rules()), not rollback)
            self.assertEqual(plan.status.name, "UNDONE" if rollback else "STARTED")
        self.assertEqual((plan[0].status, plan[-1].status), (lvsdr.StepStatus.DONE, lvsdr.StepStatus.PENDING))
        self.assertIs(plan.apply(), True)
        self.assertEqual(len(self.rules()), 3)
        plan.undo()

    def test_in_a_coroutine(self):
        async def applied(plan, **words):
            """What it gives, and how often another coroutine had its turn meanwhile."""
            turns = 0

            async def other():
                nonlocal turns
                while True:
                    turns += 1
                    await asyncio.sleep(0)

            task = asyncio.create_task(other())
            try:
                return await plan.apply_async(slice=0, **words), turns
            finally:
                task.cancel()

        async def told(*steps):
            await asyncio.sleep(0)
            seen.append(steps)

        seen = []
        plan = self.host.plan(self.desired(), scope="192.168.1.41")
        changed, turns = asyncio.run(applied(plan, progress=told))
        self.assertIs(changed, True)
        self.assertGreaterEqual(turns, len(seen))
        self.assertEqual((seen[-1], len(self.rules()), len(seen) > 1), ((4, 4), 3, True))
        self.assertIs(asyncio.run(applied(plan))[0], False)
        plan.undo()

    def test_what_the_readme_shows(self):
        """From the observed to the desired state, at once and in a coroutine."""
        page = os.path.join(os.path.dirname(lvsdr.__file__), os.pardir, "README.md")
        with open(page, encoding="utf-8") as file:
            snippets = re.findall(r"^```python\n(.*?)^```$", file.read(), re.DOTALL | re.MULTILINE)[1:3]
        self.assertEqual(["apply_async" in each for each in snippets], [False, True])
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), contextlib.redirect_stdout(
            io.StringIO()
        ):
            self.desired().save("web.json")
            names = {"lvsdr": lvsdr}
            for snippet in snippets:
                exec(snippet, names)
                self.assertEqual(len(self.rules()), 3)
                self.host.remove_all_services()
            self.host.load_plan("undo.json").undo()

    def test_cancelled(self):
        async def cancelled(plan, rollback):
            task = asyncio.create_task(plan.apply_async(slice=0, rollback=rollback))
            while not self.rules():
                await asyncio.sleep(0)
            task.cancel()
            await task

        for rollback in (True, False):
            plan = self.host.plan(self.desired(), scope="192.168.1.41")
            self.assertRaises(asyncio.CancelledError, lambda: asyncio.run(cancelled(plan, rollback)))
            self.assertEqual(bool(self.rules()), not rollback)
            plan.undo()
        self.assertEqual(self.rules(), [])

    def test_graceful_in_a_coroutine(self):
        self.host.plan(self.desired(), scope="192.168.1.41").apply()
        state = lvsdr.State()
        plan = self.host.plan(state, scope="192.168.1.41", graceful=5)
        self.assertIs(asyncio.run(plan.apply_async()), True)
        self.assertEqual(self.rules(), [])

    def test_written(self):
        plan = self.host.plan(self.desired(), scope="everything", observed=self.host.read("everything", parts=3))
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "undo.json")
            plan.save(path)
            self.assertRaises(FileExistsError, plan.save, path)
            plan.save(path, overwrite=True)
            self.host.new_plan().save(path)  # nothing to do leaves it alone
            self.assertEqual(os.listdir(folder), ["undo.json"])
            self.assertIs(plan.apply(), True)
            with lvsdr.open(netns="director") as other:
                self.assertIs(other.load_plan(path).undo(), True)
            self.assertEqual(self.rules(), [])
            text = open(path).read()
            self.assertEqual(len(self.host.plan_from_json(text)), 4)
            self.assertEqual(plan.to_dict()["lvsdr_plan"], 1)
            with lvsdr.open(netns="client") as other:
                self.assertRaises(lvsdr.StaleError, other.plan_from_json, text)

    def test_by_hand(self):
        plan = self.host.new_plan()
        vip, daemon = lvsdr.Vip("192.168.1.41", "eth0"), lvsdr.SyncDaemon("backup", "eth0")
        for change in [
            lambda: plan.update_arp_policy(lvsdr.ArpPolicy("eth0")),
            lambda: plan.add_vip(vip),
            lambda: plan.add_service(WEB),
            lambda: plan.add_dest(WEB, RS1),
            lambda: plan.add_dest(WEB, RS2),
            lambda: plan.update_dest(WEB, lvsdr.Dest("192.168.1.21", weight=9)),
            lambda: plan.remove_dest(WEB, RS1),
            lambda: plan.update_service(lvsdr.Service("tcp", "192.168.1.41:80", scheduler="wlc")),
            lambda: plan.update_timeouts(lvsdr.Timeouts(udp=60)),
            lambda: plan.update_sysctl(lvsdr.Sysctl("conntrack", 1)),
            lambda: plan.add_sync_daemon(daemon),
            lambda: plan.update_sync_daemon(lvsdr.SyncDaemon("backup", "eth0", sync_id=3)),
            lambda: plan.update_vip(lvsdr.Vip("192.168.1.41", "lo")),
        ]:
            self.assertIs(change(), True)
        self.assertIs(plan.add_service(lvsdr.Service("tcp", "192.168.1.41:80", scheduler="wlc")), False)
        self.assertEqual(self.rules(), [])
        self.assertIs(plan.apply(), True)
        self.assertEqual(
            self.rules(), ["-A -t 192.168.1.41:80 -s wlc", "-a -t 192.168.1.41:80 -r 192.168.1.21:80 -g -w 9"]
        )
        self.assertIn("syncid=3", on("director", "ipvsadm -L --daemon"))
        self.assertIn("192.168.1.41", on("director", "ip addr show dev lo"))
        leave = self.host.new_plan()
        for change in (
            lambda: leave.remove_sync_daemon("backup"),
            lambda: leave.remove_service(WEB),
            lambda: leave.remove_vip(lvsdr.Vip("192.168.1.41", "lo")),
        ):
            self.assertIs(change(), True)
        self.assertEqual(list(leave.slices(10))[-1], (4, 4))
        self.assertEqual(self.rules(), [])

    def test_marks(self):
        plan = self.host.new_plan()
        if not has_marks():
            self.assertRaises(lvsdr.UnsupportedError, lambda: plan.add_mark(MARK) and plan.apply())
            return
        for change in (lambda: plan.add_mark(MARK), lambda: plan.update_mark(OTHER_MARK)):
            self.assertIs(change(), True)
        plan.apply()
        self.assertIn("meta mark set 0x00000009", on("director", "nft list ruleset"))
        leave = self.host.new_plan()
        self.assertIs(leave.remove_mark(MARK), True)
        leave.apply()
        self.assertNotIn("dport", on("director", "nft list ruleset"))

    def test_keep_going(self):
        plan = self.host.new_plan()
        plan.add_service(WEB)
        plan.add_service(DNS)
        on("director", "ipvsadm -A -t 192.168.1.41:80 -s wlc")
        self.assertIs(plan.keep_going, False)
        self.assertRaises(lvsdr.ExistsError, plan.apply)
        self.assertEqual(self.rules(), ["-A -t 192.168.1.41:80 -s wlc"])
        plan = self.host.plan_from_json(plan.to_json())
        plan.keep_going = True
        self.assertIs(plan.keep_going, True)
        with self.assertRaises(lvsdr.ExistsError) as caught:
            plan.apply()
        self.assertEqual(caught.exception.object, "tcp 192.168.1.41:80")
        self.assertEqual([step.status for step in plan], [lvsdr.StepStatus.FAILED, lvsdr.StepStatus.DONE])
        self.assertIn("  # failed: ", str(plan))
        self.assertEqual(len(self.rules()), 2)


class Watches(Kernel):
    PARTS = lvsdr.Part.SERVICES | lvsdr.Part.VIPS

    def setUp(self):
        super().setUp()
        self.host.add_service(WEB)
        self.host.add_dest(WEB, RS1)
        self.desired = self.host.read("192.168.1.41", parts=self.PARTS)

    def meddle(self, *commands):
        """In a moment, from elsewhere."""
        command = "; ".join(f"sleep {SLOWNESS}; ip netns exec director {command}" for command in commands)
        meddler = subprocess.Popen(command, shell=True)
        self.addCleanup(meddler.wait)

    def restore(self):
        self.host.plan(self.desired, scope="192.168.1.41").apply()

    def test_iteration(self):
        told = []
        with self.host.watch("192.168.1.41", self.desired.parts, interval=0.1, timeout=5 * SLOWNESS) as watch:
            self.meddle("ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.20 -g -w 0", "ip addr add 192.168.1.41/32 dev lo")
            for parts in watch:
                told.append(parts)
                self.restore()
        self.assertEqual(set(told), {lvsdr.Part.SERVICES, lvsdr.Part.VIPS})
        self.assertEqual(self.rules()[1], "-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 1")
        self.assertNotIn("192.168.1.41", on("director", "ip addr"))
        self.assertRaises(lvsdr.ClosedError, watch.read)

    def test_asyncio(self):
        async def keep():
            told = []
            with self.host.watch("192.168.1.41", self.PARTS, interval=0.1, timeout=4 * SLOWNESS) as watch:
                self.meddle("ipvsadm -D -t 192.168.1.41:80")
                async for parts in watch:
                    told.append(parts)
                    self.restore()
            return told

        async def both():
            other = asyncio.create_task(asyncio.sleep(0.1, "the loop turns"))
            return await keep(), await other

        told, other = asyncio.run(both())
        self.assertEqual((set(told), other), ({lvsdr.Part.SERVICES}, "the loop turns"))
        self.assertEqual(self.rules()[0], "-A -t 192.168.1.41:80 -s rr")

    def test_waiting(self):
        watch = self.host.watch("192.168.1.41", lvsdr.Part.VIPS)
        self.assertEqual((watch.wait(0.1), watch.read()), (lvsdr.Part(0), lvsdr.Part(0)))
        self.assertGreater(watch.fileno(), 2)
        self.host.add_vip(lvsdr.Vip("192.168.1.41", "lo"))
        self.assertEqual((watch.wait(60), watch.wait(0.1)), (lvsdr.Part.VIPS, lvsdr.Part(0)))
        self.host.close()
        self.assertRaises(lvsdr.ClosedError, watch.wait)

    def test_refusals(self):
        for error, words, arguments in (
            (lvsdr.InvalidError, "interval of 1 milliseconds", {"interval": 0.001}),
            (ValueError, "interval: nan", {"interval": float("nan")}),
            (TypeError, "timeout: a number of seconds", {"timeout": "5"}),
            (lvsdr.InvalidError, "COUNTERS", {"parts": 0}),
        ):
            with self.assertRaisesRegex(error, words):
                self.host.watch("192.168.1.41", **arguments)


class Complete(unittest.TestCase):
    def test_every_call_is_tested(self):
        code = open(__file__).read()
        for kind, names in ((lvsdr.Host, "host|client|other"), (lvsdr.Plan, "plan|leave|again")):
            inherited = {*dir(lvsdr._object.CObject), "count", "index"}
            members = [name for name in dir(kind) if not name.startswith("_") and name not in inherited]
            missing = [name for name in members if not re.search(rf"\b({names})(\(.*\))?\.{name}\b", code)]
            self.assertEqual(missing, [], kind.__name__)
