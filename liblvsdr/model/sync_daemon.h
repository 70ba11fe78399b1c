/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "util/address.h"
#include "util/device.h"
#include "util/field.h"

#include <linux/ip_vs.h>
#include <lvsdr/sync_daemon.h>

struct lvsdr_sync_daemon {
	struct lvsdr *host;
	uint32_t set;
	uint32_t role; /* IP_VS_STATE_ */
	char device[DEVICE_NAME_SIZE];
	uint32_t sync_id;
	uint16_t max_length; /* 0: the kernel's choice */
	uint16_t port;
	uint8_t ttl;
	struct address group;
};

/* The places of the fields, and so their bits in `set`. */
enum sync_daemon_field {
	SYNC_DAEMON_ROLE,
	SYNC_DAEMON_DEVICE,
	SYNC_DAEMON_SYNC_ID,
	SYNC_DAEMON_MAX_LENGTH,
	SYNC_DAEMON_GROUP,
	SYNC_DAEMON_PORT,
	SYNC_DAEMON_TTL,
};

extern const struct name sync_daemon_roles[];

/*
 * What an old kernel does not report, or a caller does not set
 * (net/netfilter/ipvs/ip_vs_sync.c).
 */
static inline void sync_daemon_set_defaults(struct lvsdr_sync_daemon *daemon)
{
	static const struct address group = {.family = AF_INET, .bytes = {224, 0, 0, 81}};

	daemon->sync_id = 0;
	daemon->max_length = 0;
	daemon->group = group;
	daemon->port = 8848;
	daemon->ttl = 1;
}
