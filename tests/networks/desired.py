# SPDX-License-Identifier: LGPL-2.1-or-later
"""Random wishes about a network: which addresses are ours, and what shall be of them."""

from __future__ import annotations

from random import Random
from typing import Any, Dict, List, Optional

from network import SUBNETS, Network, once_in, random_host

Vip = Dict[str, Any]


def is_ipv6(address: str) -> bool:
    return ":" in address


def random_scope(random: Random, network: Network, crowded: bool) -> List[str]:
    """Some addresses that stand there, and some that do not."""
    there = sorted({a.local for a in network.addresses})
    ours = random.sample(there, min(len(there), random.choice([0, 1, 2, 3, 4, 6] if crowded else [0, 1, 1, 2])))
    for _ in range((random.choice([0, 1, 1, 2]) if crowded else random.randrange(2)) if ours else 1):
        ours.append(random_host(random, random.choice(SUBNETS[random.choice([4, 4, 6])])))
    return sorted(set(ours))


def _label(random: Random, vip: Vip) -> Any:
    return None if is_ipv6(vip["address"]) else random.choice(["", vip["device"], f"{vip['device']}:9"])


def _broadcast(random: Random, vip: Vip) -> Any:
    return None if is_ipv6(vip["address"]) else random.choice(["", vip["address"], "10.255.255.255"])


def _flags(random: Random, vip: Vip) -> Any:
    known = ["noprefixroute"] + (["home", "mngtmpaddr", "nodad"] if is_ipv6(vip["address"]) else [])
    return random.sample(known, random.randrange(len(known) + 1))


def _prefix_length(random: Random, vip: Vip) -> Any:
    return random.choice([64, 120, 128] if is_ipv6(vip["address"]) else [24, 31, 32, 8])


def _peer(random: Random, vip: Vip) -> Any:
    return random.choice(["2001:db8:1::3"] if is_ipv6(vip["address"]) else ["192.168.1.3", "10.0.0.5"])


# What a member of a VIP can become; None: it is left out.
MEMBERS = {
    "label": _label,
    "broadcast": _broadcast,
    "prefix_length": _prefix_length,
    "host_route": lambda random, vip: once_in(random, 2),
    "peer": _peer,
    "address_scope": lambda random, vip: random.choice(["global", "site", "link", "host"]),
    "metric": lambda random, vip: random.choice([0, 9, 100]),
    "address_protocol": lambda random, vip: random.choice([0, 3, 200]),
    "valid_lifetime": lambda random, vip: random.choice([None, "forever", 7000, 80000]),
    "preferred_lifetime": lambda random, vip: random.choice([None, "forever", 0, 6000]),
    "flags": _flags,
}


def change(random: Random, vip: Vip, count: int) -> None:
    for name in random.sample(sorted(MEMBERS), count):
        value = MEMBERS[name](random, vip)
        if value is None:
            vip.pop(name, None)
        else:
            vip[name] = value
    preferred, valid = vip.get("preferred_lifetime", 0), vip.get("valid_lifetime", "forever")
    if valid != "forever" and (preferred == "forever" or preferred > valid):
        vip["preferred_lifetime"] = valid


def random_device(random: Random, network: Network) -> str:
    device = random.choice(network.devices.names)
    other = network.devices.alternative.get(device)
    return other if other and once_in(random, 3) else device


def new_vip(random: Random, network: Network, address: str) -> Vip:
    vip: Vip = {"address": address, "device": random_device(random, network)}
    change(random, vip, random.choice([0, 0, 1, 2]))
    return vip


def random_vip(random: Random, network: Network, address: str, found: List[Vip]) -> Optional[Vip]:
    """What shall be of one address; found: its present forms."""
    if once_in(random, 3):
        return None
    if not found or once_in(random, 4):
        return new_vip(random, network, address)
    vip = dict(random.choice(found))
    if once_in(random, 5):
        vip["device"] = random_device(random, network)
        vip.pop("label", None)
    change(random, vip, random.choice([0, 1, 1, 2]))
    return vip


def random_policies(random: Random, network: Network) -> List[Dict[str, Any]]:
    policies = []
    for name in random.sample(["all"] + network.devices.names[1:], random.choice([0, 1, 1, 2])):
        policy: Dict[str, Any] = {"device": name}
        if once_in(random, 3):
            policy["arp_ignore"] = random.choice([0, 1, 2, 8])
        if once_in(random, 3):
            policy["arp_announce"] = random.choice([0, 1, 2])
        policies.append(policy)
    return policies


def random_desired(
    random: Random, network: Network, scope: List[str], observed: Dict[str, Any], crowded: bool
) -> Dict[str, Any]:
    """observed: what the library says of the scope."""
    state: Dict[str, Any] = {"lvsdr_state": 1, "vips": []}
    for address in scope:
        found = [vip for vip in observed.get("vips", []) if vip["address"] == address]
        vip = random_vip(random, network, address, found)
        if vip:
            state["vips"].append(vip)
        for other in found[1:] if vip in found or once_in(random, 2) else []:
            if vip and (other["device"], other.get("prefix_length")) != (vip["device"], vip.get("prefix_length")):
                state["vips"].append(other)
    if once_in(random, 2):
        state["arp_policies"] = random_policies(random, network)
    if crowded and once_in(random, 3):
        state["observed"] = True
    return state
