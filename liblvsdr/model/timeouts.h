/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <lvsdr/timeouts.h>

/*
 * What a kernel's clock ticks hold at 100 a second, the fewest there are. One with more refuses
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
