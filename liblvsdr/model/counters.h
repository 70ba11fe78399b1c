/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <lvsdr/counters.h>

/* The kernel's counters of one service or destination. */
struct counters {
	uint64_t value[LVSDR_COUNTER_COUNT];
};
