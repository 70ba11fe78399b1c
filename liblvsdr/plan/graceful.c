// SPDX-License-Identifier: LGPL-2.1-or-later
/* Making a plan graceful: its steps get weights of 0 before them, and another order. */
#include "plan/graceful.h"

#include "core/handle.h"
#include "model/scope.h"

#include <errno.h>
#include <linux/ip_vs.h>
#include <stdlib.h>
#include <string.h>

int graceful_out_of_memory(struct graceful *graceful)
{
	return error_set(graceful->host, -ENOMEM, OPERATION_DRAIN, "the plan", "out of memory");
}

/* ---- Which steps are the last of their object. */

static bool match(uint64_t value, const void *key, const void *owner)
{
	const struct step *a = (const struct step *)owner + value, *b = key;

	return a->class == b->class &&
	       object_same_identity(a->class, step_object(a), step_object(b));
}

const uint64_t *graceful_find_last(const struct graceful *graceful,
				   const struct object_class *class, const union object *object)
{
	struct step step = {.class = class, .after = object};

	return hash_find(&graceful->last, object_hash(class, object), match, &step,
			 graceful->plan->steps);
}

static int find_all_last(struct graceful *graceful)
{
	const struct step *steps = graceful->plan->steps;
	uint64_t *place;
	uint32_t code;

	for (size_t i = 0; i < graceful->plan->count; i++) {
		code = object_hash(steps[i].class, step_object(&steps[i]));
		place = hash_find(&graceful->last, code, match, &steps[i], steps);
		if (place)
			*place = i;
		else if (hash_add(&graceful->last, code, i))
			return graceful_out_of_memory(graceful);
	}
	return 0;
}

static bool is_final_removal(const struct graceful *graceful, size_t index)
{
	const struct step *step = &graceful->plan->steps[index];

	return !step->after && *graceful_find_last(graceful, step->class, step->before) == index;
}

/* The last step of the service of a destination, or NULL. */
static const struct step *last_of_service(const struct graceful *graceful, size_t index,
					  size_t *ret_place)
{
	const struct step *steps = graceful->plan->steps;
	const uint64_t *place = graceful_find_last(
		graceful, &service_class, (const void *)step_object(&steps[index])->dest.service);

	if (place)
		*ret_place = *place;
	return place ? &steps[*place] : NULL;
}

/* Whether the plan removes the service of the destination, too. */
bool graceful_service_goes(const struct graceful *graceful, size_t index)
{
	size_t place;
	const struct step *step = last_of_service(graceful, index, &place);

	return step && !step->after;
}

/* The settings that the service will have while its destination is drained. */
const struct lvsdr_service *graceful_service(const struct graceful *graceful, size_t index)
{
	size_t place;
	const struct step *step = last_of_service(graceful, index, &place);

	if (step && step->after)
		return &step->after->service;
	return graceful->plan->steps[index].before->dest.service;
}

/* Their fallback flags are the same one (kernel: linux/ip_vs.h). */
static bool can_fall_back(const struct lvsdr_service *service)
{
	return !strcmp(service->scheduler, "sh") || !strcmp(service->scheduler, "mh");
}

/* Clients keep being sent to a destination of weight 0 (kernel: ip_vs_{dh,sh,mh}.c). */
bool graceful_refuses_clients(const struct lvsdr_service *service)
{
	return !strcmp(service->scheduler, "dh") ||
	       (can_fall_back(service) && !(service->flags & IP_VS_SVC_F_SCHED1));
}

/* Whether the fallback flag of the service is to be set meanwhile. */
bool graceful_wants_fallback(const struct graceful *graceful, const struct lvsdr_service *service)
{
	return graceful->flags & LVSDR_DRAIN_SET_FALLBACK && can_fall_back(service) &&
	       graceful_refuses_clients(service);
}

/* ---- What becomes of each. */

/* A service that comes again has to be gone before; what goes with it goes at once. */
static int decide_dest(struct graceful *graceful, size_t index)
{
	const struct step *service;
	size_t place = 0;

	if (!is_final_removal(graceful, index))
		return 0;
	service = last_of_service(graceful, index, &place);
	if (service && place > index && !service->before)
		return 0;
	graceful->fates[index] = DRAINS;
	graceful->drains++;
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

	if (!is_final_removal(graceful, index) ||
	    !scope_holds_fwmark(graceful->going, mark->fwmark))
		return 0;
	graceful->fates[index] = FOLLOWS;
	return scope_own_address(graceful->going, &mark->address) ? graceful_out_of_memory(graceful)
								  : 0;
}

static int decide_vip(struct graceful *graceful, size_t index)
{
	const struct step *step = &graceful->plan->steps[index];

	if (is_final_removal(graceful, index) &&
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
		error = find_all_last(&graceful);
	if (!error)
		error = decide_all(&graceful);
	if (!error)
		error = graceful_check(&graceful);
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
