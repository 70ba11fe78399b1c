// SPDX-License-Identifier: LGPL-2.1-or-later
/* What a plan does with an object, as far as it matters for a drain. */
#include "plan/graceful.h"

#include "core/handle.h"

#include <errno.h>
#include <linux/ip_vs.h>
#include <string.h>

int graceful_out_of_memory(struct graceful *graceful)
{
	return error_set(graceful->host, -ENOMEM, OPERATION_DRAIN, "the plan", "out of memory");
}

static bool match(uint64_t value, const void *key, const void *owner)
{
	const struct step *a = (const struct step *)owner + value, *b = key;

	return a->class == b->class &&
	       object_same_identity(a->class, step_object(a), step_object(b));
}

static uint64_t *find(const struct graceful *graceful, const struct hash *hash,
		      const struct step *step)
{
	return hash_find(hash, object_hash(step->class, step_object(step)), match, step,
			 graceful->plan->steps);
}

const uint64_t *graceful_find_last(const struct graceful *graceful,
				   const struct object_class *class, const union object *object)
{
	return find(graceful, &graceful->last, &(struct step){.class = class, .after = object});
}

static int note(struct graceful *graceful, struct hash *hash, size_t index)
{
	const struct step *step = &graceful->plan->steps[index];
	uint64_t *place = find(graceful, hash, step);

	if (place)
		*place = index;
	else if (hash_add(hash, object_hash(step->class, step_object(step)), index))
		return graceful_out_of_memory(graceful);
	return 0;
}

int graceful_find_all_last(struct graceful *graceful)
{
	const struct lvsdr_plan *plan = graceful->plan;
	int error = 0;

	for (size_t i = 0; i < plan->count && !error; i++) {
		error = note(graceful, &graceful->last, i);
		if (!error && plan->steps[i].class == &service_class && !plan->steps[i].before)
			error = note(graceful, &graceful->added, i);
	}
	return error;
}

bool graceful_service_returns(const struct graceful *graceful, size_t index)
{
	const union object *dest = step_object(&graceful->plan->steps[index]);
	const uint64_t *place = find(
		graceful, &graceful->added,
		&(struct step){.class = &service_class, .after = (const void *)dest->dest.service});

	return place && *place > index;
}

bool graceful_is_final_removal(const struct graceful *graceful, size_t index)
{
	const struct step *step = &graceful->plan->steps[index];

	return !step->after && *graceful_find_last(graceful, step->class, step->before) == index;
}

const struct step *graceful_last_of_service(const struct graceful *graceful, size_t index,
					    size_t *ret_place)
{
	const struct step *steps = graceful->plan->steps;
	const uint64_t *place = graceful_find_last(
		graceful, &service_class, (const void *)step_object(&steps[index])->dest.service);

	if (place)
		*ret_place = *place;
	return place ? &steps[*place] : NULL;
}

bool graceful_service_goes(const struct graceful *graceful, size_t index)
{
	size_t place;
	const struct step *step = graceful_last_of_service(graceful, index, &place);

	return step && !step->after;
}

const struct lvsdr_service *graceful_service(const struct graceful *graceful, size_t index)
{
	size_t place;
	const struct step *step = graceful_last_of_service(graceful, index, &place);

	if (step && step->after)
		return graceful->fates[place] == FOLLOWS ? &step->before->service
							 : &step->after->service;
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

bool graceful_loses_fallback(const struct step *service)
{
	return service->before && service->after &&
	       !graceful_refuses_clients(&service->before->service) &&
	       graceful_refuses_clients(&service->after->service);
}

bool graceful_wants_fallback(const struct graceful *graceful, const struct lvsdr_service *service)
{
	return graceful->flags & LVSDR_DRAIN_SET_FALLBACK && can_fall_back(service) &&
	       graceful_refuses_clients(service);
}
