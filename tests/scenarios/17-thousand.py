# SPDX-License-Identifier: LGPL-2.1-or-later
"""A desired state of 1,000 destinations: planned, applied in slices, read, undone."""

import lvsdr
from scenario import netns, tell


def build() -> lvsdr.State:
    web = lvsdr.Service("tcp", "192.168.1.41:80")
    state = lvsdr.State()
    state.add_service(web)
    for i in range(1000):
        state.add_dest(web, lvsdr.Dest(f"10.0.{i // 250}.{1 + i % 250}", weight=1 + i % 7))
    return state


def show_sums(host: lvsdr.Host) -> None:
    state = host.read("192.168.1.41")
    weights = [dest.weight or 0 for _, dests in state.items() for dest in dests]
    print(f"{len(state.services)} services, {len(weights)} destinations, weights {sum(weights)}")


with lvsdr.open(netns) as host:
    desired = build()
    plan = host.plan(desired, scope="192.168.1.41")
    print(f"{len(plan)} steps")
    for done, total in plan.slices(0.001):
        pass
    show_sums(host)
    tell("undo", plan.undo)
    show_sums(host)
    tell("at once", host.plan(desired, scope="192.168.1.41").apply)
