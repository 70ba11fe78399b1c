# SPDX-License-Identifier: LGPL-2.1-or-later
"""Real servers are replaced without breaking a connection, and one of them is changed as a whole."""

from pathlib import Path

import lvsdr
from lvsdr import State
from scenario import netns, show_plan, tell


def show_draining(plan: lvsdr.Plan) -> None:
    left = plan.draining
    print(f"{left.dests} to drain: {left.active} active, {left.inactive} inactive, {left.templates} templates")


with lvsdr.open(netns) as host:
    before, after = (State.from_text(Path(name).read_text()) for name in ("blue.rules", "green.rules"))
    hashed = State.from_text("-A -t 192.168.1.41:80 -s sh\n")

    plan = host.plan(before, scope="everything")
    tell("nothing to drain", plan.make_graceful, 0)
    tell("apply", plan.apply)

    plan = host.plan(after, scope="everything")
    tell("graceful", plan.make_graceful, 60, active_only=True)
    show_draining(plan)
    tell("apply", plan.apply)
    show_draining(plan)
    show_plan(plan)

    plan = host.new_plan()
    tell("weight", plan.update_real_server, "everything", ["192.168.1.21", "2001:db8:1::21"], 7)
    tell("unknown", plan.update_real_server, "everything", "192.168.1.99", 7)
    tell("remove", plan.remove_real_server, "everything", "192.168.1.22")
    tell("gone", plan.remove_real_server, "everything", "192.168.1.99")
    tell("graceful", plan.make_graceful, set_fallback=True)
    tell("apply", plan.apply)
    show_plan(plan)

    plan = host.plan(hashed, scope="everything")
    tell("hashed", plan.make_graceful)
    tell("with a fallback", plan.make_graceful, set_fallback=True)
    tell("again", plan.make_graceful)

    # One destination by itself, which no plan is needed for; the second time it is gone.
    web, dest = lvsdr.Service("tcp", "[2001:db8:1::41]:80"), lvsdr.Dest("2001:db8:1::21")
    for _ in range(2):
        left = host.drain_dest(web, dest, seconds=5, active_only=True)
        counts = f"{left.active} active, {left.inactive} inactive, {left.templates} templates"
        print(f"drained {left.done:d}: {counts}")
