/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "util/address.h"

#include <lvsdr/dest.h>

struct lvsdr_dest {
	struct lvsdr *host;
	uint32_t set;
	struct address address;
	uint16_t port;
	uint8_t tunnel_type;
	int32_t forwarding;
	int32_t weight;
	uint32_t upper_threshold;
	uint32_t lower_threshold;
	uint16_t tunnel_port;
	uint16_t tunnel_flags;
};

struct lvsdr_plan;

typedef int (*dest_handler)(const struct lvsdr_dest *dest, void *data);

/* Hands over each destination of a service, in the kernel's order. */
int dest_read_all(struct lvsdr *host, const char *operation, const struct lvsdr_service *service,
		  dest_handler handler, void *data);
/* Plans the removal of each destination of a service. */
int dest_plan_remove_all(struct lvsdr_plan *plan, const struct lvsdr_service *service);
