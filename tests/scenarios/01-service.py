# SPDX-License-Identifier: LGPL-2.1-or-later
"""The life of a virtual service."""

from dataclasses import replace

import lvsdr
from scenario import netns, show_service, tell

with lvsdr.open(netns) as host:
    web = lvsdr.Service("tcp", "192.168.1.41:80")
    dns = lvsdr.Service("udp", "192.168.1.41:domain")

    tell("read before", host.read_service, web)
    tell("add", host.add_service, web)
    tell("add again", host.add_service, web)
    web = replace(web, scheduler="rr")
    tell("add in another form", host.add_service, web)
    tell("update", host.update_service, web)
    tell("update again", host.update_service, web)
    show_service(tell("read", host.read_service, web))

    tell("add another", host.add_service, dns)
    tell("remove", host.remove_service, web)
    tell("remove again", host.remove_service, web)
    tell("update what is gone", host.update_service, web)
