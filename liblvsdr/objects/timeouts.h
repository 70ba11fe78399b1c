/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <lvsdr/timeouts.h>

/* What the kernel's clock ticks hold at 1000 a second. */
enum { TIMEOUTS_LONGEST = INT32_MAX / 1000 };

struct lvsdr_timeouts {
	struct lvsdr *host;
	uint32_t set;
	uint32_t tcp, tcp_fin, udp; /* seconds */
};
