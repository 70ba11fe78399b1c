/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/operation.h"
#include "drivers/step.h"
#include "kernel/ipvs_list.h"
#include "util/arena.h"
#include "util/hash.h"

struct lvsdr_state;

/*
 * What a host has, as seen while a plan is made or undone: what the kernel said when it was first
 * asked, and over it what the steps so far will have made of it. Each service is read once, however
 * many of its destinations are looked at.
 */
struct view {
	struct lvsdr *host;
	struct lvsdr_state *state; /* the services read so far; NULL: none */
	struct hash overlay;       /* of struct overlay */
	struct arena arena;
};

void view_clear(struct view *view);
/* Reads many services at once. The classes and objects of steps say which: 0 or a code. */
int view_preload(struct view *view, enum operation operation, const struct step *steps,
		 size_t count);
/* The same of all services that pass the filter: they are view->state then. */
int view_load(struct view *view, enum operation operation, ipvs_filter filter, const void *data);
/*
 * 1 and the object (memory of the view), 0 when it is missing, or a code; a destination of a
 * missing service: -ESRCH.
 */
int view_find(struct view *view, enum operation operation, const struct object_class *class,
	      const union object *identity, const union object **ret_found);
/*
 * From now on the object is `object` (NULL: missing), which has to live as long as the view. 1 when
 * it had been set before, 0, or -ENOMEM with its detail.
 */
int view_set(struct view *view, const struct object_class *class, const union object *identity,
	     const union object *object);
/* The same of what a step does: what it moves leaves its old place. */
int view_take_step(struct view *view, const struct step *step);
/* Whether it was set to be missing. */
bool view_has_lost(const struct view *view, const struct object_class *class,
		   const union object *identity);
/* Of a kind, what was set to be there. */
void view_visit(const struct view *view, const struct object_class *class,
		void (*visit)(const union object *object, void *data), void *data);
/* Refuses what has no effect where it is wanted, unless the caller insists: 0 or a code. */
int view_check_place(struct view *view, const struct object_class *class, enum operation operation,
		     const union object *wanted);
/* Whether the kernel had the destination when its service was read, and its place in the list. */
bool view_place_of(const struct view *view, const struct lvsdr_dest *dest, size_t *ret_place);
/* How many destinations a service has by now; those that were set as new do not count. */
int view_count_dests(struct view *view, enum operation operation,
		     const struct lvsdr_service *service, size_t *ret_count);
