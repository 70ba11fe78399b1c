# SPDX-License-Identifier: LGPL-2.1-or-later
"""A plan that is written down, and undone by another handle after somebody changed something."""

import lvsdr
from lvsdr import Dest
from scenario import netns, run, show_plan, tell

with lvsdr.open(netns) as host:
    web = lvsdr.Service("tcp", "192.168.1.41:80")
    plan = host.new_plan()
    tell("service", plan.add_service, web)
    tell("one", plan.add_dest, web, Dest("192.168.1.20"))
    tell("two", plan.add_dest, web, Dest("192.168.1.21"))
    tell("two again", plan.add_dest, web, Dest("192.168.1.21"))
    written = plan.to_json()
    tell("apply", plan.apply)

run(netns, "ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.21 -g -w 9")
with lvsdr.open(netns) as host:
    plan = tell("from JSON", host.plan_from_json, written)
    tell("undo", plan.undo)
    show_plan(plan)
