-- SPDX-License-Identifier: LGPL-2.1-or-later
-- What only the host can refuse, and what is sent for one who insists.
local lvsdr = require("lvsdr")
local scenario = require("scenario")
local tell = scenario.tell

local host = lvsdr.open(scenario.netns)
local web = lvsdr.service("tcp", "192.168.1.41:80")
local rs1 = lvsdr.dest("192.168.1.20")
local vip = lvsdr.vip("192.168.1.41", "eth7")

tell("no service", host.add_dest, host, web, rs1)
web.scheduler = "nosuch"
tell("no scheduler", host.add_service, host, web)
web.scheduler = "rr"
host:add_service(web)
tell("no destination", host.update_dest, host, web, rs1)
tell("no device", host.add_vip, host, vip)
tell("no VIP", host.read_vip, host, vip)
tell("no device for ARP", host.update_arp_policy, host, lvsdr.arp_policy("eth7"))
tell("no setting", host.update_sysctl, host, lvsdr.sysctl("nosuch", "1"))

local elsewhere = lvsdr.dest("192.168.1.20:8080")
tell("another port", host.add_dest, host, web, elsewhere)
tell("another family", host.add_dest, host, web, lvsdr.dest("2001:db8:1::20"))
host:set_insist(true)
tell("another port, insisted", host.add_dest, host, web, elsewhere)
host:set_insist(false)

tell("no namespace", lvsdr.open, "nosuch")
