/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "drivers/load.h"
#include "drivers/view.h"
#include "plan/steps.h"

#include <lvsdr/plan.h>

struct error;

/* Whether a graceful plan can have such flags, LVSDR_DRAIN_ values. */
bool draining_takes(uint32_t flags);

/* A step that drains, and the service of its destination. */
struct drain {
	const struct lvsdr_service *service; /* a plan has each only once in its memory */
	size_t step;
};

/* How a graceful plan removes destinations that may have connections, and what it waits for. */
struct draining {
	bool graceful;
	uint32_t flags;            /* LVSDR_DRAIN_ */
	int32_t milliseconds;      /* of the whole wait */
	int64_t until;             /* when the wait that goes on ends; 0: none does */
	int64_t next;              /* when the kernel is asked again */
	unsigned int failed_looks; /* one after the other, lately */
	struct load left;          /* as it was last read */
	struct drain *drains;      /* those of a service together; or NULL */
	size_t count;
};

struct lvsdr_plan {
	struct lvsdr *host;
	struct step *steps;
	size_t count, room;
	size_t run_start; /* the first step of the apply that is going on, in slices or not */
	bool running;     /* in slices: something is left */
	int keep_going;
	struct arena arena;   /* the objects of the steps */
	struct hash services; /* those of the arena, that destinations point to */
	struct view view;     /* what the steps planned so far will meet */
	struct draining draining;
	char *json; /* lent by lvsdr_plan_to_json() */
};

void plan_clear(struct lvsdr_plan *plan);
/* Takes the step, with what it owns. 0, or -ENOMEM with its detail. */
int plan_append(struct lvsdr_plan *plan, struct step *step);
/* A copy that lives as long as the plan; NULL when out of memory, with its detail. */
const union object *plan_copy(struct lvsdr_plan *plan, const struct object_class *class,
			      const union object *object);
const struct lvsdr_service *plan_copy_service(struct lvsdr_plan *plan,
					      const struct lvsdr_service *service);
/* Plans a change from what the kernel has, and what the plan will have done by then: 1, 0, a code.
 */
int plan_change(struct lvsdr_plan *plan, const struct object_class *class, enum verb verb,
		const union object *wanted);
/* Plans the removal of each destination of a service. */
int plan_remove_dests(struct lvsdr_plan *plan, const struct lvsdr_service *service);
/* Takes away the steps from `count` on, which move no object. */
void plan_truncate(struct lvsdr_plan *plan, size_t count);
/* Puts back what steps `from` to `to`-1 did, the last first, and goes on after a failure. */
int plan_undo_range(struct lvsdr_plan *plan, size_t from, size_t to);
/*
 * Reads what connections the destinations have that pending steps drain, and marks the steps of
 * those without; a weight that is not 0 any more becomes 0. 0, or the first failure with its detail,
 * and then the step that has failed.
 */
int plan_look(struct lvsdr_plan *plan, struct step **ret_failed);
/*
 * Destinations of hashing schedulers that the undo of these steps has added go to the places that
 * they had: 1 when one was moved, 0, or a code with its detail.
 */
int plan_restore_order(struct lvsdr_plan *plan, size_t from, size_t to);
/* Adds to a failure that so many steps may be left done, where it names only one. */
void plan_report_left(struct error *error, size_t count);
