# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the scenarios in Python share."""

from __future__ import annotations

import errno
import subprocess
import sys
from typing import Any, Callable

import lvsdr

netns = sys.argv[1]
NAMES = {errno.EOPNOTSUPP: "EOPNOTSUPP"}  # a number with two names


def run(namespace: str, command: str) -> None:
    """A shell command in a network namespace."""
    subprocess.run(["ip", "netns", "exec", namespace, "bash", "-c", command], check=True)


def tell(what: str, call: Callable[..., Any], *arguments: Any, **fields: Any) -> Any:
    """Prints "WHAT: 1", or "WHAT: EEXIST, " and the library's sentence. Gives what the call gave."""
    try:
        result = call(*arguments, **fields)
    except lvsdr.Error as error:
        name = NAMES.get(-error.code) or errno.errorcode[-error.code]
        print(f"{what}: {name}, {error}")
        return None
    print(f"{what}: {int(result) if isinstance(result, int) else 0}")
    return result


def show_service(service: lvsdr.Service) -> None:
    """All that the library says of one object."""
    name = f"{service.family} {service.protocol} {service.address} port {service.port}"
    if service.fwmark:
        name = f"{service.family} fwmark {service.fwmark}"
    print(
        f"{name}, scheduler {service.scheduler} flags {service.scheduler_flags:d},"
        f" persistence {service.persistence} prefix {service.persistence_prefix}"
        f' engine "{service.persistence_engine}", one packet {service.one_packet:d}'
    )


def show_dest(dest: lvsdr.Dest) -> None:
    print(
        f"  {dest.address} port {dest.port}, forwarding {dest.forwarding:d} weight {dest.weight},"
        f" thresholds {dest.upper_threshold} {dest.lower_threshold},"
        f" tunnel {dest.tunnel_type:d} {dest.tunnel_port} {dest.tunnel_flags:d}"
    )


def show_vip(vip: lvsdr.Vip) -> None:
    print(f'{vip.address}/{vip.prefix_length} on {vip.device}, label "{vip.label}", host route {vip.host_route:d}')


def show_plan(plan: lvsdr.Plan) -> None:
    """Each step's kind, what became of it, its command, and its note."""
    for step in plan:
        print(f"  {step.kind}, {step.status.name.lower()}: {step.command}")
        if step.note:
            print(f"    {step.note}")
