// SPDX-License-Identifier: LGPL-2.1-or-later
#include "plan/plan.h"

#include "core/handle.h"
#include "drivers/driver.h"
#include "drivers/observe.h"
#include "plan/hash_order.h"
#include "state/state.h"
#include "util/array.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int lvsdr_plan_new(struct lvsdr *host, struct lvsdr_plan **ret_plan)
{
	struct lvsdr_plan *plan;

	if (!host)
		return -EINVAL;
	if (!ret_plan)
		return error_set(host, -EINVAL, OPERATION_CREATE, "a plan", "an argument is NULL");
	plan = calloc(1, sizeof(*plan));
	if (!plan)
		return error_set(host, -ENOMEM, OPERATION_CREATE, "a plan", "out of memory");
	plan->host = handle_ref(host);
	plan->view.host = host;
	*ret_plan = plan;
	return 0;
}

void plan_clear(struct lvsdr_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		step_clear(&plan->steps[i]);
	free(plan->steps);
	free(plan->json);
	free(plan->draining.drains);
	view_clear(&plan->view);
	hash_clear(&plan->services);
	arena_clear(&plan->arena);
}

void lvsdr_plan_free(struct lvsdr_plan *plan)
{
	if (!plan)
		return;
	plan_clear(plan);
	handle_unref(plan->host);
	free(plan);
}

int plan_append(struct lvsdr_plan *plan, struct step *step)
{
	if (array_grow(&plan->steps, plan->count + 1, &plan->room, sizeof(*step))) {
		step_clear(step);
		return error_set(plan->host, -ENOMEM, OPERATION_CREATE, "a plan", "out of memory");
	}
	plan->steps[plan->count++] = *step;
	return 0;
}

const union object *plan_copy(struct lvsdr_plan *plan, const struct object_class *class,
			      const union object *object)
{
	const union object *copy = arena_copy(&plan->arena, object, class->fields.size);

	if (!copy)
		error_set(plan->host, -ENOMEM, OPERATION_CREATE, "a plan", "out of memory");
	return copy;
}

static bool match_service(uint64_t value, const void *key, const void *owner)
{
	(void)owner;
	return fields_equal(&service_class.fields, (const void *)(uintptr_t)value, key, true);
}

const struct lvsdr_service *plan_copy_service(struct lvsdr_plan *plan,
					      const struct lvsdr_service *service)
{
	const union object *object = (const union object *)service;
	uint32_t code = object_hash(&service_class, object);
	const uint64_t *place = hash_find(&plan->services, code, match_service, service, plan);

	if (place)
		return (const void *)(uintptr_t)*place;
	object = plan_copy(plan, &service_class, object);
	if (!object)
		return NULL;
	if (!hash_add(&plan->services, code, (uintptr_t)object))
		return &object->service;
	error_set(plan->host, -ENOMEM, OPERATION_CREATE, "a plan", "out of memory");
	return NULL;
}

/* What the kernel has of the service, or what the plan makes of it, where that is known. */
static const struct lvsdr_service *known_service(struct lvsdr_plan *plan,
						 const struct lvsdr_service *service)
{
	const union object *found;
	int result = view_find(&plan->view, OPERATION_REMOVE, &service_class,
			       (const union object *)service, &found);

	return result == 1 ? &found->service : service;
}

static int refuse_graceful(struct lvsdr_plan *plan, const struct object_class *class,
			   enum verb verb, const union object *wanted)
{
	struct text name = {0};

	class->describe(wanted, &name);
	return error_set(plan->host, -EINVAL, verb_operation(verb), name.data,
			 "the plan is graceful already; add its steps before");
}

/* Conservative: another kind, another verb, or an object that the plan has met before. */
static uint32_t next_stage(const struct lvsdr_plan *plan, const struct step *step, bool met)
{
	const struct step *last = plan->count ? &plan->steps[plan->count - 1] : NULL;

	if (!last)
		return 0;
	return last->stage +
	       (met || last->class != step->class || step_verb(last) != step_verb(step));
}

/* Where the order of destinations counts, the undo needs the place from which one is removed. */
static int keep_place(struct lvsdr_plan *plan, struct step *step)
{
	size_t place;

	if (step->class != &dest_class || step->after ||
	    !hash_order_matters(step->before->dest.service) ||
	    !view_place_of(&plan->view, &step->before->dest, &place))
		return 0;
	return step_keep_place(plan->host, step, place);
}

