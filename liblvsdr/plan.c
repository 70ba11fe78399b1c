// SPDX-License-Identifier: LGPL-2.1-or-later
#include "plan.h"

#include "handle.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int lvsdr_plan_new(struct lvsdr *host, struct lvsdr_plan **ret_plan)
{
	struct lvsdr_plan *plan;

	if (!host || !ret_plan)
		return -EINVAL;
	plan = calloc(1, sizeof(*plan));
	if (!plan)
		return error_set(host, -ENOMEM, "make", "a plan", "out of memory");
	plan->host = handle_ref(host);
	*ret_plan = plan;
	return 0;
}

static void plan_clear(struct lvsdr_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		step_clear(&plan->steps[i]);
	free(plan->steps);
	free(plan->json);
}

void lvsdr_plan_free(struct lvsdr_plan *plan)
{
	if (!plan)
		return;
	plan_clear(plan);
	handle_unref(plan->host);
	free(plan);
}

static int append(struct lvsdr_plan *plan, const struct step *step)
{
	size_t capacity = plan->capacity ? plan->capacity * 2 : 4;
	struct step *steps = plan->steps;

	if (plan->count == plan->capacity) {
		steps = realloc(steps, capacity * sizeof(*steps));
		if (!steps)
			return error_set(plan->host, -ENOMEM, "make", "a plan", "out of memory");
		plan->steps = steps;
		plan->capacity = capacity;
	}
	plan->steps[plan->count++] = *step;
	return 0;
}

/* The pending step that decides what `identity` will be, or NULL. */
static const struct step *find_pending(const struct lvsdr_plan *plan,
				       const struct object_class *class,
				       const union object *identity)
{
	for (size_t i = plan->count; i-- > 0;) {
		const struct step *step = &plan->steps[i];

		if (step->status == LVSDR_STEP_PENDING && step->class == class &&
		    fields_equal(&class->fields, step_object(step), identity, true))
			return step;
	}
	return NULL;
}

/* What will be there when the steps planned so far are done: 1, 0 or a code. */
static int foresee(const struct lvsdr_plan *plan, const struct object_class *class, enum verb verb,
		   const union object *wanted, union object *ret_found)
{
	const struct step *step = find_pending(plan, class, wanted);

	if (step) {
		*ret_found = step->after;
		return step->has_after;
	}
	if (class == &dest_class) {
		step = find_pending(plan, &service_class, wanted);
		if (step && !step->has_before && step->has_after)
			return 0; /* a new service has no destinations */
	}
	return class->read(plan->host, verb_name(verb), wanted, ret_found);
}

int plan_append(struct lvsdr_plan *plan, const struct object_class *class, enum verb verb,
		const union object *found, const union object *wanted)
{
	struct step step;
	int error, result = step_make(plan->host, class, verb, found, wanted, &step);

	if (result <= 0)
		return result;
	error = append(plan, &step);
	if (error)
		step_clear(&step);
	return error ? error : 1;
}

int plan_change(struct lvsdr_plan *plan, const struct object_class *class, enum verb verb,
		const union object *wanted)
{
	union object found;
	int result = foresee(plan, class, verb, wanted, &found);

	if (result == -ESRCH && verb == VERB_REMOVE)
		result = 0; /* without its service a destination is gone too */
	if (result < 0)
		return result;
	return plan_append(plan, class, verb, result ? &found : NULL, wanted);
}

/*
 * The kernel itself refuses to add some objects twice and to remove what is missing: then asking
 * first would only cost a second request.
 */
static int change_unseen(struct lvsdr *host, const struct object_class *class, enum verb verb,
			 const union object *wanted)
{
	int result = 0;

	if (verb == VERB_ADD && !host->insist)
		result = class->check(host, "add", wanted);
	if (result)
		return result;
	result = class->write(host, verb_name(verb), NULL, verb == VERB_ADD ? NULL : wanted,
			      verb == VERB_ADD ? wanted : NULL);
	if (verb == VERB_REMOVE && (result == -ENOENT || result == -ESRCH))
		return 0;
	return result ? result : 1;
}

int change_now(struct lvsdr *host, const struct object_class *class, enum verb verb,
	       const union object *wanted)
{
	struct lvsdr_plan plan = {.host = host};
	int result;

	if (class->exclusive_add && verb != VERB_UPDATE) {
		result = change_unseen(host, class, verb, wanted);
		if (result != -EEXIST)
			return result;
	}
	result = plan_change(&plan, class, verb, wanted);
	if (result == 1)
		result = lvsdr_plan_apply(&plan);
	plan_clear(&plan);
	return result;
}

/* Undoes steps `from` to `to`-1, the last first, and goes on after a failure. */
static int undo_range(struct lvsdr_plan *plan, size_t from, size_t to)
{
	int changed = 0, failed = 0, result;

	for (size_t i = to; i-- > from;) {
		result = step_undo(plan->host, &plan->steps[i]);
		if (result == 1)
			changed = 1;
		else if (result < 0 && (!failed || failed == -EEXIST))
			failed = result;
	}
	return failed ? failed : changed;
}

int lvsdr_plan_apply(struct lvsdr_plan *plan)
{
	struct error first;
	int error, undone, changed = 0;
	size_t start = 0;

	if (!plan)
		return -EINVAL;
	while (start < plan->count && plan->steps[start].status != LVSDR_STEP_PENDING)
		start++;
	for (size_t i = start; i < plan->count; i++) {
		error = step_apply(plan->host, &plan->steps[i]);
		if (!error) {
			changed = 1;
			continue;
		}
		first = plan->host->error;
		undone = undo_range(plan, start, i);
		if (undone < 0) {
			strncat(first.message, "; and rolling back failed: ",
				sizeof(first.message) - strlen(first.message) - 1);
			strncat(first.message, plan->host->error.message,
				sizeof(first.message) - strlen(first.message) - 1);
		}
		plan->host->error = first;
		return error;
	}
	return changed;
}

