#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Appendix: a live view of what goes through each service and each real server, a second."""

import sys
import time
from typing import Optional

import common
import lvsdr

HELP = f"""Shows what goes through each service and each real server, again and again.
In direct routing replies do not pass the director: there is nothing outgoing.
classic: watch -n 1 ipvsadm -Ln --rate

usage: {sys.argv[0]} [OPTION]...
  --netns NAME   act in this network namespace
  --interval N   seconds between two looks (default 2, as often as the kernel
                 renews its rates)
  --count N      end after N looks
  --help         this text"""


def show_rates(name: str, counters: lvsdr.Counters, active: int, inactive: int) -> None:
    print(
        f"{name:44} {counters.connection_rate:8} {counters.incoming_packet_rate:9}"
        f" {counters.incoming_byte_rate:12} {active:8} {inactive:8}"
    )


def show_service(service: lvsdr.Service, dests: list[lvsdr.Dest]) -> None:
    name = f"{service.protocol} {service.address} port {service.port}"
    if service.fwmark:
        name = f"fwmark {service.fwmark}"
    # The kernel counts connections for each destination only: a service has the sum.
    counters = [dest.counters or lvsdr.Counters() for dest in dests]
    active = sum(each.active_connections for each in counters)
    inactive = sum(each.inactive_connections for each in counters)
    show_rates(name, service.counters or lvsdr.Counters(), active, inactive)
    for dest, each in zip(dests, counters):
        show_rates(f"  -> {dest.address}", each, each.active_connections, each.inactive_connections)


def show(host: lvsdr.Host) -> None:
    state = host.read("everything", statistics=True)
    if sys.stdout.isatty():
        print("\033[H\033[J", end="")
    print(f"{'a second':44} {'connects':>8} {'packets in':>9} {'bytes in':>12} {'active':>8} {'inactive':>8}")
    for service, dests in state.items():
        show_service(service, dests)
    sys.stdout.flush()


def repeat(netns: Optional[str], interval: int, count: int) -> None:
    with lvsdr.open(netns) as host:
        show(host)
        while count != 1:  # 0: until interrupted
            time.sleep(interval)
            show(host)
            count -= 1


def main() -> int:
    parser = common.Options(HELP)
    parser.add_argument("--netns")
    parser.add_argument("--interval", default="2")
    parser.add_argument("--count", default="0")
    options, words = parser.read()
    interval, count = common.number(options.interval), common.number(options.count)
    if words or not interval:
        parser.error("wrong call; see --help")
    try:
        repeat(options.netns, interval, count)
    except lvsdr.Error as error:
        return common.complain(error)
    return 0


sys.exit(main())
