#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Step 6: what the director has now."""

import sys

import common
import lvsdr


def show(service: lvsdr.Service, dests: list[lvsdr.Dest]) -> None:
    name = f"{service.protocol} {service.address} port {service.port}"
    if service.fwmark:
        name = f"fwmark {service.fwmark}"
    print(f"{name} scheduler {service.scheduler}")
    for dest in dests:
        method = dest.forwarding.name.lower() if dest.forwarding is not None else "?"
        print(f"  -> {dest.address} port {dest.port} {method} weight {dest.weight}")


def main(words: list[str]) -> int:
    if words and (len(words) != 2 or words[0] != "--netns"):
        print(
            "Lists the virtual services and their real servers.\n"
            f"classic: ipvsadm -Ln\n\nusage: {sys.argv[0]} [--netns NAME]"
        )
        return 0 if words[0] == "--help" else 2
    try:
        with lvsdr.open(words[1] if words else None) as host:
            for service, dests in host.read("everything").items():
                show(service, dests)
    except lvsdr.Error as error:
        return common.complain(error)
    return 0


sys.exit(main(sys.argv[1:]))
