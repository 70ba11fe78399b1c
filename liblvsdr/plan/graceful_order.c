// SPDX-License-Identifier: LGPL-2.1-or-later
/* The steps of a graceful plan, in their new order. */
#include "plan/graceful.h"

#include "core/handle.h"
#include "util/array.h"

#include <errno.h>
#include <linux/ip_vs.h>
#include <lvsdr/sysctl.h>
#include <stdlib.h>

static int put(struct graceful *graceful, struct step step)
{
	if (array_grow(&graceful->steps, graceful->count + 1, &graceful->room, sizeof(step)))
		return graceful_out_of_memory(graceful);
	graceful->steps[graceful->count++] = step;
	return 0;
}

static uint32_t next_stage(const struct graceful *graceful)
{
	return graceful->count ? graceful->steps[graceful->count - 1].stage + 1 : 0;
}

/*
 * While destinations move in their list, each is missing for a moment. The kernel must not end the
 * connections whose packets come then, as it does where expire_nodest_conn is 1 (measured with two
 * processors: 4 of 24,820 connections, in 24 moves).
 */
static int put_nodest(struct graceful *graceful, uint32_t stage, bool back)
{
	struct step step = {.class = &sysctl_class, .stage = stage};
	union object off;

	object_copy(&sysctl_class, &off, &graceful->nodest);
	sysctl_copy_value(off.sysctl.value, "0");
	step.before = plan_copy(graceful->plan, &sysctl_class, back ? &off : &graceful->nodest);
	step.after = plan_copy(graceful->plan, &sysctl_class, back ? &graceful->nodest : &off);
	return step.before && step.after ? put(graceful, step) : -ENOMEM;
}

/* What comes first, in the stages that it has; destinations move behind a step of their own. */
static int put_kept(struct graceful *graceful)
{
	const struct lvsdr_plan *plan = graceful->plan;
	uint32_t shift = 0;
	int error = 0;

	for (size_t i = 0; i < plan->count && !error; i++) {
		struct step step = plan->steps[i];

		if (graceful->fates[i] != KEEPS)
			continue;
		if (graceful->ends_connections && i == graceful->first_move) {
			error = put_nodest(graceful, step.stage, false);
			shift++;
		}
		step.stage += shift;
		if (!error)
			error = put(graceful, step);
		if (!error && graceful->ends_connections && i == graceful->last_move) {
			error = put_nodest(graceful, step.stage + 1, true);
			shift++;
		}
	}
	return error;
}

/* What comes last, in the stages that it has, but behind all others. */
static int put_followers(struct graceful *graceful)
{
	const struct lvsdr_plan *plan = graceful->plan;
	uint32_t stage = next_stage(graceful), old = 0;
	bool first = true;
	int error = 0;

	for (size_t i = 0; i < plan->count && !error; i++) {
		struct step step = plan->steps[i];

		if (graceful->fates[i] != FOLLOWS)
			continue;
		stage += !first && step.stage != old;
		first = false;
		old = step.stage;
		step.stage = stage;
		error = put(graceful, step);
	}
	return error;
}

static bool match_fallback(uint64_t value, const void *key, const void *owner)
{
	const struct graceful *graceful = owner;

	return object_same_identity(&service_class, graceful->steps[value].before, key);
}

static int put_fallback(struct graceful *graceful, uint32_t stage,
			const struct lvsdr_service *service)
{
	const union object *before = (const union object *)service;
	uint32_t code = object_hash(&service_class, before);
	struct step step = {.class = &service_class, .stage = stage};
	union object after;

	if (hash_find(&graceful->fallbacks, code, match_fallback, before, graceful))
		return 0;
	object_copy(&service_class, &after, before);
	after.service.flags |= IP_VS_SVC_F_SCHED1;
	step.before = plan_copy(graceful->plan, &service_class, before);
	step.after = plan_copy(graceful->plan, &service_class, &after);
	if (!step.before || !step.after)
		return -ENOMEM;
	if (hash_add(&graceful->fallbacks, code, graceful->count))
		return graceful_out_of_memory(graceful);
	return put(graceful, step);
}

static int put_fallbacks(struct graceful *graceful)
{
	const struct lvsdr_plan *plan = graceful->plan;
	uint32_t stage = next_stage(graceful);
	int error = 0;

	for (size_t i = 0; i < plan->count && !error; i++) {
		const struct lvsdr_service *service;

		if (graceful->fates[i] != DRAINS || !plan->steps[i].before->dest.weight)
			continue;
		service = graceful_service(graceful, i);
		if (graceful_wants_fallback(graceful, service) &&
		    !graceful_service_goes(graceful, i))
			error = put_fallback(graceful, stage, service);
	}
	return error;
}

/* From `first` to before `end`, the last first. */
static int put_back_fallbacks(struct graceful *graceful, size_t first, size_t end)
{
	uint32_t stage = next_stage(graceful);
	int error = 0;

	for (size_t i = end; i-- > first && !error;)
		error = put(graceful, (struct step){.class = &service_class,
						    .before = graceful->steps[i].after,
						    .after = graceful->steps[i].before,
						    .stage = stage});
	return error;
}

/* The weights of 0, and then the removals, in their order. */
static int put_drains(struct graceful *graceful)
{
	struct lvsdr_plan *plan = graceful->plan;
	uint32_t stage = next_stage(graceful);
	const union object **quiescent = calloc(plan->count, sizeof(*quiescent));
	union object copy;
	int error = quiescent ? 0 : graceful_out_of_memory(graceful);

	for (size_t i = 0; i < plan->count && !error; i++) {
		if (graceful->fates[i] != DRAINS)
			continue;
		quiescent[i] = plan->steps[i].before;
		if (!quiescent[i]->dest.weight)
			continue;
		object_copy(&dest_class, &copy, quiescent[i]);
		copy.dest.weight = 0;
		quiescent[i] = plan_copy(plan, &dest_class, &copy);
		error = quiescent[i] ? put(graceful, (struct step){.class = &dest_class,
								   .before = plan->steps[i].before,
								   .after = quiescent[i],
								   .stage = stage,
								   .quiesces = true})
				     : -ENOMEM;
	}
	stage = next_stage(graceful);
	for (size_t i = 0; i < plan->count && !error; i++)
		if (graceful->fates[i] == DRAINS)
			error = put(graceful, (struct step){.class = &dest_class,
							    .before = quiescent[i],
							    .stage = stage,
							    .details = plan->steps[i].details,
							    .drains = true});
	free(quiescent);
	return error;
}

int graceful_order(struct graceful *graceful)
{
	size_t fallbacks, end;
	int error = put_kept(graceful);

	fallbacks = graceful->count;
	if (!error)
		error = put_fallbacks(graceful);
	end = graceful->count;
	if (!error)
		error = put_drains(graceful);
	if (!error)
		error = put_back_fallbacks(graceful, fallbacks, end);
	return error ? error : put_followers(graceful);
}
