/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/operation.h"

/* Reading many objects of the host at once, into a state. */

#include "kernel/ipvs_list.h"
#include "state/state.h"

/*
 * Reads what the scope owns, and of the addresses those too that are VIPs in `wanted` (or NULL),
 * devices called as the kernel calls them.
 */
int state_read(struct lvsdr *host, const struct lvsdr_scope *scope,
	       const struct lvsdr_state *wanted, uint32_t parts, struct lvsdr_state **ret_state);

/* Adds the VIPs, and the ARP policies, as the state's parts say. */
int state_read_network(struct lvsdr_state *state, const struct lvsdr_scope *scope,
		       const struct lvsdr_state *wanted);

/*
 * Adds those services of the kernel that pass the filter, with their destinations, and with their
 * counters where the state's parts say so. Consistent: the services are in two equal dumps, each
 * list of destinations is one that the kernel had.
 */
int state_read_services(struct lvsdr_state *state, enum operation operation, ipvs_filter filter,
			const void *data);
/*
 * Adds one service: 1, or 0 when the kernel has none such, or a code. Its own counters are not
 * read, those of its destinations are where the state's parts say so.
 */
int state_read_service(struct lvsdr_state *state, enum operation operation,
		       const struct lvsdr_service *service);
