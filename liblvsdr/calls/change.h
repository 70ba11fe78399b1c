/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What the public calls of each kind of object use. The object may be NULL: that is an error.
 */

#include "plan/plan.h"

/* A plan of one step, made and applied: 1, 0 or a code. */
int call_change(struct lvsdr *host, const struct object_class *class, enum verb verb,
		const void *object);
/* Fills the object with what the kernel has: 0 or a code. */
int call_read(struct lvsdr *host, const struct object_class *class, void *object);
/* Appends the step to a plan: 1, 0 or a code. */
int call_plan(struct lvsdr_plan *plan, const struct object_class *class, enum verb verb,
	      const void *object);
