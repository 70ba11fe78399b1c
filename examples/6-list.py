#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Step 6: what the director has now."""

import argparse
import sys

import lvsdr

argparse.ArgumentParser(
    description="Lists the virtual services and their real servers.",
    epilog="classic: ipvsadm -Ln",
).parse_args()

try:
    with lvsdr.open() as host:
        state = host.read("everything")
except lvsdr.Error as error:
    sys.exit(str(error))
for service, dests in state.items():
    name = f"{service.protocol} {service.address} port {service.port}"
    if service.fwmark:
        name = f"fwmark {service.fwmark}"
    print(f"{name} scheduler {service.scheduler}")
    for dest in dests:
        method = dest.forwarding.name.lower() if dest.forwarding is not None else "?"
        print(f"  -> {dest.address} port {dest.port} {method} weight {dest.weight}")
