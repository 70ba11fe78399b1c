# SPDX-License-Identifier: LGPL-2.1-or-later
"""Random networks of one host, as commands for `ip`: devices, addresses, routes and /proc/sys."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_interface, ip_network
from random import Random
from typing import Dict, List, Sequence, Tuple

SUBNETS = {
    4: ["192.168.1.0/24", "192.168.1.0/25", "192.168.1.40/29", "10.0.0.0/8", "10.1.0.0/16", "172.16.5.0/30",
        "203.0.113.6/31"],
    6: ["2001:db8:1::/64", "2001:db8:2::/48", "fd00:1::/64", "2001:db8:1::/120"],
}  # fmt: skip


@dataclass
class Devices:
    """What stays while several networks are made on it."""

    commands: List[List[str]] = field(default_factory=list)  # each list after the one before it
    names: List[str] = field(default_factory=list)
    inner: List[str] = field(default_factory=list)  # ports and peers, which only have to be up
    slow: List[str] = field(default_factory=list)  # what takes a second to come up, and stays up
    alternative: Dict[str, str] = field(default_factory=dict)  # a device's other name


@dataclass
class Address:
    device: str
    local: str
    length: int
    version: int
    peer: str = ""

    def subnet(self) -> str:
        return str(ip_interface(f"{self.peer or self.local}/{self.length}").network)

    def has_neighbours(self) -> bool:
        return self.device != "lo" and self.length < (31 if self.version == 4 else 127)


@dataclass
class Network:
    seed: int
    devices: Devices
    sysctls: List[Tuple[str, str]] = field(default_factory=list)
    commands: List[str] = field(default_factory=list)
    addresses: List[Address] = field(default_factory=list)


def once_in(random: Random, many: int) -> bool:
    return random.randrange(many) == 0


def random_devices(random: Random, kinds: Sequence[str]) -> Devices:
    """kinds: which of dummy, vlan and macvlan the kernel has; veth and bridge are always there."""
    devices = Devices([[], [], []], ["lo"])

    def add_wire(name: str, peer: str) -> None:
        if "dummy" in kinds and not once_in(random, 4):
            devices.commands[0].append(f"link add {name} type dummy")
        else:
            devices.commands[0].append(f"link add {name} type veth peer name {peer}")
            devices.inner.append(peer)
        devices.names.append(name)

    add_wire("eth0", "peer0")
    if not once_in(random, 3):
        add_wire("eth1", "peer1")
    if once_in(random, 2):
        add_wire("dummy0", "peer2")
    if once_in(random, 2):
        add_wire("port0", "peer3")
        devices.names.remove("port0")
        devices.inner.append("port0")
        devices.commands[0].append("link add br0 type bridge")
        devices.commands[1].append("link set br0 addrgenmode none")  # an address that comes late
        devices.commands[1].append("link set port0 master br0")
        devices.names.append("br0")
        devices.slow.append("br0")
    if "vlan" in kinds and once_in(random, 2):
        devices.commands[1].append("link add link eth0 name eth0.100 type vlan id 100")
        devices.names.append("eth0.100")
        devices.commands[2].append("link set eth0.100 addrgenmode none")
    if "macvlan" in kinds and once_in(random, 5):
        devices.commands[1].append("link add link eth0 name mac0 type macvlan mode bridge")
        devices.names.append("mac0")
        devices.commands[2].append("link set mac0 addrgenmode none")
    if once_in(random, 4):
        devices.commands[2].append("link property add dev eth0 altname enp0s3")
        devices.alternative["eth0"] = "enp0s3"
    devices.commands[2] += [f"link set {name} up" for name in devices.inner + devices.slow]
    return devices


def random_host(random: Random, subnet: str, few: bool = True) -> str:
    """An address of a subnet, from few ones so that they meet."""
    network = ip_network(subnet)
    if network.num_addresses <= 2:
        return str(network[random.randrange(network.num_addresses)])
    return str(network[1 + random.randrange(min(6 if few else 200, network.num_addresses - 2))])


def random_lifetimes(random: Random) -> str:
    valid = random.choice(["forever", "5000", "90000"])
    preferred = random.choice(["0", "4000"] + (["forever"] if valid == "forever" else []))
    return f" valid_lft {valid} preferred_lft {preferred}"


def random_address(random: Random, device: str, subnets: Sequence[str]) -> Tuple[Address, str]:
    """An address, and the command that adds it."""
    subnet = random.choice(subnets)
    version = ip_network(subnet).version
    bits = 32 if version == 4 else 128
    length = bits if device == "lo" or once_in(random, 6) else ip_network(subnet).prefixlen
    if once_in(random, 12):
        length = random.randrange(bits // 4, bits + 1)
    address = Address(device, random_host(random, subnet), length, version)
    words = f"addr add {address.local}"
    if once_in(random, 8) and device != "lo":
        address.peer = random_host(random, random.choice(subnets))
        if ip_network(address.peer).version != version:
            address.peer = ""
    words += f" peer {address.peer}/{length}" if address.peer else f"/{length}"
    if version == 4:
        if once_in(random, 3):
            words += f" broadcast {random.choice(['+', '-', address.local, '10.9.9.9'])}"
        if once_in(random, 3):
            words += f" label {device}:{random.choice(['0', 'vip', '7'])}"
    flags = ["noprefixroute"] + (["home", "mngtmpaddr"] if version == 6 else [])
    if once_in(random, 4):
        words += f" scope {random.choice(['global', 'site', 'link', 'host', '100'])}"
    if once_in(random, 5):
        words += f" metric {random.choice([100, 7])}"
    if once_in(random, 5):
        words += random_lifetimes(random)
    words += f" dev {device}"
    if once_in(random, 5):
        words += f" {random.choice(flags)}"
    if version == 6 and not once_in(random, 4):
        words += " nodad"
    return address, words


def random_gateway(random: Random, network: Network, version: int) -> Tuple[str, str]:
    """A neighbour in the subnet of some address, and its device; "" when there is none."""
    known = [address for address in network.addresses if address.version == version and address.has_neighbours()]
    if not known:
        return "", ""
    address = random.choice(known)
    return random_host(random, address.subnet(), few=False), address.device


def random_target(random: Random, version: int) -> str:
    if once_in(random, 3):
        return "default"
    if version == 4:
        return random.choice(["10.20.0.0/16", "10.20.30.0/24", "198.51.100.0/24", "198.51.100.7", "192.168.9.0/24"])
    return random.choice(["2001:db8:20::/48", "2001:db8:20:30::/64", "2001:db8:99::7", "fd00:9::/64"])


def random_route(random: Random, network: Network, version: int) -> List[str]:
    """One route, or several that need each other."""
    mine = [a.local for a in network.addresses if a.version == version]
    device = random.choice(network.devices.names[1:])
    gateway, through = random_gateway(random, network, version)
    target = random_target(random, version)
    end = ""
    if mine and once_in(random, 2):
        end += f" src {random.choice(mine)}"
    if once_in(random, 3):
        end += f" metric {random.choice([5, 100, 3000])}"
    if once_in(random, 3):
        end += f" table {random.choice(['100', '7', '254', '1000'])}"
    if once_in(random, 4):
        end += f" proto {random.choice(['static', 'dhcp', '186'])}"
    if once_in(random, 6):
        end += random.choice([" mtu 1400", " mtu lock 1300 advmss 1200", " initcwnd 20 quickack 1"])
    if version == 4 and once_in(random, 10):
        end += " tos 0x10"
    if version == 6 and once_in(random, 6):
        end += " pref high"
    if version == 6 and once_in(random, 8):
        end += " expires 4000"
    kind = random.randrange(10)
    add = "route append" if once_in(random, 4) else "route add"
    if kind == 0:
        nowhere = random.choice(["blackhole", "unreachable", "prohibit"])
        return [f"{add} {nowhere} {target}{end}"]
    if kind <= 2 or not gateway:
        scope = " scope link" if version == 4 and once_in(random, 2) else ""
        return [f"{add} {target} dev {device}{scope}{end}"]
    if kind == 3:  # the second needs the first
        net, neighbour = ("10.77.0.0/24", "10.77.0.9") if version == 4 else ("fd77::/64", "fd77::9")
        source = f" src {random.choice(mine)}" if once_in(random, 2) else ""
        return [f"{add} {net} dev {device}{source}", f"{add} {target} via {neighbour}{end}"]
    if kind == 4:
        other, other_through = random_gateway(random, network, version)
        weight = random.choice(["", " weight 3"])
        second = f"nexthop via {other} dev {other_through}{weight}"
        return [f"{add} {target}{end} nexthop via {gateway} dev {through} {second}"]
    if kind == 5:
        number = random.randrange(1, 1000)
        return [f"nexthop add id {number} via {gateway} dev {through}", f"{add} {target} nhid {number}{end}"]
    if kind == 6:
        return [f"{add} {target} via {gateway} dev {through} onlink{end}"]
    if kind == 7 and version == 4:
        target = target.replace("default", "0.0.0.0/0")
        return [f"{add} {target} via inet6 fe80::77 dev {through}{end}"]
    return [f"{add} {target} via {gateway}{end}"]


def random_sysctls(random: Random, devices: Devices) -> List[Tuple[str, str]]:
    names = ["all"] + devices.names
    promote = once_in(random, 2)
    sysctls = [("ipv4/conf/all/promote_secondaries", "0")]
    for name in names:
        value = promote if not once_in(random, 5) else not promote
        if name != "all":
            sysctls.append((f"ipv4/conf/{name}/promote_secondaries", str(int(value))))
        for word, values in ("arp_ignore", "0001238"), ("arp_announce", "0012"):
            sysctls.append((f"ipv4/conf/{name}/{word}", random.choice(values) if once_in(random, 3) else "0"))
        if name != "all":
            sysctls.append((f"ipv6/conf/{name}/disable_ipv6", str(int(once_in(random, 12)))))
    return sysctls


def random_network(seed: int, devices: Devices) -> Network:
    random = Random(seed)
    network = Network(seed, devices, random_sysctls(random, devices))
    for name in devices.names:
        if not once_in(random, 25 if name == "lo" else 12):
            network.commands.append(f"link set {name} up")
    for name in devices.names:
        subnets = random.sample(SUBNETS[4], 2) + random.sample(SUBNETS[6], 1)
        for _ in range(random.choice([0, 1, 1, 2, 3, 4, 5]) if name != "lo" else random.choice([0, 0, 1, 2])):
            address, command = random_address(random, name, subnets)
            network.addresses.append(address)
            network.commands.append(command)
    for _ in range(random.choice([0, 1, 2, 3, 5, 8])):
        network.commands += random_route(random, network, random.choice([4, 4, 4, 6]))
    return network