int plan_change(struct lvsdr_plan *plan, const struct object_class *class, enum verb verb,
		const union object *wanted)
{
	const union object *found = NULL;
	union object joined;
	struct step step;
	int result, error;

	object_copy(class, &joined, wanted);
	if (plan->draining.graceful)
		return refuse_graceful(plan, class, verb, wanted);
	if (class->owner) {
		joined.dest.service = plan_copy_service(
			plan, verb == VERB_REMOVE ? known_service(plan, wanted->dest.service)
						  : wanted->dest.service);
		if (!joined.dest.service)
			return -ENOMEM;
	}
	result = driver_resolve(class, plan->host, verb_operation(verb), &joined);
	if (result && (result != -ENODEV || verb != VERB_REMOVE)) /* it is gone with its device */
		return result;
	result = view_find(&plan->view, verb_operation(verb), class, &joined, &found);
	if (result == -ESRCH && verb == VERB_REMOVE)
		result = 0; /* without its service a destination is gone too */
	if (result < 0)
		return result;
	error = view_check_place(&plan->view, class, verb_operation(verb), &joined);
	if (error)
		return error;
	result = step_make(plan->host, &plan->arena, class, verb, result ? found : NULL, &joined,
			   &step);
	if (result <= 0)
		return result;
	result = view_take_step(&plan->view, &step);
	if (result < 0) {
		step_clear(&step);
		return result;
	}
	step.stage = next_stage(plan, &step, result);
	error = keep_place(plan, &step);
	if (error) {
		step_clear(&step);
		return error;
	}
	result = plan_append(plan, &step);
	return result ? result : 1;
}

void plan_truncate(struct lvsdr_plan *plan, size_t count)
{
	while (plan->count > count) {
		struct step *step = &plan->steps[--plan->count];

		/* It was set before, and so this takes no memory. */
		view_set(&plan->view, step->class, step_object(step), step->before);
		step_clear(step);
	}
}

int plan_remove_dests(struct lvsdr_plan *plan, const struct lvsdr_service *service)
{
	struct lvsdr_state *state = state_make(plan->host, LVSDR_STATE_SERVICES);
	const struct state_service *found;
	union object dest;
	int result;

	if (!state)
		return error_set(plan->host, -ENOMEM, OPERATION_CREATE, "a plan", "out of memory");
	result = state_read_service(state, OPERATION_REMOVE, service);
	found = result == 1 ? &state->services[0] : NULL;
	for (size_t i = 0; found && i < found->count && result >= 0; i++) {
		dest.dest = found->dests[i];
		dest.dest.service = service;
		result = plan_change(plan, &dest_class, VERB_REMOVE, &dest);
	}
	lvsdr_state_free(state);
	return result < 0 ? result : 0;
}

int lvsdr_plan_set_keep_going(struct lvsdr_plan *plan, int keep_going)
{
	if (!plan)
		return -EINVAL;
	if (keep_going != 0 && keep_going != 1) {
		error_set(plan->host, -EINVAL, OPERATION_SET, "keep going", "%d is neither 0 nor 1",
			  keep_going);
		return error_set_field(plan->host, "keep_going");
	}
	plan->keep_going = keep_going;
	return 0;
}

int lvsdr_plan_get_keep_going(const struct lvsdr_plan *plan)
{
	return plan ? plan->keep_going : -EINVAL;
}

static struct step *get_step(const struct lvsdr_plan *plan, size_t index)
{
	return plan && index < plan->count ? &plan->steps[index] : NULL;
}

/* Texts of a step are made at the first request, and NULL when out of memory. */
static const char *checked(const struct lvsdr_plan *plan, const char *text)
{
	if (!text)
		error_set(plan->host, -ENOMEM, OPERATION_READ, "a step", "out of memory");
	return text;
}

size_t lvsdr_plan_get_step_count(const struct lvsdr_plan *plan)
{
	return plan ? plan->count : 0;
}

const char *lvsdr_plan_get_step_kind(const struct lvsdr_plan *plan, size_t index)
{
	const struct step *step = get_step(plan, index);

	return step ? step->class->name : NULL;
}

