-- SPDX-License-Identifier: LGPL-2.1-or-later
-- The life of a virtual service.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell = scenario.tell

local host = lvsdr.open(scenario.netns)
local web = lvsdr.service("tcp", "192.168.1.41:80")
local dns = lvsdr.service("udp", "192.168.1.41:domain")

tell("read before", host.read_service, host, web)
tell("add", host.add_service, host, web)
tell("add again", host.add_service, host, web)
web.scheduler = "rr"
tell("add in another form", host.add_service, host, web)
tell("update", host.update_service, host, web)
tell("update again", host.update_service, host, web)
scenario.show_service(tell("read", host.read_service, host, web))

tell("add another", host.add_service, host, dns)
tell("remove", host.remove_service, host, web)
tell("remove again", host.remove_service, host, web)
tell("update what is gone", host.update_service, host, web)
