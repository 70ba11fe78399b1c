/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "util/device.h"

#include <lvsdr/arp_policy.h>
#include <stdbool.h>

/* As the caller made it: what is wanted. As read: the device's own values. */
struct lvsdr_arp_policy {
	struct lvsdr *host;
	uint32_t set;
	char device[DEVICE_NAME_SIZE];
	int32_t arp_ignore;
	int32_t arp_announce;
	/* In a step of a plan, what max(all, device) has to satisfy; 0: anything. */
	int32_t asked_ignore;
	int32_t asked_announce;
};

/* The places of the fields, and so their bits in `set`. */
enum { ARP_DEVICE, ARP_IGNORE, ARP_ANNOUNCE };

bool arp_policy_is_all(const struct lvsdr_arp_policy *policy);
