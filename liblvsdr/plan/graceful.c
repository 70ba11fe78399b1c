// SPDX-License-Identifier: LGPL-2.1-or-later
/* Making a plan graceful: its steps get weights of 0 before them, and another order. */
#include "plan/graceful.h"

#include "core/handle.h"
#include "model/scope.h"

#include <errno.h>
#include <linux/ip_vs.h>
#include <stdlib.h>
#include <string.h>

/* A service that comes again has to be gone before; what goes with it goes at once. */
static int decide_dest(struct graceful *graceful, size_t index)
{
	const struct step *service;
	size_t place = 0;

	if (!graceful_is_final_removal(graceful, index) ||
	    graceful_service_returns(graceful, index))
		return 0;
	service = graceful_last_of_service(graceful, index, &place);
	graceful->fates[index] = DRAINS;
	graceful->drains++;
	/* A plan that goes on where another one ended finds the flag that was set meanwhile. */
	if (service && graceful_loses_fallback(service))
		graceful->fates[place] = FOLLOWS;
	if (!service || place < index || service->after)
		return 0;
	graceful->fates[place] = FOLLOWS;
	return scope_own_service(graceful->going, &service->before->service)
		       ? graceful_out_of_memory(graceful)
		       : 0;
}

/* A mark whose service is drained has the packets of its connections to mark, at its VIP. */
static int decide_mark(struct graceful *graceful, size_t index)
{
	const struct lvsdr_mark *mark = &graceful->plan->steps[index].before->mark;

	if (!graceful_is_final_removal(graceful, index) ||
	    !scope_holds_fwmark(graceful->going, mark->fwmark))
		return 0;
	graceful->fates[index] = FOLLOWS;
	return scope_own_address(graceful->going, &mark->address) ? graceful_out_of_memory(graceful)
								  : 0;
}

static int decide_vip(struct graceful *graceful, size_t index)
{
	const struct step *step = &graceful->plan->steps[index];

	if (graceful_is_final_removal(graceful, index) &&
	    scope_holds_address(graceful->going, &step->before->vip.address))
		graceful->fates[index] = FOLLOWS;
	return 0;
}

/* Each class when those are decided about on which it depends. */
static int decide_all(struct graceful *graceful)
{
	static const struct {
		const struct object_class *class;
		int (*decide)(struct graceful *graceful, size_t index);
	} order[] = {
		{&dest_class, decide_dest}, {&mark_class, decide_mark}, {&vip_class, decide_vip}};
	const struct lvsdr_plan *plan = graceful->plan;
	int error = 0;

	for (size_t kind = 0; kind < sizeof(order) / sizeof(*order); kind++)
		for (size_t i = 0; i < plan->count && !error; i++)
			if (plan->steps[i].class == order[kind].class && plan->steps[i].before)
				error = order[kind].decide(graceful, i);
	return error;
}

/* The plan takes the new steps; the texts of those that became two are made anew. */
static void commit(struct graceful *graceful, int32_t milliseconds)
{
	struct lvsdr_plan *plan = graceful->plan;

	for (size_t i = 0; i < plan->count; i++)
		if (graceful->fates[i] == DRAINS)
			step_clear(&plan->steps[i]);
	free(plan->steps);
	plan->steps = graceful->steps;
	plan->count = graceful->count;
	plan->room = graceful->room;
	graceful->steps = NULL;
	plan->draining.graceful = true;
	plan->draining.flags = graceful->flags;
	plan->draining.milliseconds = milliseconds;
}

static void graceful_clear(struct graceful *graceful)
{
	hash_clear(&graceful->last);
	hash_clear(&graceful->added);
	hash_clear(&graceful->fallbacks);
	lvsdr_scope_free(graceful->going);
	free(graceful->fates);
	free(graceful->steps);
}

static int make_graceful(struct lvsdr_plan *plan, uint32_t flags, int32_t milliseconds)
{
	struct graceful graceful = {
		.plan = plan, .host = plan->host, .flags = flags, .templates_bring = -1};
	int error = lvsdr_scope_new(plan->host, "", &graceful.going), drains;

	graceful.fates = calloc(plan->count + 1, sizeof(*graceful.fates));
	if (!error && !graceful.fates)
		error = graceful_out_of_memory(&graceful);
	if (!error)
		error = graceful_find_all_last(&graceful);
	if (!error)
		error = decide_all(&graceful);
	if (!error)
		error = graceful_check(&graceful);
	if (!error)
		error = graceful_check_moves(&graceful);
	if (!error)
		error = graceful_order(&graceful);
	if (!error)
		commit(&graceful, milliseconds);
	drains = graceful.drains > 0;
	graceful_clear(&graceful);
	return error ? error : drains;
}

bool draining_takes(uint32_t flags)
{
	enum {
		ALL = CHOICE | LVSDR_DRAIN_ACTIVE_ONLY | LVSDR_DRAIN_REMOVE_AT_DEADLINE |
		      LVSDR_DRAIN_SET_FALLBACK | LVSDR_DRAIN_CUT_HASHED
	};

	return !(flags & ~(uint32_t)ALL) && (flags & CHOICE) != CHOICE;
}

int lvsdr_plan_make_graceful(struct lvsdr_plan *plan, uint32_t flags, int32_t milliseconds)
{
	if (!plan)
		return -EINVAL;
	if (!draining_takes(flags))
		return error_set(plan->host, -EINVAL, OPERATION_DRAIN, "the plan",
				 "the flags are not a combination of LVSDR_DRAIN_ values, or "
				 "request both to wait for templates and not to");
	if (milliseconds < 0)
		return error_set(plan->host, -EINVAL, OPERATION_DRAIN, "the plan",
				 "%d is not between 0 and 2147483647 milliseconds", milliseconds);
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].status != LVSDR_STEP_PENDING)
			return error_set(plan->host, -EINVAL, OPERATION_DRAIN, "the plan",
					 "it was applied already");
	if (plan->draining.graceful)
		return error_set(plan->host, -EINVAL, OPERATION_DRAIN, "the plan",
				 "it is graceful already");
	return make_graceful(plan, flags, milliseconds);
}
