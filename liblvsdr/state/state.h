/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/counters.h"
#include "model/object.h"
#include "model/scope.h"
#include "util/hash.h"

#include <lvsdr/state.h>

struct state_service {
	struct lvsdr_service service;
	struct lvsdr_dest *dests;
	size_t count, room;
	struct counters *counters; /* of the service, then of each destination; or NULL */
	struct hash index; /* of the destinations, once there are many and one is looked for */
};

/* The objects of one kind but services, one behind the other in memory of their own size. */
struct state_list {
	const struct object_class *class;
	char *objects;
	size_t count, room;
	struct hash index;
};

struct lvsdr_state {
	struct lvsdr *host;
	uint32_t parts;
	bool observed; /* the kernel has, or had, what is in it */
	struct state_service *services;
	size_t service_count, service_room;
	struct hash index; /* of the services */
	struct state_list lists[KIND_LISTS];
	char *text;  /* lent by the functions that write it */
	char *scope; /* of lvsdr_state_set_scope(), valid; or NULL */
};

struct lvsdr_state *state_make(struct lvsdr *host, uint32_t parts);
/* It still describes services, and has none. */
void state_forget_services(struct lvsdr_state *state);
/* What a state can describe, without how much of it: LVSDR_STATE_ values. */
uint32_t state_kinds(void);

/* The same without a check, and without detail: 0 or -ENOMEM. */
int state_keep_scope(struct lvsdr_state *state, const char *scope);

/* These keep no detail: 0, -EEXIST or -ENOMEM. The objects are copied. */
int state_append_service(struct lvsdr_state *state, const struct lvsdr_service *service);
int state_append_dest(struct state_service *service, const struct lvsdr_dest *dest);
int state_append(struct lvsdr_state *state, const struct object_class *class, const void *object);

/*
 * The public calls of each listed kind: add a copy (0 or a code with its detail), count, and lend
 * one (NULL: there is none). The state may be NULL.
 */
int state_add(struct lvsdr_state *state, const struct object_class *class, const void *object);
size_t state_count(const struct lvsdr_state *state, const struct object_class *class);
const void *state_get(const struct lvsdr_state *state, const struct object_class *class,
		      size_t index);

/* NULL when there is none. */
struct state_service *state_find_service(const struct lvsdr_state *state,
					 const struct lvsdr_service *service);
/* `guess` is looked at first. 1 and the place, 0 when there is none, or -ENOMEM. */
int state_find_dest(struct state_service *service, const struct lvsdr_dest *dest, size_t guess,
		    size_t *ret_place);
/* In its list. */
const uint64_t *state_find_place(const struct lvsdr_state *state, const struct object_class *class,
				 const void *identity);
union object *state_find(const struct lvsdr_state *state, const struct object_class *class,
			 const void *identity);
union object *state_at(const struct state_list *list, size_t index);
