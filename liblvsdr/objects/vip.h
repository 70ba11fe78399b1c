/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "util/address.h"
#include "util/text.h"

#include <lvsdr/vip.h>
#include <net/if.h>

struct lvsdr_vip {
	struct lvsdr *host;
	uint32_t set;
	struct address address;
	struct address broadcast; /* family 0: none */
	uint8_t prefix_length;
	uint8_t host_route;
	char device[IFNAMSIZ];
	char label[IFNAMSIZ]; /* "": the device's name, or IPv6 */
};

/* The places of the fields that can be set, and so their bits in `set`. */
enum vip_field { VIP_DEVICE = 1, VIP_PREFIX_LENGTH, VIP_LABEL, VIP_BROADCAST, VIP_HOST_ROUTE };

struct rtnl_address;
struct rtnl_route;

void vip_describe(const struct lvsdr_vip *vip, struct text *text);

void vip_from_address(const struct rtnl_address *address, const char *device,
		      struct lvsdr_vip *ret_vip);
/* Whether it is the route that lvsdr_vip_set_host_route() asks for, on whatever device. */
bool vip_is_host_route(const struct rtnl_route *route, const struct address *address);
