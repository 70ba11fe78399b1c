#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Appendix: an agent. Desired states come in, health checks set weights, changes break no connection."""

import argparse
import select
import socket
import sys

import lvsdr

parser = argparse.ArgumentParser(
    description="Brings the addresses of SCOPE to the state that was read last, once a second. Each line of standard "
    "input is a state in JSON. A real server that accepts no connection gets weight 0. It ends with the input.",
)
parser.add_argument("scope", metavar="SCOPE")
words = parser.parse_args()


def is_alive(dest: lvsdr.Dest) -> bool:
    """Does the real server accept a connection within half a second?"""
    try:
        socket.create_connection((str(dest.address), dest.port or 0), timeout=0.5).close()
    except OSError:
        return False
    return True


def check_health(desired: lvsdr.State) -> None:
    """Weight 0 for each real server of a TCP service that does not answer."""
    for service in desired.services:
        for dest in desired.dests(service) if service.protocol == "tcp" else ():
            if dest.port and not is_alive(dest):
                desired.update_dest(service, lvsdr.Dest(dest.address, port=dest.port, weight=0))


def reach(host: lvsdr.Host, text: str) -> None:
    """One round. What is not drained within a second is continued in the next one."""
    desired = lvsdr.State.from_json(text)
    check_health(desired)
    plan = host.plan(desired, scope=words.scope)
    plan.make_graceful(1, active_only=True)
    try:
        plan.apply()
    except lvsdr.InUseError:
        pass


text = ""
states = open(0, "rb", buffering=0)  # select() sees what was not read
with lvsdr.open(trace=sys.stdout) as host:
    while True:
        try:
            if select.select([states], [], [], 1)[0]:
                line = states.readline().decode()
                if not line:
                    break
                lvsdr.State.from_json(line)  # one that is none is reported, and the state before it stays
                text = line
            if text:
                reach(host, text)
        except (lvsdr.Error, UnicodeDecodeError) as error:  # said, and tried again
            print(error, file=sys.stderr)
