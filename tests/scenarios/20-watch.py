# SPDX-License-Identifier: LGPL-2.1-or-later
"""A watch tells what another program changes, and what changed is the plan from the last state to this one."""

import lvsdr
from lvsdr import Part, State
from scenario import netns, show_plan, tell

OURS = "192.168.1.41"
PARTS = Part.SERVICES | Part.VIPS


def show_change(host: lvsdr.Host, watch: lvsdr.Watch, part: Part, known: State) -> State:
    """Waits until a part is told and has changed: what was told before may be told once more. Gives what is known then."""
    while True:
        while part not in next(watch):
            pass
        now = host.read(OURS, parts=PARTS)
        plan = host.plan(now, scope=OURS, observed=known)
        if len(plan):
            show_plan(plan)
            return now


def watch_others(host: lvsdr.Host, other: lvsdr.Host, watch: lvsdr.Watch) -> None:
    web = lvsdr.Service("tcp", "192.168.1.41:80")
    known = host.read(OURS, parts=PARTS)

    tell("add a service", other.add_service, web)
    known = show_change(host, watch, Part.SERVICES, known)
    tell("add a destination", other.add_dest, web, lvsdr.Dest("192.168.1.20"))
    known = show_change(host, watch, Part.SERVICES, known)
    tell("change its weight", other.update_dest, web, lvsdr.Dest("192.168.1.20", weight=7))
    known = show_change(host, watch, Part.SERVICES, known)
    tell("add a VIP", other.add_vip, lvsdr.Vip(OURS, "lo"))
    known = show_change(host, watch, Part.VIPS, known)
    tell("remove the service", other.remove_service, web)
    show_change(host, watch, Part.SERVICES, known)


with lvsdr.open(netns) as host, lvsdr.open(netns) as other:
    tell("add one of others", other.add_service, lvsdr.Service("udp", "192.168.1.42:53"))  # loads IPVS
    tell("too often", host.watch, OURS, PARTS, interval=0.005)
    with host.watch(OURS, PARTS, interval=0.02) as watch:
        tell("change it", other.update_service, lvsdr.Service("udp", "192.168.1.42:53", scheduler="rr"))
        print(f"told: {bool(watch.wait(timeout=0.1)):d}")
        watch_others(host, other, watch)
