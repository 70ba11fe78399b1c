/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Making a plan graceful: what becomes of its steps, what cannot be drained, and the new order. */

#include "plan/plan.h"
#include "util/hash.h"

#include <lvsdr/drain.h>

/* What to do about templates: one of them at most. */
enum { CHOICE = LVSDR_DRAIN_WAIT_FOR_TEMPLATES | LVSDR_DRAIN_CUT_TEMPLATES };

/* What becomes of a step. */
enum fate {
	KEEPS,   /* it comes first, as it is */
	DRAINS,  /* the destination is drained */
	FOLLOWS, /* it comes behind all that is drained */
};

/* Why destinations cannot be drained. */
enum reason { BY_TEMPLATES, BY_HASH, REASONS };

/* Those that cannot be drained for one reason. */
struct refusal {
	struct text names; /* of the first of them */
	size_t count, named;
};

struct graceful {
	struct lvsdr_plan *plan;
	struct lvsdr *host;
	uint32_t flags;
	struct hash last;          /* of each object the place of its last step */
	struct hash added;         /* of each service the place of the last step that adds it */
	struct lvsdr_scope *going; /* the addresses and firewall marks of services that follow */
	uint8_t *fates;            /* of the steps */
	struct hash fallbacks;     /* of these services the step that sets their fallback flag */
	struct step *steps;        /* in the new order */
	size_t count, room;
	size_t drains;                /* how many destinations are drained */
	size_t first_move, last_move; /* the steps that move destinations in their lists */
	bool moves, ends_connections; /* there are such; the kernel would end connections */
	union object nodest;          /* the sysctl by which it does */
	int templates_bring;          /* -1: not asked for yet */
	struct refusal refusals[REASONS];
};

int graceful_out_of_memory(struct graceful *graceful);
/* Looks through the plan once, for the next ones: 0 or a code. */
int graceful_find_all_last(struct graceful *graceful);
/* The place of the last step of an object, or NULL. */
const uint64_t *graceful_find_last(const struct graceful *graceful,
				   const struct object_class *class, const union object *object);
/* Whether the step removes an object that no later step adds. */
bool graceful_is_final_removal(const struct graceful *graceful, size_t index);
/* The last step of the service of a step's destination, or NULL. */
const struct step *graceful_last_of_service(const struct graceful *graceful, size_t index,
					    size_t *ret_place);
/* Whether the plan adds the service of a step's destination behind that step. */
bool graceful_service_returns(const struct graceful *graceful, size_t index);
/* Of the destination of a step: whether the plan removes its service, too. */
bool graceful_service_goes(const struct graceful *graceful, size_t index);
/* The settings that the service will have while its destination is drained. */
const struct lvsdr_service *graceful_service(const struct graceful *graceful, size_t index);
/* Whether clients keep being sent to a destination of weight 0 of such a service. */
bool graceful_refuses_clients(const struct lvsdr_service *service);
/* Whether the step of a service makes it refuse them: it follows then what is drained. */
bool graceful_loses_fallback(const struct step *service);
/* Whether the fallback flag of the service is to be set meanwhile. */
bool graceful_wants_fallback(const struct graceful *graceful, const struct lvsdr_service *service);

/* Refuses what cannot be drained, all of it in one message; decides what is cut. 0 or a code. */
int graceful_check(struct graceful *graceful);
/* Finds the steps that move destinations, and whether connections would end: 0 or a code. */
int graceful_check_moves(struct graceful *graceful);
/* Makes the steps in their new order: 0 or a code. */
int graceful_order(struct graceful *graceful);
