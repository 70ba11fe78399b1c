/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "kernel/ipvs_image.h"
#include "model/scope.h"
#include "state/state.h"

/* Looking whether something has changed that the kernel gives no notice of, for a watch. */

/* What was seen last of each kind. */
struct look {
	struct lvsdr *host;
	const struct lvsdr_scope *scope;
	uint32_t known; /* parts that were seen */
	uint32_t there; /* of these, those that there were at all: without IPVS there is nothing */
	struct lvsdr_state *states[KIND_LISTS];
	struct ipvs_imager imager;
	struct ipvs_image services, next;
};

/* The parts that can be looked at: LVSDR_STATE_ values. */
uint32_t look_parts(void);
void look_init(struct look *look, struct lvsdr *host, const struct lvsdr_scope *scope);
void look_clear(struct look *look);
/*
 * Looks at these parts, and adds those to *changed that are not as they were: 0, or a code with its
 * detail. It does not load IPVS.
 */
int look_at(struct look *look, uint32_t parts, uint32_t *changed);
