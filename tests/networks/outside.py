# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether what is not ours is as it was after our addresses have come, changed and gone."""

from __future__ import annotations

from collections import Counter
from typing import Any, Dict, List, Set

from witness import Snapshot, is_ipv6_route, order_of, subnet_of, text_of

Thing = Dict[str, Any]


def bare(thing: Thing, *names: str) -> str:
    return text_of({name: value for name, value in thing.items() if name not in names})


def missing(what: str, before: List[str], now: List[str]) -> List[str]:
    return [f"{what} not ours, gone or changed: {text}" for text in Counter(before) - Counter(now)]


def added(what: str, before: List[str], now: List[str]) -> List[str]:
    return [f"{what} not ours, new: {text}" for text in Counter(now) - Counter(before)]


def check_addresses(before: Snapshot, now: Snapshot, ours: Set[str]) -> List[str]:
    result: List[str] = []
    for device in sorted({*before.addresses, *now.addresses}):
        old = [a for a in before.addresses.get(device, []) if a["local"] not in ours]
        new = [a for a in now.addresses.get(device, []) if a["local"] not in ours]
        shared = {subnet_of(a) for s in (before, now) for a in s.addresses.get(device, []) if a["local"] in ours}
        texts = []
        for addresses in old, new:  # the role changes when a primary comes or goes
            texts.append([bare(a, *(["secondary"] if subnet_of(a) in shared else [])) for a in addresses])
        result += missing(f"{device}: address", *texts) + added(f"{device}: address", *texts)
        first, second = ({net: there[:1] for net, there in order_of(a, ours).items()} for a in (old, new))
        if not result and first != second:
            result.append(f"{device}: other addresses not ours are the first of their networks: {first} {second}")
    return result


def is_kernel(route: Thing) -> bool:
    return route.get("protocol") == "kernel"


def target(route: Thing) -> str:
    return str(route["dst"]).split("/")[0]


def check_routes(before: Snapshot, now: Snapshot, ours: Set[str]) -> List[str]:
    def others(snapshot: Snapshot) -> List[str]:
        routes = [r for r in snapshot.routes if not is_kernel(r) and r.get("prefsrc") not in ours]
        return [bare(r) for r in routes if target(r) not in ours]

    def without_source(snapshot: Snapshot) -> List[str]:
        routes = [r for r in snapshot.routes if is_ipv6_route(r) and r.get("prefsrc") in ours]
        return [bare(r, "prefsrc") for r in routes]

    def local(snapshot: Snapshot) -> List[str]:
        routes = [r for r in snapshot.routes if is_kernel(r) and r.get("type") == "local" and target(r) not in ours]
        routes = [r for r in routes if "/" not in r["dst"] or r.get("prefsrc") not in ours]  # a network on lo
        return sorted({bare(r, "prefsrc", "expires") for r in routes})

    result = missing("route", others(before), others(now))
    # The kernel takes the preferred source of IPv6 off when its address goes.
    result += added("route", others(before) + without_source(before), others(now))
    return result + missing("local route", local(before), local(now))


def check_prefixes(before: Snapshot, now: Snapshot, ours: Set[str]) -> List[str]:
    """The kernel's routes to the subnets of addresses that are not ours."""
    result = []
    there = {(r["dst"], r.get("dev")) for r in now.routes if is_kernel(r)}
    for route in before.routes:
        if not is_kernel(route) or route.get("type", "unicast") != "unicast" or route.get("prefsrc") in ours:
            continue
        owned = any(
            a["local"] not in ours and subnet_of(a)[2] in (route["dst"], route["dst"] + "/32", route["dst"] + "/128")
            for a in before.addresses.get(str(route.get("dev")), [])
        )
        if owned and (route["dst"], route.get("dev")) not in there:
            result.append(f"route to a subnet not ours, gone: {text_of(route)}")
    return result


def check_outside(before: Snapshot, now: Snapshot, ours: Set[str], policies: Set[str]) -> List[str]:
    result = check_addresses(before, now, ours) + check_routes(before, now, ours) + check_prefixes(before, now, ours)
    if before.nexthops != now.nexthops:
        result.append(f"next hops: {before.nexthops} {now.nexthops}")
    if before.links != now.links:
        result.append(f"devices: {before.links} {now.links}")
    for name, value in before.sysctls.items():
        device, word = name.rsplit(".", 1)
        if value != now.sysctls.get(name) and not (device in policies and word in ("arp_ignore", "arp_announce")):
            result.append(f"{name}: {value} is {now.sysctls.get(name)}")
    return result
