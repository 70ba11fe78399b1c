/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "util/address.h"

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

struct rtnl_address;

/* Fills a VIP from an address of the kernel; the device's name is looked up. */
int vip_from_address(struct lvsdr *host, const char *operation, const struct rtnl_address *address,
		     struct lvsdr_vip *ret_vip);
