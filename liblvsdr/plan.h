/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "step.h"

#include <lvsdr/plan.h>

struct lvsdr_plan {
	struct lvsdr *host;
	struct step *steps;
	size_t count, capacity;
	char *json; /* lent by lvsdr_plan_to_json() */
};

/* Appends the step from `found` (NULL: nothing) to `wanted`: 1, 0 when none is needed, or a code. */
int plan_append(struct lvsdr_plan *plan, const struct object_class *class, enum verb verb,
		const union object *found, const union object *wanted);
/* The same from what the kernel has, and what the plan will have done by then. */
int plan_change(struct lvsdr_plan *plan, const struct object_class *class, enum verb verb,
		const union object *wanted);
/* The plain calls: a plan of one step, made and applied. */
int change_now(struct lvsdr *host, const struct object_class *class, enum verb verb,
	       const union object *wanted);
