# SPDX-License-Identifier: LGPL-2.1-or-later
"""From one state to another: what is planned, done, and undone."""

import json

import lvsdr
from lvsdr import State
from scenario import netns, show_plan, tell

with lvsdr.open(netns) as host:
    new = State.load("new.json")

    first = host.plan(State.load("old.json"), scope="192.168.1.41")
    tell("the old state", first.apply)
    show_plan(first)
    plan = host.plan(new, scope="192.168.1.41")
    show_plan(plan)
    for form in (plan[0].before, plan[0].after):
        print(json.dumps(form, separators=(",", ":")))
    print(plan[0].explanation)
    tell("apply", plan.apply)
    tell("apply again", plan.apply)
    print(f"{len(host.plan(new, scope='192.168.1.41'))} steps are left")
    tell("undo", plan.undo)
    tell("undo again", plan.undo)
    show_plan(plan)
