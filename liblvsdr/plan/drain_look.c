// SPDX-License-Identifier: LGPL-2.1-or-later
/* Which of the destinations that a plan drains have no connections any more. */
#include "core/handle.h"
#include "drivers/driver.h"
#include "kernel/ipvs_list.h"
#include "plan/plan.h"
#include "plan/send.h"
#include "plan/trace.h"
#include "state/state.h"

#include <errno.h>
#include <linux/ip_vs.h>
#include <lvsdr/drain.h>
#include <stdlib.h>

struct look {
	struct lvsdr_plan *plan;
	struct ipvs_lister lister;
	struct ipvs_list list;      /* of the service that is looked at */
	struct state_service found; /* the same, to look in */
	bool whole;                 /* no destination can be missing in it */
	int templates_bring;        /* -1: not asked for yet */
};

static int compare(const void *a, const void *b)
{
	const struct drain *one = a, *other = b;

	if (one->service != other->service)
		return (uintptr_t)one->service < (uintptr_t)other->service ? -1 : 1;
	return one->step < other->step ? -1 : one->step > other->step;
}

/* What does not change while the plan exists. */
static int sort(struct lvsdr_plan *plan)
{
	struct draining *draining = &plan->draining;

	if (draining->drains)
		return 0;
	draining->drains = calloc(plan->count, sizeof(*draining->drains));
	if (!draining->drains)
		return error_set(plan->host, -ENOMEM, OPERATION_DRAIN, "the plan", "out of memory");
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].drains)
			draining->drains[draining->count++] =
				(struct drain){plan->steps[i].before->dest.service, i};
	qsort(draining->drains, draining->count, sizeof(*draining->drains), compare);
	return 0;
}

static struct step *step_at(const struct look *look, size_t place)
{
	return &look->plan->steps[look->plan->draining.drains[place].step];
}

/* Where the next service begins, and whether this one has pending steps, and hidden destinations. */
static size_t find_end(const struct look *look, size_t from, bool *ret_pending, bool *ret_mixed)
{
	const struct draining *draining = &look->plan->draining;
	const struct lvsdr_service *service = draining->drains[from].service;
	size_t end = from;

	*ret_pending = *ret_mixed = false;
	for (; end < draining->count && draining->drains[end].service == service; end++) {
		*ret_pending |= step_at(look, end)->status == LVSDR_STEP_PENDING;
		*ret_mixed |= dest_is_mixed(&step_at(look, end)->before->dest);
	}
	return end;
}

/* Socket options hide destinations of the other family. */
static int read_service(struct look *look, const struct lvsdr_service *service, bool mixed)
{
	int result = mixed ? ipvs_list_dests(&look->lister, service, &look->list, true)
			   : ipvs_list_connections(&look->lister, service, &look->list);

	hash_clear(&look->found.index);
	look->found = (struct state_service){.dests = (void *)look->list.objects,
					     .count = look->list.count};
	look->whole = result == 1;
	return result < 0 ? result : 0;
}

/* Another program has changed it; an undo has the weight that the plan found. */
static int stop_again(struct look *look, const union object *dest)
{
	struct lvsdr *host = look->plan->host;
	union object found, quiescent;
	int result;

	object_copy(&dest_class, &found, dest);
	object_copy(&dest_class, &quiescent, dest);
	quiescent.dest.weight = 0;
	host->transport.in_doubt = false;
	result = send_one(host, &dest_class, OPERATION_UPDATE, &found, &quiescent);
	trace_change(host, &dest_class, &found, &quiescent, trace_outcome(host, result),
		     host->error.message);
	return result == -ENOENT || result == -ESRCH ? 0 : result;
}

static bool is_persistent(const struct lvsdr_service *service)
{
	return service_wire_flags(service) & IP_VS_SVC_F_PERSISTENT;
}

static int is_over(struct look *look, const struct step *step, const struct load *load)
{
	if (!is_persistent(step->before->dest.service))
		return load_is_over(load, look->plan->draining.flags, false);
	if (look->templates_bring < 0)
		look->templates_bring = load_templates_bring(look->plan->host, step->before);
	if (look->templates_bring < 0)
		return look->templates_bring;
	return load_is_over(load, look->plan->draining.flags, look->templates_bring);
}

static int judge_found(struct look *look, struct step *step, size_t place)
{
	const struct lvsdr_dest *dest = &look->found.dests[place];
	union object object;
	struct load load;
	int result;

	load_take(&load, &look->list.counters[place]);
	if (dest->weight) {
		object.dest = *dest;
		object.dest.service = step->before->dest.service;
		result = stop_again(look, &object);
	} else {
		result = is_over(look, step, &load);
	}
	step->drained = result > 0;
	if (!result)
		load_add(&look->plan->draining.left, &load);
	return result < 0 ? result : 0;
}

/* `place` is that of the destination before it, mostly. */
static int judge(struct look *look, struct step *step, size_t *place)
{
	int result = state_find_dest(&look->found, &step->before->dest, *place + 1, place);

	if (result < 0)
		return error_set(look->plan->host, result, OPERATION_DRAIN, "the plan",
				 "out of memory");
	if (result)
		return judge_found(look, step, *place);
	step->drained = look->whole;
	return 0;
}

static int look_at_service(struct look *look, size_t from, size_t end, bool mixed,
			   struct step **ret_failed)
{
	size_t place = SIZE_MAX;
	int error = read_service(look, look->plan->draining.drains[from].service, mixed);

	for (size_t i = from; i < end; i++) {
		struct step *step = step_at(look, i);

		if (step->status != LVSDR_STEP_PENDING)
			continue;
		*ret_failed = step;
		if (!error)
			error = judge(look, step, &place);
		if (error)
			break;
	}
	return error;
}

static void look_clear(struct look *look)
{
	hash_clear(&look->found.index);
	ipvs_list_clear(&look->list);
	ipvs_lister_clear(&look->lister);
}

int plan_look(struct lvsdr_plan *plan, struct step **ret_failed)
{
	struct look look = {.plan = plan,
			    .lister = {.host = plan->host, .operation = OPERATION_DRAIN},
			    .templates_bring = -1};
	bool pending, mixed;
	int error = sort(plan);
	size_t end;

	*ret_failed = NULL;
	for (size_t i = 0; error && i < plan->count && !*ret_failed; i++)
		if (plan->steps[i].drains && plan->steps[i].status == LVSDR_STEP_PENDING)
			*ret_failed = &plan->steps[i];
	plan->draining.left = (struct load){.active = 0};
	for (size_t from = 0; from < plan->draining.count && !error; from = end) {
		end = find_end(&look, from, &pending, &mixed);
		if (pending)
			error = look_at_service(&look, from, end, mixed, ret_failed);
	}
	look_clear(&look);
	return error;
}

int lvsdr_plan_get_draining(const struct lvsdr_plan *plan, uint64_t *ret_active,
			    uint64_t *ret_inactive, uint64_t *ret_templates)
{
	int dests = 0;

	if (!plan)
		return -EINVAL;
	for (size_t i = 0; i < plan->count; i++)
		dests += plan->steps[i].drains && plan->steps[i].status == LVSDR_STEP_PENDING;
	if (ret_active)
		*ret_active = plan->draining.left.active;
	if (ret_inactive)
		*ret_inactive = plan->draining.left.inactive;
	if (ret_templates)
		*ret_templates = plan->draining.left.templates;
	return dests;
}
