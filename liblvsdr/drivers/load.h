/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/operation.h"
#include "model/counters.h"
#include "model/object.h"

/* What connections a destination has, and whether it can be removed without breaking one. */

enum { LOAD_INTERVAL = 100 }; /* milliseconds between two looks at what is drained */

struct load {
	uint64_t active, inactive, templates;
};

void load_take(struct load *load, const struct counters *counters);
void load_add(struct load *sum, const struct load *load);
/* Given what drains it, LVSDR_DRAIN_ values, and whether templates bring connections. */
bool load_is_over(const struct load *load, uint32_t flags, bool templates_bring);
/* Whether a sysctl of IPVS is not 0, which one is that the kernel does not have: 1, 0 or a code. */
int load_sysctl_is_on(struct lvsdr *host, const char *name, const union object *dest);
/*
 * Whether the kernel lets templates bring connections to a destination of weight 0: 1, 0, or a
 * code.
 */
int load_templates_bring(struct lvsdr *host, const union object *dest);
