/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "util/device.h"

#include <jansson.h>
#include <lvsdr/arp_policy.h>
#include <stdbool.h>

/* As the caller made it: what is wanted. As read: the device's own values. */
struct lvsdr_arp_policy {
	struct lvsdr *host;
	uint32_t set;
	char device[DEVICE_NAME_SIZE];
	int32_t arp_ignore;
	int32_t arp_announce;
	/* In a step, what max(all, device) has to satisfy; 0: anything. */
	int32_t asked_ignore;
	int32_t asked_announce;
};

/* The places of the fields, and so their bits in `set`. */
enum { ARP_DEVICE, ARP_IGNORE, ARP_ANNOUNCE };

struct rtnl_link;
struct step;
struct text;
union object;

bool arp_policy_is_all(const struct lvsdr_arp_policy *policy);
int arp_policy_read_all(struct lvsdr *host, const char *operation,
			struct lvsdr_arp_policy *ret_policy);
/* What a step has to know of the host's addresses (arp_policy-record.c). */
int arp_policy_record(struct lvsdr *host, struct step *step);
bool arp_policy_take_record(const json_t *record, union object *after, struct text *wrong);
int arp_policy_hold(struct lvsdr *host, const struct step *step, struct text *text);
void arp_policy_tell_record(const struct step *step, struct text *text);
void arp_policy_from_link(const struct rtnl_link *link, struct lvsdr_arp_policy *ret_policy);
