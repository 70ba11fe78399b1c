/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <lvsdr/timeouts.h>

/*
 * The longest time in a kernel's clock ticks at 100 a second, the lowest rate. A kernel with more refuses
 * what is too long for it.
 */
enum { TIMEOUTS_LONGEST = INT32_MAX / 100 };

struct lvsdr_timeouts {
	struct lvsdr *host;
	uint32_t set;
	uint32_t tcp, tcp_fin, udp; /* seconds */
};

/* The places of the fields, and so their bits in `set`. */
enum timeouts_field { TIMEOUTS_TCP, TIMEOUTS_TCP_FIN, TIMEOUTS_UDP };
