#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Appendix: the connection table, with the templates of persistent services."""

import sys
from typing import Optional

import common
import lvsdr


def show(connection: lvsdr.Connection) -> None:
    print(
        f"{connection.protocol:4} {connection.state:11} {connection.expiry:5}s ",
        f"{connection.client_address} port {connection.client_port} ->",
        f"{connection.virtual_address or f'mark {connection.fwmark}'} port {connection.virtual_port} ->",
        f"{connection.dest_address}{'  template' if connection.template else ''}",
        end="",
    )
    if connection.persistence_engine:
        print(f" of {connection.persistence_engine}: {connection.persistence_data}", end="")
    print()


def work(netns: Optional[str], words: list[str]) -> None:
    with lvsdr.open(netns) as host:
        service = lvsdr.Service("tcp", words[0]) if words else None
        dest = lvsdr.Dest(words[1]) if len(words) > 1 else None
        with host.connections(service, dest) as connections:
            for connection in connections:
                show(connection)
        for state, count in host.count_connections(service, dest).items():
            if count:
                print(f"{count:8} {state}")


def main(words: list[str]) -> int:
    netns = None
    if len(words) > 1 and words[0] == "--netns":
        netns, words = words[1], words[2:]
    if len(words) > 2 or words and words[0].startswith("-"):
        print(
            "Shows the connections that the director forwards, and how many are in which state.\n"
            "classic: ipvsadm -Lcn --persistent-conn\n\n"
            f"usage: {sys.argv[0]} [--netns NAME] [VIP:PORT [RIP]]"
        )
        return 0 if sys.argv[1] == "--help" else 2
    try:
        work(netns, words)
    except lvsdr.Error as error:
        return common.complain(error)
    return 0


sys.exit(main(sys.argv[1:]))
