/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <lvsdr/timeouts.h>

struct lvsdr_timeouts {
	struct lvsdr *host;
	uint32_t set;
	uint32_t tcp, tcp_fin, udp; /* seconds */
};
