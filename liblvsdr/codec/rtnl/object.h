/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* VIPs and ARP policies as addresses, routes and devices of rtnetlink. */

#include "codec/rtnl/rtnl.h"
#include "model/arp_policy.h"
#include "model/vip.h"

void vip_from_address(const struct rtnl_address *address, const char *device,
		      struct lvsdr_vip *ret_vip);
void vip_to_address(const struct lvsdr_vip *vip, uint32_t index, struct rtnl_address *ret_address);
/* Whether it is the route that lvsdr_vip_set_host_route() asks for, on whatever device. */
bool vip_is_host_route(const struct rtnl_route *route, const struct address *address);
void arp_policy_from_link(const struct rtnl_link *link, struct lvsdr_arp_policy *ret_policy);
