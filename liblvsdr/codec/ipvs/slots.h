/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Which destination a client gets from the schedulers mh, sh and dh. Each has a table of slots: a
 * hash of the client (of dh: of the VIP) names the slot, and the slot has a destination. Which one
 * depends on the order of the kernel's list of destinations (of mh only for few clients, if the
 * list is short), and on the weights (not of dh). No I/O.
 *
 * This is what kernels of 64 bits do, as seen with Linux 6.1 and 6.12, if they are built with the
 * default sizes of these tables. A destination above its upper threshold gets no clients either,
 * which is not considered.
 */

#include "model/service.h"

enum {
	SLOTS_MH = 4093, /* a prime number */
	SLOTS_SH = 256,
	SLOTS_DH = 256,
	SLOTS_MOST = SLOTS_MH,
	SLOTS_EMPTY = UINT16_MAX
};

/* A destination in its place in the kernel's list. */
struct slots_dest {
	struct address address;
	uint16_t port; /* that the kernel has: of its own, or of its service */
	int32_t weight;
	/*
	 * What mh goes by: the latest weight that was not 0; but 0 if it was added with 0 and has
	 * had no other weight since. The kernel does not show it.
	 */
	int32_t last_weight;
};

struct slots {
	size_t count;
	uint16_t dest[SLOTS_MOST]; /* a place in the list, or SLOTS_EMPTY */
};

/*
 * The table for a list: 0; -EINVAL if the scheduler has none, or if mh has more destinations than
 * slots; -ENOMEM. A destination with weight 0 can have slots, whose clients get none.
 */
int slots_fill(const struct lvsdr_service *service, const struct slots_dest *dests, size_t count,
	       struct slots *ret_slots);
/* The slot for a client's address; for dh that of the VIP. Without mh-port or sh-port, port 0. */
size_t slots_of(const struct lvsdr_service *service, const struct address *address, uint16_t port);

/*
 * How many of a thousand clients two lists send to different destinations, or one of them to none;
 * 0 only if there are no such clients. Every slot is taken for as many clients as any other. Codes
 * as above.
 */
int slots_difference(const struct lvsdr_service *service, const struct slots_dest *one,
		     size_t one_count, const struct slots_dest *other, size_t other_count);
