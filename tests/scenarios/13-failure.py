# SPDX-License-Identifier: LGPL-2.1-or-later
"""A step fails: all goes back; or, for one who wants it so, the others are carried out."""

import lvsdr
from lvsdr import Dest, Service
from scenario import netns, show_plan, tell


def new_plan(host: lvsdr.Host) -> lvsdr.Plan:
    web = Service("tcp", "192.168.1.41:80")
    wrong = Service("tcp", "192.168.1.41:81", scheduler="nosuch")
    plan = host.new_plan()
    plan.add_service(web)
    plan.add_dest(web, Dest("192.168.1.20"))
    plan.add_service(wrong)
    plan.add_dest(wrong, Dest("192.168.1.20"))
    plan.add_service(Service("tcp", "192.168.1.41:82"))
    return plan


with lvsdr.open(netns) as host:
    plan = new_plan(host)
    tell("all or nothing", plan.apply)
    show_plan(plan)
    print(f"{len(host.read('everything').services)} services")

    plan = new_plan(host)
    plan.keep_going = True
    tell("keep going", plan.apply)
    show_plan(plan)
