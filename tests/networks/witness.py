# SPDX-License-Identifier: LGPL-2.1-or-later
"""What `ip` and /proc/sys say of a network, and what differs between two such statements."""

from __future__ import annotations

import json
import os
import select
import subprocess
import time
from dataclasses import dataclass
from ipaddress import ip_interface
from typing import Any, Dict, List, NoReturn, Sequence, Set, Tuple

FOREVER = 4294967295
TOLERANCE = 3  # seconds
Difference = Tuple[str, Dict[str, Any]]  # a sentence, and what it is about
LINK_MEMBERS = ["flags", "mtu", "address", "master", "link", "altnames", "inet6_addr_gen_mode"]
SYSCTLS = ["arp_accept", "arp_announce", "arp_filter", "arp_ignore", "arp_notify", "promote_secondaries"]


class Ip:
    """One `ip -batch` that stays, in the network namespace in which it was started."""

    def __init__(self) -> None:
        environment = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
        self._process = subprocess.Popen(
            ["stdbuf", "-oL", "-eL", "ip", "-json", "-details", "-force", "-batch", "-"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
        )  # fmt: skip
        self.errors = 0
        self._files: Dict[str, int] = {}

    def close(self) -> None:
        self._process.communicate()
        for file in self._files.values():
            os.close(file)

    def sysctl(self, path: str) -> str:
        """What a file below /proc/sys/net says; it stays open."""
        if path not in self._files:
            self._files[path] = os.open(f"/proc/sys/net/{path}", os.O_RDONLY)
        return os.pread(self._files[path], 64, 0).decode().strip()

    def _drain_errors(self) -> None:
        assert self._process.stderr
        while select.select([self._process.stderr], [], [], 0)[0]:
            text = os.read(self._process.stderr.fileno(), 65536)
            self.errors += text.count(b"Command failed")
            if not text:
                return

    def _write(self, lines: Sequence[str]) -> None:
        assert self._process.stdin
        try:
            self._process.stdin.write("".join(f"{line}\n" for line in lines).encode())
            self._process.stdin.flush()
        except BrokenPipeError:
            self._ended()

    def _ended(self) -> NoReturn:
        assert self._process.stderr
        raise RuntimeError(f"`ip -batch` has ended: {self._process.stderr.read().decode()}")

    def run(self, commands: Sequence[str]) -> int:
        """Carries them out; how many the kernel refused."""
        before = self.errors
        for start in range(0, len(commands), 20):
            self._write(commands[start : start + 20])
            self.ask("link show lo")
        self._drain_errors()
        return self.errors - before

    def ask(self, *commands: str) -> List[Any]:
        assert self._process.stdout
        self._write(commands)
        answers: List[Any] = []
        while len(answers) < len(commands):
            line = self._process.stdout.readline()
            if not line:
                self._ended()
            self._drain_errors()
            if line.startswith(b"["):  # what flushing says is no answer
                answers.append(json.loads(line))
        return answers


@dataclass
class Snapshot:
    when: float
    addresses: Dict[str, List[Dict[str, Any]]]  # by device, in the kernel's order
    routes: List[Dict[str, Any]]
    nexthops: List[Dict[str, Any]]
    links: Dict[str, Dict[str, Any]]
    sysctls: Dict[str, str]


def take(ip: Ip) -> Snapshot:
    addresses, routes, nexthops = ip.ask("address show", "route show table all", "nexthop show")
    links = {}
    for link in addresses:
        links[link["ifname"]] = {name: link.get(name) for name in LINK_MEMBERS}
        links[link["ifname"]]["flags"] = [flag for flag in link["flags"] if flag != "NO-CARRIER"]  # comes late
    sysctls = {}
    for name in ["all", *links]:
        for word in SYSCTLS:
            sysctls[f"{name}.{word}"] = ip.sysctl(f"ipv4/conf/{name}/{word}")
        sysctls[f"{name}.disable_ipv6"] = ip.sysctl(f"ipv6/conf/{name}/disable_ipv6")
    # The kernel makes ff00::/8 with the first address of a device that has no carrier yet, and leaves it.
    routes = [route for route in routes if route.get("type") != "multicast"]
    for route in routes:
        route["flags"] = [flag for flag in route["flags"] if flag != "linkdown"]  # comes late, as NO-CARRIER does
    return Snapshot(
        time.monotonic(), {link["ifname"]: link["addr_info"] for link in addresses}, routes, nexthops, links, sysctls
    )


def lacks_link_local(snapshot: Snapshot, name: str) -> bool:
    """The kernel gives it one when it notices the carrier, on a busy machine a little later."""
    if name == "lo" or snapshot.links[name]["inet6_addr_gen_mode"] != "eui64":
        return False
    if snapshot.sysctls[f"{name}.disable_ipv6"] != "0":
        return False
    return not any(a["local"].startswith("fe80::") for a in snapshot.addresses[name])


def lacks_local_route(snapshot: Snapshot, name: str) -> bool:
    """The kernel makes it after the address, when it comes to that."""
    local = {route["dst"] for route in snapshot.routes if route["type"] == "local" and route["dev"] == name}
    ours = [
        a["local"] for a in snapshot.addresses[name] if a["family"] == "inet6" and not a["local"].startswith("fe80::")
    ]
    return any(address not in local for address in ours)


def is_settled(snapshot: Snapshot) -> bool:
    """On a device that is down an address stays tentative."""
    working = [name for name, link in snapshot.links.items() if {"UP", "LOWER_UP"} <= set(link["flags"])]
    if any(lacks_link_local(snapshot, name) or lacks_local_route(snapshot, name) for name in working):
        return False
    return not any(a.get("tentative") for name in working for a in snapshot.addresses[name])


def settle(ip: Ip) -> Snapshot:
    """When nothing changes any more of itself."""
    before = take(ip)
    end = time.monotonic() + 60  # on a busy machine the kernel comes to it late
    while time.monotonic() < end:
        time.sleep(0.002)
        now = take(ip)
        if is_settled(now) and not differences(before, now):
            return now
        before = now
    return before


TIMES = ("valid_life_time", "preferred_life_time", "expires")


def text_of(thing: Dict[str, Any]) -> str:
    """Whether it ends is an attribute, when is compared by itself."""
    ends = {name: "ends" for name in TIMES if thing.get(name) not in (None, 0, FOREVER)}
    if ends:
        thing = {**thing, **ends}
    return json.dumps(thing, sort_keys=True)


def by_text(things: Sequence[Dict[str, Any]]) -> Dict[str, List[Dict[str, Any]]]:
    result: Dict[str, List[Dict[str, Any]]] = {}
    for thing in things:
        result.setdefault(text_of(thing), []).append(thing)
    return result


def times_of(thing: Dict[str, Any]) -> List[int]:
    return [thing.get(name, 0) for name in TIMES]


def ends_otherwise(before: Sequence[Dict[str, Any]], now: Sequence[Dict[str, Any]], passed: float) -> bool:
    """Of things that are equal otherwise: whether any ends at another time than it did."""
    pairs = zip(sorted(map(times_of, before)), sorted(map(times_of, now)))
    return any(
        not -TOLERANCE <= first - second <= passed + TOLERANCE
        for old, new in pairs
        for first, second in zip(old, new)
        if first not in (0, FOREVER)
    )


def compare_sets(
    what: str, before: Sequence[Dict[str, Any]], now: Sequence[Dict[str, Any]], passed: float
) -> List[Difference]:
    if before == now:
        return []
    old, new = by_text(before), by_text(now)
    result: List[Difference] = []
    for text in sorted({*old, *new}):
        first, second = old.get(text, []), new.get(text, [])
        if len(first) > len(second):
            result.append((f"{what} gone or changed: {text}", first[0]))
        elif len(first) < len(second):
            result.append((f"{what} new or changed: {text}", second[0]))
        elif ends_otherwise(first, second, passed):
            result.append((f"{what} ends at another time: {first} {second}", first[0]))
    return result


def subnet_of(address: Dict[str, Any]) -> Tuple[str, int, str]:
    place = address.get("address", address["local"])
    return address["family"], address["prefixlen"], str(ip_interface(f"{place}/{address['prefixlen']}").network)


def order_of(addresses: Sequence[Dict[str, Any]], ours: Set[str]) -> Dict[Any, List[str]]:
    """By subnet, the addresses that are not ours, in their order."""
    order: Dict[Any, List[str]] = {}
    for address in addresses:
        if address["local"] not in ours:
            order.setdefault(subnet_of(address), []).append(address["local"])
    return order


def route_key(route: Dict[str, Any]) -> str:
    names = "type", "dst", "table", "tos", "metric"
    return json.dumps([route.get(name) for name in names] + [is_ipv6_route(route)])


def is_ipv6_route(route: Dict[str, Any]) -> bool:
    return "pref" in route or ":" in route.get("dst", "") or ":" in route.get("gateway", "")


def route_orders(routes: Sequence[Dict[str, Any]]) -> Dict[str, List[str]]:
    """The first of those to one destination is taken. What the kernel makes for addresses comes back with them:
    another device's route to the same network is not taken away for the sake of the order. But an address behind
    a broadcast address is none of the host's: of these the first has to stay a local one."""
    orders: Dict[str, List[str]] = {}
    for route in routes:
        if route.get("protocol") != "kernel":
            orders.setdefault(route_key(route), []).append(text_of(route))
        elif route.get("table") == "local" and not is_ipv6_route(route):
            words = json.dumps({name: route[name] for name in ("dst", "type", "protocol")})
            orders.setdefault(f"local {route['dst']}", [words] if route["type"] == "local" else [])
    return {key: texts for key, texts in orders.items() if len(texts) > 1 or (texts and key.startswith("local "))}


def differences(before: Snapshot, now: Snapshot, ours: Set[str] = frozenset()) -> List[Difference]:  # type: ignore
    """Each as a sentence, with what it is about."""
    passed = now.when - before.when
    result: List[Difference] = []
    for name in sorted({*before.addresses, *now.addresses}):
        old, new = before.addresses.get(name, []), now.addresses.get(name, [])
        if old == new:
            continue
        result += compare_sets(f"{name}: address", old, new, passed)
        first, second = order_of(old, ours), order_of(new, ours)
        for subnet in first:
            if first[subnet][:1] != second.get(subnet, [])[:1] and sorted(first[subnet]) == sorted(
                second.get(subnet, [])
            ):
                text = f"{name}: another address of {subnet[2]} is the first: {first[subnet]} {second[subnet]}"
                result.append((text, {"local": first[subnet][0]}))
    changed = compare_sets("route", before.routes, now.routes, passed)
    result += changed
    if not changed and before.routes != now.routes:
        new_orders = route_orders(now.routes)
        for key, texts in route_orders(before.routes).items():
            if texts != new_orders.get(key):
                text = f"routes in another order: {texts} {new_orders.get(key)}"
                result.append((text, json.loads(texts[0])))
    result += compare_sets("next hop", before.nexthops, now.nexthops, passed)
    for name in before.links:
        if before.links[name] != now.links.get(name):
            result.append((f"device {name}: {before.links[name]} {now.links.get(name)}", {"dev": name}))
    for name, value in before.sysctls.items():
        if value != now.sysctls.get(name):
            device, word = name.rsplit(".", 1)
            result.append((f"{name}: {value} is {now.sysctls.get(name)}", {"dev": device, "word": word}))
    return result


def is_named(thing: Dict[str, Any], sentences: str) -> bool:
    """Whether sentences speak of it; what the kernel has because of an address goes without saying."""
    if thing.get("protocol") == "kernel":
        return True
    if "word" in thing:
        policy = f"ARP policy of {thing['dev']}"
        return f"undo {policy}" in sentences or (policy in sentences and thing["word"] in sentences)
    word = str(thing.get("local") or thing.get("dst") or thing.get("dev") or thing.get("id"))
    return word.split("/")[0] in sentences
