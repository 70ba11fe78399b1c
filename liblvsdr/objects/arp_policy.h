/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "util/device.h"

#include <lvsdr/arp_policy.h>

/* As the caller made it: what is wanted. As read: the device's own values. */
struct lvsdr_arp_policy {
	struct lvsdr *host;
	uint32_t set;
	char device[DEVICE_NAME_SIZE];
	int32_t arp_ignore;
	int32_t arp_announce;
};

struct rtnl_link;

void arp_policy_from_link(const struct rtnl_link *link, struct lvsdr_arp_policy *ret_policy);