const char *lvsdr_plan_get_step_before(const struct lvsdr_plan *plan, size_t index)
{
	struct step *step = get_step(plan, index);

	return step ? checked(plan, step_settings(step, false)) : NULL;
}

const char *lvsdr_plan_get_step_after(const struct lvsdr_plan *plan, size_t index)
{
	struct step *step = get_step(plan, index);

	return step ? checked(plan, step_settings(step, true)) : NULL;
}

const char *lvsdr_plan_get_step_service(const struct lvsdr_plan *plan, size_t index)
{
	struct step *step = get_step(plan, index);

	return step ? checked(plan, step_service(step)) : NULL;
}

const char *lvsdr_plan_get_step_command(const struct lvsdr_plan *plan, size_t index)
{
	struct step *step = get_step(plan, index);

	return step ? checked(plan, step_command(step)) : NULL;
}

const char *lvsdr_plan_get_step_explanation(const struct lvsdr_plan *plan, size_t index)
{
	struct step *step = get_step(plan, index);

	return step ? checked(plan, step_explanation(step)) : NULL;
}

const char *lvsdr_step_status_name(int32_t status)
{
	static const char *const names[] = {
		[LVSDR_STEP_PENDING] = "pending", [LVSDR_STEP_DONE] = "done",
		[LVSDR_STEP_UNDONE] = "undone",   [LVSDR_STEP_LEFT] = "left",
		[LVSDR_STEP_FAILED] = "failed",   [LVSDR_STEP_UNKNOWN] = "unknown",
	};
	size_t count = sizeof(names) / sizeof(*names);

	return status >= 0 && (size_t)status < count ? names[status] : NULL;
}

const char *lvsdr_plan_status_name(int32_t status)
{
	static const char *const names[] = {
		[LVSDR_PLAN_PENDING] = "pending",
		[LVSDR_PLAN_STARTED] = "started",
		[LVSDR_PLAN_DONE] = "done",
		[LVSDR_PLAN_UNDONE] = "undone",
		[LVSDR_PLAN_INCOMPLETE] = "incomplete",
	};
	size_t count = sizeof(names) / sizeof(*names);

	return status >= 0 && (size_t)status < count ? names[status] : NULL;
}

/* How many steps have which status. */
struct tally {
	size_t done, failed, undone;
	size_t doubtful; /* nobody knows, or they were not undone */
};

static struct tally count_steps(const struct lvsdr_plan *plan, size_t start)
{
	struct tally tally = {0};

	for (size_t i = start; i < plan->count; i++) {
		const struct step *step = &plan->steps[i];

		tally.done += step->status == LVSDR_STEP_DONE;
		tally.failed += step->status == LVSDR_STEP_FAILED;
		tally.undone += step->status == LVSDR_STEP_UNDONE;
		tally.doubtful += step->undo_failed || step->status == LVSDR_STEP_LEFT ||
				  step->status == LVSDR_STEP_UNKNOWN;
	}
	return tally;
}

int lvsdr_plan_get_status(const struct lvsdr_plan *plan)
{
	struct tally all, last; /* of the last apply, if it had steps */

	if (!plan)
		return -EINVAL;
	all = count_steps(plan, 0);
	last = plan->run_start < plan->count ? count_steps(plan, plan->run_start) : all;
	if (all.doubtful || (last.failed && last.done))
		return LVSDR_PLAN_INCOMPLETE;
	if (last.failed || last.undone)
		return LVSDR_PLAN_UNDONE;
	if (all.done == plan->count)
		return LVSDR_PLAN_DONE;
	return all.done ? LVSDR_PLAN_STARTED : LVSDR_PLAN_PENDING;
}

int lvsdr_plan_get_step_status(const struct lvsdr_plan *plan, size_t index)
{
	const struct step *step = get_step(plan, index);

	return step ? step->status : -EINVAL;
}

const char *lvsdr_plan_get_step_note(const struct lvsdr_plan *plan, size_t index)
{
	const struct step *step = get_step(plan, index);

	if (!step)
		return NULL;
	if (*step_note(step))
		return step_note(step);
	return step->status == LVSDR_STEP_FAILED || step->status == LVSDR_STEP_LEFT ||
			       step->status == LVSDR_STEP_UNKNOWN
		       ? "out of memory for the reason"
		       : "";
}