int lvsdr_plan_undo(struct lvsdr_plan *plan)
{
	size_t left = 0;
	int result;

	if (!plan)
		return -EINVAL;
	result = undo_range(plan, 0, plan->count);
	for (size_t i = 0; i < plan->count; i++)
		left += plan->steps[i].status == LVSDR_STEP_LEFT;
	if (result == -EEXIST && left > 1)
		error_set(plan->host, -EEXIST, "undo", "the whole plan",
			  "%zu of %zu steps are left as they are; each step's note says why", left,
			  plan->count);
	return result;
}

static struct step *get_step(const struct lvsdr_plan *plan, size_t index)
{
	return plan && index < plan->count ? &plan->steps[index] : NULL;
}

size_t lvsdr_plan_get_step_count(const struct lvsdr_plan *plan)
{
	return plan ? plan->count : 0;
}

const char *lvsdr_plan_get_step_command(const struct lvsdr_plan *plan, size_t index)
{
	struct step *step = get_step(plan, index);

	return step ? step_command(step) : NULL;
}

const char *lvsdr_plan_get_step_explanation(const struct lvsdr_plan *plan, size_t index)
{
	struct step *step = get_step(plan, index);

	return step ? step_explanation(step) : NULL;
}

int lvsdr_plan_get_step_status(const struct lvsdr_plan *plan, size_t index)
{
	const struct step *step = get_step(plan, index);

	return step ? step->status : -EINVAL;
}

const char *lvsdr_plan_get_step_note(const struct lvsdr_plan *plan, size_t index)
{
	const struct step *step = get_step(plan, index);

	return step ? step->note ? step->note : "" : NULL;
}

static json_t *steps_to_json(const struct lvsdr_plan *plan)
{
	json_t *steps = json_array();

	for (size_t i = 0; steps && i < plan->count; i++) {
		if (json_array_append_new(steps, step_to_json(&plan->steps[i]))) {
			json_decref(steps);
			return NULL;
		}
	}
	return steps;
}

static int identify(struct lvsdr *host, const char *operation, char boot[64], char netns[32])
{
	int error = transport_identify(&host->transport, boot, netns);

	return error ? error_set_kernel(host, error, NULL, operation, "the plan", NULL) : 0;
}

int lvsdr_plan_to_json(struct lvsdr_plan *plan, const char **ret_json)
{
	char boot[64], netns[32];
	json_t *steps, *json = NULL;
	int error;

	if (!plan || !ret_json)
		return -EINVAL;
	error = identify(plan->host, "write", boot, netns);
	if (error)
		return error;
	steps = steps_to_json(plan);
	if (steps)
		json = json_pack("{s:i, s:s, s:s, s:o}", "lvsdr_plan", 1, "boot", boot, "netns",
				 netns, "steps", steps);
	free(plan->json);
	plan->json = json ? json_dumps(json, JSON_INDENT(2)) : NULL;
	json_decref(json);
	if (!plan->json)
		return error_set(plan->host, -ENOMEM, "write", "the plan", "out of memory");
	*ret_json = plan->json;
	return 0;
}

static int check_place(struct lvsdr *host, const json_t *json)
{
	const char *boot = json_string_value(json_object_get(json, "boot"));
	const char *netns = json_string_value(json_object_get(json, "netns"));
	char our_boot[64], our_netns[32];
	int error;

	if (json_integer_value(json_object_get(json, "lvsdr_plan")) != 1 || !boot || !netns ||
	    !json_is_array(json_object_get(json, "steps")))
		return error_set(host, -EBADMSG, "read", "the plan",
				 "it is JSON, but no plan of version 1");
	error = identify(host, "read", our_boot, our_netns);
	if (error)
		return error;
	if (strcmp(boot, our_boot))
		return error_set(host, -ESTALE, "read", "the plan",
				 "it was made before the last reboot, which undid it already");
	if (strcmp(netns, our_netns))
		return error_set(host, -ESTALE, "read", "the plan",
				 "it was made in another network namespace; open that one");
	return 0;
}

static int steps_from_json(struct lvsdr_plan *plan, const json_t *steps)
{
	const char *wrong;
	struct step step;
	json_t *element;
	size_t i;
	int error;

	json_array_foreach(steps, i, element) {
		wrong = step_from_json(element, &step);
		if (wrong)
			return error_set(plan->host, -EBADMSG, "read", "the plan",
					 "step %zu: \"%s\" is missing or makes no sense", i, wrong);
		error = append(plan, &step);
		if (error) {
			step_clear(&step);
			return error;
		}
	}
	return 0;
}

int lvsdr_plan_from_json(struct lvsdr *host, const char *text, size_t size,
			 struct lvsdr_plan **ret_plan)
{
	struct lvsdr_plan *plan = NULL;
	json_error_t reason;
	json_t *json;
	int error;

	if (!host || !text || !ret_plan)
		return -EINVAL;
	json = json_loadb(text, size, JSON_REJECT_DUPLICATES, &reason);
	if (!json)
		return error_set(host, -EBADMSG, "read", "the plan", "line %d: %s", reason.line,
				 reason.text);
	error = check_place(host, json);
	if (!error)
		error = lvsdr_plan_new(host, &plan);
	if (!error)
		error = steps_from_json(plan, json_object_get(json, "steps"));
	json_decref(json);
	if (error)
		lvsdr_plan_free(plan);
	else
		*ret_plan = plan;
	return error;
}
