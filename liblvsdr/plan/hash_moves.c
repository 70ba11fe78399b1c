// SPDX-License-Identifier: LGPL-2.1-or-later
/* How many clients a plan sends to another real server, where a hash decides about that. */
#include "codec/ipvs/slots.h"
#include "core/handle.h"
#include "plan/hash_order.h"
#include "plan/plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct slots_list {
	struct slots_dest *dests;
	size_t count;
};

/* What the kernel does not show is as this library leaves it: what has weight 0 was added with it. */
static void put(struct slots_list *list, const struct lvsdr_dest *dest)
{
	list->dests[list->count++] = (struct slots_dest){.address = dest->address,
							 .port = dest->port,
							 .weight = dest->weight,
							 .last_weight = dest->weight};
}

static int make_list(const struct state_service *service, struct slots_list *ret_list)
{
	*ret_list =
		(struct slots_list){.dests = calloc(service->count + 1, sizeof(*ret_list->dests))};
	return ret_list->dests ? 0 : -ENOMEM;
}

static int list_observed(const struct state_service *service, struct slots_list *ret_list)
{
	int error = make_list(service, ret_list);

	for (size_t i = 0; i < service->count && !error; i++)
		put(ret_list, &service->dests[i]);
	return error;
}

/* In the order in which the plan leaves them. */
static int list_desired(const struct state_service *service, bool observed,
			struct slots_list *ret_list)
{
	struct hash_place *places;
	int error = hash_order_make(service, observed, NULL, &places);

	if (error)
		return error;
	error = make_list(service, ret_list);
	for (size_t i = service->count; i-- > 0 && !error;)
		put(ret_list, &service->dests[places[i].wanted]);
	free(places);
	return error;
}

/* Of a thousand clients; -EINVAL if one of both has no table, or -ENOMEM. */
static int count_moved(const struct state_service *before, const struct state_service *after,
		       bool observed)
{
	struct slots_list old = {.dests = NULL}, new = {.dests = NULL};
	int result = strcmp(before->service.scheduler, after->service.scheduler)
			     ? -EINVAL
			     : list_observed(before, &old);

	if (!result)
		result = list_desired(after, observed, &new);
	if (!result)
		result = slots_difference(&after->service, old.dests, old.count, new.dests,
					  new.count);
	free(old.dests);
	free(new.dests);
	return result;
}

static bool match(uint64_t value, const void *key, const void *owner)
{
	(void)owner;
	return object_same_identity(&service_class, (const void *)(uintptr_t)value, key);
}

/* Whether it is the last step about a service for which a hash decides; `told` has those before. */
static int is_last(struct hash *told, const struct step *step)
{
	const struct lvsdr_service *service;
	uint32_t code;

	if (step->class != &dest_class)
		return 0;
	service = step_object(step)->dest.service;
	code = object_hash(&service_class, (const union object *)service);
	if (!hash_order_matters(service) || hash_find(told, code, match, service, NULL))
		return 0;
	return hash_add(told, code, (uintptr_t)service) ? -ENOMEM : 1;
}

static int tell(struct step *step, const struct lvsdr_state *observed,
		const struct lvsdr_state *desired)
{
	const struct lvsdr_service *service = step_object(step)->dest.service;
	const struct state_service *before = state_find_service(observed, service);
	const struct state_service *after = state_find_service(desired, service);
	struct step_details *details;
	int moved;

	if (!before || !after)
		return 0;
	moved = count_moved(before, after, desired->observed);
	if (moved < 0)
		return moved == -EINVAL ? 0 : moved;
	details = step_details(step);
	if (details)
		details->moved = moved;
	return details ? 0 : -ENOMEM;
}

int hash_tell_moves(struct lvsdr_plan *plan, const struct lvsdr_state *observed,
		    const struct lvsdr_state *desired)
{
	struct hash told = {.slots = NULL};
	int result = 0;

	for (size_t i = plan->count; i-- > 0 && result >= 0;) {
		result = is_last(&told, &plan->steps[i]);
		if (result == 1)
			result = tell(&plan->steps[i], observed, desired);
	}
	hash_clear(&told);
	return result < 0 ? error_set(plan->host, result, OPERATION_PLAN, "the destinations",
				      "out of memory")
			  : 0;
}
