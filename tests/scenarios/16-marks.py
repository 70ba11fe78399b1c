# SPDX-License-Identifier: LGPL-2.1-or-later
"""Packet marks; a kernel without nf_tables says so."""

import lvsdr
from lvsdr import Mark
from scenario import netns, tell


def show_mark(mark: Mark) -> None:
    print(f'{mark.protocol} {mark.address} ports "{mark.ports}" on "{mark.device or ""}": {mark.fwmark}')


with lvsdr.open(netns) as host:
    shop = Mark("tcp", "192.168.1.41:443,http,8000-8010", 7)
    other = Mark("tcp", "192.168.1.41:80,443,8000-8010", 8)
    all6 = Mark("udp", "2001:db8:1::41", 9, device="eth0")

    show_mark(shop)
    tell("add", host.add_mark, shop)
    tell("add again", host.add_mark, shop)
    tell("add another mark", host.add_mark, other)
    tell("update", host.update_mark, other)
    show_mark(tell("read", host.read_mark, shop) or shop)
    tell("add IPv6", host.add_mark, all6)
    tell("remove", host.remove_mark, shop)
    tell("remove again", host.remove_mark, shop)
    print(f"{tell('foreign rules', host.read_foreign_marks)} foreign rules")
