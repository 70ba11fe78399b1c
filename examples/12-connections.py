#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Appendix: the connection table, with the templates of persistent services."""

import argparse
import sys

import lvsdr

parser = argparse.ArgumentParser(
    description="Lists the connections that the director forwards, with their states.",
    epilog="classic: ipvsadm -Lcn",
)
parser.add_argument("service", metavar="VIP:PORT", nargs="?")
parser.add_argument("real_server", metavar="RIP", nargs="?")
words = parser.parse_args()

try:
    with lvsdr.open() as host:
        service = lvsdr.Service("tcp", words.service) if words.service else None
        dest = lvsdr.Dest(words.real_server) if words.real_server else None
        with host.connections(service, dest) as connections:
            for each in connections:
                vip = each.virtual_address or f"mark {each.fwmark}"  # a template of a firewall mark
                print(
                    f"{each.protocol:4} {each.state:11} {each.expiry:5}s  {each.client_address} port {each.client_port}"
                    f" -> {vip} port {each.virtual_port} -> {each.dest_address}{'  template' if each.template else ''}"
                )
except lvsdr.Error as error:
    sys.exit(str(error))
