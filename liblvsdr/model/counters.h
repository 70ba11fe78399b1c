/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <lvsdr/counters.h>

/* The kernel's counters of one service or destination. */
struct counters {
	uint64_t value[LVSDR_COUNTER_COUNT];
};

/* What each is called, in JSON and as a column. */
extern const char *const counter_names[LVSDR_COUNTER_COUNT];
